// Turns what other services say into claims: a delivery into exactly one, and the end of a rule or a licence into a
// hold of the claims after it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/handlers/transaction.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/copies.h"

namespace mosbat::purchasing {

// Thread-safe.
class ClaimIntake {
 public:
  ClaimIntake(const Copies& copies, const ClaimStore& claims, const Funding& funding)
      : copies_(copies), claims_(claims), funding_(funding) {}

  // Applies an event of casefile, catalog or registry, whichever its payload says; ignores what it does not need. An
  // event that was applied before changes nothing. FAILED_PRECONDITION / NOT_SEEN_YET for a delivery of a centre or a
  // type that was not heard of.
  absl::Status Apply(const Transaction& transaction, const feed::v1::Event& event) const;

 private:
  absl::Status TakeDelivery(const Transaction& transaction, const casefile::v1::Delivery& delivery,
                            const google::protobuf::Timestamp& recorded) const;
  absl::StatusOr<bool> Stood(db::Session& session, const v1::Claim& claim) const;
  absl::Status HoldEnded(const Transaction& transaction, const registry::v1::Centre& centre) const;
  // Holds what `filter` finds and no reviewer has looked at.
  absl::Status HoldFrom(const Transaction& transaction, const UndecidedFilter& filter) const;

  const Copies& copies_;
  const ClaimStore& claims_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
