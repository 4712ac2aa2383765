// Databases that stand between a service and its store: one writes down the SQL that the service's transactions ran, so
// that a bare program can run the very same; one answers the place step of OpenCaseFile without asking the store.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"

namespace mosbat::load {

// Whether a statement belongs to the place step: the look at the waitlist, the cap, a free place, and its taking.
bool IsPlaceStep(absl::string_view sql);

// A statement as it ran in a transaction that was committed.
struct Statement {
  struct Blob {
    std::string data;
  };
  using Value = std::variant<std::monostate, int64_t, std::string, Blob>;

  std::string sql;
  std::vector<Value> values;
  // Rows changed; nothing of a SELECT.
  std::variant<std::monostate, int64_t> changed;
};
using Transaction = std::vector<Statement>;

// Runs the statements in the session. INTERNAL if one changes another number of rows than it did.
absl::Status Replay(db::Session& session, const Transaction& transaction, bool with_place_step);

// What a Recording database has seen. Thread-safe.
class Recorded {
 public:
  void Add(Transaction transaction);
  // The transactions that have a statement which begins with `sql`, in the order of their commits.
  std::vector<Transaction> WithStatement(absl::string_view sql) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Transaction> transactions_;
};

// Hands everything to `database`, and adds each committed transaction to `recorded`, which outlives it.
std::unique_ptr<db::Database> Recording(std::unique_ptr<db::Database> database, Recorded& recorded);

// Hands everything to `database` but the place step, to which it answers: nobody waits, and place 1 is free and taken.
std::unique_ptr<db::Database> WithoutPlaceStep(std::unique_ptr<db::Database> database);

}  // namespace mosbat::load
