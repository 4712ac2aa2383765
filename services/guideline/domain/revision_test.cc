#include "services/guideline/domain/revision.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/fakes.h"
#include "common/testing/faults.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDirective;
using guideline::testing::SampleSubGuideline;
using guideline::testing::SampleText;
using mosbat::testing::FailsWith;
using mosbat::testing::FaultyFields;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;
using State = v1::SubGuidelineRevision;
using Answer = absl::StatusOr<v1::SubGuidelineRevision>;

const absl::CivilDay kToday(2026, 3, 21);

absl::Time Now() { return mosbat::testing::FakeClock().Now(); }

iran::Entry Ordinary() { return {.said_historical = false, .role = access::v1::STEERING, .today = kToday}; }
iran::Entry Historical() { return {.said_historical = true, .role = access::v1::STEERING, .today = kToday}; }

// A complete text in a state, written by sara.
v1::SubGuidelineRevision TextIn(State::State state) {
  v1::SubGuidelineRevision text = SampleText();
  text.set_name("subGuidelines/vision/revisions/1");
  text.set_state(state);
  text.add_authors("sara");
  return text;
}

Answer EditAs(std::string author, v1::SubGuidelineRevision text) {
  v1::SubGuidelineRevision wanted;
  wanted.mutable_terms()->mutable_frequency()->set_at_most(2);
  google::protobuf::FieldMask mask;
  mask.add_paths("terms.frequency.at_most");
  return Edit(std::move(text), "sub_guideline_revision", wanted, mask, author, Now());
}

Answer ReturnAs(std::string reviewer, v1::SubGuidelineRevision text) {
  v1::ReturnSubGuidelineRevisionRequest request;
  request.add_comments()->set_text("دقیق‌تر بنویسید");
  return Return(std::move(text), request, reviewer, Now());
}

v1::ApproveSubGuidelineRevisionRequest ApprovalOn(absl::CivilDay day) {
  v1::ApproveSubGuidelineRevisionRequest request;
  *request.mutable_effective_date() = iran::ToDate(day);
  return request;
}

v1::SubGuideline Vision() {
  v1::SubGuideline sub_guideline = SampleSubGuideline();
  sub_guideline.set_name("subGuidelines/vision");
  return sub_guideline;
}

v1::Directive Open() {
  v1::Directive directive = SampleDirective();
  directive.set_name("directives/two");
  return directive;
}

Answer ApproveAs(std::string approver, v1::SubGuidelineRevision text) {
  return Approve(std::move(text), Vision(), Open(), ApprovalOn(kToday), Ordinary(), approver, Now());
}

Answer WithdrawAs(std::string withdrawer, v1::SubGuidelineRevision text) {
  v1::WithdrawSubGuidelineRevisionRequest request;
  request.set_reason("جای خود را به طرح تازه داد");
  return Withdraw(std::move(text), request, withdrawer, Now());
}

// The state machine as a table: each verb in each state.
TEST(RevisionStatesTest, EachVerbRunsInItsStatesOnly) {
  constexpr State::State kRefused = State::STATE_UNSPECIFIED;
  struct Verb {
    std::string label;
    std::function<Answer(v1::SubGuidelineRevision)> run;
    std::string reason;       // of its refusal
    State::State reaches[6];  // from DRAFT, SUBMITTED, RETURNED, APPROVED, SUPERSEDED, WITHDRAWN
  };
  const Verb verbs[] = {
      {"edit",
       [](auto text) { return EditAs("sara", text); },
       "REVISION_NOT_EDITABLE",
       {State::DRAFT, kRefused, State::RETURNED, kRefused, kRefused, kRefused}},
      {"submit",
       [](auto text) { return Submit(text, "sara", Now()); },
       "REVISION_NOT_EDITABLE",
       {State::SUBMITTED, kRefused, State::SUBMITTED, kRefused, kRefused, kRefused}},
      {"return",
       [](auto text) { return ReturnAs("mina", text); },
       "NOT_SUBMITTED",
       {kRefused, State::RETURNED, kRefused, kRefused, kRefused, kRefused}},
      {"approve",
       [](auto text) { return ApproveAs("mina", text); },
       "NOT_SUBMITTED",
       {kRefused, State::APPROVED, kRefused, kRefused, kRefused, kRefused}},
      {"withdraw",
       [](auto text) { return WithdrawAs("mina", text); },
       "NOT_APPROVED",
       {kRefused, kRefused, kRefused, State::WITHDRAWN, kRefused, kRefused}},
  };
  const State::State states[] = {State::DRAFT,    State::SUBMITTED,  State::RETURNED,
                                 State::APPROVED, State::SUPERSEDED, State::WITHDRAWN};
  for (const Verb& verb : verbs) {
    for (int i = 0; i < 6; ++i) {
      SCOPED_TRACE(verb.label + " from " + State::State_Name(states[i]));
      const Answer answer = verb.run(TextIn(states[i]));
      if (verb.reaches[i] == kRefused) {
        EXPECT_THAT(answer, FailsWith(absl::StatusCode::kFailedPrecondition, verb.reason));
      } else {
        ASSERT_THAT(answer, IsOk());
        EXPECT_EQ(answer->state(), verb.reaches[i]);
      }
    }
  }
}

