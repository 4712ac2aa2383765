// The life of a claim: PENDING ⇄ HELD; PENDING → APPROVED → STATED → PAID; PENDING → REJECTED → OBJECTED. What these
// functions change must be matched by the credit and the ledger; handlers/funding.h does both.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/purchasing/v1/claim.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::purchasing::domain {

// Who decided, when and why.
struct Review {
  std::string by;
  absl::Time at;
  std::string reason;
};

// The claim that a delivery causes, without price, money or state. INVALID_ARGUMENT if the delivery does not name what
// a claim needs.
absl::StatusOr<v1::Claim> ClaimOf(const casefile::v1::Delivery& delivery, const google::protobuf::Timestamp& recorded);

bool QuantityIsValid(const v1::Claim& claim);

// The claim at the tariff of its day. Its quantity is valid.
v1::Claim Price(v1::Claim claim, const v1::Tariff& tariff);

// HELD for `reason`; its money is set aside only for REVIEW.
v1::Claim Hold(v1::Claim claim, v1::Claim::HoldReason reason);

// PENDING, its money set aside.
v1::Claim Fund(v1::Claim claim);

// FAILED_PRECONDITION / CLAIM_STATE unless PENDING.
absl::StatusOr<v1::Claim> Approve(v1::Claim claim, const Review& review);
absl::StatusOr<v1::Claim> HoldForReview(v1::Claim claim, const Review& review);
// FAILED_PRECONDITION / CLAIM_STATE unless PENDING, HELD or OBJECTED.
absl::StatusOr<v1::Claim> Reject(v1::Claim claim, const Review& review);
// The review noted on a claim that may go on, its rule waived if it was HELD for that; FAILED_PRECONDITION /
// CLAIM_STATE unless OBJECTED or HELD for REVIEW or RULE_ENDED.
absl::StatusOr<v1::Claim> MayRelease(v1::Claim claim, const Review& review);
// FAILED_PRECONDITION / CLAIM_STATE unless REJECTED, CLAIM_REJECTED_FOR_GOOD after an objection.
absl::StatusOr<v1::Claim> Object(v1::Claim claim, const std::string& objection, absl::Time now);

// Puts an APPROVED claim into a statement. FAILED_PRECONDITION / CLAIM_STATE.
absl::StatusOr<v1::Claim> State(v1::Claim claim, const std::string& statement);
// FAILED_PRECONDITION / CLAIM_STATE unless STATED.
absl::StatusOr<v1::Claim> Pay(v1::Claim claim);

// The claim as events carry it: without what people wrote, which may name persons.
v1::Claim WithoutTexts(v1::Claim claim);

}  // namespace mosbat::purchasing::domain
