#include <cstdint>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/copies.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
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
  EXPECT_TRUE(Keep(SubGuidelineInForce()));
  EXPECT_FALSE(Keep(NextRevision(SubGuidelineInForce(), kDay))) << "one revision follows another";
  EXPECT_TRUE(Keep(WithdrawnOn(kDay + 5, NextRevision(SubGuidelineInForce(), kDay))));
  EXPECT_TRUE(Keep(IssuedDirective()));
  EXPECT_TRUE(Keep(RepealedOn(kDay)));
}

TEST_P(CopiesConformance, DirectiveOnADayIsOneInForceOnIt) {
  const auto found_on = [&](absl::CivilDay day) {
    const auto found = Read([&](db::Session& session) { return copies_.FindDirectiveOn(session, day); });
    EXPECT_THAT(found, IsOk());
    return found.ok() && found->has_value() ? (*found)->name() : "";
  };
  EXPECT_EQ(found_on(kDay), "");
  Keep(IssuedDirective());
  EXPECT_EQ(found_on(kFirstOperatingDay - 1), "");
  EXPECT_EQ(found_on(kFirstOperatingDay), kDirective);
  Keep(RepealedOn(kDay));
  EXPECT_EQ(found_on(kDay - 1), kDirective);
  EXPECT_EQ(found_on(kDay), "");
  Keep(IssuedDirective("directives/three", kDay));
  EXPECT_EQ(found_on(kDay), "directives/three");
}

TEST_P(CopiesConformance, GuardedCopyIsNotReplacedByWhoReadItBefore) {
  Keep(OperatingCentre());
  Keep(ActiveType());
  Keep(SubGuidelineInForce());
  Keep(IssuedDirective());
  const auto guard = [&](const auto& copy) {
    return Write([&](db::Session& session) { return copies_.Guard(session, copy); });
  };
  const auto row_versions = [&] {
    const auto rows = Read([&](db::Session& session) {
      return session.Query(
          "SELECT row_version FROM copied_centres UNION ALL SELECT row_version FROM copied_service_types UNION ALL "
          "SELECT row_version FROM copied_sub_guidelines UNION ALL SELECT row_version FROM copied_directives");
    });
    EXPECT_THAT(rows, IsOk());
    std::vector<int64_t> versions;
    for (const db::Row& row : *rows) versions.push_back(row.Int(0));
    return versions;
  };
  EXPECT_THAT(guard(OperatingCentre()), IsOk());
  EXPECT_THAT(guard(ActiveType()), IsOk());
  EXPECT_THAT(guard(SubGuidelineInForce()), IsOk());
  EXPECT_THAT(guard(IssuedDirective()), IsOk());
  EXPECT_THAT(row_versions(), ElementsAre(2, 2, 2, 2)) << "what a Keep of before holds against the row";
  EXPECT_TRUE(Keep(EndedOn(kDay))) << "one that reads it now does";
  EXPECT_THAT(guard(OperatingCentre()), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_TRUE(Keep(WithdrawnOn(kDay)));
  EXPECT_THAT(guard(SubGuidelineInForce()), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_TRUE(Keep(RepealedOn(kDay)));
  EXPECT_THAT(guard(IssuedDirective()), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(CopiesConformance, WhatWasNotHeardOfIsNotFound) {
  EXPECT_FALSE(Read([&](db::Session& session) { return copies_.FindCentre(session, kCentre); })->has_value());
  EXPECT_FALSE(Read([&](db::Session& session) { return copies_.FindServiceType(session, kScreening); })->has_value());
  EXPECT_FALSE(
      Read([&](db::Session& session) { return copies_.FindSubGuideline(session, kSubGuideline); })->has_value());
  EXPECT_TRUE(Keep(ActiveType()));
  EXPECT_TRUE(Read([&](db::Session& session) { return copies_.FindServiceType(session, kScreening); })->has_value());
  EXPECT_TRUE(Keep(SubGuidelineInForce()));
  EXPECT_TRUE(
      Read([&](db::Session& session) { return copies_.FindSubGuideline(session, kSubGuideline); })->has_value());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CopiesConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
