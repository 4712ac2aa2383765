// `mosbatctl apply` of the founding data against the whole suite in one process, through its gateway.
#include "clients/mosbatctl/apply/apply.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/client.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "tests/integration/trial_suite.h"

namespace mosbat {
namespace {

using ::mosbat::testing::IsOk;
using ::testing::IsEmpty;

class FoundingDataTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto suite = testing::TrialSuite::Start();
    ASSERT_THAT(suite, IsOk());
    suite_ = *std::move(suite);
    auto client = suite_->NewClient();
    ASSERT_THAT(client, IsOk());
    client_ = *std::move(client);
    auto entries = ctl::ReadPlan(MOSBAT_FOUNDING_DATA, /*historical=*/true);
    ASSERT_THAT(entries, IsOk());
    entries_ = *std::move(entries);
  }

  std::unique_ptr<testing::TrialSuite> suite_;
  std::unique_ptr<ctl::Client> client_;
  std::vector<ctl::Entry> entries_;
};

// A command that is killed in its n-th call: the suite does the work, and nobody hears of it.
class CutClient final : public ctl::Calls {
 public:
  CutClient(ctl::Calls& calls, int left) : calls_(calls), left_(left) {}
  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
    if (left_ > 0) {
      --left_;
      absl::Status status = calls_.Invoke(as, request, response);
      if (left_ > 0) return status;
    }
    return absl::CancelledError("cut");
  }

 private:
  ctl::Calls& calls_;
  int left_;
};

TEST_F(FoundingDataTest, IsLoadedOnceAndTheSecondRunChangesNothing) {
  const ctl::ApplyResult first = ctl::Apply(*client_, entries_, {});
  ASSERT_THAT(first.stopped, IsOk());
  EXPECT_THAT(first.different, IsEmpty());
  EXPECT_EQ(first.changed, 0);
  EXPECT_EQ(first.unchanged, 0);

  const ctl::ApplyResult second = ctl::Apply(*client_, entries_, {});
  ASSERT_THAT(second.stopped, IsOk());
  EXPECT_THAT(second.different, IsEmpty());
  EXPECT_EQ(ctl::SummaryOf(second), absl::StrCat("0 created, 0 changed, ", first.created, " unchanged"));
}

TEST_F(FoundingDataTest, ARunThatIsCutAgainAndAgainEndsWhereAnUncutOneDoes) {
  // Each run gets a little further before it is cut.
  bool done = false;
  for (int calls = 5; !done && calls <= 2000; calls += 17) {
    CutClient cut(*client_, calls);
    const ctl::ApplyResult result = ctl::Apply(cut, entries_, {});
    EXPECT_THAT(result.different, IsEmpty());
    done = result.stopped.ok();
    if (!done) {
      ASSERT_EQ(result.stopped.code(), absl::StatusCode::kCancelled) << result.stopped;
    }
  }
  ASSERT_TRUE(done);

  catalog::v1::ListEntrustmentsRequest entrustments;
  entrustments.set_page_size(1000);
  const auto listed = client_->Call<catalog::v1::ListEntrustmentsResponse>("steering", entrustments);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->entrustments_size(), 18 + 3) << "the founding list, and three types that are not on it";
  for (const auto& entrustment : listed->entrustments()) {
    EXPECT_EQ(entrustment.state(), catalog::v1::Entrustment::ACTIVE) << entrustment.name();
    EXPECT_TRUE(entrustment.historical()) << entrustment.name();
  }
  const auto directive = client_->Call<guideline::v1::Directive>("steering", guideline::v1::ResolveDirectiveRequest());
  ASSERT_THAT(directive, IsOk());
  EXPECT_EQ(directive->name(), "directives/two");
  EXPECT_TRUE(directive->historical());
}

}  // namespace
}  // namespace mosbat
