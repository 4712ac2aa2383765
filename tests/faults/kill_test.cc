// The story goes on while the suite is killed again and again: nothing acknowledged is lost, nothing is doubled.
//
// The suite runs as a process of its own and is ended by SIGKILL in the middle of the story's writes, in every chapter
// that writes, then started again on the same address. The client tries again what it may. In the end everything is
// read back: what a told story must have left (tests/story/outcome.h), the places, and each thing that was ever
// acknowledged; and every write that was acknowledged is sent once more with its request id, and must be answered as it
// was.
//
// A first story is told undisturbed: what later ones make beside it shows what is doubled, and it says how many writes
// a chapter has. KILL_TEST_KILLS sets the number of kills (10), told in as many stories as that takes, and
// KILL_TEST_SEED the moments.
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <map>
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
#include "clients/mosbatctl/messages.h"
#include "common/db/open.h"
#include "common/testing/mariadb_server.h"
#include "common/testing/seed.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"
#include "tests/integration/server_process.h"
#include "tests/story/outcome.h"
#include "tests/story/places_watch.h"

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

// Kills the suite at writes that were chosen beforehand.
class Killer {
 public:
  Killer(KilledSuite& suite, uint32_t seed) : suite_(suite), random_(seed), thread_([this] { Run(); }) {}
  ~Killer() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  // From now on a kill falls due at each of `writes`, numbered from 0.
  void Begin(std::set<int> writes) {
    const std::lock_guard lock(mutex_);
    writes_ = std::move(writes);
    begun_ = 0;
  }
  // Blocks until every kill that fell due is done. How many writes there were since.
  int End() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return due_ == killed_; });
    return begun_;
  }

  // That a write is sent, and that it was answered. Thread-safe.
  void WriteBegins() {
    const std::lock_guard lock(mutex_);
    ++under_way_;
    if (writes_.count(begun_++) > 0) ++due_;
    changed_.notify_all();
  }
  void WriteEnds() {
    const std::lock_guard lock(mutex_);
    --under_way_;
  }

  int killed() {
    const std::lock_guard lock(mutex_);
    return killed_;
  }
  // Those that a write was under way at.
  int met() {
    const std::lock_guard lock(mutex_);
    return met_;
  }

 private:
  // A write takes some milliseconds: it is met at its beginning, at its commit or behind it.
  static constexpr absl::Duration kLongestWrite = absl::Milliseconds(4);

  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return done_ || due_ > killed_; });
      if (done_) return;
      lock.unlock();
      absl::SleepFor(kLongestWrite * std::uniform_real_distribution<>(0, 1)(random_));
      lock.lock();
      met_ += under_way_ > 0 ? 1 : 0;
      lock.unlock();
      suite_.KillAndStart();
      lock.lock();
      ++killed_;
      changed_.notify_all();
    }
  }

  KilledSuite& suite_;
  std::mt19937 random_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<int> writes_;
  int begun_ = 0;
  int under_way_ = 0;
  int due_ = 0;
  int killed_ = 0;
  int met_ = 0;
  bool done_ = false;
  std::thread thread_;
};

// Remembers every write that was acknowledged, and lets the killer know of each.
class Recorder final : public ctl::Calls {
 public:
  struct Write {
    std::string as;
    ctl::MessagePtr request;
    ctl::MessagePtr response;
  };

  Recorder(ctl::Calls& calls, Killer& killer) : calls_(calls), killer_(killer) {}

  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
    if (ctl::TextOf(request, "request_id").empty()) return calls_.Invoke(as, request, response);
    killer_.WriteBegins();
    const absl::Status status = calls_.Invoke(as, request, response);
    killer_.WriteEnds();
    if (!status.ok()) return status;
    const std::lock_guard lock(mutex_);
    writes_.push_back({.as = std::string(as), .request = ctl::CopyOf(request), .response = ctl::CopyOf(response)});
    return status;
  }

  const std::vector<Write>& writes() const { return writes_; }

 private:
  ctl::Calls& calls_;
  Killer& killer_;
  std::mutex mutex_;
  std::vector<Write> writes_;
};

class KillTest : public ::testing::Test {
 protected:
  // By the number of a chapter, from 0.
  using OfChapters = std::map<size_t, int>;

  static constexpr int kKillsOfAStory = 10;
  // That a run makes only where it finds no credit.
  static constexpr int kWritesOfTheFirstRun = 2;

