#include "clients/mosbatctl/error_text.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/yaml.h"

namespace mosbat::ctl {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ErrorTextTest, SaysWordsReasonAndWhatToDoNext) {
  const absl::Status status =
      MakeError(absl::StatusCode::kAborted, "STALE_ETAG", {.en = "It changed.", .fa = "تغییر کرد."});

  EXPECT_EQ(ErrorText(status, Language::kEnglish), "It changed.\n  (ABORTED / STALE_ETAG)\n");
  EXPECT_EQ(HintsText({status}, Language::kEnglish), "Next: read it again, then repeat the change.\n");
  EXPECT_THAT(ErrorText(status, Language::kPersian), HasSubstr("تغییر کرد."));
  EXPECT_THAT(HintsText({status}, Language::kPersian), StartsWith("گام بعد: "));
}

TEST(ErrorTextTest, OfSeveralReasonsEachHintNamesItsOwn) {
  const auto error = [](const char* reason) {
    return MakeError(absl::StatusCode::kAborted, reason, {.en = "No.", .fa = "نه."});
  };
  EXPECT_EQ(HintsText({error("STALE_ETAG"), error("STALE_ETAG")}, Language::kEnglish),
            "Next: read it again, then repeat the change.\n");
  EXPECT_EQ(HintsText({error("STALE_ETAG"), error("CUT"), error("STALE_ETAG")}, Language::kEnglish),
            "Next (STALE_ETAG): read it again, then repeat the change.\nNext (CUT): try again in a moment.\n");
  EXPECT_EQ(HintsText({}, Language::kEnglish), "");
}

TEST(ErrorTextTest, NamesEachFieldOnce) {
  const absl::Status status = MakeFieldErrors(
      absl::StatusCode::kInvalidArgument, "FIELD_INVALID", {.en = "Two fields are wrong.", .fa = "دو فیلد نادرست است."},
      {{.field = "title.fa", .words = {.en = "must be given.", .fa = "لازم است."}},
       {.field = "level", .words = {.en = "level is 1 to 3.", .fa = "level از ۱ تا ۳ است."}}});

  EXPECT_EQ(
      ErrorText(status, Language::kEnglish),
      "Two fields are wrong.\n  title.fa: must be given.\n  level is 1 to 3.\n  (INVALID_ARGUMENT / FIELD_INVALID)\n");
}

TEST(ErrorTextTest, PathsAreWrittenAsInFiles) {
  const auto said = [](const char* field) {
    return ErrorText(MakeFieldError("FIELD_REQUIRED",
                                    {.field = field, .words = {.en = absl::StrCat(field, " is required."), .fa = "x"}}),
                     Language::kEnglish);
  };
  EXPECT_THAT(said("service_type.sub_guidelines[0].founding_number"),
              StartsWith("serviceType.subGuidelines[0].foundingNumber is required.\n"));
  // What rules and forms name is as they name it.
  EXPECT_THAT(said("terms.request_form.schema/properties/age_years"),
              StartsWith("terms.requestForm.schema/properties/age_years is"));
  EXPECT_THAT(said("service_request.facts.age_years"), StartsWith("serviceRequest.facts.age_years is"));
}

TEST(ErrorTextTest, AFileIsCalledAsItIs) {
  EXPECT_THAT(ErrorText(ParseYaml("my_bad_file.yaml", "a: 1\n}").status(), Language::kEnglish),
              StartsWith("my_bad_file.yaml:2:1: "));
  EXPECT_THAT(ErrorText(ParseJson("my_bad_file.json", "{").status(), Language::kEnglish),
              StartsWith("my_bad_file.json:1:2: this is not JSON.\n  (INVALID_ARGUMENT / JSON_MALFORMED)\n"));
  EXPECT_THAT(ErrorText(ParseJson("my_bad_file.json", "\xda").status(), Language::kEnglish),
              StartsWith("my_bad_file.json:1: this is not UTF-8;"));
}

