// What every backend service has: store, pool, runner, outbox and sequencer, followers, audit trail, and a gRPC server
// with its own methods beside FeedService, AuditService, health and reflection.
//
// Order: Open(), then the service adds its methods, followers and sweeps, then Start(), StartFollowing() once every
// service of the process has started, and Drain() at the end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/auth/authenticator.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/migration.h"
#include "common/feed/feed_rpc.h"
#include "common/feed/follower.h"
#include "common/feed/outbox.h"
#include "common/feed/sequencer.h"
#include "common/observe/metrics.h"
#include "common/rpc/channels.h"
#include "common/rpc/positions.h"
#include "common/rpc/server_start.h"
#include "common/rpc/unary_runner.h"
#include "common/rpc/worker_pool.h"

namespace mosbat::rpc {

// What the services of one process share; everything outlives them.
struct Environment {
  const Clock& real_clock;
  const Clock& business_clock;
  IdGenerator& ids;
  auth::Authenticator& authenticator;
  const crypto::Keyring& keyring;
  observe::Metrics& metrics;
  Channels& channels;
  std::function<std::string()> service_token;  // proves this process to the feeds that it follows
  std::string replica;
};

struct BackendOptions {
  std::string service;                   // "guideline"
  std::vector<db::MigrationSet> schema;  // SchemaOf(own migrations)
  std::string listen = "127.0.0.1:0";
  bool says_position = false;  // guideline, catalog, registry, purchasing: writes answer with `mosbat-position`
  // casefile, purchasing: events older than 30 days go. The other feeds are kept whole, because a new copy of a policy
  // is built from its first event.
  bool truncates_feed = false;
  size_t most_queued = 256;
  absl::Duration sequencer_looks_every = feed::Sequencer::kLookEvery;
};

// Everything a service's database holds: the runtime's own tables, then the service's.
std::vector<db::MigrationSet> SchemaOf(const std::string& service, const std::vector<db::Migration>& own);

// A service's own part: handlers and stores, alive as long as its backend serves.
class Role {
 public:
  virtual ~Role() = default;
};

class Backend {
 public:
  // FAILED_PRECONDITION / SCHEMA_OLD if the database is not migrated.
  static absl::StatusOr<std::unique_ptr<Backend>> Open(const Environment& environment, BackendOptions options,
                                                       std::unique_ptr<db::Database> database);
  ~Backend();
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  // For the service's composition root.
  UnaryRunner& runner() { return *runner_; }
  db::Database& database() { return *database_; }
  feed::Outbox& outbox() { return outbox_; }
  feed::Sequencer& sequencer() { return sequencer_; }
  const crypto::Keyring& keyring() const { return environment_.keyring; }
  IdGenerator& ids() { return environment_.ids; }
  const Clock& business_clock() const { return environment_.business_clock; }
  const Clock& real_clock() const { return environment_.real_clock; }
  observe::Metrics& metrics() { return environment_.metrics; }
  Channels& channels() { return environment_.channels; }
  const std::string& service() const { return options_.service; }
  const std::string& replica() const { return environment_.replica; }

  // Methods of the service; `service` outlives the backend.
  void AddService(grpc::Service& service) { services_.push_back(&service); }
  // Keeps a copy of what the feed of another service says.
  void Follow(const std::string& feed, feed::ApplyEvent apply);
  // Runs `work` every `interval` in the housekeeping thread: what nobody asked for, but must happen. The process ends
  // only after the work that it is at, so work of many steps asks IsStopping() before each.
  void Every(absl::Duration interval, std::function<void()> work);
  // Whether Drain() has begun: what can wait is left to the next start.
  bool IsStopping() const { return is_stopping_; }
  // Logs and counts that a part of such work failed for `row` (a resource name, or "") and is left to the next turn.
  void SayChoreFailed(const std::string& chore, absl::string_view row, const absl::Status& status);

  // FAILED_PRECONDITION / PORT_TAKEN if the address cannot be listened on. The service's own part is kept until the
  // end.
  absl::Status Start(std::unique_ptr<Role> role);
  void StartFollowing();
  int port() const { return server_.port; }

  // Before EndStreams() of the services that it follows, so that their end is no alarm. Does not wait for a follower
  // that waits for the store.
  void StopFollowing();
  // Ends the streams of the feed, which would go on for ever: their followers turn to another replica.
  void EndStreams() { streams_.Stop(); }
  // NOT_SERVING at once; following and streams end, calls in flight finish, at the latest at `deadline`.
  void Drain(absl::Time deadline);

 private:
  class FeedRpc;
  class AuditRpc;
  struct Chore {
    absl::Duration interval;
    std::function<void()> work;
    absl::Time next;
  };

  Backend(const Environment& environment, BackendOptions options, std::unique_ptr<db::Database> database);
  void KeepHouse();
  void Forget();
  void SetMetrics();

  const Environment environment_;
  const BackendOptions options_;
  std::unique_ptr<db::Database> database_;
  feed::Outbox outbox_;
  feed::Sequencer sequencer_;
  Copies copies_;
  std::vector<std::unique_ptr<feed::Follower>> followers_;
  std::unique_ptr<WorkerPool> pool_;
  std::unique_ptr<UnaryRunner> runner_;
  feed::FeedStreams streams_;
  std::unique_ptr<FeedRpc> feed_rpc_;
  std::unique_ptr<AuditRpc> audit_rpc_;
  std::vector<grpc::Service*> services_;
  std::unique_ptr<Role> role_;
  StartedServer server_;
  std::atomic<bool> is_stopping_ = false;
  std::mutex mutex_;
  std::condition_variable house_closed_;
  bool close_house_ = false;
  std::vector<Chore> chores_;
  std::thread housekeeper_;
};

}  // namespace mosbat::rpc
