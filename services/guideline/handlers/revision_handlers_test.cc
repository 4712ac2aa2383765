#include "services/guideline/handlers/revision_handlers.h"

#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/guideline/testing/texts_fixture.h"

namespace mosbat::guideline {
namespace {

using guideline::testing::SampleDirective;
using guideline::testing::SampleText;
using mosbat::testing::Deputy;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;
using State = v1::SubGuidelineRevision;

using RevisionHandlersTest = guideline::testing::TextsFixture;

v1::SubGuidelineRevision Titled(const std::string& name, const std::string& title) {
  v1::SubGuidelineRevision text = SampleText();
  text.set_name(name);
  text.mutable_clauses(0)->set_title(title);
  return text;
}

TEST_F(RevisionHandlersTest, ATextIsReturnedMendedAndApproved) {
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Submit(1), IsOk());
  const Answer returned = Return(1);
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(returned->state(), State::RETURNED);
  ASSERT_THAT(Update(Writer("omid"), Titled(Name(1), "تازه")), IsOk());
  ASSERT_THAT(Submit(1), IsOk());
  const Answer approved = Approve(1);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), State::APPROVED);
  EXPECT_EQ(approved->directive(), "directives/two");
  EXPECT_EQ(approved->clauses(0).title(), "تازه");
  EXPECT_THAT(approved->authors(), ElementsAre("sara", "omid"));
  EXPECT_EQ(GetRevision(1)->ShortDebugString(), approved->ShortDebugString());
  EXPECT_EQ(Get()->current_revision(), Name(1));

  EXPECT_EQ(EventTypes().back(), "SubGuidelineRevisionApproved");
  v1::SubGuidelineRevision payload;
  ASSERT_TRUE(calls_.events().back().payload().UnpackTo(&payload));
  EXPECT_EQ(payload.etag(), approved->etag());
}

TEST_F(RevisionHandlersTest, MissingOnesAreNotFound) {
  ASSERT_THAT(Create(), IsOk());
  const auto not_found = FailsWith(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND");
  EXPECT_THAT(GetRevision(2), not_found);
  EXPECT_THAT(Update(Writer(), Titled(Name(2), "")), not_found);
  EXPECT_THAT(Submit(2), not_found);
  EXPECT_THAT(Return(2), not_found);
  EXPECT_THAT(Approve(2), not_found);
  EXPECT_THAT(Withdraw(2), not_found);
}

TEST_F(RevisionHandlersTest, EveryWriteIsHeldAgainstTheEtag) {
  ASSERT_THAT(Create(), IsOk());
  const std::string stale = GetRevision(1)->etag();
  ASSERT_THAT(Update(Writer(), Titled(Name(1), "…")), IsOk());
  const auto stale_etag = FailsWith(absl::StatusCode::kAborted, "STALE_ETAG");
  v1::SubGuidelineRevision text = Titled(Name(1), "");
  text.set_etag(stale);
  EXPECT_THAT(Update(Writer(), text), stale_etag);
  EXPECT_THAT(Submit(1, Writer(), stale), stale_etag);
  EXPECT_THAT(Return(1, stale), stale_etag);
  EXPECT_THAT(Approve(1, Day(), "mina", stale), stale_etag);
  EXPECT_THAT(Withdraw(1, stale), stale_etag);
}

TEST_F(RevisionHandlersTest, OnlyItsDeputyshipWrites) {
  ASSERT_THAT(Create(), IsOk());
  const auto not_in_scope = FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE");
  const auth::Principal stranger = Deputy("deputyships/social", "dara");
  EXPECT_THAT(Update(stranger, Titled(Name(1), "")), not_in_scope);
  EXPECT_THAT(Update(stranger, Titled(Name(2), ""), /*allow_missing=*/true), not_in_scope);
  EXPECT_THAT(Submit(1, stranger), not_in_scope);
}

TEST_F(RevisionHandlersTest, ASuccessorInheritsTheTexts) {
  ASSERT_THAT(Create(), IsOk());
  v1::Deputyship ended;
  ended.set_name(kOwner);
  *ended.mutable_valid_until() = iran::ToDate(Day() + 1);
  ended.set_successor("deputyships/social");
  ASSERT_THAT(UpdateDeputyship(ended), IsOk());
  const auth::Principal heir = Deputy("deputyships/social", "dara");
  const auto not_in_scope = FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE");
  EXPECT_THAT(Submit(1, heir), not_in_scope) << "not yet";
  AdvanceDays(1);
  EXPECT_THAT(Submit(1), not_in_scope) << "no longer";
  EXPECT_THAT(Submit(1, heir), IsOk());
}

TEST_F(RevisionHandlersTest, ADeputyshipThatEndedWithoutASuccessorWritesNoMore) {
  ASSERT_THAT(Create(), IsOk());
  v1::Deputyship ended;
  ended.set_name(kOwner);
  *ended.mutable_valid_until() = iran::ToDate(Day());
  ASSERT_THAT(UpdateDeputyship(ended), IsOk());
  const auto not_valid = FailsWith(absl::StatusCode::kFailedPrecondition, "DEPUTYSHIP_NOT_VALID");
  EXPECT_THAT(Submit(1), not_valid);
  EXPECT_THAT(Update(Writer(), Titled(Name(1), "")), not_valid);
}

TEST_F(RevisionHandlersTest, TheNextRevisionIsMadeWhileNoneIsPending) {
  ASSERT_THAT(Create(), IsOk());
  EXPECT_THAT(CreateNext(2), FailsWith(absl::StatusCode::kFailedPrecondition, "PENDING_REVISION_EXISTS"));
  PutInForce(1, Day());
  EXPECT_THAT(CreateNext(3), FailsWith(absl::StatusCode::kFailedPrecondition, "REVISION_NOT_NEXT"));
  const Answer second = CreateNext(2);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state(), State::DRAFT);
  EXPECT_EQ(Get()->pending_revision(), Name(2));
  EXPECT_EQ(Get()->current_revision(), Name(1)) << "one is in force while another is written";
  EXPECT_THAT(CreateNext(2), IsOk()) << "which is there now, and is changed";
  EXPECT_EQ(Get()->revision_count(), 2);
}

