// Keeps credits and their commitments: plain columns, moved only by guarded updates, so that no interleaving
// overspends. Thread-safe; runs in the caller's transaction. Each sentence is a test in
// credit_store_conformance_test.cc. Commitments are sealed: their subject is free text.
//
// Every movement answers whether the guard let it through; false has changed nothing. Amounts are positive unless said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/crypto/keyring.h"
#include "common/db/message_table.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "services/purchasing/domain/names.h"

namespace mosbat::purchasing {

// What is not set does not narrow the list.
struct CreditFilter {
  db::Visibility visibility;
  std::string province;
  int fiscal_year = 0;
};

class CreditStore {
 public:
  explicit CreditStore(const crypto::Keyring& keyring)
      : commitments_("commitments", {"state", "expires_at"}, &keyring) {}

  // Makes the row, not allocated and with nothing in it, if there is none.
  absl::Status Ensure(db::Session& session, const domain::CreditName& name) const;

  // NOT_FOUND / CREDIT_NOT_FOUND if there is none. Without `waiting`.
  absl::StatusOr<v1::Credit> Get(db::Session& session, const std::string& name) const;

  // Credits with names after `after`, in byte order, at most `limit`.
  absl::StatusOr<std::vector<v1::Credit>> List(db::Session& session, const CreditFilter& filter,
                                               const std::string& after, int limit) const;

  // The first allocation; false if there was one before.
  absl::StatusOr<bool> Allocate(db::Session& session, const std::string& name, int64_t amount, absl::Time now) const;

  // Adds `change`, which may be negative; false if the credit was never allocated, or would be less than what is spent
  // and reserved, or more than the largest amount.
  absl::StatusOr<bool> Adjust(db::Session& session, const std::string& name, int64_t change) const;

  // Spends for a claim that does not wait; false if claims wait, or the credit does not reach.
  absl::StatusOr<bool> Spend(db::Session& session, const std::string& name, int64_t amount) const;

  // Counts one claim that waits; false if there is no such credit.
  absl::StatusOr<bool> StartWaiting(db::Session& session, const std::string& name) const;
  // One claim waits no more, and nothing is spent for it; false if none waits.
  absl::StatusOr<bool> StopWaiting(db::Session& session, const std::string& name) const;
  // Spends `amount` for `count` claims that waited; false if fewer wait, the credit does not reach, or it has changed
  // since it was read as `credit`: another claim may have come before these.
  absl::StatusOr<bool> SpendForWaiting(db::Session& session, const v1::Credit& credit, int64_t amount,
                                       int64_t count) const;

  // Takes back what was spent; false if less was spent.
  absl::StatusOr<bool> GiveBack(db::Session& session, const std::string& name, int64_t amount) const;

  // False if claims wait, or the credit does not reach.
  absl::StatusOr<bool> Reserve(db::Session& session, const std::string& name, int64_t amount) const;
  // False if less is reserved.
  absl::StatusOr<bool> Unreserve(db::Session& session, const std::string& name, int64_t amount) const;

  // Names of credits for which claims wait although money is free, at most `limit`, in byte order.
  absl::StatusOr<std::vector<std::string>> ListReleasable(db::Session& session, int limit) const;

  // IsUniqueViolation if the name is taken.
  absl::StatusOr<v1::Commitment> InsertCommitment(db::Session& session, const v1::Commitment& commitment) const;
  // ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Commitment> ReplaceCommitment(db::Session& session, const v1::Commitment& commitment) const;
  // NOT_FOUND / COMMITMENT_NOT_FOUND if there is none.
  absl::StatusOr<v1::Commitment> GetCommitment(db::Session& session, const std::string& name) const;
  // Names of ACTIVE commitments whose time has passed at `now`, those that expired first first, at most `limit`.
  absl::StatusOr<std::vector<std::string>> ListExpired(db::Session& session, absl::Time now, int limit) const;

 private:
  const db::MessageTable<v1::Commitment> commitments_;
};

}  // namespace mosbat::purchasing
