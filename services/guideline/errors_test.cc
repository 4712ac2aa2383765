#include "services/guideline/errors.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

#include "common/base/error.h"
#include "services/guideline/words.h"

namespace mosbat::guideline {
namespace {

constexpr char kText[] = "subGuidelines/vision/revisions/1";
const absl::CivilDay kDay(2026, 3, 21);

TEST(ErrorsTest, EachHasItsReasonAndItsWordsInBothLanguages) {
  constexpr auto kNotFound = absl::StatusCode::kNotFound;
  constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
  const auto draft = v1::SubGuidelineRevision::DRAFT;
  struct Case {
    absl::Status error;
    absl::StatusCode code;
    std::string reason;
  };
  const Case cases[] = {
      {errors::DirectiveNotFound("directives/two"), kNotFound, "DIRECTIVE_NOT_FOUND"},
      {errors::NoDirectiveOn(kDay), kNotFound, "DIRECTIVE_NOT_FOUND"},
      {errors::DeputyshipNotFound("deputyships/health"), kNotFound, "DEPUTYSHIP_NOT_FOUND"},
      {errors::SubGuidelineNotFound("subGuidelines/vision"), kNotFound, "SUB_GUIDELINE_NOT_FOUND"},
      {errors::RevisionNotFound(kText), kNotFound, "REVISION_NOT_FOUND"},
      {errors::DirectiveNumberTaken("2", "directives/two"), absl::StatusCode::kAlreadyExists, "DIRECTIVE_NUMBER_TAKEN"},
      {errors::DirectiveNotInForce(kDay), kPrecondition, "DIRECTIVE_NOT_IN_FORCE"},
      {errors::DirectiveNotDraft("directives/two"), kPrecondition, "DIRECTIVE_NOT_DRAFT"},
      {errors::DirectiveNotIssued("directives/two"), kPrecondition, "DIRECTIVE_NOT_ISSUED"},
      {errors::DirectiveRepealed("directives/two", kDay), kPrecondition, "DIRECTIVE_REPEALED"},
      {errors::DeputyshipNotValid("deputyships/health", kDay), kPrecondition, "DEPUTYSHIP_NOT_VALID"},
      {errors::SuccessorNotFound("deputyships/health"), kPrecondition, "SUCCESSOR_NOT_FOUND"},
      {errors::SuccessorCycle("deputyships/a", "deputyships/b"), kPrecondition, "SUCCESSOR_CYCLE"},
      {errors::PendingRevisionExists(kText), kPrecondition, "PENDING_REVISION_EXISTS"},
      {errors::RevisionNotNext(kText, kText), kPrecondition, "REVISION_NOT_NEXT"},
      {errors::RevisionNotEditable(kText, draft), kPrecondition, "REVISION_NOT_EDITABLE"},
      {errors::NotSubmitted(kText, draft), kPrecondition, "NOT_SUBMITTED"},
      {errors::NotApproved(kText, draft), kPrecondition, "NOT_APPROVED"},
      {errors::ApproverIsAuthor(kText), kPrecondition, "APPROVER_IS_AUTHOR"},
      {errors::EffectiveDateNotLater(kText, kDay), kPrecondition, "EFFECTIVE_DATE_NOT_LATER"},
      {errors::ActivityOutsideDirective("subGuidelines/vision", "directives/two"), kPrecondition,
       "ACTIVITY_OUTSIDE_DIRECTIVE"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.reason);
    EXPECT_EQ(one.error.code(), one.code);
    EXPECT_EQ(ReasonOf(one.error), one.reason);
    const std::string en = WordsOf(one.error, Language::kEnglish);
    const std::string fa = WordsOf(one.error, Language::kPersian);
    EXPECT_EQ(en.back(), '.');
    EXPECT_EQ(fa.back(), '.');
    EXPECT_NE(en, fa);
  }
}

TEST(ErrorsTest, FaultsOfTextsHaveTheirFieldAndTheirWordsInBothLanguages) {
  struct Case {
    void (*add)(FaultList& faults);
    std::string reason;
  };
  const Case cases[] = {
      {[](FaultList& faults) { errors::AddArticleNotFound("x.article", "9", faults); }, "ARTICLE_NOT_FOUND"},
      {[](FaultList& faults) { errors::AddClauseNotFound("x.clause", "3-2", faults); }, "CLAUSE_NOT_FOUND"},
      {[](FaultList& faults) { errors::AddDatesOutOfOrder("x", "issue_date", faults); }, "DATES_OUT_OF_ORDER"},
      {[](FaultList& faults) { errors::AddAmendedNotIssued("x", "directives/two", faults); }, "AMENDED_NOT_ISSUED"},
      {[](FaultList& faults) { errors::AddWeightsNot100("x", 99, faults); }, "WEIGHTS_NOT_100"},
      {[](FaultList& faults) { errors::AddDirectiveIncomplete("x", faults); }, "DIRECTIVE_INCOMPLETE"},
      {[](FaultList& faults) { errors::AddRevisionIncomplete("x", faults); }, "REVISION_INCOMPLETE"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.reason);
    FaultList faults("text");
    one.add(faults);
    const absl::Status error = faults.ToStatus();
    EXPECT_EQ(ReasonOf(error), one.reason);
    const auto en = FaultsOf(error, Language::kEnglish);
    const auto fa = FaultsOf(error, Language::kPersian);
    ASSERT_EQ(en.size(), 1u);
    ASSERT_EQ(fa.size(), 1u);
    EXPECT_EQ(en[0].first.rfind("text.x", 0), 0u);
    EXPECT_EQ(en[0].second.back(), '.');
    EXPECT_EQ(fa[0].second.back(), '.');
    EXPECT_NE(en[0].second, fa[0].second);
  }
}

TEST(ErrorsTest, DaysAreJalaliInPersian) {
  const absl::Status error = errors::NoDirectiveOn(kDay);
  EXPECT_EQ(WordsOf(error, Language::kEnglish), "No directive is in force on 2026-03-21.");
  EXPECT_EQ(WordsOf(error, Language::kPersian),
            "در ۱ فروردین ۱۴۰۵ هیچ دستورالعملی لازم‌الاجرا نیست.");
}

TEST(WordsTest, EveryStateHasItsOwn) {
  std::set<std::string> en;
  std::set<std::string> fa;
  for (int state = 0; state < v1::SubGuidelineRevision::State_ARRAYSIZE; ++state) {
    const Words words = WordsFor(static_cast<v1::SubGuidelineRevision::State>(state));
    EXPECT_TRUE(en.insert(words.en).second) << words.en;
    EXPECT_TRUE(fa.insert(words.fa).second) << words.fa;
  }
}

}  // namespace
}  // namespace mosbat::guideline
