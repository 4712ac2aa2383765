// One connection to MySQL or MariaDB through Connector/C++ and the Session over it. Used by one thread at a time; the
// library's exceptions end here.
//
// The library's traps: its own commit, rollback and autocommit methods swallow every error, so transactions begin and
// end as SQL text; a connection that lost its server stays lost, so it is dropped, never reconnected.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "common/db/database.h"
#include "common/db/mysql/faults.h"
#include "common/db/statement_cache.h"

namespace sql {
class Connection;
class PreparedStatement;
class Statement;
}  // namespace sql

namespace mosbat::db::mysql {

struct Server {
  std::string host;  // with `port`; or
  int port = 3306;
  std::string socket;  // the path of a unix socket
  std::string user;
  std::string password;
  std::string database;  // "" for none
};

class Connection {
 public:
  // Connects and sets the session: REPEATABLE READ, strict types, standard quoting, and where the server has them
  // snapshot isolation and reads that wait for the cluster. UNAVAILABLE, with the server's words in one line.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Server& server);

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A setting or transaction control, without values or result.
  absl::Status Run(const std::string& sql);

  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> values);
  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, absl::Span<const Value> values);

  // The server ends statements of this connection that still run at `deadline`, or at most twice as far from now.
  absl::Status LimitStatements(absl::Time deadline);

  // The error code of the last failure; 0 for one on our side of the wire.
  int last_failure() const { return last_failure_; }

  // False once the connection or its state is lost.
  bool usable() const { return usable_; }
  void MarkUnusable() { usable_ = false; }

 private:
  explicit Connection(std::unique_ptr<sql::Connection> connection);

  absl::Status SetUp();
  absl::StatusOr<sql::PreparedStatement*> Bound(absl::string_view sql, absl::Span<const Value> values);
  absl::Status Guarded(absl::string_view sql, absl::FunctionRef<absl::Status()> use);

  const std::unique_ptr<sql::Connection> connection_;
  std::unique_ptr<sql::Statement> control_;
  StatementCache<std::unique_ptr<sql::PreparedStatement>> statements_;
  bool is_mariadb_ = false;
  absl::Duration statement_limit_ = absl::InfiniteDuration();
  int last_failure_ = 0;
  bool usable_ = true;
};

// Remembers the first failure that is not a unique violation: from then on the transaction is lost.
class ConnectionSession final : public Session {
 public:
  explicit ConnectionSession(Connection& connection) : connection_(connection) {}

  using Session::Execute;
  using Session::Query;
  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> values) override;
  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, absl::Span<const Value> values) override;

  const absl::Status& failure() const { return failure_; }
  // Of failure().
  int code() const { return code_; }

 private:
  template <typename T>
  absl::StatusOr<T> Noted(absl::StatusOr<T> answer);

  Connection& connection_;
  absl::Status failure_;
  int code_ = 0;
};

}  // namespace mosbat::db::mysql
