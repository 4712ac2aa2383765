// The one door to a store. SQLite and MySQL/MariaDB stand behind it; the SQL is one text in their common subset
// (BIGINT, VARCHAR(n), LONGBLOB; no RETURNING, no upsert, no time functions, no row comparison; `?` parameters).
//
// Errors of a store:
//   unique key taken         ALREADY_EXISTS, IsUniqueViolation(); as the result of a Transact body it makes the body
//   run again lock or cluster conflict handled here: the body runs again; after the last try ABORTED / LOST_RACE
//   connection lost          before COMMIT the body runs again; at COMMIT UNAVAILABLE, IsOutcomeUnknown()
//   store not reachable      UNAVAILABLE / STORE_UNAVAILABLE
//   deadline passed          DEADLINE_EXCEEDED
//   anything else            INTERNAL without a reason
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "common/db/value.h"

namespace mosbat::db {

// The transaction or snapshot that a body runs in. Used by one thread, and only while the body runs.
//
// A unique violation undoes its statement only. After any other failure the transaction is lost: every later statement
// fails in the same way, and whatever the body returns, nothing is committed.
class Session {
 public:
  virtual ~Session() = default;

  // Runs one statement that changes rows; how many its WHERE matched (on every store: also those that already held the
  // new values).
  virtual absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const Value> values = {}) = 0;

  // Runs one SELECT; all its rows. Bound the number of rows in the SQL.
  virtual absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, absl::Span<const Value> values = {}) = 0;

  // `session.Execute(kSql, {name, 3})`
  absl::StatusOr<int64_t> Execute(absl::string_view sql, std::initializer_list<Value> values) {
    return Execute(sql, absl::Span<const Value>(values.begin(), values.size()));
  }
  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, std::initializer_list<Value> values) {
    return Query(sql, absl::Span<const Value>(values.begin(), values.size()));
  }
};

// Counts since the start, for metrics.
struct DatabaseCounts {
  int64_t transactions = 0;
  // (error code of the store, how often a body ran again because of it).
  std::vector<std::pair<std::string, int64_t>> retries;
};

// Thread-safe. Read or Transact inside a body of the same Database would wait for itself, and ends the process.
class Database {
 public:
  using Body = absl::FunctionRef<absl::Status(Session& session)>;

  virtual ~Database() = default;

  // Runs `body` on one snapshot and returns what it returns. What it writes is refused.
  virtual absl::Status Read(Body body, absl::Time deadline = absl::InfiniteFuture()) = 0;

  // Runs `body` in a transaction: commits if it returns OK, else rolls back and returns its status. After a lock
  // conflict, a lost cluster vote or a unique violation that `body` returned as it was, `body` runs again, a few times,
  // so it must have no effect outside `session`. A body that begins after `deadline` does not start.
  //
  // OK means durable. IsOutcomeUnknown() means that the connection was lost while committing.
  virtual absl::Status Transact(Body body, absl::Time deadline = absl::InfiniteFuture()) = 0;

  // How many calls can usefully wait on this store at once: the size that a worker pool above it should have.
  virtual int useful_threads() const = 0;

  virtual DatabaseCounts counts() const = 0;
};

bool IsUniqueViolation(const absl::Status& status);
bool IsOutcomeUnknown(const absl::Status& status);

}  // namespace mosbat::db