TEST(EditRevisionTest, EveryWriterBecomesAnAuthorOnce) {
  Answer text = EditAs("omid", TextIn(State::DRAFT));
  ASSERT_THAT(text, IsOk());
  text = EditAs("omid", *text);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(text->authors(), ElementsAre("sara", "omid"));
  EXPECT_EQ(text->terms().frequency().at_most(), 2);
  EXPECT_EQ(text->terms().frequency().per().n(), 12);
}

TEST(EditRevisionTest, ChecksTheWholeText) {
  v1::SubGuidelineRevision wanted;
  google::protobuf::FieldMask mask;
  mask.add_paths("clauses");
  EXPECT_THAT(Edit(TextIn(State::DRAFT), "sub_guideline_revision", wanted, mask, "sara", Now()),
              FailsWith(absl::StatusCode::kInvalidArgument, "CLAUSE_NOT_FOUND"));
}

TEST(EditRevisionTest, LeavesWhatOnlyTheServerWrites) {
  v1::SubGuidelineRevision wanted = SampleText();
  wanted.set_state(State::APPROVED);
  wanted.clear_authors();
  const Answer text = Edit(TextIn(State::DRAFT), "sub_guideline_revision", wanted, {}, "sara", Now());
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->state(), State::DRAFT);
  EXPECT_THAT(text->authors(), ElementsAre("sara"));
  google::protobuf::FieldMask mask;
  mask.add_paths("state");
  EXPECT_THAT(Edit(TextIn(State::DRAFT), "sub_guideline_revision", wanted, mask, "sara", Now()),
              FailsWith(absl::StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID"));
}

TEST(SubmitTest, NamesEveryTermThatIsMissing) {
  v1::SubGuidelineRevision text = TextIn(State::DRAFT);
  text.clear_clauses();
  text.clear_terms();
  const absl::Status status = Submit(text, "sara", Now()).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "REVISION_INCOMPLETE"));
  EXPECT_THAT(FaultyFields(status),
              ElementsAre("clauses", "terms.kind", "terms.recipient", "terms.eligibility", "terms.payment_unit"));
}

TEST(SubmitTest, ResultClassesNeedAFormInWhichTheyAreNamed) {
  v1::SubGuidelineRevision text = TextIn(State::DRAFT);
  text.mutable_terms()->clear_form();
  const absl::Status status = Submit(text, "sara", Now()).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "REVISION_INCOMPLETE"));
  EXPECT_THAT(FaultyFields(status), ElementsAre("terms.form"));
  text.mutable_terms()->clear_result_classes();
  EXPECT_THAT(Submit(text, "sara", Now()), IsOk());
}

TEST(SubmitTest, AnswersThatNoFormAsksAreNamed) {
  v1::SubGuidelineRevision text = TextIn(State::DRAFT);
  auto& rule = *text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
  (*rule.mutable_fields())["required"].mutable_list_value()->add_values()->set_string_value("request");
  auto& properties = *rule.mutable_fields()->at("properties").mutable_struct_value()->mutable_fields();
  auto& request = *properties["request"].mutable_struct_value()->mutable_fields();
  request["required"].mutable_list_value()->add_values()->set_string_value("consent");
  const absl::Status status = Submit(text, "sara", Now()).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "FACT_UNKNOWN"));
  EXPECT_THAT(FaultyFields(status), ElementsAre("terms.eligibility.rule.schema/properties/request/required/0"));
}

TEST(SubmitTest, FaultsOfATextThatIsStoredAreNamed) {
  v1::SubGuidelineRevision text = TextIn(State::DRAFT);
  auto& form = *text.mutable_terms()->mutable_form()->mutable_rule()->mutable_schema()->mutable_fields();
  form["additionalProperties"].set_bool_value(false);
  form["required"].mutable_list_value()->add_values()->set_string_value("left_eye");
  absl::Status status = Submit(text, "sara", Now()).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "SCHEMA_CONTRADICTORY"));
  EXPECT_THAT(FaultyFields(status), ElementsAre("terms.form.rule.schema/required/0"));

  text = TextIn(State::DRAFT);
  text.mutable_terms()->mutable_result_classes()->RemoveLast();
  status = Submit(text, "sara", Now()).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "RESULT_CLASS_UNKNOWN"));
  EXPECT_THAT(FaultyFields(status), ElementsAre("terms.form.rule.schema/properties/result/enum/1"));
}

