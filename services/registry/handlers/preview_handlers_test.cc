#include "services/registry/handlers/preview_handlers.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using guideline::v1::Directive;
using testing::FailsWith;
using testing::IsOk;

class PreviewTest : public RegistryFixture {
 protected:
  absl::StatusOr<v1::PreviewDirectiveResponse> Preview(const v1::PreviewDirectiveRequest& request,
                                                       std::function<bool()> abandoned = nullptr) {
    const rpc::CallContext context = {.caller = testing::Steering(),
                                      .now = calls_.clock().Now(),
                                      .deadline = absl::InfiniteFuture(),
                                      .abandoned = std::move(abandoned)};
    const auto proposal = preview_handlers_.GatherPreview(context, request);
    if (!proposal.ok()) return proposal.status();
    absl::StatusOr<v1::PreviewDirectiveResponse> answer = absl::UnknownError("not run");
    rpc::Call call(context, calls_.ids());
    const absl::Status status = calls_.database().Read([&](db::Session& session) {
      call.BeginRun(session);
      answer = preview_handlers_.Preview(call, request, *proposal);
      return answer.status();
    });
    if (!status.ok()) return status;
    return answer;
  }
  // A text that gives every centre so many files.
  static v1::PreviewDirectiveRequest CapOf(int files, const std::string& area = "") {
    v1::PreviewDirectiveRequest request;
    request.mutable_provisions()->mutable_files_per_centre()->set_value(files);
    request.set_area(area);
    return request;
  }
};

TEST_F(PreviewTest, DraftIsHeldAgainstTheDirectiveInForce) {
  OperatingCentre();
  Directive draft = samples::DirectiveTwo();
  draft.set_name("directives/three");
  draft.mutable_provisions()->mutable_files_per_centre()->set_value(700);
  draft.mutable_provisions()->mutable_minimum_staff()->set_value(7);
  draft.mutable_provisions()->mutable_entrustment()->set_mode(Directive::Entrustment::CLOSED_LIST);
  *draft.mutable_provisions()->mutable_licence_validity()->mutable_period() =
      samples::PeriodOf(60, common::v1::Period::MONTHS);
  guideline_.AddDraft(draft);
  v1::PreviewDirectiveRequest request;
  request.set_directive("directives/three");

  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->directive_now(), "directives/two");
  EXPECT_EQ(preview->entrustment_now(), Directive::Entrustment::MODE_UNSPECIFIED);
  EXPECT_EQ(preview->entrustment_then(), Directive::Entrustment::CLOSED_LIST);
  EXPECT_EQ(preview->position(), "registry@feed:7");
  EXPECT_EQ(iran::StoredDay(preview->date()), Today());
  EXPECT_EQ(preview->total().places_now(), 600);
  EXPECT_EQ(preview->total().places_then(), 700);
  EXPECT_EQ(preview->total().centres_short_of_staff(), 1);
  EXPECT_EQ(preview->total().papers().longer(), 3);
  EXPECT_EQ(preview->total().agreements().longer(), 0);
  EXPECT_EQ(GetCentre()->files_cap(), 600) << "nothing is changed";
}

TEST_F(PreviewTest, ReadsPastThePage) {
  for (int number = 1; number <= 501; ++number) {
    v1::EstablishCentreRequest request;
    *request.mutable_centre() = samples::NewCentre(number);
    request.set_historical(true);
    *request.mutable_establish_date() = iran::ToDate(Today() - 1);
    ASSERT_THAT(Establish(request, testing::Steering()), IsOk());
  }
  const auto preview = Preview(CapOf(700));
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->total().centres(), 501);
  EXPECT_EQ(preview->total().centres_gaining(), 501);
}

TEST_F(PreviewTest, StopsBetweenPagesWhenNobodyWaits) {
  OperatingCentre();
  int asked = 0;
  EXPECT_THAT(Preview(CapOf(700), [&] { return ++asked == 2; }), testing::HasCode(StatusCode::kCancelled));
  EXPECT_EQ(asked, 2);
}

TEST_F(PreviewTest, AreaNarrowsCentresAndLicences) {
  OperatingCentre();
  v1::PreviewDirectiveRequest request = CapOf(700, samples::kOtherCounty);
  *request.mutable_provisions()->mutable_licence_validity()->mutable_period() =
      samples::PeriodOf(60, common::v1::Period::MONTHS);
  EXPECT_EQ(Preview(request)->total().centres(), 0);
  EXPECT_EQ(Preview(request)->total().papers().longer(), 0);
  request.set_area(samples::kProvince);
  EXPECT_EQ(Preview(request)->total().area(), samples::kProvince);
  EXPECT_EQ(Preview(request)->total().centres(), 1);
  EXPECT_EQ(Preview(request)->total().papers().longer(), 3);
}

TEST_F(PreviewTest, FaultsAreSaid) {
  EXPECT_THAT(Preview({}), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(Preview(CapOf(0)), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(Preview(CapOf(700, "Alborz")), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
  v1::PreviewDirectiveRequest request;
  request.set_directive("directives/none");
  EXPECT_THAT(Preview(request), FailsWith(StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND"));
  guideline_.GoDown();
  EXPECT_THAT(Preview(CapOf(700)), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

}  // namespace
}  // namespace mosbat::registry
