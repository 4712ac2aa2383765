#include "services/purchasing/handlers/sweep.h"

#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"

namespace mosbat::purchasing {
namespace {

constexpr int kAtOnce = 100;
// Credits are one per province and year.
constexpr int kMostCredits = 1000;

}  // namespace

absl::StatusOr<int> Sweep::Step(const Transaction& transaction) const {
  MOSBAT_ASSIGN_OR_RETURN(const int expired, ExpireCommitments(transaction));
  if (expired > 0) return expired;
  MOSBAT_ASSIGN_OR_RETURN(const int priced, PriceClaims(transaction));
  if (priced > 0) return priced;
  MOSBAT_ASSIGN_OR_RETURN(const int released, ReleaseWaiting(transaction));
  if (released > 0) return released;
  return PayClaims(transaction);
}

absl::StatusOr<int> Sweep::ExpireCommitments(const Transaction& transaction) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Commitment> expired,
                          credits_.ListExpired(transaction.session, transaction.now, kAtOnce));
  for (const v1::Commitment& commitment : expired) {
    MOSBAT_RETURN_IF_ERROR(funding_.Release(transaction, commitment, v1::Commitment::EXPIRED).status());
  }
  return static_cast<int>(expired.size());
}

absl::StatusOr<int> Sweep::PriceClaims(const Transaction& transaction) const {
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Claim> claims, claims_.ListPriceable(transaction.session, kAtOnce));
  for (v1::Claim& claim : claims) MOSBAT_RETURN_IF_ERROR(funding_.Admit(transaction, std::move(claim)).status());
  return static_cast<int>(claims.size());
}

absl::StatusOr<int> Sweep::ReleaseWaiting(const Transaction& transaction) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> credits,
                          credits_.ListReleasable(transaction.session, "", kMostCredits));
  for (const std::string& credit : credits) {
    MOSBAT_ASSIGN_OR_RETURN(const int released, funding_.ReleaseWaiting(transaction, credit));
    if (released > 0) return released;
  }
  return 0;
}

absl::StatusOr<int> Sweep::PayClaims(const Transaction& transaction) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> statements, statements_.ListToSettle(transaction.session, 1));
  if (statements.empty()) return 0;
  MOSBAT_ASSIGN_OR_RETURN(const int paid, paying_.PayClaims(transaction, statements.front(), kClaimsAtOnce));
  return paid + 1;  // the statement itself: the next one may have more
}

}  // namespace mosbat::purchasing
