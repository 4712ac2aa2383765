#include "services/purchasing/handlers/funding.h"

#include <optional>
#include <set>
#include <utility>

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/claim.h"
#include "services/purchasing/domain/names.h"

namespace mosbat::purchasing {
namespace {

// The rows of one transaction disagree: it must not commit.
absl::Status Broken(absl::string_view what) { return absl::InternalError(what); }

std::string AccountOf(const v1::Claim& claim, Account account) {
  const bool of_centre = account == Account::kPayable || account == Account::kPaid;
  return AccountName(of_centre ? claim.centre() : claim.credit(), account);
}

// "credits/30-1405/commitments/…" → "credits/30-1405".
std::string CreditOf(const v1::Commitment& commitment) {
  return commitment.name().substr(0, commitment.name().find("/commitments/"));
}

}  // namespace

absl::StatusOr<v1::Claim> Funding::Admit(const Transaction& transaction, v1::Claim claim) const {
  db::Session& session = transaction.session;
  if (!domain::QuantityIsValid(claim)) {
    return Keep(transaction, "ClaimHeld", domain::Hold(std::move(claim), v1::Claim::QUANTITY_INVALID));
  }
  if (claim.tariff().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(
        const std::optional<v1::Tariff> tariff,
        tariffs_.FindForDay(session, claim.service_type(), claim.unit(), iran::StoredDay(claim.occurred_on())));
    if (!tariff.has_value()) {
      return Keep(transaction, "ClaimHeld", domain::Hold(std::move(claim), v1::Claim::NO_TARIFF));
    }
    claim = domain::Price(std::move(claim), *tariff);
  }
  MOSBAT_ASSIGN_OR_RETURN(const domain::CreditName credit, domain::CreditName::Parse("credit", claim.credit()));
  MOSBAT_RETURN_IF_ERROR(credits_.Ensure(session, credit));
  MOSBAT_ASSIGN_OR_RETURN(const bool funded, credits_.Spend(session, claim.credit(), claim.amount().amount()));
  if (!funded) {
    MOSBAT_RETURN_IF_ERROR(credits_.StartWaiting(session, claim.credit()).status());
    return Keep(transaction, "ClaimHeld", domain::Hold(std::move(claim), v1::Claim::NO_CREDIT));
  }
  MOSBAT_ASSIGN_OR_RETURN(claim, Keep(transaction, "ClaimReleased", domain::Fund(std::move(claim))));
  MOSBAT_RETURN_IF_ERROR(Post(transaction, claim, Account::kAvailable, Account::kPayable));
  return claim;
}

absl::StatusOr<v1::Claim> Funding::LetGo(const Transaction& transaction, absl::string_view event,
                                         const v1::Claim& before, const v1::Claim& after) const {
  db::Session& session = transaction.session;
  if (before.funded()) {
    MOSBAT_ASSIGN_OR_RETURN(const bool returned, credits_.GiveBack(session, before.credit(), before.amount().amount()));
    if (!returned) return Broken("a claim holds more than its credit has spent");
  } else if (before.hold_reason() == v1::Claim::NO_CREDIT) {
    MOSBAT_ASSIGN_OR_RETURN(const bool left, credits_.StopWaiting(session, before.credit()));
    if (!left) return Broken("a claim waits for a credit that nobody waits for");
  }
  MOSBAT_ASSIGN_OR_RETURN(v1::Claim stored, Keep(transaction, event, after));
  if (before.funded()) {
    MOSBAT_RETURN_IF_ERROR(Post(transaction, stored, Account::kPayable, Account::kAvailable));
  }
  return stored;
}

absl::StatusOr<v1::Claim> Funding::Keep(const Transaction& transaction, absl::string_view event,
                                        const v1::Claim& claim) const {
  const int64_t before = RowVersionOf(claim.etag());
  MOSBAT_ASSIGN_OR_RETURN(v1::Claim stored, claims_.Put(transaction.session, claim));
  transaction.emit(rpc::NewEvent(before == 0 ? "ClaimCreated" : event, stored.name(), domain::WithoutTexts(stored)));
  transaction.changed({stored.name(), before, RowVersionOf(stored.etag())});
  return stored;
}

absl::Status Funding::HoldEnded(const Transaction& transaction, const std::vector<v1::Claim>& claims) const {
  std::set<std::string> credits;
  for (const v1::Claim& claim : claims) {
    const v1::Claim held = domain::Hold(claim, v1::Claim::RULE_ENDED);
    MOSBAT_RETURN_IF_ERROR(LetGo(transaction, "ClaimHeld", claim, held).status());
    credits.insert(claim.credit());
  }
  for (const std::string& credit : credits) {
    MOSBAT_RETURN_IF_ERROR(ReleaseWaiting(transaction, credit).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Funding::ReleaseWaiting(const Transaction& transaction, const std::string& credit) const {
  db::Session& session = transaction.session;
  const absl::StatusOr<v1::Credit> stored = credits_.Get(session, credit);
  if (absl::IsNotFound(stored.status())) return 0;  // no claim has reached it yet
  if (!stored.ok()) return stored.status();
  if (stored->waiting_count() == 0) return 0;
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Claim> claims,
                          claims_.ListWaiting(session, credit, stored->free().amount(), kClaimsAtOnce));
  if (claims.empty()) return 0;
  int64_t sum = 0;
  for (const v1::Claim& claim : claims) sum += claim.amount().amount();
  MOSBAT_ASSIGN_OR_RETURN(const bool funded,
                          credits_.SpendForWaiting(session, *stored, sum, static_cast<int64_t>(claims.size())));
  if (!funded) return 0;  // another came first
  for (const v1::Claim& claim : claims) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::Claim released, Keep(transaction, "ClaimReleased", domain::Fund(claim)));
    MOSBAT_RETURN_IF_ERROR(Post(transaction, released, Account::kAvailable, Account::kPayable));
  }
  return static_cast<int>(claims.size());
}

absl::StatusOr<v1::Commitment> Funding::Release(const Transaction& transaction, v1::Commitment commitment,
                                                v1::Commitment::State state) const {
  const std::string credit = CreditOf(commitment);
  MOSBAT_ASSIGN_OR_RETURN(const bool released,
                          credits_.Unreserve(transaction.session, credit, commitment.amount().amount()));
  if (!released) return Broken("a commitment holds more than its credit has reserved");
  const int64_t before = RowVersionOf(commitment.etag());
  commitment.set_state(state);
  MOSBAT_ASSIGN_OR_RETURN(commitment, credits_.ReplaceCommitment(transaction.session, commitment));
  transaction.changed({commitment.name(), before, RowVersionOf(commitment.etag())});
  MOSBAT_RETURN_IF_ERROR(ledger_.Post(transaction.session,
                                      {.resource = commitment.name(),
                                       .etag = commitment.etag(),
                                       .from = AccountName(credit, Account::kReserved),
                                       .to = AccountName(credit, Account::kAvailable),
                                       .amount = commitment.amount().amount()},
                                      transaction.now));
  MOSBAT_RETURN_IF_ERROR(ReleaseWaiting(transaction, credit).status());
  return commitment;
}

absl::Status Funding::Post(const Transaction& transaction, const v1::Claim& claim, Account from, Account to) const {
  return ledger_.Post(transaction.session,
                      {.resource = claim.name(),
                       .etag = claim.etag(),
                       .from = AccountOf(claim, from),
                       .to = AccountOf(claim, to),
                       .amount = claim.amount().amount()},
                      transaction.now);
}

}  // namespace mosbat::purchasing
