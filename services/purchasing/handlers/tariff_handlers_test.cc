#include "services/purchasing/handlers/tariff_handlers.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using testing::IsOk;

class TariffHandlersTest : public ::testing::Test {
 protected:
  v1::CreateTariffRequest Request(absl::CivilDay from = kNewYear) {
    v1::CreateTariffRequest request;
    request.set_tariff_id("t");
    *request.mutable_tariff() = TariffOf("ignored", 100, from);
    return request;
  }
  absl::StatusOr<v1::Tariff> Create(const v1::CreateTariffRequest& request, const auth::Principal& caller = Finance()) {
    return world_.calls.Write(caller, [&](rpc::Call& call) { return world_.tariffs.Create(call, request); });
  }

  World world_;
};

TEST_F(TariffHandlersTest, CreatesFromTodayOnAndSaysSo) {
  const auto tariff = Create(Request());
  ASSERT_THAT(tariff, IsOk());
  EXPECT_EQ(tariff->name(), "tariffs/t");
  EXPECT_EQ(tariff->created_by(), "finance");
  EXPECT_FALSE(tariff->historical());
  EXPECT_EQ(tariff->etag(), EtagOf(1));
  ASSERT_EQ(world_.calls.events().size(), 1U);
  EXPECT_EQ(world_.calls.events()[0].type(), "TariffCreated");
  v1::Tariff payload;
  ASSERT_TRUE(world_.calls.events()[0].payload().UnpackTo(&payload));
  EXPECT_EQ(payload.SerializeAsString(), tariff->SerializeAsString());
}

TEST_F(TariffHandlersTest, DayBeforeTodayNeedsASteeringOfficerWhoSaysSo) {
  v1::CreateTariffRequest request = Request(kNewYear - 1);
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  request.set_historical(true);
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  const auto tariff = Create(request, testing::Steering());
  ASSERT_THAT(tariff, IsOk());
  EXPECT_TRUE(tariff->historical());
}

TEST_F(TariffHandlersTest, IdAndDayAreTakenOnce) {
  ASSERT_THAT(Create(Request()), IsOk());
  EXPECT_THAT(Create(Request(kDay)), FailsWith(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  v1::CreateTariffRequest request = Request();
  request.set_tariff_id("u");
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kFailedPrecondition, "TARIFF_DAY_TAKEN"));
}

TEST_F(TariffHandlersTest, BadFieldsAreRefused) {
  v1::CreateTariffRequest request = Request();
  request.set_tariff_id("Not An Id");
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
  request = Request();
  request.mutable_tariff()->set_service_type("vision-screening");
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
  request = Request();
  request.mutable_tariff()->mutable_amount()->set_amount(domain::kMostTariff + 1);
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  request = Request();
  request.mutable_tariff()->mutable_effective_date()->set_day(32);
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "DATE_INVALID"));
  request = Request();
  request.mutable_tariff()->set_legal_basis(std::string(501, 'x'));
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(TariffHandlersTest, ResolvesByDay) {
  ASSERT_THAT(Create(Request(kDay)), IsOk());
  v1::ResolveTariffRequest request;
  request.set_service_type(kScreening);
  request.set_unit(v1::Tariff::DELIVERY);
  *request.mutable_date() = iran::ToDate(kDay);
  const auto resolve = [&] {
    return world_.calls.Read(Finance(), [&](rpc::Call& call) { return world_.tariffs.Resolve(call, request); });
  };
  EXPECT_THAT(resolve(), IsOk());
  *request.mutable_date() = iran::ToDate(kDay - 1);
  EXPECT_THAT(resolve(), FailsWith(absl::StatusCode::kNotFound, "NO_TARIFF_ON_DAY"));
}

TEST_F(TariffHandlersTest, PagesGiveEveryTariffOnce) {
  for (int i = 0; i < 5; ++i) {
    v1::CreateTariffRequest request = Request(kNewYear + i);
    request.set_tariff_id("t" + std::to_string(i));
    ASSERT_THAT(Create(request), IsOk());
  }
  std::vector<std::string> names;
  v1::ListTariffsRequest request;
  request.set_page_size(2);
  do {
    const auto page = world_.calls.Read(Finance(), [&](rpc::Call& call) { return world_.tariffs.List(call, request); });
    ASSERT_THAT(page, IsOk());
    for (const v1::Tariff& tariff : page->tariffs()) names.push_back(tariff.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ::testing::ElementsAre("tariffs/t0", "tariffs/t1", "tariffs/t2", "tariffs/t3", "tariffs/t4"));
}

}  // namespace
}  // namespace mosbat::purchasing
