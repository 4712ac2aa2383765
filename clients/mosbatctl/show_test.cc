#include "clients/mosbatctl/show.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/collections.h"
#include "clients/mosbatctl/columns.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/report.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <typename Message>
Message Of(const char* text) {
  Message message;
  EXPECT_THAT(FromJson(*ParseJson("test", text), "", message), IsOk());
  return message;
}

TEST(ShowTest, ATableHasWhatAnyRowHasAndTheTitleLast) {
  const auto one = Of<guideline::v1::Directive>(
      R"({"name": "directives/one", "number": "1", "etag": "x", "title": {"fa": "یک", "en": "One"},
          "effectiveDate": {"year": 2021, "month": 3, "day": 21}})");
  const auto two = Of<guideline::v1::Directive>(R"({"name": "directives/two", "title": {"fa": "دو"}})");

  EXPECT_EQ(Table({&one, &two}, Language::kEnglish),
            "name            number  effectiveDate            title\n"
            "directives/one  1       1400-01-01 (2021-03-21)  One\n"
            "directives/two                                   دو\n");
  EXPECT_THAT(Table({&one, &two}, Language::kPersian), StartsWith("نام             شماره  اجرا از     عنوان\n"
                                                                  "directives/one  1      ۱۴۰۰-۰۱-۰۱  یک\n"));
}

TEST(ShowTest, PersianInATerminalIsSetApartAndTheColumnsKeepTheirPlace) {
  const auto one =
      Of<catalog::v1::ServiceType>(R"({"name": "serviceTypes/a", "owner": "می‌شود", "revisionCount": 1})");
  const auto two = Of<catalog::v1::ServiceType>(R"({"name": "serviceTypes/b", "owner": "vision", "revisionCount": 2})");
  // The joiner inside and the isolates around the Persian cell take no column.
  EXPECT_EQ(Table({&one, &two}, Language::kEnglish, {.isolate = true}),
            "name            owner   revisionCount\n"
            "serviceTypes/a  \u2068می‌شود\u2069   1\n"
            "serviceTypes/b  vision  2\n");
}

TEST(JsonTest, DaysMayBeWrittenAsTexts) {
  const auto gregorian = Of<guideline::v1::Directive>(R"({"effectiveDate": "2026-03-21"})");
  const auto jalali = Of<guideline::v1::Directive>(R"({"effectiveDate": "1405-01-01"})");
  EXPECT_EQ(jalali.effective_date().DebugString(), gregorian.effective_date().DebugString());
  EXPECT_EQ(jalali.effective_date().year(), 2026);
  for (const char* const also : {"۱۴۰۵/۰۱/۰۱", "1405/01/01", "2026/03/21", "۲۰۲۶-۰۳-۲۱"}) {
    const auto day = Of<guideline::v1::Directive>(absl::StrCat(R"({"effectiveDate": ")", also, "\"}").c_str());
    EXPECT_EQ(day.effective_date().DebugString(), gregorian.effective_date().DebugString()) << also;
  }
  for (const char* const wrong : {"2026-02-30", "1405-13-01", "1405-1-1", "tomorrow", ""}) {
    guideline::v1::Directive directive;
    EXPECT_THAT(FromJson({{"effectiveDate", wrong}}, "", directive),
                FailsWith(absl::StatusCode::kInvalidArgument, "JSON_INVALID"))
        << wrong;
  }
}

TEST(ShowTest, ATypeWithoutATitleSaysSoInAColumnThatIsThereOnlyThen) {
  const auto known = Of<catalog::v1::ServiceType>(R"({"name": "serviceTypes/a"})");
  const auto unknown = Of<catalog::v1::ServiceType>(R"({"name": "serviceTypes/b", "titleUnknown": true})");
  EXPECT_EQ(Table({&known, &unknown}, Language::kEnglish),
            "name            no title yet\nserviceTypes/a\n"
            "serviceTypes/b  yes\n");
  EXPECT_THAT(Table({&known, &unknown}, Language::kPersian), HasSubstr("بی‌عنوان"));
  EXPECT_EQ(Table({&known}, Language::kEnglish), "name\nserviceTypes/a\n");
}

