// Keeps claims, sealed. Their name is their cause, so a cause has one. Thread-safe; runs in the caller's transaction.
// Each sentence is a test in claim_store_conformance_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/crypto/keyring.h"
#include "common/db/message_table.h"
#include "mosbat/purchasing/v1/claim.pb.h"
#include "mosbat/purchasing/v1/statement.pb.h"

namespace mosbat::purchasing {

// What is not set does not narrow the list.
struct ClaimFilter {
  db::Visibility visibility;
  std::string centre;
  std::string month;
  std::string statement;
  v1::Claim::State state = v1::Claim::STATE_UNSPECIFIED;
  v1::Claim::HoldReason hold_reason = v1::Claim::HOLD_REASON_UNSPECIFIED;
};

// What is not set does not narrow the list.
struct UnstatedFilter {
  std::string centre;
  std::string service_type;
  std::string sub_guideline;
  std::optional<absl::CivilDay> from;  // that day included
};

// The claims of a centre and month by what became of them.
struct ClaimSums {
  v1::StatementSum held;
  v1::StatementSum rejected;  // and objected
  v1::StatementSum pending;
};

class ClaimStore {
 public:
  explicit ClaimStore(const crypto::Keyring& keyring)
      : claims_("claims",
                {"state", "hold_reason", "centre", "county", "credit", "service_type", "sub_guideline", "unit",
                 "occurred_on", "month", "amount", "statement"},
                &keyring) {}

  // Inserts a claim without etag, replaces one that has one; returns it with its next. IsUniqueViolation if the cause
  // has a claim, ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Claim> Put(db::Session& session, const v1::Claim& claim) const;

  // NOT_FOUND / CLAIM_NOT_FOUND if there is none.
  absl::StatusOr<v1::Claim> Get(db::Session& session, const std::string& name) const;
  absl::StatusOr<bool> Exists(db::Session& session, const std::string& name) const;

  // Claims with names after `after`, in byte order, at most `limit`.
  absl::StatusOr<std::vector<v1::Claim>> List(db::Session& session, const ClaimFilter& filter, const std::string& after,
                                              int limit) const;

  // The HELD / NO_CREDIT claims of a credit, by day and name, from the first one on: as many as `money` pays for
  // together, at most `limit`.
  absl::StatusOr<std::vector<v1::Claim>> ListWaiting(db::Session& session, const std::string& credit, int64_t money,
                                                     int limit) const;
  // The sum of all that wait.
  absl::StatusOr<int64_t> SumWaiting(db::Session& session, const std::string& credit) const;

  // HELD / NO_TARIFF of a type and unit on days from `from` on, by day, at most `limit`.
  absl::StatusOr<std::vector<v1::Claim>> ListUnpriced(db::Session& session, const std::string& service_type,
                                                      v1::Tariff::Unit unit, absl::CivilDay from, int limit) const;
  // Names of those for whose day there is a tariff all the same, by day, at most `limit`.
  absl::StatusOr<std::vector<std::string>> ListPriceable(db::Session& session, int limit) const;

  // Claims that would go on to a statement by themselves or by an approval (PENDING, APPROVED, HELD / NO_TARIFF and
  // HELD / NO_CREDIT), with names after `after`, in byte order, at most `limit`.
  absl::StatusOr<std::vector<v1::Claim>> ListUnstated(db::Session& session, const UnstatedFilter& filter,
                                                      const std::string& after, int limit) const;

  // PENDING claims of a centre and month, by name, at most `limit`.
  absl::StatusOr<std::vector<v1::Claim>> ListPending(db::Session& session, const std::string& centre,
                                                     const std::string& month, int limit) const;

  // APPROVED claims of a centre, of `month` and of earlier months whose statement is no longer OPEN, by name, at most
  // `limit`.
  absl::StatusOr<std::vector<v1::Claim>> ListToState(db::Session& session, const std::string& centre,
                                                     const std::string& month, int limit) const;

  // STATED claims of a statement, by name, at most `limit`.
  absl::StatusOr<std::vector<v1::Claim>> ListStated(db::Session& session, const std::string& statement,
                                                    int limit) const;

  absl::StatusOr<int64_t> CountPending(db::Session& session, const std::string& centre, const std::string& month) const;
  absl::StatusOr<ClaimSums> Sums(db::Session& session, const std::string& centre, const std::string& month) const;

 private:
  absl::StatusOr<std::vector<v1::Claim>> GetAll(db::Session& session, const std::vector<db::Row>& names) const;

  const db::MessageTable<v1::Claim> claims_;
};

}  // namespace mosbat::purchasing
