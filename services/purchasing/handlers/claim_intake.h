// Turns what other services say into claims: a delivery into exactly one, and the end of a rule or a licence into a
// hold of the claims that it did not cover.
#pragma once

#include "absl/status/status.h"

#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/handlers/transaction.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/copies.h"

namespace mosbat::purchasing {

// Whose events it applies.
inline constexpr const char* kFollowedFeeds[] = {"casefile", "catalog", "guideline", "registry"};

// Thread-safe.
class ClaimIntake {
 public:
  ClaimIntake(const Copies& copies, const ClaimStore& claims, const Funding& funding)
      : copies_(copies), claims_(claims), funding_(funding) {}

  // Applies an event of one of these feeds, whichever its payload says; ignores what it does not need. An event that
  // was applied before changes nothing. FAILED_PRECONDITION / NOT_SEEN_YET for a delivery that rests on what was not
  // heard of.
  absl::Status Apply(const Transaction& transaction, const feed::v1::Event& event) const;

 private:
  absl::Status TakeDelivery(const Transaction& transaction, const casefile::v1::Delivery& delivery,
                            const google::protobuf::Timestamp& recorded) const;
  // FAILED_PRECONDITION / NOT_SEEN_YET while the copies are behind what casefile knew when it took the delivery (its
  // centre might look ended here that operates again), or lack the centre, the type or the sub-guideline.
  absl::Status RequireSeen(db::Session& session, const casefile::v1::Delivery& delivery) const;
  // Holds those of these claims whose day is no longer covered.
  absl::Status HoldEnded(const Transaction& transaction, const UnstatedFilter& filter) const;

  const Copies& copies_;
  const ClaimStore& claims_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