TEST(ShowTest, ADecisionSaysWhenOnWhatAndByWhichClauses) {
  const auto one = Of<casefile::v1::DecisionEntry>(R"({"serviceRequest": "serviceRequests/r", "state": "REFUSED",
      "decision": {"outcome": "NOT_ELIGIBLE", "serviceTypeRevision": "serviceTypes/a/revisions/1",
                   "judgedDate": {"year": 2026, "month": 11, "day": 22},
                   "reasons": [{"clause": "3"}, {"clause": "2-1"}, {"clause": "3"}, {}]}})");
  EXPECT_EQ(Table({&one}, Language::kEnglish),
            "serviceRequest     judgedDate               serviceTypeRevision         state    outcome       clause\n"
            "serviceRequests/r  1405-09-01 (2026-11-22)  serviceTypes/a/revisions/1  REFUSED  NOT_ELIGIBLE  3, 2-1\n");
  EXPECT_EQ(Table({&one}, Language::kPersian),
            "درخواست خدمت       روز سنجش    ویرایش نوع خدمت             وضعیت    نتیجه         بند\n"
            "serviceRequests/r  ۱۴۰۵-۰۹-۰۱  serviceTypes/a/revisions/1  REFUSED  NOT_ELIGIBLE  3، 2-1\n");
}

TEST(ShowTest, NamedCentresOfAnEntrustmentStandInOneCell) {
  const auto one =
      Of<catalog::v1::Entrustment>(R"({"name": "entrustments/e", "centres": {"names": ["centres/a", "centres/b"]}})");
  EXPECT_EQ(Table({&one}, Language::kEnglish), "name            centres\nentrustments/e  centres/a, centres/b\n");
}

TEST(ShowTest, ALongListIsCutAndALongNameIsNot) {
  const std::string id(60, 'x');
  const auto one =
      Of<catalog::v1::Entrustment>(absl::StrCat(R"({"name": "entrustments/)", id,
                                                R"(", "centres": {"names": ["centres/)", id, R"(", "centres/b"]}})")
                                       .c_str());
  EXPECT_THAT(Table({&one}, Language::kEnglish),
              AllOf(HasSubstr(absl::StrCat("entrustments/", id, "  centres/x")), ::testing::EndsWith("x…\n")));
}

TEST(ColumnsTest, EveryCollectionHasColumnsWithHeadingsInBothLanguages) {
  for (const std::string& form : CollectionForms()) {
    SCOPED_TRACE(form);
    const auto collection = FindCollection(ExampleOf(form));
    ASSERT_THAT(collection, IsOk());
    const auto& item = *ItemsOf(*collection->method->output_type())->message_type();
    EXPECT_GT(ColumnsOf(item).size(), 1U);
    for (const std::string& path : ColumnsOf(item)) {
      const google::protobuf::Descriptor* message = &item;
      for (const auto step : absl::StrSplit(path, '.')) {
        ASSERT_NE(message, nullptr) << path;
        const auto* const field = message->FindFieldByName(std::string(step));
        ASSERT_NE(field, nullptr) << path;
        message = field->message_type();
      }
      EXPECT_FALSE(absl::ascii_isalpha(static_cast<unsigned char>(HeadingOf(path, Language::kPersian).front())))
          << path;
      EXPECT_TRUE(absl::ascii_isalpha(static_cast<unsigned char>(HeadingOf(path, Language::kEnglish).front()))) << path;
    }
  }
}

TEST(ShowTest, AnEmptyListSaysSo) { EXPECT_EQ(Table({}, Language::kEnglish), "(none)\n"); }

TEST(ShowTest, LinesShowWhatIsSetAndMoneyWithSeparators) {
  const auto credit = Of<purchasing::v1::Credit>(
      R"({"name": "credits/30-1405", "fiscalYear": 1405, "allocated": {"amount": "1200000", "currencyVersion": 1}})");

  EXPECT_EQ(Lines(credit, Language::kEnglish), "name: credits/30-1405\nfiscalYear: 1405\nallocated: 1,200,000 rials\n");
  EXPECT_EQ(Lines(credit, Language::kPersian), "name: credits/30-1405\nfiscalYear: ۱۴۰۵\nallocated: ۱٬۲۰۰٬۰۰۰ ریال\n");
}

