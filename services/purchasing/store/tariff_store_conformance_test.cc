#include <memory>
#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/tariff_store.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using testing::IsOk;

class TariffStoreConformance : public PurchasingStoreConformance {
 protected:
  absl::StatusOr<v1::Tariff> Insert(const v1::Tariff& tariff) {
    return Write([&](db::Session& session) { return store_.Insert(session, tariff); });
  }
  // The name of the tariff of the day, "" if there is none.
  std::string OfDay(absl::CivilDay day, v1::Tariff::Unit unit = v1::Tariff::DELIVERY) {
    const absl::StatusOr<std::optional<v1::Tariff>> tariff =
        Read([&](db::Session& session) { return store_.FindForDay(session, kScreening, unit, day); });
    EXPECT_THAT(tariff, IsOk());
    return tariff->has_value() ? (*tariff)->name() : "";
  }

  const TariffStore store_;
};

TEST_P(TariffStoreConformance, LatestEffectiveDateNotAfterTheDayWins) {
  ASSERT_THAT(Insert(TariffOf("first", 100, kNewYear)), IsOk());
  ASSERT_THAT(Insert(TariffOf("second", 200, kDay)), IsOk());
  EXPECT_EQ(OfDay(kNewYear - 1), "");
  EXPECT_EQ(OfDay(kNewYear), "tariffs/first");
  EXPECT_EQ(OfDay(kDay - 1), "tariffs/first");
  EXPECT_EQ(OfDay(kDay), "tariffs/second");
  EXPECT_EQ(OfDay(kDay, v1::Tariff::VISIT), "");
}

TEST_P(TariffStoreConformance, NameAndDayAreTakenOnce) {
  ASSERT_THAT(Insert(TariffOf("first", 100)), IsOk());
  EXPECT_TRUE(db::IsUniqueViolation(Insert(TariffOf("first", 100, kDay)).status()));
  EXPECT_TRUE(db::IsUniqueViolation(Insert(TariffOf("other", 100)).status()));
  EXPECT_THAT(Insert(TariffOf("other", 100, kNewYear, "serviceTypes/other")), IsOk());
}

TEST_P(TariffStoreConformance, MissingOneIsNotFound) {
  EXPECT_THAT(Read([&](db::Session& session) { return store_.Get(session, "tariffs/none"); }),
              FailsWith(absl::StatusCode::kNotFound, "TARIFF_NOT_FOUND"));
  const auto found = Read([&](db::Session& session) { return store_.Find(session, "tariffs/none"); });
  ASSERT_THAT(found, IsOk());
  EXPECT_FALSE(found->has_value());
}

TEST_P(TariffStoreConformance, ListGoesOnAfterANameAndNarrowsByType) {
  ASSERT_THAT(Insert(TariffOf("a", 1)), IsOk());
  ASSERT_THAT(Insert(TariffOf("b", 1, kDay)), IsOk());
  ASSERT_THAT(Insert(TariffOf("c", 1, kNewYear, "serviceTypes/other")), IsOk());
  const auto names = [&](const std::string& type, const std::string& after, int limit) {
    return NamesOf(Read([&](db::Session& session) { return store_.List(session, type, after, limit); }));
  };
  EXPECT_THAT(names("", "", 10), ::testing::ElementsAre("tariffs/a", "tariffs/b", "tariffs/c"));
  EXPECT_THAT(names("", "tariffs/a", 1), ::testing::ElementsAre("tariffs/b"));
  EXPECT_THAT(names("serviceTypes/other", "", 10), ::testing::ElementsAre("tariffs/c"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, TariffStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
