// The story goes on while the suite is killed again and again: nothing acknowledged is lost, nothing is doubled.
//
// The suite runs as a process of its own and is ended by SIGKILL at random moments between and during the story's
// writes, then started again on the same address. The client tries again what it may. At the end every write that was
// ever acknowledged is sent once more with its request id, and must be answered as it was: its change is there, and it
// is there once.
//
// KILL_TEST_KILLS sets the number of kills (10), KILL_TEST_SEED the random moments.
#include <signal.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/demo/story.h"
#include "common/testing/mariadb_server.h"
#include "common/testing/seed.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"
#include "tests/integration/server_process.h"

namespace mosbat {
namespace {

using testing::IsOk;
using testing::ServerProcess;

// The suite as a process that can be killed and started again where it was.
class KilledSuite {
 public:
  KilledSuite(std::string database, std::string data) : database_(std::move(database)), data_(std::move(data)) {
    ServerProcess migrate(Command("migrate"));
    EXPECT_EQ(migrate.Wait(), 0) << migrate.errors();
    Start("127.0.0.1:0");
  }

  const std::string& address() const { return address_; }
  std::string identity_file() const { return data_ + "/keys/identity.jwk"; }

  void KillAndStart() {
    process_->Signal(SIGKILL);
    process_->Wait();
    Start(address_);
  }

 private:
  std::vector<std::string> Command(const std::string& command) const {
    return {command, "--database", database_, "--keys", data_ + "/keys", "--trial"};
  }

  void Start(const std::string& listen) {
    std::vector<std::string> command = Command("serve");
    command.insert(command.end(), {"--listen", listen});
    process_ = std::make_unique<ServerProcess>(command);
    ASSERT_TRUE(process_->AwaitServing()) << process_->errors();
    address_ = process_->Said("gateway");
  }

  const std::string database_;
  const std::string data_;
  std::string address_;
  std::unique_ptr<ServerProcess> process_;
};

// Remembers every write that was acknowledged, and lets the test know of each.
class Recorder final : public ctl::Calls {
 public:
  struct Write {
    std::string as;
    std::unique_ptr<google::protobuf::Message> request;
    std::unique_ptr<google::protobuf::Message> response;
  };

  explicit Recorder(ctl::Calls& calls) : calls_(calls) {}

  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
    const absl::Status status = calls_.Invoke(as, request, response);
    const auto* const id = request.GetDescriptor()->FindFieldByName("request_id");
    if (!status.ok() || id == nullptr || request.GetReflection()->GetString(request, id).empty()) return status;
    Write write{.as = std::string(as)};
    write.request.reset(request.New());
    write.request->CopyFrom(request);
    write.response.reset(response.New());
    write.response->CopyFrom(response);
    const std::lock_guard lock(mutex_);
    writes_.push_back(std::move(write));
    ++count_;
    return status;
  }

  int count() const { return count_; }
  const std::vector<Write>& writes() const { return writes_; }

 private:
  ctl::Calls& calls_;
  std::mutex mutex_;
  std::vector<Write> writes_;
  std::atomic<int> count_ = 0;
};

class KillTest : public ::testing::Test {
 protected:
  void TellWhileKilling(const std::string& database) {
    const int kills = testing::FromEnvironment("KILL_TEST_KILLS", 10);
    const int seed = testing::FromEnvironment("KILL_TEST_SEED", 20260321);
    std::printf("%d kills, KILL_TEST_SEED=%d\n", kills, seed);

    KilledSuite suite(database, folder_.path());
    auto client = ctl::Client::Open({.address = suite.address(), .identity_file = suite.identity_file()},
                                    {.language = Language::kEnglish, .patience = absl::Seconds(60)});
    ASSERT_THAT(client, IsOk());
    Recorder recorder(**client);
    const auto founding_data = ctl::ReadPlan(MOSBAT_FOUNDING_DATA, /*historical=*/true);
    ASSERT_THAT(founding_data, IsOk());
    ASSERT_THAT(ctl::Apply(**client, *founding_data, {}).stopped, IsOk());

    std::atomic<bool> told = false;
    std::atomic<int> killed = 0;
    absl::Status status;
    // As many stories, one after the other, as it takes until the last kill.
    std::thread teller([&] {
      const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
      int stories = 0;
      do {
        story::World world(recorder, silent, absl::StrCat("killed-", ++stories));
        story::Made made;
        status = story::TellStory(world, made);
      } while (status.ok() && killed < kills);
      told = true;
    });
    // A kill after a random number of further writes, and up to 20 ms later: in the middle of whatever comes next.
    std::mt19937 random(static_cast<unsigned>(seed));
    while (!told && killed < kills) {
      const int after = recorder.count() + static_cast<int>(random() % 12);
      while (!told && recorder.count() < after) absl::SleepFor(absl::Microseconds(200));
      absl::SleepFor(absl::Microseconds(random() % 20'000));
      suite.KillAndStart();
      ++killed;
    }
    teller.join();
    EXPECT_THAT(status, IsOk());
    EXPECT_EQ(killed, kills);
    std::printf("%zu acknowledged writes\n", recorder.writes().size());

    ASSERT_GT(recorder.writes().size(), 50u);
    for (const Recorder::Write& write : recorder.writes()) {
      const std::unique_ptr<google::protobuf::Message> again(write.response->New());
      ASSERT_THAT((*client)->Invoke(write.as, *write.request, *again), IsOk()) << write.request->GetTypeName();
      EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*again, *write.response))
          << write.request->ShortDebugString();
    }
  }

  testing::TempFolder folder_;
};

TEST_F(KillTest, OnSqlite) { TellWhileKilling("sqlite:" + folder_.path() + "/data"); }

TEST_F(KillTest, OnMariaDb) {
  if (!testing::MariaDbServer::IsInstalled()) GTEST_SKIP() << "SKIPPED: mariadbd is not installed";
  TellWhileKilling(testing::MariaDbServer::Shared().Address("killed"));
}

}  // namespace
}  // namespace mosbat