TEST(ShowTest, NothingOfTheDataSteersTheTerminal) {
  const auto type =
      Of<catalog::v1::ServiceType>(R"({"name": "serviceTypes/a", "title": {"fa": "b\u001b[2J\u202e\u200c"}})");
  EXPECT_THAT(Lines(type, Language::kPersian), HasSubstr("title: b\uFFFD[2J\uFFFD\u200c\n"));
  EXPECT_THAT(Table({&type}, Language::kPersian), HasSubstr("b\uFFFD[2J\uFFFD\u200c\n"));
  Report report(Language::kPersian, {});
  report.Head(type.name(), {.en = "x", .fa = "x"});
  report.Line({.en = "Title", .fa = "عنوان"}, report.Title(type.title()));
  EXPECT_THAT(report.Take(), HasSubstr("b\uFFFD[2J\uFFFD\u200c\n"));
  EXPECT_THAT(ToJson(type), HasSubstr(R"("fa": "b\u001b[2J\u202e)"));
}

TEST(ShowTest, MomentsAreInTehran) {
  // 20:45 UTC is 00:15 of the next day there.
  const absl::Time moment = absl::FromCivil(absl::CivilMinute(2026, 11, 21, 20, 45), absl::UTCTimeZone());
  EXPECT_EQ(MomentText(moment, Language::kPersian), "۱۴۰۵-۰۹-۰۱ ۰۰:۱۵");
  EXPECT_EQ(MomentText(moment, Language::kEnglish), "1405-09-01 (2026-11-22) 00:15");
}

TEST(JsonTest, NamesEveryFaultByItsPath) {
  guideline::v1::Directive directive;
  const absl::Status status =
      FromJson(*ParseJson("test", R"({"titel": {}, "effectiveDate": {"year": 2026, "month": 2, "day": 30},
                             "provisions": {"entrustment": {"mode": "CLOSED"}}, "articles": [{"number": 1}, 2],
                             "number": 7, "historical": "yes"})"),
               "apply[0].resource", directive);

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "JSON_INVALID"));
  std::vector<std::string> fields;
  for (const auto& [field, words] : FaultsOf(status, Language::kEnglish)) fields.push_back(field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre(
                          "apply[0].resource.titel", "apply[0].resource.effectiveDate",
                          "apply[0].resource.provisions.entrustment.mode", "apply[0].resource.articles[0].number",
                          "apply[0].resource.articles[1]", "apply[0].resource.number", "apply[0].resource.historical"));
}

TEST(JsonTest, SaysLineAndColumnOfWhatIsNotJson) {
  const auto value = ParseJson("a.json", "{\n  \"name\": \"x\",,\n}");
  EXPECT_THAT(value, FailsWith(absl::StatusCode::kInvalidArgument, "JSON_MALFORMED"));
  EXPECT_THAT(WordsOf(value.status(), Language::kEnglish), HasSubstr("a.json:2:15:"));
  EXPECT_THAT(ParseJson("a.json", ""), FailsWith(absl::StatusCode::kInvalidArgument, "JSON_MALFORMED"));
}

TEST(JsonTest, WhatIsNoUtf8IsNamedByItsLine) {
  const auto value = ParseJson("a.json", "{\n\"fa\": \"\xda\xe4\"}");
  ASSERT_THAT(value, FailsWith(absl::StatusCode::kInvalidArgument, "JSON_MALFORMED"));
  EXPECT_THAT(WordsOf(value.status(), Language::kEnglish), StartsWith("a.json:2: this is not UTF-8;"));
}

TEST(JsonTest, FieldsAreInTheirOrderAndKeysOfMapsInByteOrder) {
  guideline::v1::SubGuidelineRevision revision;
  ASSERT_THAT(FromJson(*ParseJson("test", R"({"state": "DRAFT", "name": "subGuidelines/a/revisions/1",
      "terms": {"eligibility": {"rule": {"schema": {"type": "object", "properties": {"z": {}, "b": {}, "a": {}},
                                                    "required": ["z", "a"]}}}}})"),
                       "", revision),
              IsOk());
  EXPECT_THAT(ToJson(revision, /*compact=*/true),
              AllOf(StartsWith(R"({"name":"subGuidelines/a/revisions/1","state":"DRAFT")"),
                    HasSubstr(R"({"properties":{"a":{},"b":{},"z":{}},"required":["z","a"],"type":"object"})")));
}

TEST(JsonTest, NumbersOutOfRangeAreRefusedWithTheirPath) {
  catalog::v1::ServiceType type;
  EXPECT_THAT(FromJson(*ParseJson("test", R"({"level": 99999999999})"), "resource", type),
              FailsWith(absl::StatusCode::kInvalidArgument, "JSON_INVALID"));
}

}  // namespace
}  // namespace mosbat::ctl
