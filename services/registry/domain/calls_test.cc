#include "services/registry/domain/calls.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using samples::kNow;
using samples::kToday;
using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;
using v1::Call;

Announcement OpeningOn(absl::CivilDay day) {
  Announcement announcement = {.opening = day, .directive = samples::DirectiveTwo(), .credit = {}};
  announcement.credit.set_name("credits/30-1405");
  announcement.credit.mutable_free()->set_amount(1'000'000);
  return announcement;
}

Call DraftCall() {
  Call wanted;
  wanted.set_county(samples::kCounty);
  wanted.mutable_need()->set_centres(2);
  wanted.mutable_need()->set_reason("900 households wait");
  Call invitation = Draft(wanted, kNow).value();
  invitation.set_name("calls/one");
  return invitation;
}

Call Announced(absl::CivilDay opening = kToday) { return Announce(DraftCall(), OpeningOn(opening), kNow).value(); }

absl::Time OnDay(absl::CivilDay day) { return iran::StartOfTehranDay(day) + absl::Hours(12); }

TEST(DraftTest, TakesOnlyWhatACallerMayGive) {
  Call wanted = DraftCall();
  wanted.set_state(Call::OPEN);
  wanted.set_directive("directives/mine");
  *wanted.mutable_closing_date() = iran::ToDate(kToday + 100);
  const auto draft = Draft(wanted, kNow);
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(draft->state(), Call::DRAFT);
  EXPECT_EQ(draft->directive(), "");
  EXPECT_FALSE(draft->has_closing_date());
}

