// The quota of an entrustment, over everything that a request can become.
#include <string>

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;

class QuotaTest : public CareFixture {
 protected:
  // Two in every 30 days.
  void SetUp() override {
    CareFixture::SetUp();
    Learn(WithQuota(examples::Entrustment(kToday, 2), 2));
    v1::AddMemberRequest add;
    add.set_parent(file_.name());
    for (int i = 0; i < 2; ++i) {
      *add.mutable_member() = examples::Member(70 + i, v1::Member::CHILD, absl::CivilDay(2022, 1, 1));
      const auto added = calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.AddMember(call, add); });
      ASSERT_THAT(added, IsOk());
      *file_.add_members() = *added;
    }
  }

  static catalog::v1::Entrustment WithQuota(catalog::v1::Entrustment entrustment, int deliveries) {
    entrustment.mutable_quota()->set_deliveries(deliveries);
    entrustment.mutable_quota()->mutable_period()->set_n(30);
    entrustment.mutable_quota()->mutable_period()->set_unit(common::v1::Period::CALENDAR_DAYS);
    return entrustment;
  }
  // For the first, second and third child.
  absl::StatusOr<v1::ServiceRequest> Ask(int n) { return Request(For(file_.members(n))); }
  absl::Status Cancel(const v1::ServiceRequest& request) {
    v1::CancelServiceRequestRequest cancel;
    cancel.set_name(request.name());
    cancel.set_reason("not needed any more");
    return calls_.Write(SocialWorker(), [&](rpc::Call& call) { return service_requests_.Cancel(call, cancel); })
        .status();
  }
  absl::StatusOr<v1::Delivery> Deliver(const v1::ServiceRequest& request, absl::CivilDay day = kToday) {
    v1::RecordDeliveryRequest record;
    v1::Delivery& delivery = *record.mutable_delivery();
    delivery.set_service_request(request.name());
    *delivery.mutable_occurred_on() = iran::ToDate(day);
    *delivery.mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
    return calls_.Write(SocialWorker(), [&](rpc::Call& call) { return deliveries_.Record(call, record); });
  }
  void Later(int days) { calls_.clock().Advance(absl::Hours(24 * days)); }
  auto Exhausted() { return FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"); }
};

TEST_F(QuotaTest, RequestsBeyondItAreRefusedWithTheEntrustmentAndWhatIsUsed) {
  ASSERT_THAT(Ask(1), IsOk());
  ASSERT_THAT(Ask(2), IsOk());
  const absl::Status refused = Ask(3).status();
  EXPECT_THAT(refused, Exhausted());
  EXPECT_THAT(MetadataOf(refused), ::testing::IsSupersetOf({Pair("entrustment", "entrustments/0197"),
                                                            Pair("quota", "2"), Pair("used", "2")}));
  Later(30);
  EXPECT_THAT(Ask(3), IsOk()) << "the next period has its own";
}

TEST_F(QuotaTest, WhoIsNotEligibleUsesNothing) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Request(For(mother()))->state(), v1::ServiceRequest::REFUSED);
  EXPECT_THAT(Ask(1), IsOk());
  EXPECT_THAT(Ask(2), IsOk());
  EXPECT_EQ(Request(For(mother()))->state(), v1::ServiceRequest::REFUSED) << "not for the quota's sake";
}

TEST_F(QuotaTest, CancelledRequestGivesItBack) {
  const absl::StatusOr<v1::ServiceRequest> first = Ask(1);
  ASSERT_THAT(Ask(2), IsOk());
  ASSERT_THAT(Ask(3), Exhausted());
  ASSERT_THAT(Cancel(*first), IsOk());
  EXPECT_THAT(Ask(3), IsOk());
  EXPECT_THAT(Ask(1), Exhausted());
}

TEST_F(QuotaTest, DeliveryUsesWhatItsRequestUsed) {
  const absl::StatusOr<v1::ServiceRequest> first = Ask(1);
  const absl::StatusOr<v1::ServiceRequest> second = Ask(2);
  EXPECT_THAT(Deliver(*first), IsOk());
  EXPECT_THAT(Deliver(*second), IsOk());
  EXPECT_THAT(Ask(3), Exhausted());
}

TEST_F(QuotaTest, DeliveryInALaterPeriodCountsInThatOne) {
  const absl::StatusOr<v1::ServiceRequest> first = Ask(1);
  const absl::StatusOr<v1::ServiceRequest> late = Ask(2);
  Later(30);
  ASSERT_THAT(Ask(3), IsOk());
  ASSERT_THAT(Deliver(*first, kToday + 30), IsOk());
  EXPECT_THAT(Deliver(*late, kToday + 30), Exhausted()) << "two of the new period are used";
  EXPECT_THAT(Deliver(*late, kToday + 29), IsOk()) << "on a day of its own period";
}

TEST_F(QuotaTest, MoreExactEntrustmentCountsWhateverTheOthersHaveLeft) {
  catalog::v1::Entrustment exact = WithQuota(examples::Entrustment(kToday), 1);
  exact.set_name("entrustments/exact");
  exact.mutable_area()->set_centre(examples::kCentre);
  Learn(exact);
  EXPECT_THAT(Ask(1), IsOk());
  EXPECT_THAT(MetadataOf(Ask(2).status()), ::testing::Contains(Pair("entrustment", "entrustments/exact")));
}

TEST_F(QuotaTest, GrantedAppealUsesTheQuotaOfItsDay) {
  const absl::StatusOr<v1::ServiceRequest> refused = Request(For(mother()));
  v1::AppealDecisionRequest appeal;
  appeal.set_name(refused->name());
  appeal.set_reason("the age is wrong");
  ASSERT_THAT(calls_.Write(SocialWorker(), [&](rpc::Call& call) { return decisions_.Appeal(call, appeal); }), IsOk());
  const absl::StatusOr<v1::ServiceRequest> first = Ask(1);
  ASSERT_THAT(Ask(2), IsOk());
  v1::DecideAppealRequest decide;
  decide.set_name(refused->name());
  decide.set_outcome(v1::Appeal::GRANTED);
  decide.set_reason("it is");
  const auto grant = [&] {
    return calls_.Write(testing::As(access::v1::COUNTY, "county-office", examples::kCounty),
                        [&](rpc::Call& call) { return decisions_.DecideAppeal(call, decide); });
  };
  EXPECT_THAT(grant(), Exhausted());
  ASSERT_THAT(Cancel(*first), IsOk());
  EXPECT_EQ(grant()->state(), v1::ServiceRequest::ELIGIBLE);
  EXPECT_THAT(Ask(3), Exhausted());
}

}  // namespace
}  // namespace mosbat::casefile