TEST_F(RevisionHandlersTest, WhatIsDecidedIsNotChanged) {
  PutInForce(1, Day());
  EXPECT_THAT(Update(Writer(), Titled(Name(1), "")),
              FailsWith(absl::StatusCode::kFailedPrecondition, "REVISION_NOT_EDITABLE"));
  EXPECT_THAT(Approve(1), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SUBMITTED"));
}

TEST_F(RevisionHandlersTest, WhoWroteOrSubmittedMayNotApprove) {
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Update(Writer("omid"), Titled(Name(1), "…")), IsOk());
  ASSERT_THAT(Submit(1, Writer("dara")), IsOk());
  for (const char* author : {"sara", "omid", "dara"}) {
    EXPECT_THAT(Approve(1, Day(), author), FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR"))
        << author;
  }
  EXPECT_EQ(GetRevision(1)->state(), State::SUBMITTED);
  EXPECT_THAT(Approve(1, Day(), "mina"), IsOk());
}

TEST_F(RevisionHandlersTest, ApprovalRestsOnTheDirectiveOfItsEffectiveDate) {
  v1::Directive closed = SampleDirective();
  *closed.mutable_effective_date() = iran::ToDate(Day() + 10);
  auto& entrustment = *closed.mutable_provisions()->mutable_entrustment();
  entrustment.set_mode(v1::Directive::Entrustment::CLOSED_LIST);
  entrustment.add_activities()->mutable_title()->set_fa("فرزندخواندگی");
  ASSERT_THAT(IssueDirective("three", "1405/3", closed), IsOk());
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Submit(1), IsOk());

  EXPECT_THAT(Approve(1, Day() - 1), FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_IN_FORCE"));
  EXPECT_THAT(Approve(1, Day() + 10), FailsWith(absl::StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE"));
  const Answer approved = Approve(1, Day() + 9);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->directive(), "directives/two");
}

TEST_F(RevisionHandlersTest, AnApprovedRevisionSupersedesTheOneBeforeByDate) {
  PutInForce(1, Day());
  PutInForce(2, Day() + 10);
  EXPECT_EQ(EventTypes().back(), "SubGuidelineRevisionSuperseded");
  EXPECT_EQ(calls_.events().back().subject(), Name(1));
  EXPECT_EQ(iran::StoredDay(GetRevision(1)->end_date()), Day() + 10);
  EXPECT_EQ(GetRevision(1)->state(), State::APPROVED);
  AdvanceDays(10);
  EXPECT_EQ(GetRevision(1)->state(), State::SUPERSEDED);
  EXPECT_EQ(GetRevision(2)->state(), State::APPROVED);
  EXPECT_THAT(Withdraw(1), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_APPROVED"));
}

TEST_F(RevisionHandlersTest, RevisionsTakeEffectOneAfterTheOther) {
  PutInForce(1, Day() + 5);
  ASSERT_THAT(CreateNext(2), IsOk());
  ASSERT_THAT(Submit(2), IsOk());
  EXPECT_THAT(Approve(2, Day() + 5), FailsWith(absl::StatusCode::kFailedPrecondition, "EFFECTIVE_DATE_NOT_LATER"));
  EXPECT_THAT(Approve(2, Day() + 6), IsOk());
}

TEST_F(RevisionHandlersTest, AWithdrawnRevisionIsInForceNoMore) {
  PutInForce(1, Day());
  AdvanceDays(3);
  const Answer withdrawn = Withdraw(1);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), State::WITHDRAWN);
  EXPECT_EQ(iran::StoredDay(withdrawn->end_date()), Day() + 3);
  EXPECT_EQ(EventTypes().back(), "SubGuidelineRevisionWithdrawn");
  EXPECT_EQ(Get()->current_revision(), "");
  EXPECT_THAT(Withdraw(1), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_APPROVED"));
}

TEST_F(RevisionHandlersTest, WithdrawingOneThatHadNotBegunLetsTheOneBeforeGoOn) {
  PutInForce(1, Day());
  PutInForce(2, Day() + 10);
  ASSERT_THAT(Withdraw(2), IsOk());
  EXPECT_FALSE(GetRevision(1)->has_end_date());
  EXPECT_EQ(EventTypes().back(), "SubGuidelineRevisionSuperseded");
  AdvanceDays(20);
  EXPECT_EQ(Get()->current_revision(), Name(1));
  EXPECT_EQ(GetRevision(1)->state(), State::APPROVED);
}

TEST_F(RevisionHandlersTest, EachDecisionTellsTheDatesOfAllRevisionsAtOnce) {
  const auto told = [&] {
    v1::SubGuideline last;
    for (const feed::v1::Event& event : calls_.events()) {
      if (event.type() != "SubGuidelineUpdated") continue;
      EXPECT_TRUE(event.payload().UnpackTo(&last));
    }
    EXPECT_EQ(last.ShortDebugString(), Get()->ShortDebugString());
    return last;
  };
  PutInForce(1, Day());
  EXPECT_EQ(told().in_force_size(), 1);
  PutInForce(2, Day() + 10);
  EXPECT_EQ(told().in_force_size(), 2);
  AdvanceDays(12);
  ASSERT_THAT(Withdraw(2), IsOk());
  EXPECT_TRUE(told().in_force(1).withdrawn());
}

TEST_F(RevisionHandlersTest, ListsTheRevisionsOfOneInPages) {
  PutInForce(1, Day());
  PutInForce(2, Day() + 1);
  AdvanceDays(1);
  v1::ListSubGuidelineRevisionsRequest request;
  request.set_parent(kVision);
  request.set_page_size(1);
  const auto list = [&] {
    return calls_.Read(Writer(), [&](rpc::Call& call) { return revisions_.List(call, request); });
  };
  const auto first = list();
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->revisions_size(), 1);
  EXPECT_EQ(first->revisions(0).state(), State::SUPERSEDED);
  request.set_page_token(first->next_page_token());
  const auto second = list();
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->revisions_size(), 1);
  EXPECT_EQ(second->revisions(0).name(), Name(2));
  EXPECT_EQ(second->next_page_token(), "");

  request.set_parent("subGuidelines/hearing");
  request.clear_page_token();
  EXPECT_THAT(list(), FailsWith(absl::StatusCode::kNotFound, "SUB_GUIDELINE_NOT_FOUND"));
}

