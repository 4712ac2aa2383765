#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/fakes.h"
#include "common/testing/store_conformance.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/place_store.h"

namespace mosbat::casefile {
namespace {

using testing::IsOk;

constexpr char kOwner[] = "centres/mehr";

class PlaceStoreConformance : public testing::StoreConformance {
 protected:
  PlaceStoreConformance() : StoreConformance({{"casefile", &Migrations()}}) {}

  absl::Status SetCap(int64_t cap, const std::string& owner = kOwner, OwnerKind kind = OwnerKind::kCentre) {
    return Write([&](db::Session& session) { return places_.SetCap(session, owner, kind, cap); });
  }
  bool Win(const std::string& file, const std::string& owner = kOwner) {
    const auto won = Write([&](db::Session& session) {
      return places_.Win(session, owner, file, [&](uint64_t bound) { return ids_.Random(bound); });
    });
    EXPECT_THAT(won, IsOk());
    return won.value_or(false);
  }
  void Fill(int files) {
    for (int i = 1; i <= files; ++i) ASSERT_TRUE(Win(absl::StrCat("caseFiles/", i)));
  }
  absl::Status GiveUp(const std::string& file, const std::string& owner = kOwner) {
    return Write([&](db::Session& session) { return places_.GiveUp(session, owner, file); });
  }
  Occupancy Count(const std::string& owner = kOwner) {
    const auto counted = Read([&](db::Session& session) { return places_.Count(session, owner); });
    EXPECT_THAT(counted, IsOk());
    return counted.value_or(Occupancy());
  }
  // Numbers of the owner's places; "free" and "held" ones.
  std::set<int64_t> Numbers(bool held) {
    const auto rows = Read([](db::Session& session) {
      return session.Query("SELECT place_no, case_file FROM places WHERE owner = ?", {kOwner});
    });
    EXPECT_THAT(rows, IsOk());
    std::set<int64_t> numbers;
    for (const db::Row& row : rows.value_or(std::vector<db::Row>())) {
      if (row.IsNull(1) != held) numbers.insert(row.Int(0));
    }
    return numbers;
  }

