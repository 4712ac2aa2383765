// Moves the waitlists: gives free places to the files that wait longest. Opening, closing and new caps do not promote
// by themselves; each promotion is a transaction of its own, tried after a commit that freed a place or queued a file,
// and by a sweep, which finds what a killed process or a raised cap left.
#pragma once

#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/audit/trail.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/db/database.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/place_store.h"
#include "services/casefile/store/registry_copies.h"

namespace mosbat::casefile {

// What a promoter works with; everything outlives it.
struct PromoterParts {
  db::Database& database;
  const Clock& business_clock;
  const Clock& real_clock;
  IdGenerator& ids;
  const audit::Trail& trail;
  const CaseFileStore& files;
  const PlaceStore& places;
  const RegistryCopies& registry;
};

// Thread-safe.
class Promoter {
 public:
  explicit Promoter(PromoterParts parts) : parts_(std::move(parts)) {}

  // Promotes at one centre, in the order of the waitlist, until nobody waits or no place is free; how many. Nothing is
  // promoted at a centre that is not operating.
  absl::StatusOr<int> PromoteWaiting(const std::string& centre);

  // The same for who does not wait for the outcome. Of several threads that ask for one centre at once, one does the
  // work.
  void Promote(const std::string& centre);

  // PromoteWaiting() at every centre where somebody waits; how many.
  absl::StatusOr<int> Sweep();

 private:
  // One promotion in one transaction; whether there was one.
  absl::StatusOr<bool> PromoteOne(const std::string& centre);
  absl::Status Promote(db::Session& session, const std::string& centre, absl::Time now, bool& promoted);

  PromoterParts parts_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, bool> busy_;  // centre → whether to look once more
};

}  // namespace mosbat::casefile
