// Two replicas of guideline, catalog and gateway over one store, in this process, on a day that the test decides. What
// one of them must know of the other goes through the store and the feed: each has its own backends, pools, sequencers
// and memory, and its gateway asks only its own backends.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/auth/authenticator.h"
#include "common/auth/local_identity.h"
#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/observe/metrics.h"
#include "common/rpc/backend.h"
#include "common/rpc/channels.h"
#include "common/testing/fakes.h"
#include "common/testing/temp_folder.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "services/gateway/gateway_server.h"

namespace mosbat::walk {

// Two processes on one folder of SQLite files are refused (common/db/open.h), and one file has one writer: there the
// replicas share the database. On MariaDB each has connections of its own.
enum class Store { kSqlite, kMariaDb };

class Replicas {
 public:
  static constexpr int kReplicas = 2;

  // On return both serve.
  static absl::StatusOr<std::unique_ptr<Replicas>> Start(Store store);
  ~Replicas();

  std::vector<std::string> gateways() const;
  std::string identity_file() const { return folder_.path() + "/identity.jwk"; }

  // Noon of the day on which the services stand.
  void SetToday(absl::CivilDay today);

  // Everything that the services have said, in the order of their feeds.
  absl::StatusOr<std::vector<feed::v1::Event>> Events();
  // The last place in the feed of `service`, when everything committed has one.
  absl::StatusOr<int64_t> LastSeq(const std::string& service);
  // Blocks until the catalog's feed goes on behind `seq`, at most 2 s.
  void AwaitCatalogAbove(int64_t seq);

 private:
  struct Replica {
    observe::Metrics metrics;
    rpc::Channels channels;
    std::vector<std::unique_ptr<rpc::Backend>> backends;  // guideline, catalog
    std::unique_ptr<gateway::GatewayServer> gateway;
  };

  explicit Replicas(Store store) : store_(store) {}

  absl::Status Begin();
  absl::Status StartReplica(int number);
  // Of the `replica`-th who asks.
  absl::StatusOr<std::unique_ptr<db::Database>> Open(const std::string& service,
                                                     const std::vector<db::MigrationSet>& schema, int replica);
  rpc::Backend& BackendOf(const std::string& service) const;

  const Store store_;
  const testing::TempFolder folder_;
  const SystemClock real_clock_{};  // of tokens
  testing::FakeClock business_clock_;
  SystemIds ids_;
  std::string database_;
  std::vector<std::unique_ptr<db::Database>> shared_;
  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  std::unique_ptr<auth::LocalIdentity> identity_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::array<Replica, kReplicas> replicas_;
};

}  // namespace mosbat::walk
