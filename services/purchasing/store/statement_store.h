// Keeps statements, one per centre and month. Thread-safe; runs in the caller's transaction. Each sentence is a test in
// statement_store_conformance_test.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/message_table.h"
#include "mosbat/purchasing/v1/statement.pb.h"

namespace mosbat::purchasing {

// What is not set does not narrow the list.
struct StatementFilter {
  db::Visibility visibility;
  std::string centre;
  std::string month;
  v1::Statement::State state = v1::Statement::STATE_UNSPECIFIED;
};

class StatementStore {
 public:
  // Inserts a statement without etag, replaces one that has one; returns it with its next. IsUniqueViolation if the
  // centre and month have one, ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Statement> Put(db::Session& session, const v1::Statement& statement) const;

  // NOT_FOUND / STATEMENT_NOT_FOUND if there is none.
  absl::StatusOr<v1::Statement> Get(db::Session& session, const std::string& name) const;
  // Nothing if there is none.
  absl::StatusOr<std::optional<v1::Statement>> Find(db::Session& session, const std::string& name) const;

  // Statements with names after `after`, in byte order, at most `limit`.
  absl::StatusOr<std::vector<v1::Statement>> List(db::Session& session, const StatementFilter& filter,
                                                  const std::string& after, int limit) const;

  // The paid statements whose claims are not all PAID yet: what a confirmation leaves to be done after it.
  absl::Status AddToSettle(db::Session& session, const std::string& name) const;
  absl::Status RemoveToSettle(db::Session& session, const std::string& name) const;
  // At most `limit`, in byte order.
  absl::StatusOr<std::vector<std::string>> ListToSettle(db::Session& session, int limit) const;

 private:
  const db::MessageTable<v1::Statement> statements_{"statements", {"state", "centre", "county", "month"}};
};

}  // namespace mosbat::purchasing