TEST(SubmitTest, SubmitterIsAnAuthor) {
  const Answer text = Submit(TextIn(State::DRAFT), "omid", Now());
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->submitted_by(), "omid");
  EXPECT_THAT(text->authors(), ElementsAre("sara", "omid"));
}

TEST(ReturnTest, CommentsNameWhatIsToBeMended) {
  const auto returned = [](std::function<void(v1::ReturnSubGuidelineRevisionRequest&)> fill) {
    v1::ReturnSubGuidelineRevisionRequest request;
    fill(request);
    return Return(TextIn(State::SUBMITTED), request, "mina", Now());
  };
  EXPECT_THAT(returned([](auto&) {}), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(returned([](auto& r) { r.add_comments()->set_clause("2"); }),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(returned([](auto& r) { r.add_comments()->set_text(std::string(4'001, 'x')); }),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  const auto of_no_clause = returned([](auto& r) {
    auto& comment = *r.add_comments();
    comment.set_clause("17");
    comment.set_text("…");
  });
  EXPECT_THAT(of_no_clause, FailsWith(absl::StatusCode::kInvalidArgument, "CLAUSE_NOT_FOUND"));
  EXPECT_THAT(FaultyFields(of_no_clause.status()), ElementsAre("comments[0].clause"));

  const Answer text = returned([](auto& r) {
    auto& comment = *r.add_comments();
    comment.set_clause("3-1");
    comment.set_text("دستگاه را نام ببرید");
  });
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->returned_by(), "mina");
  ASSERT_EQ(text->return_comments_size(), 1);
  EXPECT_EQ(text->return_comments(0).clause(), "3-1");
}

TEST(ApproveTest, AuthorMayNotApproveTheirOwnText) {
  EXPECT_THAT(ApproveAs("sara", TextIn(State::SUBMITTED)),
              FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR"));
}

TEST(ApproveTest, NamesDirectiveAndDate) {
  const Answer text = ApproveAs("mina", TextIn(State::SUBMITTED));
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->directive(), "directives/two");
  EXPECT_EQ(iran::StoredDay(text->effective_date()), kToday);
  EXPECT_EQ(text->approved_by(), "mina");
  EXPECT_FALSE(text->historical());
}

TEST(ApproveTest, DirectiveMustPermitTheActivity) {
  v1::Directive closed = Open();
  auto& entrustment = *closed.mutable_provisions()->mutable_entrustment();
  entrustment.set_mode(v1::Directive::Entrustment::CLOSED_LIST);
  entrustment.add_activities()->set_founding_number(1);
  EXPECT_THAT(Approve(TextIn(State::SUBMITTED), Vision(), closed, ApprovalOn(kToday), Ordinary(), "mina", Now()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE"));
}

TEST(ApproveTest, PastDatesMustBeSaidToBeHistorical) {
  const auto approved = [](const iran::Entry& entry) {
    return Approve(TextIn(State::SUBMITTED), Vision(), Open(), ApprovalOn(kToday - 1), entry, "mina", Now());
  };
  EXPECT_THAT(approved(Ordinary()), FailsWith(absl::StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  ASSERT_THAT(approved(Historical()), IsOk());
  EXPECT_TRUE(approved(Historical())->historical());
}

TEST(WithdrawTest, EndsTodayWithAReason) {
  const Answer text = WithdrawAs("mina", TextIn(State::APPROVED));
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(iran::StoredDay(text->end_date()), kToday);
  EXPECT_EQ(text->withdrawn_by(), "mina");
  EXPECT_THAT(Withdraw(TextIn(State::APPROVED), {}, "mina", Now()),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST(AsOfTest, SupersededFromTheDayItEnds) {
  v1::SubGuidelineRevision text = TextIn(State::APPROVED);
  EXPECT_EQ(AsOf(text, kToday).state(), State::APPROVED);
  *text.mutable_end_date() = Date(2026, 3, 22);
  EXPECT_EQ(AsOf(text, kToday).state(), State::APPROVED);
  EXPECT_EQ(AsOf(text, kToday + 1).state(), State::SUPERSEDED);
  text.set_state(State::WITHDRAWN);
  EXPECT_EQ(AsOf(text, kToday + 1).state(), State::WITHDRAWN);
}

TEST(WithdrawTest, WhatIsSupersededIsNotWithdrawn) {
  v1::SubGuidelineRevision text = TextIn(State::APPROVED);
  *text.mutable_end_date() = Date(2026, 3, 21);
  EXPECT_THAT(WithdrawAs("mina", text), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_APPROVED"));
}

}  // namespace
}  // namespace mosbat::guideline::domain