  void TellWhileKilling(const std::string& database) {
    const int kills = testing::FromEnvironment("KILL_TEST_KILLS", 10);
    const auto seed = static_cast<uint32_t>(testing::FromEnvironment("KILL_TEST_SEED", 20260321));
    std::printf("%d kills, KILL_TEST_SEED=%u\n", kills, seed);
    random_.seed(seed);

    KilledSuite suite(database, folder_.path());
    auto client = ctl::Client::Open({.address = suite.address(), .identity_file = suite.identity_file()},
                                    {.language = Language::kEnglish, .patience = absl::Seconds(60)});
    ASSERT_THAT(client, IsOk());
    const auto founding_data = ctl::ReadPlan(MOSBAT_FOUNDING_DATA, /*historical=*/true);
    ASSERT_THAT(founding_data, IsOk());
    ASSERT_THAT(ctl::Apply(**client, *founding_data, {}).stopped, IsOk());

    Killer killer(suite, seed);
    Recorder recorder(**client, killer);
    const OfChapters writes = Tell(recorder, killer, {});
    ASSERT_FALSE(HasFatalFailure());
    for (int left = kills; left > 0; left -= kKillsOfAStory) {
      Tell(recorder, killer, Choose(std::min(left, kKillsOfAStory), writes));
      ASSERT_FALSE(HasFatalFailure());
    }
    EXPECT_EQ(killer.killed(), kills);
    std::printf("%d of them met a write under way; %zu acknowledged writes\n", killer.met(), recorder.writes().size());
    EXPECT_GT(killer.met(), 0) << "kills between writes show nothing";

    suite.KillAndStart();
    const auto casefile = db::Open({.address = database, .service = "casefile", .connections = 2});
    ASSERT_THAT(casefile, IsOk());
    for (const story::Made& made : told_) {
      story::ExpectOutcome(**client, made, static_cast<int>(told_.size()));
      EXPECT_EQ(story::PlacesFault(**casefile, made.centre.name()), "");
    }
    ExpectThere(**client, recorder.writes());
    ExpectAnsweredAgain(**client, recorder.writes());
  }

  // Another story, and how many writes each chapter had. Every chapter meets as many kills as were chosen for it, or
  // the test fails.
  OfChapters Tell(ctl::Calls& calls, Killer& killer, const std::map<size_t, std::set<int>>& kills) {
    const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
    story::World world(calls, silent, absl::StrCat("killed-", told_.size() + 1));
    story::Made& made = told_.emplace_back();
    OfChapters writes;
    for (size_t chapter = 0; chapter < story::Chapters().size(); ++chapter) {
      const auto chosen = kills.find(chapter);
      const std::set<int> points = chosen == kills.end() ? std::set<int>() : chosen->second;
      const int before = killer.killed();
      killer.Begin(points);
      const absl::Status told = story::Chapters()[chapter].tell(world, made);
      writes[chapter] = killer.End();
      EXPECT_THAT(told, IsOk()) << "chapter " << chapter + 1;
      EXPECT_EQ(killer.killed() - before, static_cast<int>(points.size())) << "in chapter " << chapter + 1;
      std::printf("chapter %zu: %d kills in %d writes\n", chapter + 1, killer.killed() - before, writes[chapter]);
      if (!told.ok()) break;
    }
    return writes;
  }

  // Deals the kills out, beginning with the last chapter, where the money is; within a chapter, any write.
  std::map<size_t, std::set<int>> Choose(int kills, const OfChapters& writes) {
    std::vector<size_t> chapters;
    for (const auto& [chapter, count] : writes) {
      if (count > 0) chapters.push_back(chapter);  // another only reads
    }
    std::map<size_t, std::set<int>> chosen;
    for (int kill = 0; kill < kills; ++kill) {
      const size_t chapter = chapters[chapters.size() - 1 - static_cast<size_t>(kill) % chapters.size()];
      const int last = std::max(0, writes.at(chapter) - kWritesOfTheFirstRun - 1);
      std::set<int>& points = chosen[chapter];
      const size_t before = points.size();
      while (points.size() == before) points.insert(std::uniform_int_distribution<>(0, last)(random_));
    }
    return chosen;
  }

  static void ExpectThere(ctl::Calls& calls, const std::vector<Recorder::Write>& writes) {
    std::set<std::string> names;
    for (const Recorder::Write& write : writes) {
      const std::string name = ctl::TextOf(*write.response, "name");
      if (name.empty() || !names.insert(name).second) continue;
      const auto get = ctl::GetMethodOf(name);
      ASSERT_THAT(get, IsOk());
      const ctl::MessagePtr request = ctl::NewMessage(*(*get)->input_type());
      ctl::SetText(*request, "name", name);
      const ctl::MessagePtr found = ctl::NewMessage(*(*get)->output_type());
      EXPECT_THAT(calls.Invoke(calls.UsualCaller(**get), *request, *found), IsOk()) << name;
      EXPECT_EQ(ctl::TextOf(*found, "name"), name);
    }
  }

  static void ExpectAnsweredAgain(ctl::Calls& calls, const std::vector<Recorder::Write>& writes) {
    for (const Recorder::Write& write : writes) {
      const ctl::MessagePtr again(write.response->New());
      ASSERT_THAT(calls.Invoke(write.as, *write.request, *again), IsOk()) << write.request->GetTypeName();
      EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*again, *write.response))
          << write.request->ShortDebugString();
    }
  }

  testing::TempFolder folder_;
  std::mt19937 random_;
  std::vector<story::Made> told_;
};

TEST_F(KillTest, OnSqlite) { TellWhileKilling("sqlite:" + folder_.path() + "/data"); }

TEST_F(KillTest, OnMariaDb) {
  if (!testing::MariaDbServer::IsInstalled()) GTEST_SKIP() << "SKIPPED: mariadbd is not installed";
  TellWhileKilling(testing::MariaDbServer::Shared().Address("killed"));
}

}  // namespace
}  // namespace mosbat
