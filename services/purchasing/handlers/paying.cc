#include "services/purchasing/handlers/paying.h"

#include <vector>

#include "common/base/status_macros.h"
#include "services/purchasing/domain/claim.h"

namespace mosbat::purchasing {

absl::StatusOr<int> Paying::PayClaims(const Transaction& transaction, const std::string& statement, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Claim> claims,
                          claims_.ListStated(transaction.session, statement, limit));
  for (const v1::Claim& claim : claims) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::Claim paid, domain::Pay(claim));
    MOSBAT_RETURN_IF_ERROR(funding_.Keep(transaction, "ClaimPaid", paid).status());
  }
  const int count = static_cast<int>(claims.size());
  if (count < limit) MOSBAT_RETURN_IF_ERROR(statements_.RemoveToSettle(transaction.session, statement));
  return count;
}

}  // namespace mosbat::purchasing
