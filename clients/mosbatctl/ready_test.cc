// ready over a suite that answers what is in place.
#include "clients/mosbatctl/ready.h"

#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/fake_suite.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLacking[] = R"({"date": "2026-12-22", "directive": "directives/two", "ruleInForce": true,
    "serviceTypeRevision": "serviceTypes/vision/revisions/1",
    "requirements": [
      {"requirement": {"kind": "EQUIPMENT", "code": "chart", "clause": "5"}, "met": true,
       "textEn": "The centre owns: chart.", "textFa": "مرکز این تجهیزات را دارد: چارت."},
      {"requirement": {"kind": "PERMIT", "code": "screener", "clause": "4-1"},
       "textEn": "screener: that of the staff ended on 2026-01-01.", "textFa": "اعتبار مجوز پایان یافته است."}]})";

std::string Said(const char* json, Language language) {
  casefile::v1::CheckReadinessRequest asked;
  asked.set_centre("centres/karaj");
  asked.set_service_type("serviceTypes/vision");
  casefile::v1::CheckReadinessResponse found;
  EXPECT_THAT(FakeSuite::Fill(found, json), IsOk());
  return ReadinessText(asked, found, Report(language, {}));
}

TEST(ReadyTest, WhatIsMissingStandsAboveWhatIsInPlace) {
  EXPECT_EQ(Said(kLacking, Language::kEnglish),
            "centres/karaj: not ready for serviceTypes/vision\n"
            "  On:            1405-10-01 (2026-12-22)\n"
            "  Terms of:      serviceTypes/vision/revisions/1\n"
            "  Missing:       3\n"
            "  - The centre does not operate on that day.\n"
            "  - Nobody has entrusted it with the service for that day.\n"
            "  - screener: that of the staff ended on 2026-01-01.\n"
            "    clause 4-1\n"
            "  In place:      1\n"
            "  - The centre owns: chart.\n"
            "    clause 5\n"
            "Next: see what is recorded of it, and to whom the service is entrusted:\n"
            "    mosbatctl get centres/karaj\n"
            "    mosbatctl list centres/karaj/staff\n"
            "    mosbatctl list entrustments -d '{\"serviceType\": \"serviceTypes/vision\"}'\n");
  EXPECT_THAT(Said(kLacking, Language::kPersian),
              AllOf(HasSubstr("centres/karaj: آمادهٔ ارائهٔ serviceTypes/vision نیست\n"), HasSubstr("  کمبود:"),
                    HasSubstr("  - مرکز در آن روز دایر نیست.\n"), HasSubstr("    بند ۴-۱\n")));
}

TEST(ReadyTest, WhoIsReadyLacksNothing) {
  EXPECT_THAT(Said(R"({"ready": true, "directive": "directives/two", "ruleInForce": true, "operating": true,
                       "entrustment": "entrustments/e"})",
                   Language::kEnglish),
              AllOf(HasSubstr("centres/karaj: ready for serviceTypes/vision\n"),
                    HasSubstr("  Entrusted by:  entrustments/e\n"), Not(HasSubstr("Missing")), Not(HasSubstr("Next"))));
}

TEST(ReadyTest, WhatIsNotInForceIsMissing) {
  constexpr char kNothing[] = R"({"operating": true, "entrustment": "entrustments/e"})";
  EXPECT_THAT(Said(kNothing, Language::kEnglish),
              HasSubstr("  Missing:       2\n"
                        "  - No directive is in force on that day.\n"
                        "  - The text that its terms rest on is not in force on that day.\n"));
  EXPECT_THAT(Said(kNothing, Language::kPersian),
              HasSubstr("  - در آن روز دستورالعملی لازم‌الاجرا نیست.\n"));
  EXPECT_THAT(Said(R"({"directive": "directives/two", "operating": true, "entrustment": "entrustments/e"})",
                   Language::kEnglish),
              EndsWith("Next: see what the texts wait for, and who acts next:\n"
                       "    mosbatctl status serviceTypes/vision\n"));
}

TEST(ReadyTest, NamesAndDaysAreTakenAsPeopleWriteThem) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision"})");
  const auto asked = [&](const char* centre, const char* type, const char* day) {
    CallsAs calls(suite, "");
    return ReadinessRequest(calls, centre, type, day);
  };
  const auto request = asked("centres/karaj", "serviceTypes/vision", "۱۴۰۵/۱۰/۰۱");
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->date().day(), 22);
  EXPECT_FALSE(asked("centres/karaj", "serviceTypes/vision", "")->has_date());

  const auto wrong = asked("centres/karaj", "serviceTypes/vision", "1405-13-01");
  EXPECT_THAT(wrong, FailsWith(absl::StatusCode::kInvalidArgument, "JSON_INVALID"));
  EXPECT_THAT(WordsOf(wrong.status(), Language::kEnglish), HasSubstr("--date: the calendar has no such day"));
  // An id alone is one of the collection that is missing.
  const std::vector<std::pair<const char*, const char*>> halves = {{"centres/karaj", "vision"},
                                                                   {"karaj", "serviceTypes/vision"},
                                                                   {"serviceTypes/vision", "karaj"},
                                                                   {"vision", "centres/karaj"},
                                                                   {"karaj", "vision"}};
  for (const auto& [first, second] : halves) {
    const auto half = asked(first, second, "");
    ASSERT_THAT(half, IsOk()) << first;
    EXPECT_EQ(half->centre(), "centres/karaj");
    EXPECT_EQ(half->service_type(), "serviceTypes/vision");
  }
  const auto collection = asked("centres/karaj", "serviceTypes", "");
  EXPECT_THAT(collection, FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
  EXPECT_EQ(ExitCodeOf(collection.status()), kUsage);
  EXPECT_THAT(WordsOf(asked("serviceTypes/vision", "serviceTypes/vision", "").status(), Language::kEnglish),
              EndsWith("is none of centres/…."));
  const auto turned = asked("serviceTypes/vision", "centres/karaj", "");
  ASSERT_THAT(turned, IsOk());
  EXPECT_EQ(turned->centre(), "centres/karaj");
  EXPECT_EQ(turned->service_type(), "serviceTypes/vision");
}

}  // namespace
}  // namespace mosbat::ctl
