// What a deputyship that has ended owned: kept by its successor, and by the successor of that.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using ::testing::Contains;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;

constexpr char kNext[] = "deputyships/prevention-and-health";
constexpr char kHeir[] = "deputyships/wellbeing";

// The type is ACTIVE. Its owner ended five days ago, the successor of that yesterday.
class SuccessorTest : public CatalogFixture {
 protected:
  void SetUp() override {
    ASSERT_THAT(Register(), IsOk());
    ASSERT_THAT(Activate(), IsOk());
    Hear(kOwner, Today() - 5, kNext);
    Hear(kNext, Today() - 1, kHeir);
  }

  void Hear(const std::string& name, absl::CivilDay until, const std::string& successor) {
    guideline::v1::Deputyship deputyship;
    deputyship.set_name(name);
    *deputyship.mutable_valid_until() = iran::ToDate(until);
    deputyship.set_successor(successor);
    deputyship.set_etag(EtagOf(++heard_));
    const feed::v1::Event event = rpc::NewEvent("DeputyshipUpdated", name, deputyship);
    ASSERT_THAT(calls_.database().Transact([&](db::Session& session) { return deputyships_.Apply(session, event); }),
                IsOk());
  }

  static auth::Principal Heir() { return testing::Deputy(kHeir, "nasrin"); }
  static auth::Principal Next() { return testing::Deputy(kNext, "hamid"); }

  absl::StatusOr<v1::ServiceType> SuspendAs(const auth::Principal& caller) {
    v1::SuspendServiceTypeRequest request;
    request.set_name(kType);
    request.set_reason("inspection");
    return calls_.Write(caller, [&](rpc::Call& call) { return types_handlers_.Suspend(call, request); });
  }
  absl::StatusOr<v1::ServiceType> RetireAs(const auth::Principal& caller) {
    v1::RetireServiceTypeRequest request;
    request.set_name(kType);
    request.set_reason("the law changed");
    return calls_.Write(caller, [&](rpc::Call& call) { return types_handlers_.Retire(call, request); });
  }
  absl::StatusOr<v1::ServiceType> RetitleAs(const auth::Principal& caller) {
    v1::UpdateServiceTypeRequest request;
    request.mutable_service_type()->set_name(kType);
    request.mutable_service_type()->mutable_title()->set_fa("غربالگری");
    return Update(caller, request);
  }
  absl::StatusOr<v1::ServiceType> RegisterAs(const auth::Principal& caller, const std::string& slug,
                                             const std::string& owner) {
    v1::RegisterServiceTypeRequest request = RegisterRequest(slug);
    request.mutable_service_type()->set_owner(owner);
    const auto rests_on = types_handlers_.GatherRegister(ContextOf(caller), request);
    if (!rests_on.ok()) return rests_on.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return types_handlers_.Register(call, request, *rests_on); });
  }
  absl::StatusOr<v1::ServiceType> ActivateAs(const auth::Principal& caller, const std::string& slug) {
    v1::ActivateServiceTypeRequest request;
    request.set_name("serviceTypes/" + slug);
    return Activate(caller, request);
  }

  absl::StatusOr<v1::Entrustment> ProposeAs(const auth::Principal& caller) {
    v1::ProposeEntrustmentRequest request;
    request.mutable_entrustment()->set_service_type(kType);
    request.mutable_entrustment()->mutable_area()->set_county(kCounty);
    *request.mutable_entrustment()->mutable_start_date() = iran::ToDate(Today());
    const auto places = entrustment_handlers_.GatherPropose(ContextOf(caller), request);
    if (!places.ok()) return places.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return entrustment_handlers_.Propose(call, request, *places); });
  }
  absl::StatusOr<v1::Entrustment> EndAs(const auth::Principal& caller, const std::string& name) {
    v1::EndEntrustmentRequest request;
    request.set_name(name);
    request.set_reason("the pilot is over");
    return calls_.Write(caller, [&](rpc::Call& call) { return entrustment_handlers_.End(call, request); });
  }

  int64_t heard_ = 0;
};

