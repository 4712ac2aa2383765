#include "services/registry/handlers/call_handlers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class CallTest : public RegistryFixture {
 protected:
  absl::StatusOr<v1::Call> Get(const std::string& name) {
    v1::GetCallRequest request;
    request.set_name(name);
    return Read(call_handlers_, &CallHandlers::Get, Applicant(), request);
  }
};

TEST_F(CallTest, LivesFromDraftToClosed) {
  const std::string name = MakeCall().name();
  EXPECT_EQ(Get(name)->state(), v1::Call::DRAFT);
  const auto announced = Announce(name, Today() + 2);
  ASSERT_THAT(announced, IsOk());
  EXPECT_EQ(announced->state(), v1::Call::ANNOUNCED);
  EXPECT_EQ(announced->credit(), "credits/30-1405");
  PassDays(2);
  EXPECT_EQ(Get(name)->state(), v1::Call::OPEN);
  PassDays(14);
  EXPECT_EQ(Get(name)->state(), v1::Call::OPEN);
  PassDays(1);
  EXPECT_EQ(Get(name)->state(), v1::Call::CLOSED);
  EXPECT_THAT(EventsOf(name), ElementsAre("CallCreated", "CallAnnounced"));
}

TEST_F(CallTest, CountyMustBeKnown) {
  v1::CreateCallRequest request;
  request.mutable_call()->set_county("provinces/30/counties/3099");
  EXPECT_THAT(Write(call_handlers_, &CallHandlers::Create, testing::Steering(), request),
              FailsWith(StatusCode::kNotFound, "COUNTY_NOT_FOUND"));
  request.mutable_call()->set_county("provinces/30");
  EXPECT_THAT(Write(call_handlers_, &CallHandlers::Create, testing::Steering(), request),
              FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(CallTest, GivenIdIsTakenOnce) {
  v1::CreateCallRequest request;
  request.mutable_call()->set_county(samples::kCounty);
  request.set_call_id("karaj-1405");
  const auto made = Write(call_handlers_, &CallHandlers::Create, testing::Steering(), request);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "calls/karaj-1405");
  EXPECT_THAT(Write(call_handlers_, &CallHandlers::Create, testing::Steering(), request),
              FailsWith(StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  request.set_call_id("Karaj 1405");
  EXPECT_THAT(Write(call_handlers_, &CallHandlers::Create, testing::Steering(), request),
              FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(CallTest, AnnouncementNeedsCreditOfTheOpeningYear) {
  const std::string name = MakeCall().name();
  // 1406-01-01.
  EXPECT_THAT(Announce(name, absl::CivilDay(2027, 3, 21)), FailsWith(StatusCode::kFailedPrecondition, "NO_CREDIT"));
  purchasing_.SetFree("credits/30-1405", 0);
  EXPECT_THAT(Announce(name, Today()), FailsWith(StatusCode::kFailedPrecondition, "NO_CREDIT"));
  EXPECT_THAT(Announce(MakeCall(samples::kOtherCounty).name(), Today()),
              FailsWith(StatusCode::kFailedPrecondition, "NO_CREDIT"));
  purchasing_.SetFree("credits/30-1405", 1);
  EXPECT_THAT(Announce(name, Today()), IsOk());
}

TEST_F(CallTest, NothingChangesWhenAnotherServiceIsDown) {
  const std::string name = MakeCall().name();
  purchasing_.GoDown();
  EXPECT_THAT(Announce(name, Today()), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_EQ(Get(name)->state(), v1::Call::DRAFT);
}

TEST_F(CallTest, AnnouncementNeedsADirectiveInForce) {
  FakeGuidelineClient nothing_in_force;
  const CallHandlers handlers(calls_.database(), call_store_, divisions_, nothing_in_force, purchasing_);
  v1::AnnounceCallRequest request;
  request.set_name(MakeCall().name());
  *request.mutable_opening_date() = iran::ToDate(Today());
  EXPECT_THAT(Ask(handlers, &CallHandlers::GatherAnnounce, &CallHandlers::Announce, testing::Steering(), request),
              FailsWith(StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_IN_FORCE"));
}

TEST_F(CallTest, AnnouncementOfWhatIsNotThere) {
  EXPECT_THAT(Announce("calls/none", Today()), FailsWith(StatusCode::kNotFound, "CALL_NOT_FOUND"));
  EXPECT_THAT(Announce("", Today()), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(Announce(MakeCall().name(), Today() - 1), FailsWith(StatusCode::kInvalidArgument, "OPENING_IN_PAST"));
}

TEST_F(CallTest, StaleEtagIsRefused) {
  const v1::Call draft = MakeCall();
  ASSERT_THAT(Announce(draft.name(), Today()), IsOk());
  v1::CancelCallRequest request;
  request.set_name(draft.name());
  request.set_etag(draft.etag());
  EXPECT_THAT(Write(call_handlers_, &CallHandlers::Cancel, testing::Steering(), request),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(CallTest, VerbsAreStoredAndTold) {
  const std::string name = OpenCall().name();
  v1::ExtendCallRequest extend;
  extend.set_name(name);
  extend.set_reason("few applied");
  *extend.mutable_closing_date() = iran::ToDate(Today() + 30);
  const auto extended = Write(call_handlers_, &CallHandlers::Extend, testing::Steering(), extend);
  ASSERT_THAT(extended, IsOk());
  EXPECT_EQ(extended->state(), v1::Call::OPEN);
  v1::CloseCallRequest close;
  close.set_name(name);
  close.set_reason("enough");
  ASSERT_THAT(Write(call_handlers_, &CallHandlers::Close, testing::Steering(), close), IsOk());
  EXPECT_EQ(Get(name)->state(), v1::Call::CLOSED);
  EXPECT_EQ(Get(name)->end_reason(), "enough");

  v1::CancelCallRequest cancel;
  cancel.set_name(MakeCall().name());
  cancel.set_reason("no need");
  ASSERT_THAT(Write(call_handlers_, &CallHandlers::Cancel, testing::Steering(), cancel), IsOk());
  EXPECT_THAT(EventsOf(name), ElementsAre("CallCreated", "CallAnnounced", "CallExtended", "CallClosed"));
  EXPECT_THAT(EventsOf(cancel.name()), ElementsAre("CallCreated", "CallCancelled"));
}

TEST_F(CallTest, ListSaysTheStateOfTheDay) {
  OpenCall();
  MakeCall(samples::kOtherCounty);
  v1::ListCallsRequest request;
  request.set_county(samples::kCounty);
  PassDays(15);
  const auto calls = Read(call_handlers_, &CallHandlers::List, Applicant(), request);
  ASSERT_THAT(calls, IsOk());
  ASSERT_EQ(calls->calls_size(), 1);
  EXPECT_EQ(calls->calls(0).state(), v1::Call::CLOSED);
}

}  // namespace
}  // namespace mosbat::registry
