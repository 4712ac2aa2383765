#include "services/casefile/handlers/readiness_handlers.h"

#include <string>

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using guideline::v1::ProviderRequirement;
using testing::FailsWith;
using testing::IsOk;

class ReadinessHandlersTest : public CareFixture {
 protected:
  absl::StatusOr<v1::CheckReadinessResponse> Check(const v1::CheckReadinessRequest& request,
                                                   const auth::Principal& caller = Manager()) {
    return calls_.Read(caller, [&](rpc::Call& call) { return handlers_.Check(call, request); });
  }
  static v1::CheckReadinessRequest OfToday() {
    v1::CheckReadinessRequest request;
    request.set_centre(examples::kCentre);
    request.set_service_type(examples::kType);
    return request;
  }

  const ReadinessHandlers handlers_{care_rules_, registry_};
};

TEST_F(ReadinessHandlersTest, CentreThatHasEverythingIsReady) {
  const absl::StatusOr<v1::CheckReadinessResponse> answer = Check(OfToday());
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->ready());
  EXPECT_TRUE(answer->operating());
  EXPECT_EQ(answer->directive(), "directives/two");
  EXPECT_TRUE(answer->rule_in_force());
  EXPECT_EQ(answer->entrustment(), "entrustments/0197");
  EXPECT_EQ(answer->service_type_revision(), examples::kRevision);
  EXPECT_EQ(iran::StoredDay(answer->date()), kToday);
  ASSERT_EQ(answer->requirements_size(), 1);
  EXPECT_TRUE(answer->requirements(0).met());
  EXPECT_EQ(answer->requirements(0).requirement().kind(), ProviderRequirement::EQUIPMENT);
  EXPECT_EQ(answer->positions_size(), 3);
}

TEST_F(ReadinessHandlersTest, SaysWhatIsMissingOfEachThingThatRequestsWouldBeRefusedFor) {
  registry::v1::Centre centre = examples::Centre(10, 2);
  centre.clear_equipment();
  Learn(centre);
  const absl::StatusOr<v1::CheckReadinessResponse> bare = Check(OfToday());
  EXPECT_FALSE(bare->ready());
  EXPECT_FALSE(bare->requirements(0).met());
  EXPECT_EQ(bare->requirements(0).text_en(), "The centre does not own: vision-chart.");
  EXPECT_THAT(Request(For(child())), FailsWith(StatusCode::kFailedPrecondition, "PROVIDER_NOT_READY"));

  Learn(examples::SuspendedFrom(kToday, examples::Centre(10, 3)));
  EXPECT_FALSE(Check(OfToday())->ready());
  EXPECT_FALSE(Check(OfToday())->operating());
  v1::CheckReadinessRequest yesterday = OfToday();
  *yesterday.mutable_date() = iran::ToDate(kToday - 1);
  EXPECT_TRUE(Check(yesterday)->ready());

  Learn(examples::Centre(10, 4));
  catalog::v1::Entrustment elsewhere = examples::Entrustment(kToday - 100, 2);
  elsewhere.mutable_area()->set_county("provinces/30/counties/3002");
  Learn(elsewhere);
  EXPECT_FALSE(Check(OfToday())->ready());
  EXPECT_EQ(Check(OfToday())->entrustment(), "");
}

TEST_F(ReadinessHandlersTest, NobodyIsReadyForWhatNoRuleAllows) {
  v1::CheckReadinessRequest tomorrow = OfToday();
  *tomorrow.mutable_date() = iran::ToDate(kToday + 1);
  Learn(examples::Withdrawn(examples::SubGuideline(kToday - 100), kToday + 1));
  EXPECT_TRUE(Check(OfToday())->ready());
  EXPECT_FALSE(Check(tomorrow)->ready());
  EXPECT_FALSE(Check(tomorrow)->rule_in_force());
  EXPECT_EQ(Check(tomorrow)->directive(), "directives/two");
  EXPECT_EQ(Check(tomorrow)->requirements_size(), 1);

  constexpr absl::CivilDay kLongAgo(1499, 1, 1);
  Learn(examples::SubGuideline(kLongAgo, 5));
  Learn(examples::Revision(kLongAgo, 2));
  Learn(examples::Entrustment(kLongAgo, 2));
  v1::CheckReadinessRequest then = OfToday();
  *then.mutable_date() = iran::ToDate(absl::CivilDay(1500, 1, 1));
  const absl::StatusOr<v1::CheckReadinessResponse> answer = Check(then);
  ASSERT_THAT(answer, IsOk());
  EXPECT_FALSE(answer->ready());
  EXPECT_EQ(answer->directive(), "");
}

TEST_F(ReadinessHandlersTest, NamesMustBeKnownAndTheTypeHaveARevision) {
  v1::CheckReadinessRequest request = OfToday();
  request.set_service_type("serviceTypes/none");
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  request = OfToday();
  request.set_centre("centres/none");
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
  request = OfToday();
  *request.mutable_date() = iran::ToDate(kToday - 101);
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_NOT_ACTIVE"));
  request.mutable_date()->set_month(13);
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kInvalidArgument, "DATE_INVALID"));
  EXPECT_THAT(Check(OfToday(), Manager("centres/other")), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

}  // namespace
}  // namespace mosbat::casefile
