// One connection to SQLite and the Session over it. Used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "common/db/database.h"
#include "common/db/statement_cache.h"

namespace mosbat::db::sqlite {

class Connection {
 public:
  // `flags` are SQLITE_OPEN_…; the errors are those of database.h.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, int flags);

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A pragma or transaction control without values; what it returns is dropped.
  absl::Status Run(absl::string_view sql);

  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> values, bool read_only);
  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, absl::Span<const Value> values, bool read_only);

  // False once SQLite has rolled back by itself, which it does after some failures (full disk, I/O error, no memory).
  bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

  // The primary result code of the last failure.
  int last_failure() const { return last_failure_; }

  // Statements are interrupted at `deadline`. Only for connections that read: on a writer it would undo the neighbours.
  void InterruptAt(absl::Time deadline);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  explicit Connection(sqlite3* database);

  absl::StatusOr<sqlite3_stmt*> Prepared(absl::string_view sql, bool read_only);
  absl::Status Bind(sqlite3_stmt* statement, absl::string_view sql, absl::Span<const Value> values);
  absl::Status Failure(absl::string_view sql);

  sqlite3* const database_;
  StatementCache<Statement> statements_;
  absl::Time deadline_ = absl::InfiniteFuture();
  int last_failure_ = SQLITE_OK;
};

// Remembers the first failure that is not a unique violation: from then on the transaction is lost.
class ConnectionSession final : public Session {
 public:
  ConnectionSession(Connection& connection, bool read_only) : connection_(connection), read_only_(read_only) {}

  using Session::Execute;
  using Session::Query;
  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> values) override;
  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, absl::Span<const Value> values) override;

  const absl::Status& failure() const { return failure_; }

 private:
  template <typename T>
  absl::StatusOr<T> Noted(absl::StatusOr<T> answer);

  Connection& connection_;
  const bool read_only_;
  absl::Status failure_;
};

}  // namespace mosbat::db::sqlite
