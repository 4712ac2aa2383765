#include "services/catalog/errors.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"

namespace mosbat::catalog::errors {
namespace {

using absl::StatusCode;
using ::testing::EndsWith;

const absl::CivilDay kDay(2026, 3, 21);

struct Row {
  absl::Status error;
  StatusCode code;
  std::string reason;
  std::string named;  // what the words must name
};

// Every error of this service, but for those of fields.
TEST(ErrorsTest, EachHasItsCodeItsReasonAndWordsInBothLanguages) {
  const std::string type = "serviceTypes/x";
  const std::string text = "subGuidelines/x/revisions/1";
  guideline::v1::SubGuidelineRevision draft;
  draft.set_name(text);
  draft.set_state(guideline::v1::SubGuidelineRevision::DRAFT);
  guideline::v1::Directive directive;
  directive.set_name("directives/one");
  v1::Entrustment ended;
  ended.set_name("entrustments/e");
  ended.set_state(v1::Entrustment::ENDED);
  v1::Entrustment pilot;
  pilot.set_name("entrustments/p");
  pilot.set_state(v1::Entrustment::ACTIVE);
  *pilot.mutable_start_date() = iran::ToDate(kDay);
  constexpr auto kPrecondition = StatusCode::kFailedPrecondition;
  const std::vector<Row> rows = {
      {ServiceTypeNotFound(type), StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND", type},
      {ServiceTypeRevisionNotFound(type), StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND", type},
      {EntrustmentNotFound("entrustments/e"), StatusCode::kNotFound, "ENTRUSTMENT_NOT_FOUND", "entrustments/e"},
      {FoundingNumberTaken(7), StatusCode::kAlreadyExists, "FOUNDING_NUMBER_TAKEN", "7"},
      {ServiceTypeRetired(type), kPrecondition, "SERVICE_TYPE_RETIRED", type},
      {NotActive(type, v1::ServiceType::PROPOSED), kPrecondition, "NOT_ACTIVE", type},
      {AlreadyActive(type), kPrecondition, "ALREADY_ACTIVE", type},
      {TitleUnknown(type), kPrecondition, "TITLE_UNKNOWN", type},
      {SubGuidelineMissing(type), kPrecondition, "SUB_GUIDELINE_MISSING", "rests_on"},
      {SubGuidelineNotFound(text), kPrecondition, "SUB_GUIDELINE_NOT_FOUND", text},
      {RestsOnNotFound(text), kPrecondition, "SUB_GUIDELINE_NOT_FOUND", text},
      {SubGuidelineNotApproved(draft), kPrecondition, "SUB_GUIDELINE_NOT_APPROVED", text},
      {SubGuidelineNotInForce(text, kDay), kPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE", text},
      {DeputyshipNotValid("deputyships/social", kDay), kPrecondition, "DEPUTYSHIP_NOT_VALID", "deputyships/social"},
      {SubGuidelineOfAnother("subGuidelines/x", "deputyships/social", "deputyships/prevention"), kPrecondition,
       "SUB_GUIDELINE_OF_ANOTHER", "deputyships/prevention"},
      {SchemeOver(text, kDay), kPrecondition, "SCHEME_OVER", text},
      {DirectiveNotInForce(kDay), kPrecondition, "DIRECTIVE_NOT_IN_FORCE", ""},
      {ActivityOutsideDirective("subGuidelines/x", directive), kPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE",
       "directives/one"},
      {RevisionScheduled(type, kDay), kPrecondition, "REVISION_SCHEDULED", type},
      {EffectiveDateBeforeLast(type, kDay), kPrecondition, "EFFECTIVE_DATE_BEFORE_LAST", type},
      {AlreadyInForce(type), kPrecondition, "ALREADY_IN_FORCE", type},
      {RevisionOfAnother(text, type), StatusCode::kInvalidArgument, "REVISION_OF_ANOTHER", type},
      {NoRevisionInForce(type, kDay), kPrecondition, "NO_REVISION_IN_FORCE", type},
      {ServiceTypeQuarantined(type, {.en = "why.", .fa = "چرا."}), kPrecondition, "SERVICE_TYPE_QUARANTINED", type},
      {EntrustmentState(ended), kPrecondition, "ENTRUSTMENT_STATE", "entrustments/e"},
      {EntrustmentOver("entrustments/e", kDay), kPrecondition, "ENTRUSTMENT_OVER", "entrustments/e"},
      {PilotFirst(ended, pilot), kPrecondition, "PILOT_FIRST", "entrustments/p"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(row.error.code(), row.code) << row.reason;
    EXPECT_EQ(ReasonOf(row.error), row.reason);
    const std::string en = WordsOf(row.error, Language::kEnglish);
    const std::string fa = WordsOf(row.error, Language::kPersian);
    EXPECT_NE(en, fa) << row.reason;
    for (const std::string& words : {en, row.named == "7" ? en : fa}) {
      EXPECT_THAT(words, ::testing::HasSubstr(row.named)) << row.reason;
    }
    EXPECT_THAT(en, EndsWith(".")) << row.reason;
    EXPECT_THAT(fa, EndsWith(".")) << row.reason;
  }
}

// Each of the two can be ended, so the words say which.
TEST(ErrorsTest, PilotFirstSaysWhatToDoWithWhich) {
  v1::Entrustment waiting;
  waiting.set_name("entrustments/e");
  v1::Entrustment pilot;
  pilot.set_name("entrustments/p");
  pilot.set_state(v1::Entrustment::PROPOSED);
  *pilot.mutable_start_date() = iran::ToDate(kDay);
  EXPECT_THAT(WordsOf(PilotFirst(waiting, pilot), Language::kPersian),
              EndsWith("entrustments/p هنوز فعال نشده است؛ نخست آن را فعال کنید یا به آن پایان دهید."));
  pilot.set_state(v1::Entrustment::ACTIVE);
  const absl::Status later = PilotFirst(waiting, pilot);
  EXPECT_THAT(WordsOf(later, Language::kEnglish), EndsWith("propose this one from that day on, or end that pilot."));
  EXPECT_THAT(WordsOf(later, Language::kPersian),
              EndsWith("این واگذاری را از آن روز پیشنهاد کنید یا به واگذاری آزمایشی پایان دهید."));
}

}  // namespace
}  // namespace mosbat::catalog::errors
