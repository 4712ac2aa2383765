// Gives claims their price and their money, and takes it back: the one place where a claim, its credit and the ledger
// change together.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "mosbat/purchasing/v1/claim.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "services/purchasing/handlers/transaction.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/credit_store.h"
#include "services/purchasing/store/ledger.h"
#include "services/purchasing/store/tariff_store.h"

namespace mosbat::purchasing {

// How many claims one transaction releases, approves, states or pays at most.
inline constexpr int kClaimsAtOnce = 500;

// Thread-safe.
class Funding {
 public:
  Funding(const TariffStore& tariffs, const CreditStore& credits, const ClaimStore& claims, const Ledger& ledger)
      : tariffs_(tariffs), credits_(credits), claims_(claims), ledger_(ledger) {}

  // Stores a claim that has no money as PENDING, at the tariff of its day unless it has a price; or as HELD /
  // NO_TARIFF, QUANTITY_INVALID, or NO_CREDIT where the credit does not reach or others wait for it.
  absl::StatusOr<v1::Claim> Admit(const Transaction& transaction, v1::Claim claim) const;

  // Stores `after`, which has no money and does not wait for a credit, in the place of `before`; what `before` had goes
  // back to the credit, and the place that it had in the credit's queue is free. Call ReleaseWaiting() when all are let
  // go.
  absl::StatusOr<v1::Claim> LetGo(const Transaction& transaction, absl::string_view event, const v1::Claim& before,
                                  const v1::Claim& after) const;

  // Stores a claim whose money does not change. `event` tells of it, unless it is new, without what people wrote.
  absl::StatusOr<v1::Claim> Keep(const Transaction& transaction, absl::string_view event, const v1::Claim& claim) const;

  // Holds claims whose rule turned out not to have stood, and gives what they had to who waits for it.
  absl::Status HoldEnded(const Transaction& transaction, const std::vector<v1::Claim>& claims) const;

  // Funds the claims that wait for a credit, in their order, as far as it reaches; how many. What it leaves although
  // the credit reaches is for the next sweep.
  absl::StatusOr<int> ReleaseWaiting(const Transaction& transaction, const std::string& credit) const;

  // Gives back a commitment, which becomes `state`, and releases who waits.
  absl::StatusOr<v1::Commitment> Release(const Transaction& transaction, v1::Commitment commitment,
                                         v1::Commitment::State state) const;

 private:
  absl::Status Post(const Transaction& transaction, const v1::Claim& claim, Account from, Account to) const;

  const TariffStore& tariffs_;
  const CreditStore& credits_;
  const ClaimStore& claims_;
  const Ledger& ledger_;
};

}  // namespace mosbat::purchasing
