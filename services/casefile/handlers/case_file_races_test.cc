// Many at once for the last place of a social worker (promise 1), and for the one file that a person may be in
// (promise 2).
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/casefile/handlers/replica.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kCentre;
using testing::FailsWith;
using testing::IsOk;

constexpr int kCallers = 32;
constexpr int kWorkerCap = 3;
constexpr char kOtherCentre[] = "centres/other";

class CaseFileRacesTest : public ::testing::TestWithParam<testing::Backend> {
 protected:
  void SetUp() override {
    if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
    for (const char* const name : {kCentre, kOtherCentre}) {
      registry::v1::Centre centre = examples::Centre(1000, 1, name);
      centre.set_files_per_worker(kWorkerCap);
      ASSERT_THAT(replica_.Learn(centre), IsOk());
    }
  }

  // Each caller's answer; they begin together, every other one at another replica.
  std::vector<absl::Status> AllAtOnce(const std::function<absl::Status(Replica&, int)>& act) {
    std::vector<absl::Status> answers(kCallers);
    std::atomic<int> ready = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kCallers; ++i) {
      threads.emplace_back([&, i] {
        for (++ready; ready < kCallers;) std::this_thread::yield();
        answers[static_cast<size_t>(i)] = act(i % 2 == 0 ? replica_ : other_replica_, i);
      });
    }
    for (std::thread& thread : threads) thread.join();
    return answers;
  }
  int64_t Count(const std::string& table, const std::string& where) {
    return replica_.Count(absl::StrCat("SELECT COUNT(*) FROM ", table, " WHERE ", where));
  }

  int64_t Held(const std::string& owner) {
    return Count("places", absl::StrCat("case_file IS NOT NULL AND owner = '", owner, "'"));
  }
  int64_t Open() { return Count("case_files", "state = 'OPEN'"); }

  const std::unique_ptr<db::Database> database_ = GetParam().Open(Schema());
  Replica replica_{*database_};
  Replica other_replica_{*database_};
};

// Half of the callers open a file with a worker, half give one that is open to a worker.
TEST_P(CaseFileRacesTest, LastPlaceOfEachSocialWorkerHasOneWinner) {
  const std::vector<std::string> workers = {"centres/mehr/staff/mina", "centres/mehr/staff/sara"};
  for (size_t w = 0; w < workers.size(); ++w) {
    ASSERT_THAT(replica_.Learn(examples::Worker(kWorkerCap, 1, workers[w])), IsOk());
    for (int i = 1; i < kWorkerCap; ++i) {
      v1::CaseFile taken = examples::Household(900'000 + 10 * static_cast<int>(w) + 2 * i);
      taken.set_social_worker(workers[w]);
      ASSERT_THAT(replica_.Open(taken), IsOk());
    }
  }
  std::vector<std::string> unassigned;
  for (int i = 0; i < kCallers; ++i) {
    const absl::StatusOr<v1::CaseFile> file = replica_.Open(examples::Household(800'000 + 2 * i));
    ASSERT_THAT(file, IsOk());
    unassigned.push_back(file->name());
  }

  const auto worker_of = [&](int caller) { return workers[static_cast<size_t>(caller / 2) % workers.size()]; };
  const std::vector<absl::Status> answers = AllAtOnce([&](Replica& replica, int i) {
    if (i < kCallers / 2) return replica.Assign(unassigned[static_cast<size_t>(i)], worker_of(i)).status();
    v1::CaseFile wanted = examples::Household(2 * i + 1);
    wanted.set_social_worker(worker_of(i));
    return replica.Open(wanted).status();
  });

  for (const std::string& worker : workers) {
    int won = 0;
    for (int i = 0; i < kCallers; ++i) {
      if (worker_of(i) != worker) continue;
      const absl::Status& answer = answers[static_cast<size_t>(i)];
      if (answer.ok()) {
        ++won;
      } else {
        EXPECT_THAT(answer, FailsWith(StatusCode::kFailedPrecondition, "WORKER_FULL"));
      }
    }
    EXPECT_EQ(won, 1) << worker;
    EXPECT_EQ(Held(worker), kWorkerCap);
    EXPECT_EQ(Count("case_files", absl::StrCat("social_worker = '", worker, "'")), kWorkerCap);
  }
  // Who found the worker full holds no place of the centre.
  EXPECT_EQ(Held(kCentre), Open());
}

// A child whom two families enter in their files, at two centres.
TEST_P(CaseFileRacesTest, PersonIsInOneOpenFileWhoeverAsksForIt) {
  constexpr int kChild = 900'000;
  const std::vector<absl::Status> answers = AllAtOnce([&](Replica& replica, int i) {
    v1::CaseFile wanted = examples::Household(2 * i + 1);
    wanted.mutable_members(1)->mutable_identity()->set_national_id(examples::NationalId(kChild));
    wanted.set_centre(i / 2 % 2 == 0 ? kCentre : kOtherCentre);
    return replica.Open(wanted, Manager(wanted.centre())).status();
  });
  int won = 0;
  for (const absl::Status& answer : answers) {
    if (answer.ok()) {
      ++won;
    } else {
      EXPECT_THAT(answer, FailsWith(StatusCode::kFailedPrecondition, "ALREADY_OPEN_ELSEWHERE"));
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(Open(), 1);
  EXPECT_EQ(Held(kCentre) + Held(kOtherCentre), 1) << "who lost holds no place";
  EXPECT_EQ(Count("open_identities", "1 = 1"), 2) << "nor anybody's identity";
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CaseFileRacesTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
