// What is forgotten of the stored answers, and when.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/rpc/request_results.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::rpc {
namespace {

using testing::IsOk;

const absl::Time kNow = absl::FromUnixMillis(1'770'000'000'000);

class RequestResultsConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  static RequestKey KeyOf(int i) { return {.caller = "mina", .method = "Open", .request_id = absl::StrCat(i)}; }

  void Insert(int first, int last, absl::Time recorded) {
    ASSERT_THAT(database_->Transact([&](db::Session& session) -> absl::Status {
      for (int i = first; i <= last; ++i) {
        MOSBAT_RETURN_IF_ERROR(results_.Insert(session, KeyOf(i), "hash", "answer", recorded));
      }
      return absl::OkStatus();
    }),
                IsOk());
  }

  bool IsKept(int i) {
    bool kept = false;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const auto answer, results_.Find(session, KeyOf(i), "hash"));
      kept = answer.has_value();
      return absl::OkStatus();
    }),
                IsOk());
    return kept;
  }

  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const RequestResults results_{*keyring_};
  std::unique_ptr<db::Database> database_ = GetParam().Open({{"rpc", &Migrations()}});
};

TEST_P(RequestResultsConformance, EverythingOldIsForgottenAndNothingElse) {
  Insert(1, 750, kNow - absl::Seconds(1));
  Insert(751, 753, kNow);
  EXPECT_EQ(*RequestResults::Forget(*database_, kNow, absl::InfiniteFuture()), 750);
  EXPECT_FALSE(IsKept(750));
  EXPECT_TRUE(IsKept(751));
  EXPECT_EQ(*RequestResults::Forget(*database_, kNow, absl::InfiniteFuture()), 0);
}

TEST_P(RequestResultsConformance, ForgettingStopsInTime) {
  Insert(1, 300, kNow);
  const absl::StatusOr<int64_t> forgotten =
      RequestResults::Forget(*database_, kNow + absl::Seconds(1), absl::InfinitePast());
  ASSERT_THAT(forgotten, IsOk());
  EXPECT_GT(*forgotten, 0);
  EXPECT_LT(*forgotten, 300);
}

INSTANTIATE_TEST_SUITE_P(AllBackends, RequestResultsConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::rpc
