// The suite as a cluster runs it, on one machine and one private MariaDB: two replicas each of catalog, casefile and
// gateway, every one a process of its own, and one process for the other services. The gateway of a replica asks
// catalog and casefile of the same one, so that what two replicas must know of each other goes by the feeds.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/testing/mariadb_server.h"
#include "common/testing/temp_folder.h"
#include "tests/integration/server_process.h"

namespace mosbat::testing {

class ReplicatedSuite {
 public:
  static constexpr int kReplicas = 2;

  // On return everything serves. To be called from a thread that lives as long as the suite. What went wrong is said
  // by the process that did not serve.
  static absl::StatusOr<std::unique_ptr<ReplicatedSuite>> Start(Durability durability = Durability::kNone);

  // Of the gateway of a replica.
  std::string address(int replica) const { return Address("gateway", replica); }
  // For db::Open().
  std::string database() const { return server_->Address("suite"); }
  std::string keys() const { return folder_.path() + "/keys"; }
  std::string identity_file() const { return keys() + "/identity.jwk"; }

 private:
  explicit ReplicatedSuite(std::unique_ptr<MariaDbServer> server) : server_(std::move(server)) {}

  absl::Status ReserveAddresses();
  absl::Status Run();

  // `replica` counts only for those of which there are two.
  const std::string& Address(const std::string& role, int replica) const;
  std::vector<std::string> Command(const std::string& command) const;
  // `serve` of these roles; it asks `peers`.
  void Serve(const std::vector<std::string>& roles, const std::vector<std::string>& peers, int replica);

  const std::unique_ptr<MariaDbServer> server_;
  const TempFolder folder_;
  std::map<std::string, std::vector<std::string>> addresses_;  // by role, then replica
  std::vector<std::unique_ptr<ServerProcess>> processes_;
};

}  // namespace mosbat::testing
