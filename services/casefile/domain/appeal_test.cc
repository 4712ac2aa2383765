#include "services/casefile/domain/appeal.h"

#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using absl::StatusCode;
using examples::kToday;
using testing::FailsWith;

v1::ServiceRequest InState(v1::ServiceRequest::State state) {
  v1::ServiceRequest request;
  request.set_state(state);
  request.set_requested_by("worker");
  *request.mutable_asked_on() = iran::ToDate(kToday - 3);
  return request;
}

TEST(AppealTest, OnlyARefusalIsAppealedAgainstAndOnce) {
  const Step step{.by = "worker", .reason = "wrong", .at = testing::FakeClock().Now()};
  for (int state = v1::ServiceRequest::State_MIN; state <= v1::ServiceRequest::State_MAX; ++state) {
    const auto request = InState(static_cast<v1::ServiceRequest::State>(state));
    EXPECT_EQ(Appeal(request, step).ok(), state == v1::ServiceRequest::REFUSED) << state;
  }
  const v1::ServiceRequest appealed = Appeal(InState(v1::ServiceRequest::REFUSED), step).value();
  EXPECT_THAT(Appeal(appealed, step), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_APPEALED"));
}

TEST(PromisedFromTest, DayOfTheRequestOrOfTheGrantedAppeal) {
  const absl::Time now = testing::FakeClock().Now();
  const Step step{.by = "worker", .reason = "wrong", .at = now};
  const v1::ServiceRequest appealed = Appeal(InState(v1::ServiceRequest::REFUSED), step).value();
  const Step decided{.by = "reviewer", .reason = "right", .at = now};
  EXPECT_EQ(PromisedFrom(appealed), kToday - 3);
  EXPECT_EQ(PromisedFrom(DecideAppeal(appealed, v1::Appeal::DISMISSED, decided).value()), kToday - 3);
  EXPECT_EQ(PromisedFrom(DecideAppeal(appealed, v1::Appeal::GRANTED, decided).value()), kToday);
}

}  // namespace
}  // namespace mosbat::casefile::domain
