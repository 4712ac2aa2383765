#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/copies.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using testing::IsOk;

class CopiesConformance : public PurchasingStoreConformance {
 protected:
  template <typename Message>
  bool Keep(const Message& message) {
    const auto kept = Write([&](db::Session& session) { return copies_.Keep(session, message); });
    EXPECT_THAT(kept, IsOk());
    return kept.ok() && *kept;
  }

  const Copies copies_;
};

TEST_P(CopiesConformance, NewestOfItsOwnerIsKept) {
  registry::v1::Centre centre = OperatingCentre();
  const auto kept_cap = [&] {
    return Read([&](db::Session& session) { return copies_.FindCentre(session, kCentre); }).value()->files_cap();
  };
  centre.set_etag(EtagOf(3));
  Keep(centre);
  centre.set_etag(EtagOf(2));
  centre.set_files_cap(450);
  Keep(centre);
  EXPECT_EQ(kept_cap(), 0);
  centre.set_etag(EtagOf(7));
  centre.set_files_cap(600);
  Keep(centre);
  EXPECT_EQ(kept_cap(), 600);
}

TEST_P(CopiesConformance, SaysWhetherTheDaysOnWhichItStoodChanged) {
  registry::v1::Centre centre = OperatingCentre();
  EXPECT_TRUE(Keep(centre)) << "it was not heard of";
  EXPECT_FALSE(Keep(centre)) << "it is not newer";
  centre.set_etag(EtagOf(2));
  centre.set_staff_count(7);
  EXPECT_FALSE(Keep(centre)) << "something else changed";
  EXPECT_TRUE(Keep(SuspendedOn(kDay, kDay + 1)));
  EXPECT_FALSE(Keep(EndedOn(kDay))) << "it is older";
  EXPECT_TRUE(Keep(ActiveType()));
  EXPECT_TRUE(Keep(RetiredType(kDay)));
}

TEST_P(CopiesConformance, GuardedCopyIsNotReplacedByWhoReadItBefore) {
  Keep(OperatingCentre());
  Keep(ActiveType());
  const auto guard = [&](const auto& copy) {
    return Write([&](db::Session& session) { return copies_.Guard(session, copy); });
  };
  const auto row_versions = [&] {
    const auto rows = Read([&](db::Session& session) {
      return session.Query(
          "SELECT row_version FROM copied_centres UNION ALL SELECT row_version FROM copied_service_types");
    });
    EXPECT_THAT(rows, IsOk());
    return std::pair(rows->at(0).Int(0), rows->at(1).Int(0));
  };
  EXPECT_THAT(guard(OperatingCentre()), IsOk());
  EXPECT_THAT(guard(ActiveType()), IsOk());
  EXPECT_EQ(row_versions(), std::pair(int64_t{2}, int64_t{2})) << "what a Keep of before holds against the row";
  EXPECT_TRUE(Keep(EndedOn(kDay))) << "one that reads it now does";
  EXPECT_THAT(guard(OperatingCentre()), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(CopiesConformance, WhatWasNotHeardOfIsNotFound) {
  EXPECT_FALSE(Read([&](db::Session& session) { return copies_.FindCentre(session, kCentre); })->has_value());
  EXPECT_FALSE(Read([&](db::Session& session) { return copies_.FindServiceType(session, kScreening); })->has_value());
  EXPECT_TRUE(Keep(ActiveType()));
  EXPECT_TRUE(Read([&](db::Session& session) { return copies_.FindServiceType(session, kScreening); })->has_value());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CopiesConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
