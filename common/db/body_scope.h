// Marks that this thread is inside a body of one Database. A Read or Transact inside a body of the same database would
// wait for itself (one writer, one connection in memory, a pool that may be empty), so it ends the process: every test
// on SQLite in memory finds it.
#pragma once

#include "common/db/database.h"
#include "common/db/fatal.h"

namespace mosbat::db {

class BodyScope {
 public:
  explicit BodyScope(const Database* database) : database_(database), outer_(innermost_) { innermost_ = this; }
  ~BodyScope() { innermost_ = outer_; }
  BodyScope(const BodyScope&) = delete;
  BodyScope& operator=(const BodyScope&) = delete;

  static void RequireOutside(const Database* database) {
    for (const BodyScope* scope = innermost_; scope != nullptr; scope = scope->outer_) {
      if (scope->database_ == database) {
        Fatal("Read() or Transact() was called inside a body of the same database; use the body's Session");
      }
    }
  }

 private:
  const Database* const database_;
  const BodyScope* const outer_;
  static inline thread_local const BodyScope* innermost_ = nullptr;
};

}  // namespace mosbat::db
