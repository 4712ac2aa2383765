#include "services/casefile/handlers/own_work.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/casefile/handlers/casefile_fixture.h"

namespace mosbat::casefile {
namespace {

using testing::HasCode;

class OwnWorkTest : public CasefileFixture {
 protected:
  // Sweeps over so many rows; each step is remembered, and does 1.
  absl::StatusOr<int> SweepOver(int count) {
    std::vector<std::string> rows;
    for (int i = 0; i < count; ++i) rows.push_back(absl::StrCat("row", 10'000 + i));
    steps_.clear();
    const auto list = [&](db::Session&, const std::string& after,
                          int limit) -> absl::StatusOr<std::vector<std::string>> {
      const auto first = std::upper_bound(rows.begin(), rows.end(), after);
      return std::vector<std::string>(first, first + std::min<std::ptrdiff_t>(limit, rows.end() - first));
    };
    const absl::StatusOr<int> done = own_work_.Sweep(list, [&](const std::string& row) {
      steps_.push_back(row);
      return 1;
    });
    const auto differing = std::mismatch(steps_.begin(), steps_.end(), rows.begin(), rows.end()).first;
    EXPECT_EQ(differing, steps_.end()) << "in their order, each once";
    return done;
  }

  std::vector<std::string> steps_;
};

TEST_F(OwnWorkTest, EveryRowIsTakenOnceHoweverManyPagesTheyFill) {
  for (const int count : {0, 1, 499, 500, 501, 1000, 1234}) {
    EXPECT_EQ(SweepOver(count).value(), count);
    EXPECT_EQ(steps_.size(), static_cast<size_t>(count));
  }
}

TEST_F(OwnWorkTest, EndsBeforeTheNextRowWhenTheServiceStops) {
  is_stopping_ = [asked = 700]() mutable { return --asked < 0; };
  EXPECT_EQ(SweepOver(1000).value(), 700);
}

TEST_F(OwnWorkTest, FailsWhereTheRowsCannotBeListed) {
  const absl::StatusOr<int> done =
      own_work_.Sweep([](db::Session&, const std::string&,
                         int) -> absl::StatusOr<std::vector<std::string>> { return absl::DataLossError("damaged"); },
                      [](const std::string&) { return 1; });
  EXPECT_THAT(done, HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace mosbat::casefile
