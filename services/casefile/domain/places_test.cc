#include "services/casefile/domain/places.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/ids.h"

namespace mosbat::casefile::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PlanCapChangeTest, FirstCapMakesThatManyPlaces) {
  const CapChange change = PlanCapChange({}, 3);
  EXPECT_THAT(change.added, ElementsAre(1, 2, 3));
  EXPECT_THAT(change.moves, IsEmpty());
  EXPECT_THAT(change.removed, IsEmpty());
}

TEST(PlanCapChangeTest, HigherCapAddsPlaces) {
  EXPECT_THAT(PlanCapChange({{1, "a"}, {2, ""}}, 4).added, ElementsAre(3, 4));
}

TEST(PlanCapChangeTest, LowerCapRemovesFreePlacesAboveIt) {
  const CapChange change = PlanCapChange({{1, "a"}, {2, ""}, {3, ""}, {4, ""}}, 2);
  EXPECT_THAT(change.removed, ElementsAre(3, 4));
  EXPECT_THAT(change.moves, IsEmpty());
}

TEST(PlanCapChangeTest, LowerCapMovesFilesDownIntoFreePlaces) {
  const CapChange change = PlanCapChange({{1, ""}, {2, "b"}, {3, "c"}, {4, "d"}}, 2);
  ASSERT_EQ(change.moves.size(), 1u);
  EXPECT_EQ(change.moves[0].case_file, "c");
  EXPECT_EQ(change.moves[0].from, 3);
  EXPECT_EQ(change.moves[0].to, 1);
  EXPECT_THAT(change.removed, IsEmpty()) << "the file at 4 keeps its place until something below is freed";
}

TEST(PlanCapChangeTest, HigherCapMakesOverhangingPlacesOrdinary) {
  const CapChange change = PlanCapChange({{1, "a"}, {2, "b"}, {5, "e"}, {9, "i"}}, 6);
  EXPECT_THAT(change.added, ElementsAre(3, 4, 6));
  ASSERT_EQ(change.moves.size(), 1u);
  EXPECT_EQ(change.moves[0].from, 9);
  EXPECT_EQ(change.moves[0].to, 3);
}

// Whatever the history of caps, openings and closings, carrying out the plan keeps the header's sentences true.
TEST(PlanCapChangeTest, RandomHistoriesKeepTheInvariant) {
  const auto seed = static_cast<uint32_t>(SystemIds().Random(uint64_t{1} << 32));
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  std::map<int64_t, std::string> rows;
  int64_t cap = 0;
  int files = 0;
  for (int step = 0; step < 2000; ++step) {
    if (random() % 3 == 0) {
      cap = static_cast<int64_t>(random() % 12);
      std::vector<Place> places;
      for (const auto& [number, file] : rows) places.push_back({number, file});
      const CapChange change = PlanCapChange(places, cap);
      for (const int64_t number : change.added) ASSERT_TRUE(rows.emplace(number, "").second);
      for (const CapChange::Move& move : change.moves) {
        ASSERT_EQ(rows.at(move.to), "");
        rows[move.to] = rows.at(move.from);
        rows.erase(move.from);
      }
      for (const int64_t number : change.removed) ASSERT_EQ(rows.erase(number), 1u);
    } else if (auto row = std::find_if(rows.begin(), rows.end(), [](const auto& r) { return r.second.empty(); });
               row != rows.end()) {
      row->second = std::to_string(++files);
    }
    const auto above = std::count_if(rows.begin(), rows.end(), [&](const auto& r) { return r.first > cap; });
    const auto free_below =
        std::count_if(rows.begin(), rows.end(), [&](const auto& r) { return r.first <= cap && r.second.empty(); });
    ASSERT_EQ(static_cast<int64_t>(rows.size()) - above, cap) << "step " << step;
    ASSERT_TRUE(above == 0 || free_below == 0) << "step " << step;
    for (const auto& [number, file] : rows) ASSERT_TRUE(number <= cap || !file.empty()) << "step " << step;
  }
}

}  // namespace
}  // namespace mosbat::casefile::domain