TEST(DraftTest, NeedIsAtMostAThousandCentres) {
  Call wanted;
  wanted.mutable_need()->set_centres(1001);
  EXPECT_THAT(Draft(wanted, kNow), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(AnnounceTest, WindowCountsTheOpeningDay) {
  const Call invitation = Announced(kToday + 3);
  EXPECT_EQ(iran::StoredDay(invitation.opening_date()), kToday + 3);
  EXPECT_EQ(iran::StoredDay(invitation.closing_date()), kToday + 17);
  EXPECT_EQ(invitation.directive(), "directives/two");
  EXPECT_EQ(invitation.credit(), "credits/30-1405");
}

TEST(DraftTest, TextsAreBounded) {
  v1::Call wanted;
  wanted.mutable_need()->set_reason(std::string(501, 'x'));
  EXPECT_THAT(Draft(wanted, kNow), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  wanted.Clear();
  wanted.mutable_title()->set_fa(std::string(301, 'x'));
  EXPECT_THAT(Draft(wanted, kNow), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(AnnounceTest, WorkingDaysLeaveOutFridaysAndHolidays) {
  Announcement announcement = OpeningOn(kToday);  // a Saturday
  auto& provisions = *announcement.directive.mutable_provisions();
  *provisions.mutable_call_window()->mutable_period() = samples::PeriodOf(5, common::v1::Period::WORKING_DAYS);
  *provisions.mutable_holidays()->add_days()->mutable_date() = iran::ToDate(kToday + 1);
  const auto invitation = Announce(DraftCall(), announcement, kNow);
  ASSERT_THAT(invitation, IsOk());
  // 22 March is a holiday, 27 March a Friday: the fifth working day after the opening is 28 March.
  EXPECT_EQ(iran::StoredDay(invitation->closing_date()), absl::CivilDay(2026, 3, 27));
}

TEST(AnnounceTest, NeedsAStatedNeed) {
  Call without_reason = DraftCall();
  without_reason.mutable_need()->clear_reason();
  Call without_number = DraftCall();
  without_number.mutable_need()->clear_centres();
  for (const Call& invitation : {without_reason, without_number}) {
    EXPECT_THAT(Announce(invitation, OpeningOn(kToday), kNow),
                FailsWith(StatusCode::kFailedPrecondition, "NEED_NOT_STATED"));
  }
}

TEST(AnnounceTest, NeedsCredit) {
  Announcement announcement = OpeningOn(kToday);
  announcement.credit.clear_free();
  EXPECT_THAT(Announce(DraftCall(), announcement, kNow), FailsWith(StatusCode::kFailedPrecondition, "NO_CREDIT"));
}

TEST(AnnounceTest, NeedsADirectiveThatSpeaksOfTheWindow) {
  Announcement announcement = OpeningOn(kToday);
  announcement.directive.mutable_provisions()->clear_call_window();
  EXPECT_THAT(Announce(DraftCall(), announcement, kNow),
              FailsWith(StatusCode::kFailedPrecondition, "DIRECTIVE_SILENT"));
}

TEST(AnnounceTest, OpensTodayAtTheEarliest) {
  EXPECT_THAT(Announce(DraftCall(), OpeningOn(kToday - 1), kNow),
              FailsWith(StatusCode::kInvalidArgument, "OPENING_IN_PAST"));
}

TEST(AnnounceTest, OnlyOnce) {
  EXPECT_THAT(Announce(Announced(), OpeningOn(kToday), kNow),
              FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_DRAFT"));
}

TEST(StateOnTest, OpenAndClosedComeByDate) {
  const Call invitation = Announced(kToday + 3);
  EXPECT_EQ(StateOn(DraftCall(), kToday), Call::DRAFT);
  EXPECT_EQ(StateOn(invitation, kToday + 2), Call::ANNOUNCED);
  EXPECT_EQ(StateOn(invitation, kToday + 3), Call::OPEN);
  EXPECT_EQ(StateOn(invitation, kToday + 17), Call::OPEN);
  EXPECT_EQ(StateOn(invitation, kToday + 18), Call::CLOSED);
}

TEST(ExtendTest, MovesTheLastDayAndKeepsTheFormer) {
  const auto extended = Extend(Announced(), kToday + 20, "few applied", kNow);
  ASSERT_THAT(extended, IsOk());
  EXPECT_EQ(StateOn(*extended, kToday + 20), Call::OPEN);
  ASSERT_EQ(extended->extensions_size(), 1);
  EXPECT_EQ(iran::StoredDay(extended->extensions(0).former_closing_date()), kToday + 14);
}

TEST(ExtendTest, OnlyToALaterDay) {
  EXPECT_THAT(Extend(Announced(), kToday + 14, "why", kNow),
              FailsWith(StatusCode::kInvalidArgument, "CLOSING_NOT_LATER"));
}

TEST(EndTest, EachVerbHasItsStates) {
  const Call draft = DraftCall();
  const Call announced = Announced(kToday + 3);
  const Call open = Announced();
  const Call closed = Close(open, "enough", kNow).value();
  const Call cancelled = Cancel(open, "no need", kNow).value();
  EXPECT_EQ(StateOn(closed, kToday), Call::CLOSED);
  EXPECT_EQ(StateOn(cancelled, kToday), Call::CANCELLED);

  for (const std::string& reason : {std::string(" "), std::string(501, 'x')}) {
    EXPECT_THAT(Cancel(draft, reason, kNow), HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(Close(open, reason, kNow), HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(Extend(open, kToday + 40, reason, kNow), HasCode(StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(Cancel(draft, "why", kNow), IsOk());
  EXPECT_THAT(Cancel(announced, "why", kNow), IsOk());
  EXPECT_THAT(Cancel(closed, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "CALL_ENDED"));
  EXPECT_THAT(Cancel(cancelled, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "CALL_ENDED"));
  for (const Call& invitation : {draft, announced, closed, cancelled}) {
    EXPECT_THAT(Close(invitation, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_OPEN"));
  }
  for (const Call& invitation : {draft, closed, cancelled}) {
    EXPECT_THAT(Extend(invitation, kToday + 40, "why", kNow),
                FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_ANNOUNCED"));
  }
  EXPECT_THAT(Cancel(open, "why", OnDay(kToday + 15)), FailsWith(StatusCode::kFailedPrecondition, "CALL_ENDED"));
}

}  // namespace
}  // namespace mosbat::registry::domain
