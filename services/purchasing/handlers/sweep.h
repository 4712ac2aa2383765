// What the service does by itself: the rest of what calls left bounded (releases, prices, payments), what a race left
// behind, and commitments whose time has passed. Each row has a transaction of its own, so that one that fails keeps
// nobody else waiting.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/handlers/own_work.h"
#include "services/purchasing/handlers/paying.h"
#include "services/purchasing/handlers/transaction.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/credit_store.h"
#include "services/purchasing/store/statement_store.h"

namespace mosbat::purchasing {

// What it works with; everything outlives it.
struct SweepParts {
  db::Database& database;
  const Clock& business_clock;
  const OwnWork& own_work;
  const CreditStore& credits;
  const ClaimStore& claims;
  const StatementStore& statements;
  const Funding& funding;
  const Paying& paying;
  // Asked before each row: what is left then is for the next turn.
  std::function<bool()> is_stopping;
  // Is told what failed, with the row's name, or "" where the rows could not be listed. It is tried at every turn.
  std::function<void(absl::string_view chore, absl::string_view row, const absl::Status& status)> on_failure;
};

// Thread-safe; any number of replicas may sweep.
class Sweep {
 public:
  explicit Sweep(SweepParts parts) : parts_(std::move(parts)) {}

  // Does what there is to do, up to a bound per chore; in how many steps. 0: nothing is left that can be done.
  int Turn() const;

 private:
  struct Chore;
  static const Chore kChores[];

  int Turn(const Chore& chore) const;
  absl::StatusOr<bool> Step(const Chore& chore, const std::string& row) const;

  // Rows that wait, at most `limit`, in the order in which they are served; and what is done with one of them: whether
  // anything was.
  absl::StatusOr<std::vector<std::string>> ListExpired(db::Session& session, int limit) const;
  absl::StatusOr<bool> Expire(const Transaction& transaction, const std::string& commitment) const;
  absl::StatusOr<std::vector<std::string>> ListPriceable(db::Session& session, int limit) const;
  absl::StatusOr<bool> Price(const Transaction& transaction, const std::string& claim) const;
  absl::StatusOr<std::vector<std::string>> ListReleasable(db::Session& session, int limit) const;
  absl::StatusOr<bool> Release(const Transaction& transaction, const std::string& credit) const;
  absl::StatusOr<std::vector<std::string>> ListToSettle(db::Session& session, int limit) const;
  absl::StatusOr<bool> Settle(const Transaction& transaction, const std::string& statement) const;

  const SweepParts parts_;
};

}  // namespace mosbat::purchasing
