// Moves the waitlists: gives free places to the files that wait longest. Opening, closing and new caps do not promote
// by themselves; each promotion is a transaction of its own, tried after a commit that freed a place or queued a file,
// and by a sweep, which finds what a killed process or a raised cap left.
#pragma once

#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "services/casefile/handlers/own_work.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/place_store.h"
#include "services/casefile/store/registry_copies.h"

namespace mosbat::casefile {

// Thread-safe.
class Promoter {
 public:
  Promoter(const OwnWork& own_work, const CaseFileStore& files, const PlaceStore& places,
           const RegistryCopies& registry)
      : own_work_(own_work), files_(files), places_(places), registry_(registry) {}

  // Promotes at one centre, in the order of the waitlist, until nobody waits, no place is free or the service stops;
  // how many. Nothing is promoted at a centre that is not operating. A file that cannot be promoted, because its row is
  // damaged, is passed over and keeps its turn (or the centre, where no file was reached); after a lost race or without
  // a store the centre is left to the next turn.
  int PromoteWaiting(const std::string& centre);

  // The same for who does not wait for the outcome. Of several threads that ask for one centre at once, one does the
  // work.
  void Promote(const std::string& centre);

  // PromoteWaiting() at every centre where somebody waits; how many. Fails if the centres cannot be listed.
  absl::StatusOr<int> Sweep();

 private:
  // One promotion in one transaction: of the first file that waits after `tried`, which becomes that file; whether
  // there was one.
  absl::StatusOr<bool> PromoteNext(const std::string& centre, Waiting& tried);
  absl::Status Promote(db::Session& session, const std::string& centre, absl::Time now, Waiting& tried, bool& promoted);

  const OwnWork& own_work_;
  const CaseFileStore& files_;
  const PlaceStore& places_;
  const RegistryCopies& registry_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, bool> busy_;  // centre → whether to look once more
};

}  // namespace mosbat::casefile
