#include "services/purchasing/handlers/sweep.h"

#include <set>

#include "common/base/status_macros.h"
#include "common/db/store_errors.h"

namespace mosbat::purchasing {
namespace {

constexpr int kPage = 500;
// Tries of one chore in a turn, so that a long queue does not keep the others waiting.
constexpr int kMostTries = 1000;

}  // namespace

struct Sweep::Chore {
  absl::string_view name;
  absl::StatusOr<std::vector<std::string>> (Sweep::*list)(db::Session& session, int limit) const;
  absl::StatusOr<bool> (Sweep::*step)(const Transaction& transaction, const std::string& row) const;
};

const Sweep::Chore Sweep::kChores[] = {
    {"expiry", &Sweep::ListExpired, &Sweep::Expire},
    {"pricing", &Sweep::ListPriceable, &Sweep::Price},
    {"release", &Sweep::ListReleasable, &Sweep::Release},
    {"settlement", &Sweep::ListToSettle, &Sweep::Settle},
};

int Sweep::Turn() const {
  int done = 0;
  for (const Chore& chore : kChores) done += Turn(chore);
  return done;
}

int Sweep::Turn(const Chore& chore) const {
  int done = 0;
  std::set<std::string> passed;  // for which this turn can do nothing more
  for (int tries = 0; tries < kMostTries;) {
    std::vector<std::string> rows;
    const absl::Status listed = parts_.database.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(rows, (this->*chore.list)(session, kPage + static_cast<int>(passed.size())));
      return absl::OkStatus();
    });
    if (!listed.ok()) parts_.on_failure(chore.name, "", listed);
    const int before = tries;
    for (const std::string& row : rows) {
      if (parts_.is_stopping()) return done;
      if (passed.contains(row)) continue;
      ++tries;
      const absl::StatusOr<bool> did = Step(chore, row);
      // An aborted one was done by another replica or a call.
      if (!did.ok() && !absl::IsAborted(did.status())) parts_.on_failure(chore.name, row, did.status());
      // Each of hundreds of rows would wait for the store anew.
      if (db::errors::IsStoreUnavailable(did.status())) return done;
      if (did.ok() && *did) {
        ++done;
      } else {
        passed.insert(row);
      }
    }
    if (tries == before) break;
  }
  return done;
}

absl::StatusOr<bool> Sweep::Step(const Chore& chore, const std::string& row) const {
  bool did = false;
  MOSBAT_RETURN_IF_ERROR(parts_.database.Transact([&](db::Session& session) {
    return parts_.own_work.Run(session, chore.name, [&](const Transaction& transaction) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(did, (this->*chore.step)(transaction, row));
      return absl::OkStatus();
    });
  }));
  return did;
}

absl::StatusOr<std::vector<std::string>> Sweep::ListExpired(db::Session& session, int limit) const {
  return parts_.credits.ListExpired(session, parts_.business_clock.Now(), limit);
}

absl::StatusOr<bool> Sweep::Expire(const Transaction& transaction, const std::string& commitment) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::Commitment stored, parts_.credits.GetCommitment(transaction.session, commitment));
  if (stored.state() != v1::Commitment::ACTIVE) return false;
  MOSBAT_RETURN_IF_ERROR(parts_.funding.Release(transaction, stored, v1::Commitment::EXPIRED).status());
  return true;
}

absl::StatusOr<std::vector<std::string>> Sweep::ListPriceable(db::Session& session, int limit) const {
  return parts_.claims.ListPriceable(session, limit);
}

absl::StatusOr<bool> Sweep::Price(const Transaction& transaction, const std::string& claim) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim stored, parts_.claims.Get(transaction.session, claim));
  if (stored.hold_reason() != v1::Claim::NO_TARIFF) return false;
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim admitted, parts_.funding.Admit(transaction, stored));
  return admitted.hold_reason() != v1::Claim::NO_TARIFF;
}

absl::StatusOr<std::vector<std::string>> Sweep::ListReleasable(db::Session& session, int limit) const {
  return parts_.credits.ListReleasable(session, limit);
}

absl::StatusOr<bool> Sweep::Release(const Transaction& transaction, const std::string& credit) const {
  MOSBAT_ASSIGN_OR_RETURN(const int released, parts_.funding.ReleaseWaiting(transaction, credit));
  return released > 0;
}

absl::StatusOr<std::vector<std::string>> Sweep::ListToSettle(db::Session& session, int limit) const {
  return parts_.statements.ListToSettle(session, limit);
}

absl::StatusOr<bool> Sweep::Settle(const Transaction& transaction, const std::string& statement) const {
  MOSBAT_ASSIGN_OR_RETURN(const int paid, parts_.paying.PayClaims(transaction, statement, kClaimsAtOnce));
  return paid > 0;
}

}  // namespace mosbat::purchasing