TEST_F(RevisionHandlersTest, AnyTwoRevisionsAreCompared) {
  PutInForce(1, Day());
  v1::SubGuidelineRevision text = Titled(Name(2), "تازه");
  ASSERT_THAT(Update(Writer(), text, /*allow_missing=*/true), IsOk());
  const auto compare = [&](const std::string& base, const std::string& other) {
    v1::CompareSubGuidelineRevisionsRequest request;
    request.set_base(base);
    request.set_other(other);
    return calls_.Read(Writer(), [&](rpc::Call& call) { return revisions_.Compare(call, request); });
  };
  const auto compared = compare(Name(1), Name(2));
  ASSERT_THAT(compared, IsOk());
  ASSERT_EQ(compared->clauses_size(), 1);
  EXPECT_EQ(compared->clauses(0).path(), "clauses[1].title");
  EXPECT_EQ(compared->terms_size(), 0);
  EXPECT_THAT(compare(Name(1), Name(3)), FailsWith(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
  EXPECT_THAT(compare(kVision, Name(1)), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(RevisionHandlersTest, ASchemeThatEndsByThenIsNotApproved) {
  v1::SubGuidelineRevision text = SampleText();
  text.mutable_terms()->mutable_kind()->set_kind(v1::KindTerm::SCHEME);
  *text.mutable_terms()->mutable_kind()->mutable_end_date() = iran::ToDate(Day() + 5);
  ASSERT_THAT(Create("vision", guideline::testing::SampleSubGuideline(), text), IsOk());
  ASSERT_THAT(Submit(1), IsOk());
  EXPECT_THAT(Approve(1, Day() + 5), FailsWith(absl::StatusCode::kInvalidArgument, "DATES_OUT_OF_ORDER"));
  EXPECT_THAT(Approve(1, Day() + 4), IsOk());
}

}  // namespace
}  // namespace mosbat::guideline