  const PlaceStore places_{};
  testing::SequentialIds ids_;
};

TEST_P(PlaceStoreConformance, UnknownOwnerHasNoPlace) {
  EXPECT_FALSE(Win("caseFiles/1"));
  EXPECT_EQ(Count().cap, 0);
}

TEST_P(PlaceStoreConformance, AsManyWinAsTheCapSays) {
  ASSERT_THAT(SetCap(3), IsOk());
  Fill(3);
  EXPECT_FALSE(Win("caseFiles/4"));
  EXPECT_EQ(Count().held, 3);
  EXPECT_EQ(Count().cap, 3);
}

TEST_P(PlaceStoreConformance, PlacesAreWonAtRandom) {
  ASSERT_THAT(SetCap(200), IsOk());
  Fill(8);
  EXPECT_NE(Numbers(/*held=*/true), (std::set<int64_t>{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST_P(PlaceStoreConformance, PlaceGivenUpIsFree) {
  ASSERT_THAT(SetCap(1), IsOk());
  Fill(1);
  ASSERT_THAT(GiveUp("caseFiles/1"), IsOk());
  EXPECT_TRUE(Win("caseFiles/2"));
}

TEST_P(PlaceStoreConformance, WhoHoldsNoneGivesUpNothing) {
  ASSERT_THAT(SetCap(1), IsOk());
  Fill(1);
  EXPECT_THAT(GiveUp("caseFiles/9"), IsOk());
  EXPECT_EQ(Count().held, 1);
}

TEST_P(PlaceStoreConformance, LowerCapRemovesFreePlacesAndMovesFilesDown) {
  ASSERT_THAT(SetCap(10), IsOk());
  Fill(3);
  ASSERT_THAT(SetCap(4), IsOk());
  EXPECT_EQ(Count().held, 3);
  for (const int64_t number : Numbers(/*held=*/true)) EXPECT_LE(number, 4);
  EXPECT_EQ(Numbers(/*held=*/false).size(), 1u);
}

TEST_P(PlaceStoreConformance, AboveALowerCapAPlaceIsHeldUntilOneBelowIsGivenUp) {
  ASSERT_THAT(SetCap(3), IsOk());
  Fill(3);
  ASSERT_THAT(SetCap(2), IsOk());
  EXPECT_EQ(Count().held, 3);
  EXPECT_FALSE(Win("caseFiles/4"));
  ASSERT_THAT(GiveUp("caseFiles/1"), IsOk());
  EXPECT_EQ(Numbers(/*held=*/true), (std::set<int64_t>{1, 2}));
  EXPECT_FALSE(Win("caseFiles/4")) << "the place was given to the file above the cap";
  ASSERT_THAT(GiveUp("caseFiles/2"), IsOk());
  EXPECT_TRUE(Win("caseFiles/4"));
}

TEST_P(PlaceStoreConformance, CapOfZeroLeavesOnlyWhatIsHeld) {
  ASSERT_THAT(SetCap(3), IsOk());
  Fill(2);
  ASSERT_THAT(SetCap(0), IsOk());
  EXPECT_TRUE(Numbers(/*held=*/false).empty());
  ASSERT_THAT(GiveUp("caseFiles/1"), IsOk());
  ASSERT_THAT(GiveUp("caseFiles/2"), IsOk());
  EXPECT_EQ(Count().held, 0);
  EXPECT_FALSE(Win("caseFiles/3"));
}

TEST_P(PlaceStoreConformance, HigherCapOfManyPlacesAddsThem) {
  ASSERT_THAT(SetCap(450), IsOk());
  ASSERT_THAT(SetCap(600), IsOk());
  EXPECT_EQ(Numbers(/*held=*/false).size(), 600u);
}

TEST_P(PlaceStoreConformance, FileHoldsOnePlaceOfEachKind) {
  constexpr char kWorker[] = "centres/mehr/staff/mina";
  ASSERT_THAT(SetCap(2), IsOk());
  ASSERT_THAT(SetCap(2, kWorker, OwnerKind::kWorker), IsOk());
  Fill(1);
  EXPECT_TRUE(Win("caseFiles/1", kWorker));
  EXPECT_EQ(Count(kWorker).held, 1);
  ASSERT_THAT(SetCap(2, "centres/other"), IsOk());
  const auto second = Write([&](db::Session& session) {
    return places_.Win(session, "centres/other", "caseFiles/1", [](uint64_t) { return 0; });
  });
  EXPECT_FALSE(second.ok());
  EXPECT_EQ(Count("centres/other").held, 0);
}

// A transaction that was decided under one cap, and whose writes come after the cap changed.
TEST_P(PlaceStoreConformance, GivingUpIsDecidedAgainAfterACapChange) {
  if (GetParam().name != "MariaDb") GTEST_SKIP() << "SQLite has one writer at a time";
  ASSERT_THAT(SetCap(3), IsOk());
  Fill(3);
  int runs = 0;
  ASSERT_THAT(database_->Transact([&](db::Session& session) -> absl::Status {
    // The snapshot is taken before the cap changes.
    const absl::StatusOr<Occupancy> before = places_.Count(session, kOwner);
    if (!before.ok()) return before.status();
    if (++runs == 1) std::thread([&] { EXPECT_THAT(SetCap(2), IsOk()); }).join();
    return places_.GiveUp(session, kOwner, "caseFiles/1");
  }),
              IsOk());
  EXPECT_GE(runs, 2);
  EXPECT_EQ(Numbers(/*held=*/true), (std::set<int64_t>{1, 2}));
  EXPECT_TRUE(Numbers(/*held=*/false).empty());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, PlaceStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
