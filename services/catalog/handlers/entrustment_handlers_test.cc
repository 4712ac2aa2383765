#include "services/catalog/handlers/entrustment_handlers.h"

#include <functional>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

class EntrustmentHandlersTest : public CatalogFixture {
 protected:
  v1::ProposeEntrustmentRequest ProposeRequest() {
    v1::ProposeEntrustmentRequest request;
    v1::Entrustment& entrustment = *request.mutable_entrustment();
    entrustment.set_service_type(kType);
    entrustment.mutable_area()->set_county(kCounty);
    *entrustment.mutable_start_date() = iran::ToDate(Today());
    entrustment.set_pilot(true);
    return request;
  }

  absl::StatusOr<v1::Entrustment> Propose(const auth::Principal& caller, const v1::ProposeEntrustmentRequest& request) {
    const auto places = entrustment_handlers_.GatherPropose(ContextOf(caller), request);
    if (!places.ok()) return places.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return entrustment_handlers_.Propose(call, request, *places); });
  }
  absl::StatusOr<v1::Entrustment> Propose() { return Propose(Owner(), ProposeRequest()); }

  absl::StatusOr<v1::Entrustment> Activate(const auth::Principal& caller, const std::string& name,
                                           bool historical = false, const std::string& etag = "") {
    v1::ActivateEntrustmentRequest request;
    request.set_name(name);
    request.set_historical(historical);
    request.set_etag(etag);
    return calls_.Write(caller, [&](rpc::Call& call) { return entrustment_handlers_.Activate(call, request); });
  }
  absl::StatusOr<v1::Entrustment> SuspendEntrustment(const std::string& name) {
    v1::SuspendEntrustmentRequest request;
    request.set_name(name);
    request.set_reason("inspection");
    return calls_.Write(Owner(), [&](rpc::Call& call) { return entrustment_handlers_.Suspend(call, request); });
  }
  absl::StatusOr<v1::Entrustment> EndAs(const auth::Principal& caller, const std::string& name) {
    v1::EndEntrustmentRequest request;
    request.set_name(name);
    request.set_reason("the pilot is over");
    return calls_.Write(caller, [&](rpc::Call& call) { return entrustment_handlers_.End(call, request); });
  }
  absl::StatusOr<v1::Entrustment> GetEntrustment(const std::string& name) {
    v1::GetEntrustmentRequest request;
    request.set_name(name);
    return calls_.Read(Other(), [&](rpc::Call& call) { return entrustment_handlers_.Get(call, request); });
  }

  void AddCentre(const std::string& name, std::optional<absl::CivilDay> closing_day = std::nullopt) {
    registry::v1::Centre centre;
    centre.set_name(name);
    if (closing_day.has_value()) *centre.mutable_closing_date() = iran::ToDate(*closing_day);
    registry_.Add(centre);
  }

  // A deputyship's officer of one province.
  static auth::Principal OfProvince(const std::string& province) {
    return testing::As(access::v1::DEPUTYSHIP, "sara", province, kOwner);
  }
};

TEST_F(EntrustmentHandlersTest, IsProposedActivatedSuspendedResumedAndEnded) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  const absl::StatusOr<v1::Entrustment> proposed = Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), v1::Entrustment::PROPOSED);
  EXPECT_EQ(proposed->owner(), kOwner);
  EXPECT_TRUE(proposed->pilot());
  const std::string& name = proposed->name();

  EXPECT_EQ(Activate(Owner(), name)->state(), v1::Entrustment::ACTIVE);
  EXPECT_THAT(Activate(Owner(), name), FailsWith(StatusCode::kFailedPrecondition, "ENTRUSTMENT_STATE"));
  EXPECT_EQ(SuspendEntrustment(name)->state(), v1::Entrustment::SUSPENDED);
  EXPECT_EQ(Activate(Owner(), name)->state(), v1::Entrustment::ACTIVE);
  const absl::StatusOr<v1::Entrustment> ended = EndAs(Owner(), name);
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), v1::Entrustment::ENDED);
  EXPECT_EQ(GetEntrustment(name)->SerializeAsString(), ended->SerializeAsString());
  EXPECT_THAT(Activate(Owner(), name), FailsWith(StatusCode::kFailedPrecondition, "ENTRUSTMENT_STATE"));
}

