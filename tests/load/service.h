// One service of the suite as `mosbat serve` runs it: real clock, ES256 tokens, sealed bodies, metrics, gRPC on a free
// port of the loopback.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/auth/principal.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/db/migration.h"
#include "common/rpc/backend.h"
#include "common/testing/backend_world.h"

namespace mosbat::load {

// A new, migrated database at an address of db::Open(). Ends the process if there can be none.
std::unique_ptr<db::Database> NewDatabase(const std::string& address, const std::vector<db::MigrationSet>& schema);

class Service {
 public:
  using NewRole = absl::StatusOr<std::unique_ptr<rpc::Role>>(rpc::Backend& backend);

  // Serves until destroyed. Ends the process if it cannot.
  Service(rpc::BackendOptions options, std::unique_ptr<db::Database> database, NewRole& new_role);

  std::string address() const;
  // The metadata value of a caller with a token of this service's issuer.
  std::string Authorization(const auth::Principal& caller) const { return world_.Authorization(caller); }
  db::Database& database() { return backend_->database(); }

 private:
  const SystemClock clock_{};
  testing::BackendWorld world_{clock_};
  std::unique_ptr<rpc::Backend> backend_;
};

}  // namespace mosbat::load
