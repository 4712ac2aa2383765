#include "services/guideline/domain/directive.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/fakes.h"
#include "common/testing/faults.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDirective;
using mosbat::testing::FailsWith;
using mosbat::testing::FaultyFields;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Pair;

const absl::CivilDay kToday(2026, 3, 21);

absl::Time Now() { return mosbat::testing::FakeClock().Now(); }

iran::Entry Ordinary() { return {.said_historical = false, .role = access::v1::STEERING, .today = kToday}; }
iran::Entry Historical() { return {.said_historical = true, .role = access::v1::STEERING, .today = kToday}; }

v1::Directive Drafted(v1::Directive directive = SampleDirective()) {
  absl::StatusOr<v1::Directive> draft = NewDraft(std::move(directive), "directives/two", Now());
  EXPECT_THAT(draft, IsOk());
  return *std::move(draft);
}

v1::Directive Issued(v1::Directive directive = SampleDirective()) {
  absl::StatusOr<v1::Directive> issued = Issue(Drafted(std::move(directive)), Historical(), "mina", Now());
  EXPECT_THAT(issued, IsOk());
  return *std::move(issued);
}

TEST(NewDirectiveDraftTest, TakesWhatTheCallerMayWriteOnly) {
  v1::Directive wanted = SampleDirective();
  wanted.set_name("directives/other");
  wanted.set_state(v1::Directive::ISSUED);
  wanted.set_historical(true);
  *wanted.mutable_repeal_date() = Date(2026, 4, 1);

  const v1::Directive draft = Drafted(wanted);
  EXPECT_EQ(draft.name(), "directives/two");
  EXPECT_EQ(draft.state(), v1::Directive::DRAFT);
  EXPECT_FALSE(draft.historical());
  EXPECT_FALSE(draft.has_repeal_date());
  EXPECT_EQ(draft.provisions().files_per_centre().value(), 600);
}

TEST(NewDirectiveDraftTest, KeepsTheNumberInAsciiDigits) {
  v1::Directive wanted = SampleDirective();
  wanted.set_number("۱۴۰۵/۲");
  EXPECT_EQ(Drafted(wanted).number(), "1405/2");
}

TEST(NewDirectiveDraftTest, NeedsOnlyATitle) {
  v1::Directive wanted;
  wanted.mutable_title()->set_fa("پیش‌نویس");
  EXPECT_THAT(NewDraft(wanted, "directives/two", Now()), IsOk());
}

TEST(EditDirectiveTest, ChangesADraftByMask) {
  v1::UpdateDirectiveRequest request;
  request.mutable_directive()->mutable_provisions()->mutable_files_per_centre()->set_value(450);
  request.mutable_update_mask()->add_paths("provisions.files_per_centre.value");

  const absl::StatusOr<v1::Directive> edited = Edit(Drafted(), request, Now());
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->provisions().files_per_centre().value(), 450);
  EXPECT_EQ(edited->provisions().files_per_centre().article(), "12");
  EXPECT_EQ(edited->provisions().files_per_worker().value(), 200);
}

TEST(EditDirectiveTest, IssuedTextIsFixed) {
  EXPECT_THAT(Edit(Issued(), {}, Now()), FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT"));
}

TEST(IssueTest, FixesTheTextAndDatesIt) {
  const absl::StatusOr<v1::Directive> issued = Issue(Drafted(), Ordinary(), "mina", Now());
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state(), v1::Directive::ISSUED);
  EXPECT_EQ(issued->issued_by(), "mina");
  EXPECT_EQ(iran::StoredDay(issued->issue_date()), kToday);
  EXPECT_FALSE(issued->historical());
}