TEST_F(EntrustmentHandlersTest, EventsCarryTheEntrustmentAfterTheChange) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  const absl::StatusOr<v1::Entrustment> proposed = Propose();
  ASSERT_THAT(proposed, IsOk());
  ASSERT_THAT(Activate(Owner(), proposed->name()), IsOk());

  const feed::v1::Event& event = calls_.events().back();
  EXPECT_EQ(event.type(), "EntrustmentActivated");
  EXPECT_EQ(event.subject(), proposed->name());
  v1::Entrustment sent;
  ASSERT_TRUE(event.payload().UnpackTo(&sent));
  EXPECT_EQ(sent.SerializeAsString(), GetEntrustment(proposed->name())->SerializeAsString());
}

TEST_F(EntrustmentHandlersTest, NeedsAnActiveType) {
  ASSERT_THAT(Register(), IsOk());
  const absl::StatusOr<v1::Entrustment> proposed = Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_THAT(Activate(Owner(), proposed->name()), FailsWith(StatusCode::kFailedPrecondition, "NOT_ACTIVE"));

  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  ASSERT_THAT(Suspend(), IsOk());
  EXPECT_THAT(Activate(Owner(), proposed->name()), FailsWith(StatusCode::kFailedPrecondition, "NOT_ACTIVE"));
  EXPECT_EQ(GetEntrustment(proposed->name())->state(), v1::Entrustment::PROPOSED);
}

TEST_F(EntrustmentHandlersTest, OthersWaitUntilThePilotsOfTheTypeHaveBegun) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  v1::ProposeEntrustmentRequest everywhere = ProposeRequest();
  everywhere.mutable_entrustment()->mutable_area()->set_country(true);
  everywhere.mutable_entrustment()->set_pilot(false);
  const std::string other = Propose(Owner(), everywhere)->name();
  const std::string pilot = Propose()->name();
  v1::ProposeEntrustmentRequest later = ProposeRequest();
  *later.mutable_entrustment()->mutable_start_date() = iran::ToDate(Today() + 3);
  const std::string late_pilot = Propose(Owner(), later)->name();

  const absl::Status refused = Activate(Owner(), other).status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "PILOT_FIRST"));
  EXPECT_EQ(GetEntrustment(other)->state(), v1::Entrustment::PROPOSED);
  ASSERT_THAT(Activate(Owner(), pilot), IsOk());
  ASSERT_THAT(Activate(Owner(), late_pilot), IsOk());
  EXPECT_THAT(WordsOf(Activate(Owner(), other).status(), Language::kEnglish), ::testing::HasSubstr(late_pilot));
  ASSERT_THAT(EndAs(Owner(), late_pilot), IsOk());
  ASSERT_THAT(SuspendEntrustment(pilot), IsOk());
  EXPECT_THAT(Activate(Owner(), other), IsOk());

  // What has begun is resumed whatever is tried afterwards.
  ASSERT_THAT(SuspendEntrustment(other), IsOk());
  ASSERT_THAT(Propose(), IsOk());
  EXPECT_THAT(Activate(Owner(), other), IsOk());
}

TEST_F(EntrustmentHandlersTest, PilotOfAnotherTypeKeepsNobodyWaiting) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  ASSERT_THAT(Register(RegisterRequest("interview")), IsOk());
  v1::ProposeEntrustmentRequest request = ProposeRequest();
  request.mutable_entrustment()->set_service_type("serviceTypes/interview");
  ASSERT_THAT(Propose(Owner(), request), IsOk());
  request = ProposeRequest();
  request.mutable_entrustment()->set_pilot(false);
  EXPECT_THAT(Activate(Owner(), Propose(Owner(), request)->name()), IsOk());
}

