#include "common/base/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using ::mosbat::testing::FailsWith;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(ErrorTest, CarriesReasonWordsAndMetadata) {
  const absl::Status status = MakeError(absl::StatusCode::kFailedPrecondition, "NOT_SUBMITTED",
                                        {.en = "It is a draft.", .fa = "پیش‌نویس است."},
                                        {{"state", "DRAFT"}, {"revision", "subGuidelines/vision/revisions/1"}});

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SUBMITTED"));
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "It is a draft.");
  EXPECT_EQ(WordsOf(status, Language::kPersian), "پیش‌نویس است.");
  EXPECT_THAT(MetadataOf(status),
              ElementsAre(Pair("revision", "subGuidelines/vision/revisions/1"), Pair("state", "DRAFT")));
  EXPECT_THAT(FaultsOf(status, Language::kEnglish), IsEmpty());
}

TEST(ErrorTest, PlainStatusHasNoReasonAndShowsItsMessageInBothLanguages) {
  const absl::Status status = absl::InternalError("disk");

  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "disk");
  EXPECT_EQ(WordsOf(status, Language::kPersian), "disk");
  EXPECT_THAT(MetadataOf(status), IsEmpty());
  EXPECT_THAT(FaultsOf(status, Language::kPersian), IsEmpty());
}

TEST(ErrorTest, FieldErrorSaysItsFaultAsItsWords) {
  const absl::Status status =
      MakeFieldError("NATIONAL_ID_INVALID", {.field = "members[2].identity.national_id",
                                             .words = {.en = "Wrong check digit.", .fa = "رقم کنترل نادرست است."}});

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "NATIONAL_ID_INVALID"));
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "Wrong check digit.");
  EXPECT_THAT(FaultsOf(status, Language::kEnglish),
              ElementsAre(Pair("members[2].identity.national_id", "Wrong check digit.")));
  EXPECT_THAT(FaultsOf(status, Language::kPersian),
              ElementsAre(Pair("members[2].identity.national_id", "رقم کنترل نادرست است.")));
}

absl::Status WithFaults(int count) {
  std::vector<FieldFault> faults;
  for (int i = 0; i < count; ++i) {
    faults.push_back({.field = absl::StrCat("rows[", i, "]"), .words = {.en = "Wrong.", .fa = "نادرست."}});
  }
  return MakeFieldErrors(absl::StatusCode::kInvalidArgument, "ROWS_INVALID",
                         {.en = "Rows are wrong.", .fa = "سطرها نادرست‌اند."}, std::move(faults));
}

TEST(ErrorTest, FiftyFaultsAreAllListed) {
  const absl::Status status = WithFaults(50);

  EXPECT_THAT(FaultsOf(status, Language::kEnglish), SizeIs(50));
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "Rows are wrong.");
}

TEST(ErrorTest, MoreThanFiftyFaultsAreCountedInTheWords) {
  const absl::Status status = WithFaults(62);

  const auto faults = FaultsOf(status, Language::kPersian);
  ASSERT_THAT(faults, SizeIs(50));
  EXPECT_EQ(faults.back().first, "rows[49]");
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "Rows are wrong. 50 faults are listed, and 12 more were found.");
  EXPECT_EQ(WordsOf(status, Language::kPersian),
            "سطرها نادرست‌اند. ۵۰ خطا فهرست شده و ۱۲ خطای دیگر نیز یافت "
            "شده "
            "است.");
}

TEST(ErrorTest, LongHostileNameIsCutAtACharacter) {
  std::string name = "x";
  for (int i = 0; i < 200; ++i) name += "ش";

  const auto faults = FaultsOf(errors::NameInvalid("name", name, "directives/*"), Language::kEnglish);

  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_LT(faults[0].second.size(), 350u);
  EXPECT_TRUE(absl::string_view(faults[0].second).find("ش…\".") != absl::string_view::npos) << faults[0].second;
}

TEST(ErrorTest, WhatCameWithTheRequestStaysShort) {
  const std::string text(100'000, 'a');
  const absl::Status failures[] = {
      MakeError(absl::StatusCode::kNotFound, "NONE", {.en = "None.", .fa = "نیست."}, {{"name", text}, {"day", text}}),
      MakeFieldError("NONE", {.field = text, .words = {.en = "None.", .fa = "نیست."}}),
      errors::FieldRequired(text),
      errors::FieldInvalid(text, {.en = "1 to 9.", .fa = "از ۱ تا ۹."}),
      errors::NameInvalid("name", text, "directives/*"),
  };
  for (const absl::Status& failure : failures) {
    size_t bytes = failure.message().size();
    failure.ForEachPayload([&](absl::string_view, const absl::Cord& payload) { bytes += payload.size(); });
    EXPECT_LT(bytes, 4'096u) << ReasonOf(failure);
  }
}

struct CommonErrorCase {
  const char* label;
  absl::Status status;
  absl::StatusCode code;
  const char* reason;
  const char* field;  // "" for an error that is about no field
};

TEST(ErrorTest, CommonErrorsHaveCodeReasonFieldAndBothLanguages) {
  using enum absl::StatusCode;
  const CommonErrorCase cases[] = {
      {"required", errors::FieldRequired("title"), kInvalidArgument, "FIELD_REQUIRED", "title"},
      {"invalid", errors::FieldInvalid("n", {.en = "1 to 9.", .fa = "از ۱ تا ۹."}), kInvalidArgument, "FIELD_INVALID",
       "n"},
      {"name", errors::NameInvalid("name", "x", "directives/*"), kInvalidArgument, "NAME_INVALID", "name"},
      {"date", errors::DateInvalid("due_date"), kInvalidArgument, "DATE_INVALID", "due_date"},
      {"page size", errors::PageSizeInvalid(), kInvalidArgument, "PAGE_SIZE_INVALID", "page_size"},
      {"page token", errors::PageTokenInvalid(), kInvalidArgument, "PAGE_TOKEN_INVALID", "page_token"},
      {"etag", errors::StaleEtag("directives/two"), kAborted, "STALE_ETAG", ""},
      {"exists", errors::AlreadyExists("directives/two"), kAlreadyExists, "ALREADY_EXISTS", ""},
  };
  for (const CommonErrorCase& c : cases) {
    SCOPED_TRACE(c.label);
    EXPECT_THAT(c.status, FailsWith(c.code, c.reason));
    EXPECT_NE(WordsOf(c.status, Language::kEnglish), WordsOf(c.status, Language::kPersian));
    const auto faults = FaultsOf(c.status, Language::kEnglish);
    EXPECT_EQ(faults.empty() ? "" : faults[0].first, c.field);
  }
}

}  // namespace
}  // namespace mosbat