TEST(IssueTest, HappensOnce) {
  EXPECT_THAT(Issue(Issued(), Ordinary(), "mina", Now()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT"));
}

TEST(IssueTest, NamesEverythingThatIsMissing) {
  v1::Directive bare;
  bare.mutable_title()->set_fa("پیش‌نویس");
  const absl::Status status = Issue(Drafted(bare), Ordinary(), "mina", Now()).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_INCOMPLETE"));
  EXPECT_THAT(FaultyFields(status),
              ElementsAre("number", "effective_date", "articles", "provisions.files_per_centre",
                          "provisions.files_per_worker", "provisions.minimum_staff", "provisions.entrustment"));
}

TEST(IssueTest, PastDatesMustBeSaidToBeHistorical) {
  v1::Directive past = SampleDirective();
  *past.mutable_effective_date() = Date(2026, 3, 20);
  EXPECT_THAT(Issue(Drafted(past), Ordinary(), "mina", Now()),
              FailsWith(absl::StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));

  const absl::StatusOr<v1::Directive> issued = Issue(Drafted(past), Historical(), "mina", Now());
  ASSERT_THAT(issued, IsOk());
  EXPECT_TRUE(issued->historical());
  EXPECT_FALSE(issued->has_issue_date()) << "nobody said when it was issued";
}

TEST(IssueTest, WhatIsNotPastIsNotHistorical) { EXPECT_FALSE(Issued().historical()); }

v1::RepealDirectiveRequest RepealOn(int year, int month, int day) {
  v1::RepealDirectiveRequest request;
  *request.mutable_repeal_date() = Date(year, month, day);
  return request;
}

TEST(RepealTest, AddsTheDate) {
  const absl::StatusOr<v1::Directive> repealed = Repeal(Issued(), RepealOn(2026, 6, 1), Ordinary(), Now());
  ASSERT_THAT(repealed, IsOk());
  EXPECT_EQ(iran::StoredDay(repealed->repeal_date()), absl::CivilDay(2026, 6, 1));
  EXPECT_FALSE(repealed->historical());
}

TEST(RepealTest, IsRefusedWhereItMakesNoSense) {
  v1::Directive old = SampleDirective();
  *old.mutable_effective_date() = Date(2020, 3, 20);
  v1::Directive repealed = Issued();
  *repealed.mutable_repeal_date() = Date(2027, 1, 1);
  struct Case {
    std::string label;
    v1::Directive directive;
    v1::RepealDirectiveRequest request;
    absl::StatusCode code;
    std::string reason;
  };
  const Case cases[] = {
      {"a draft", Drafted(), RepealOn(2026, 6, 1), absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_ISSUED"},
      {"a second time", repealed, RepealOn(2026, 6, 1), absl::StatusCode::kFailedPrecondition, "DIRECTIVE_REPEALED"},
      {"on its first day", Issued(), RepealOn(2026, 3, 21), absl::StatusCode::kInvalidArgument, "DATES_OUT_OF_ORDER"},
      {"yesterday, not said", Issued(old), RepealOn(2026, 3, 20), absl::StatusCode::kInvalidArgument,
       "HISTORICAL_NOT_SAID"},
  };
  for (const Case& one : cases) {
    EXPECT_THAT(Repeal(one.directive, one.request, Ordinary(), Now()), FailsWith(one.code, one.reason)) << one.label;
  }
  EXPECT_THAT(Repeal(Issued(old), RepealOn(2026, 3, 20), Historical(), Now()), IsOk());
}

TEST(CheckAmendsTest, OnlyWhatIsIssuedIsAmendedAndNotBeforeItBegins) {
  v1::Directive amending = SampleDirective();
  amending.set_amends("directives/two");
  EXPECT_THAT(CheckAmends(SampleDirective(), std::nullopt), IsOk()) << "it amends nothing";
  EXPECT_THAT(CheckAmends(amending, Issued()), IsOk());
  for (const auto& amended : {std::optional<v1::Directive>(), std::optional<v1::Directive>(Drafted())}) {
    const absl::Status status = CheckAmends(amending, amended);
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "AMENDED_NOT_ISSUED"));
    EXPECT_THAT(FaultyFields(status), ElementsAre("directive.amends"));
  }
  *amending.mutable_effective_date() = Date(2026, 3, 20);
  const absl::Status early = CheckAmends(amending, Issued());
  EXPECT_THAT(early, FailsWith(absl::StatusCode::kInvalidArgument, "DATES_OUT_OF_ORDER"));
  EXPECT_THAT(FaultyFields(early), ElementsAre("directive.effective_date"));
}

TEST(PendingAmendmentsTest, AreThoseOfThisDirectiveInTheirOrder) {
  const auto amending = [](std::string id, v1::Directive::State state, int day) {
    v1::Directive directive;
    directive.set_name("directives/" + id);
    directive.set_amends("directives/two");
    directive.set_state(state);
    if (day > 0) *directive.mutable_effective_date() = Date(2026, 4, day);
    return directive;
  };
  v1::Directive of_another = amending("seven", v1::Directive::ISSUED, 1);
  of_another.set_amends("directives/one");
  UnderWay under_way = {
      .amending = {amending("five", v1::Directive::DRAFT, 0), amending("four", v1::Directive::ISSUED, 9), of_another,
                   amending("six", v1::Directive::DRAFT, 2)},
      .next = amending("four", v1::Directive::ISSUED, 9)};
  v1::Directive::Standing standing = v1::Directive::IN_FORCE;
  const auto names = [&](bool drafts_too) {
    v1::Directive directive = Issued();
    directive.set_standing(standing);
    SetPendingAmendments(under_way, drafts_too, directive);
    std::vector<std::string> found;
    for (const auto& pending : directive.pending_amendments()) found.push_back(pending.directive());
    return found;
  };
  EXPECT_THAT(names(false), ElementsAre("directives/four"));
  EXPECT_THAT(names(true), ElementsAre("directives/six", "directives/four", "directives/five"));

  under_way.next = of_another;
  EXPECT_THAT(names(false), ElementsAre("directives/seven", "directives/four")) << "takes its place all the same";
  standing = v1::Directive::REPEALED;
  EXPECT_THAT(names(false), ElementsAre("directives/four"));
}

TEST(InForceOfTest, TheGreatestNumberOfADayIsInForce) {
  v1::Directive nine;
  nine.set_number("1405/9");
  v1::Directive twelve;
  twelve.set_number("1405/12");
  EXPECT_EQ(InForceOf({nine, twelve})->number(), "1405/12");
  EXPECT_EQ(InForceOf({twelve, nine})->number(), "1405/12");
  EXPECT_FALSE(InForceOf({}).has_value());
}

TEST(StandingOnTest, IsReadFromTheDates) {
  const v1::Directive directive = Issued();
  v1::Directive later = directive;
  later.set_name("directives/three");
  EXPECT_EQ(StandingOn(Drafted(), std::nullopt, kToday), v1::Directive::STANDING_UNSPECIFIED);
  EXPECT_EQ(StandingOn(directive, std::nullopt, kToday - 1), v1::Directive::NOT_YET_IN_FORCE);
  EXPECT_EQ(StandingOn(directive, directive, kToday), v1::Directive::IN_FORCE);
  EXPECT_EQ(StandingOn(directive, later, kToday), v1::Directive::REPEALED);
  EXPECT_EQ(StandingOn(directive, std::nullopt, kToday), v1::Directive::REPEALED);
}

TEST(PermitsEntrustmentTest, OpenPermitsAllAndAClosedListWhatItHolds) {
  v1::Directive open = SampleDirective();
  v1::Directive closed = SampleDirective();
  auto& entrustment = *closed.mutable_provisions()->mutable_entrustment();
  entrustment.set_mode(v1::Directive::Entrustment::CLOSED_LIST);
  entrustment.add_activities()->set_sub_guideline("subGuidelines/adoption");
  entrustment.add_activities()->set_founding_number(2);
  entrustment.add_activities()->mutable_title()->set_fa("نامعلوم");

  const auto sub_guideline = [](std::string name, int founding_number) {
    v1::SubGuideline result;
    result.set_name(std::move(name));
    result.set_founding_number(founding_number);
    return result;
  };
  EXPECT_TRUE(PermitsEntrustment(open, sub_guideline("subGuidelines/vision", 0)));
  EXPECT_TRUE(PermitsEntrustment(closed, sub_guideline("subGuidelines/adoption", 0)));
  EXPECT_TRUE(PermitsEntrustment(closed, sub_guideline("subGuidelines/vision", 2)));
  EXPECT_FALSE(PermitsEntrustment(closed, sub_guideline("subGuidelines/vision", 3)));
  EXPECT_FALSE(PermitsEntrustment(closed, sub_guideline("subGuidelines/vision", 0)))
      << "an unknown place permits nobody";
}

}  // namespace
}  // namespace mosbat::guideline::domain