TEST(ErrorTextTest, ThePathIsWholeWhereTheSentenceNamesOnlyItsEnd) {
  const absl::Status status = MakeFieldErrors(
      absl::StatusCode::kInvalidArgument, "FIELD_INVALID",
      {.en = "2 faults; the first: title.fa is required.", .fa = "x"},
      {{.field = "service_type.title.fa", .words = {.en = "title.fa is required.", .fa = "x"}},
       {.field = "service_type.level", .words = {.en = "level: it is 1 to 3, sublevel or not.", .fa = "x"}}});
  EXPECT_EQ(ErrorText(status, Language::kEnglish),
            "2 faults; the first: serviceType.title.fa is required.\n"
            "  serviceType.title.fa is required.\n"
            "  serviceType.level: it is 1 to 3, sublevel or not.\n"
            "  (INVALID_ARGUMENT / FIELD_INVALID)\n");
}

TEST(ErrorTextTest, DoesNotRepeatTheOnlyFault) {
  const absl::Status status =
      MakeFieldError("FIELD_REQUIRED", {.field = "name", .words = {.en = "name is required.", .fa = "name لازم است."}});

  EXPECT_EQ(ErrorText(status, Language::kEnglish), "name is required.\n  (INVALID_ARGUMENT / FIELD_REQUIRED)\n");
  const auto said = [](const char* reason) {
    return ErrorText(MakeFieldError(reason, {.field = "name", .words = {.en = "\"x\" is nothing.", .fa = "x"}}),
                     Language::kEnglish);
  };
  EXPECT_EQ(said("RESOURCE_UNKNOWN"), "\"x\" is nothing.\n  (INVALID_ARGUMENT / RESOURCE_UNKNOWN)\n");
  // What a service refuses is found by its path alone.
  EXPECT_EQ(said("NATIONAL_ID_INVALID"), "name: \"x\" is nothing.\n  (INVALID_ARGUMENT / NATIONAL_ID_INVALID)\n");
}

TEST(ErrorTextTest, ShowsFaultsThatCameInOneLanguageInTheOther) {
  absl::Status status(absl::StatusCode::kInvalidArgument, "Wrong.");
  status.SetPayload(kFaultsUrl, *MakeFieldErrors(absl::StatusCode::kInvalidArgument, "X", {.en = "a", .fa = "b"},
                                                 {{.field = "level", .words = {.en = "کم است.", .fa = ""}}})
                                     .GetPayload(kFaultsUrl));

  EXPECT_THAT(ErrorText(status, Language::kPersian), HasSubstr("  level: کم است.\n"));
}

TEST(ErrorTextTest, NothingOfTheDataSteersTheTerminal) {
  const absl::Status status =
      MakeFieldError("X", {.field = "a\x1b[2J", .words = {.en = "\"b\u009b\u202E\" is\nnothing.", .fa = "x"}});
  EXPECT_EQ(ErrorText(status, Language::kEnglish),
            "a\uFFFD[2J: \"b\uFFFD\uFFFD\" is\nnothing.\n  (INVALID_ARGUMENT / X)\n");
}

TEST(ErrorTextTest, ExitCodesTellRefusedMistypedAndUnreachableApart) {
  const auto code = [](absl::StatusCode status, const char* reason) {
    return ExitCodeOf(MakeError(status, reason, {.en = "a", .fa = "b"}));
  };
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kDone);
  EXPECT_EQ(code(absl::StatusCode::kFailedPrecondition, "NOT_SUBMITTED"), kRefused);
  EXPECT_EQ(code(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"), kRefused);
  EXPECT_EQ(code(absl::StatusCode::kInvalidArgument, "METHOD_UNKNOWN"), kUsage);
  EXPECT_EQ(code(absl::StatusCode::kFailedPrecondition, "CONTEXT_MISSING"), kUsage);
  EXPECT_EQ(code(absl::StatusCode::kUnavailable, "SUITE_UNREACHABLE"), kUnreachable);
}

}  // namespace
}  // namespace mosbat::ctl
