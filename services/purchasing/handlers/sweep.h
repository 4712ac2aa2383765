// What the service does by itself, a little in each transaction: the rest of what calls left bounded (releases, prices,
// payments), what a race left behind, and commitments whose time has passed.
#pragma once

#include "absl/status/statusor.h"

#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/handlers/paying.h"
#include "services/purchasing/handlers/transaction.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/credit_store.h"
#include "services/purchasing/store/statement_store.h"

namespace mosbat::purchasing {

// Thread-safe; any number of replicas may sweep.
class Sweep {
 public:
  Sweep(const CreditStore& credits, const ClaimStore& claims, const StatementStore& statements, const Funding& funding,
        const Paying& paying)
      : credits_(credits), claims_(claims), statements_(statements), funding_(funding), paying_(paying) {}

  // Does some of what there is to do; how many things. 0: nothing is left.
  absl::StatusOr<int> Step(const Transaction& transaction) const;

 private:
  absl::StatusOr<int> ExpireCommitments(const Transaction& transaction) const;
  absl::StatusOr<int> ReleaseWaiting(const Transaction& transaction) const;
  absl::StatusOr<int> PriceClaims(const Transaction& transaction) const;
  absl::StatusOr<int> PayClaims(const Transaction& transaction) const;

  const CreditStore& credits_;
  const ClaimStore& claims_;
  const StatementStore& statements_;
  const Funding& funding_;
  const Paying& paying_;
};

}  // namespace mosbat::purchasing