// Refused, and told who keeps it.
MATCHER(IsToldOfTheHeir, "") {
  return ::testing::ExplainMatchResult(FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"), arg,
                                       result_listener) &&
         ::testing::ExplainMatchResult(Contains(Pair("deputyship", kHeir)), MetadataOf(arg), result_listener);
}

TEST_F(SuccessorTest, TypeIsKeptByTheLastOfTheSuccessors) {
  for (const auth::Principal& ended : {Owner(), Next()}) {
    EXPECT_THAT(RetitleAs(ended).status(), IsToldOfTheHeir());
    EXPECT_THAT(SuspendAs(ended).status(), IsToldOfTheHeir());
    EXPECT_THAT(Activate(ended, ActivateRequest()).status(), IsToldOfTheHeir());
    EXPECT_THAT(Rollback(ended, RollbackRequest(1)).status(), IsToldOfTheHeir());
    EXPECT_THAT(RetireAs(ended).status(), IsToldOfTheHeir());
  }
  EXPECT_EQ(Get()->state(), v1::ServiceType::ACTIVE);

  EXPECT_THAT(RetitleAs(Heir()), IsOk());
  EXPECT_THAT(SuspendAs(Heir()), IsOk());
  EXPECT_THAT(Activate(Heir(), ActivateRequest()), IsOk());
  EXPECT_THAT(RetireAs(Heir()), IsOk());
}

TEST_F(SuccessorTest, EntrustmentIsKeptByTheLastOfTheSuccessors) {
  const int asked = registry_.calls();
  for (const auth::Principal& ended : {Owner(), Next()}) EXPECT_THAT(ProposeAs(ended).status(), IsToldOfTheHeir());
  EXPECT_EQ(registry_.calls(), asked) << "refused without asking";
  const absl::StatusOr<v1::Entrustment> proposed = ProposeAs(Heir());
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->owner(), kOwner) << "whose it is does not change";
  EXPECT_THAT(EndAs(Owner(), proposed->name()).status(), IsToldOfTheHeir());
  EXPECT_THAT(EndAs(Heir(), proposed->name()), IsOk());
}

TEST_F(SuccessorTest, EndIsThatOfTheBusinessDay) {
  Hear(kOwner, Today() + 1, kHeir);
  EXPECT_THAT(RetitleAs(Heir()), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(RetitleAs(Owner()), IsOk());
  calls_.clock().Advance(absl::Hours(24));
  EXPECT_THAT(RetitleAs(Owner()).status(), IsToldOfTheHeir());
  EXPECT_THAT(RetitleAs(Heir()), IsOk());
}

TEST_F(SuccessorTest, HeirsOwnTypeRestsOnTheInheritedText) {
  ASSERT_THAT(RegisterAs(Heir(), "interview", kHeir), IsOk());
  EXPECT_THAT(ActivateAs(Heir(), "interview"), IsOk());

  ASSERT_THAT(RegisterAs(Other(), "visit", Other().scope.deputyship), IsOk());
  const absl::Status refused = ActivateAs(Other(), "visit").status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_OF_ANOTHER"));
  EXPECT_THAT(MetadataOf(refused), Contains(Pair("deputyship", kHeir)));
}

TEST_F(SuccessorTest, EndedDeputyshipRegistersNothing) {
  EXPECT_THAT(RegisterAs(Owner(), "interview", kOwner).status(), IsToldOfTheHeir());
  EXPECT_THAT(RegisterAs(testing::Steering(), "interview", kOwner), IsOk());
}

TEST_F(SuccessorTest, WithoutASuccessorOnlySteeringWrites) {
  Hear(kOwner, Today() - 5, "");
  const auto refused = FailsWith(StatusCode::kFailedPrecondition, "DEPUTYSHIP_NOT_VALID");
  EXPECT_THAT(SuspendAs(Owner()), refused);
  EXPECT_THAT(RegisterAs(Owner(), "interview", kOwner), refused);
  EXPECT_THAT(ProposeAs(Owner()), refused);
  EXPECT_THAT(ProposeAs(testing::Steering()), IsOk());
  EXPECT_THAT(SuspendAs(testing::Steering()), IsOk());
}

}  // namespace
}  // namespace mosbat::catalog
