// MySQL and MariaDB, also as a Galera cluster, through Connector/C++.
//
// Isolation is REPEATABLE READ, with innodb_snapshot_isolation where the server has it. Of a lost race nothing is kept
// and the body runs again after a short random pause; what is retried and what is not stands in faults.h.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "common/db/mysql/pool.h"
#include "common/db/transaction_counts.h"

namespace mosbat::db::mysql {

class ServerDatabase final : public Database {
 public:
  // Connects once, to find out early what is wrong; the errors are those of RequireDatabase().
  static absl::StatusOr<std::unique_ptr<ServerDatabase>> Open(const Server& server, int connections);

  absl::Status Read(Body body, absl::Time deadline) override;
  absl::Status Transact(Body body, absl::Time deadline) override;
  int useful_threads() const override { return connections_; }
  DatabaseCounts counts() const override { return counts_.Get(); }

 private:
  // What became of one run of a body.
  struct Run {
    absl::Status status;
    int code = 0;        // of the store's error behind `status`
    bool again = false;  // nothing was kept, and the body may run again
  };

  ServerDatabase(const Server& server, int connections) : connections_(connections), pool_(server, connections) {}

  Run BeginOn(Connection& connection, const std::string& begin, absl::Time deadline);
  Run RunBody(Connection& connection, Body body);
  static Run Commit(Connection& connection);
  static void RollBack(Connection& connection);

  const int connections_;
  Pool pool_;
  TransactionCounts counts_;
};

}  // namespace mosbat::db::mysql