TEST_F(EntrustmentHandlersTest, UnknownOnesAreNotFound) {
  EXPECT_THAT(Propose(), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(GetEntrustment("entrustments/none"), FailsWith(StatusCode::kNotFound, "ENTRUSTMENT_NOT_FOUND"));
  EXPECT_THAT(GetEntrustment("none"), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(EntrustmentHandlersTest, PlacesThatTheRegistryDoesNotKnowAreRefusedByTheirPaths) {
  ASSERT_THAT(Register(), IsOk());
  AddCentre("centres/1");
  AddCentre("centres/2");
  struct Row {
    std::string reason;
    std::string field;
    std::function<void(v1::Entrustment&)> cover;
  };
  const Row rows[] = {
      {"PROVINCE_NOT_FOUND", "area.province", [](auto& e) { e.mutable_area()->set_province("provinces/99"); }},
      {"COUNTY_NOT_FOUND", "area.county", [](auto& e) { e.mutable_area()->set_county("provinces/30/counties/3099"); }},
      {"CENTRE_NOT_FOUND", "area.centre", [](auto& e) { e.mutable_area()->set_centre("centres/3"); }},
      {"CENTRE_NOT_FOUND", "centres.names[2]",
       [](auto& e) {
         for (const char* centre : {"centres/1", "centres/2", "centres/3"}) e.mutable_centres()->add_names(centre);
       }},
  };
  for (const Row& row : rows) {
    v1::ProposeEntrustmentRequest request = ProposeRequest();
    row.cover(*request.mutable_entrustment());
    const absl::Status status = Propose(Owner(), request).status();
    EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, row.reason));
    const auto faults = FaultsOf(status, Language::kEnglish);
    ASSERT_EQ(faults.size(), 1U) << row.field;
    EXPECT_EQ(faults[0].first, absl::StrCat("entrustment.", row.field));
  }
}

TEST_F(EntrustmentHandlersTest, PlacesThatHaveEndedBeforeItStartsAreRefused) {
  ASSERT_THAT(Register(), IsOk());
  registry::v1::County county;
  county.set_name(kCounty);
  *county.mutable_valid_until() = iran::ToDate(Today());
  registry_.Add(county);
  EXPECT_THAT(Propose(), IsOk()) << "on its last day";
  *county.mutable_valid_until() = iran::ToDate(Today() - 1);
  registry_.Add(county);
  EXPECT_THAT(Propose(), FailsWith(StatusCode::kInvalidArgument, "PLACE_ENDED"));

  // A closing date is the first day on which a centre is closed.
  v1::ProposeEntrustmentRequest request = ProposeRequest();
  request.mutable_entrustment()->mutable_area()->set_centre("centres/1");
  AddCentre("centres/1", Today() + 1);
  EXPECT_THAT(Propose(Owner(), request), IsOk());
  AddCentre("centres/1", Today());
  EXPECT_THAT(Propose(Owner(), request), FailsWith(StatusCode::kInvalidArgument, "PLACE_ENDED"));
}

TEST_F(EntrustmentHandlersTest, WithoutTheRegistryOnlyTheCountryIsEntrusted) {
  ASSERT_THAT(Register(), IsOk());
  registry_.GoDown();
  EXPECT_THAT(Propose(), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));

  v1::ProposeEntrustmentRequest country = ProposeRequest();
  country.mutable_entrustment()->mutable_area()->set_country(true);
  EXPECT_THAT(Propose(Owner(), country), IsOk());
}

