// Pays claims whose statement is paid.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/handlers/transaction.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/statement_store.h"

namespace mosbat::purchasing {

// Thread-safe.
class Paying {
 public:
  Paying(const StatementStore& statements, const ClaimStore& claims, const Funding& funding)
      : statements_(statements), claims_(claims), funding_(funding) {}

  // Turns at most `limit` STATED claims of a PAID statement PAID, and takes it off the list of those to settle if that
  // was all; how many.
  absl::StatusOr<int> PayClaims(const Transaction& transaction, const std::string& statement, int limit) const;

 private:
  const StatementStore& statements_;
  const ClaimStore& claims_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