TEST_F(EntrustmentHandlersTest, TheRegistryIsNotAskedAboutWhatIsRefusedAnyway) {
  ASSERT_THAT(Register(), IsOk());
  v1::ProposeEntrustmentRequest request = ProposeRequest();
  for (int i = 100; i < 600; ++i)
    request.mutable_entrustment()->mutable_centres()->add_names(absl::StrCat("centres/", i));
  EXPECT_THAT(Propose(Other(), request), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Propose(OfProvince("provinces/23"), ProposeRequest()),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  *request.mutable_entrustment()->mutable_end_date() = request.entrustment().start_date();
  EXPECT_THAT(Propose(Owner(), request), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  request.mutable_entrustment()->clear_end_date();
  request.mutable_entrustment()->mutable_centres()->set_names(1, "centres/100");
  EXPECT_THAT(Propose(Owner(), request), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  request.mutable_entrustment()->set_service_type("types/x");
  EXPECT_THAT(Propose(Owner(), request), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
  EXPECT_EQ(registry_.calls(), 0);
}

// So that a dry run of a whole package says it, though its type is not there yet.
TEST_F(EntrustmentHandlersTest, UnknownPlaceIsToldBeforeAnUnknownType) {
  v1::ProposeEntrustmentRequest request = ProposeRequest();
  request.mutable_entrustment()->mutable_area()->set_county("provinces/30/counties/3099");
  EXPECT_THAT(Propose(Owner(), request), FailsWith(StatusCode::kInvalidArgument, "COUNTY_NOT_FOUND"));
}

TEST_F(EntrustmentHandlersTest, OnlyTheOwnerOfTheTypeAndSteeringEntrustIt) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  EXPECT_THAT(Propose(Other(), ProposeRequest()), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  const absl::StatusOr<v1::Entrustment> proposed = Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_THAT(Activate(Other(), proposed->name()), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(EndAs(Other(), proposed->name()), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Activate(testing::Steering(), proposed->name()), IsOk());
}

TEST_F(EntrustmentHandlersTest, OfficerOfAProvinceEntrustsOnlyThere) {
  ASSERT_THAT(Register(), IsOk());
  EXPECT_THAT(Propose(OfProvince("provinces/30"), ProposeRequest()), IsOk());
  EXPECT_THAT(Propose(OfProvince("provinces/23"), ProposeRequest()),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));

  v1::ProposeEntrustmentRequest country = ProposeRequest();
  country.mutable_entrustment()->mutable_area()->set_country(true);
  EXPECT_THAT(Propose(OfProvince("provinces/30"), country), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(EntrustmentHandlersTest, StartBeforeTodayIsAHistoricalEntryOfSteering) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  v1::ProposeEntrustmentRequest request = ProposeRequest();
  *request.mutable_entrustment()->mutable_start_date() = iran::ToDate(Today() - 30);
  const absl::StatusOr<v1::Entrustment> proposed = Propose(Owner(), request);
  ASSERT_THAT(proposed, IsOk());

  EXPECT_THAT(Activate(Owner(), proposed->name()), FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  EXPECT_THAT(Activate(Owner(), proposed->name(), /*historical=*/true),
              FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  EXPECT_TRUE(Activate(testing::Steering(), proposed->name(), /*historical=*/true)->historical());
}

TEST_F(EntrustmentHandlersTest, SecondWriterOfOneEtagIsAborted) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  const absl::StatusOr<v1::Entrustment> proposed = Propose();
  ASSERT_THAT(proposed, IsOk());
  ASSERT_THAT(Activate(Owner(), proposed->name(), false, proposed->etag()), IsOk());
  ASSERT_THAT(SuspendEntrustment(proposed->name()), IsOk());
  EXPECT_THAT(Activate(Owner(), proposed->name(), false, proposed->etag()),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(EntrustmentHandlersTest, ListIsNarrowedByTypeAndState) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(CatalogFixture::Activate(), IsOk());
  ASSERT_THAT(Register(RegisterRequest("interview")), IsOk());
  const absl::StatusOr<v1::Entrustment> active = Propose();
  ASSERT_THAT(active, IsOk());
  ASSERT_THAT(Activate(Owner(), active->name()), IsOk());
  ASSERT_THAT(Propose(), IsOk());
  v1::ProposeEntrustmentRequest other = ProposeRequest();
  other.mutable_entrustment()->set_service_type("serviceTypes/interview");
  ASSERT_THAT(Propose(Owner(), other), IsOk());

  const auto list = [&](const std::string& type, v1::Entrustment::State state) {
    v1::ListEntrustmentsRequest request;
    request.set_service_type(type);
    request.set_state(state);
    return calls_.Read(Other(), [&](rpc::Call& call) { return entrustment_handlers_.List(call, request); });
  };
  EXPECT_EQ(list("", v1::Entrustment::STATE_UNSPECIFIED)->entrustments_size(), 3);
  EXPECT_EQ(list(kType, v1::Entrustment::STATE_UNSPECIFIED)->entrustments_size(), 2);
  ASSERT_EQ(list(kType, v1::Entrustment::ACTIVE)->entrustments_size(), 1);
  EXPECT_EQ(list(kType, v1::Entrustment::ACTIVE)->entrustments(0).name(), active->name());
}

}  // namespace
}  // namespace mosbat::catalog
