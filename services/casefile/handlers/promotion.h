// Moves the waitlists: gives free places to the files that wait longest. Opening, closing and new caps do not promote
// by themselves; each promotion is a transaction of its own, tried after a commit that freed a place or queued a file,
// and by a sweep, which finds what a killed process or a raised cap left.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

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
  std::string replica;  // who wrote an audit entry
  const audit::Trail& trail;
  const CaseFileStore& files;
  const PlaceStore& places;
  const RegistryCopies& registry;
  // Asked before each promotion: what is left then is for the next sweep.
  std::function<bool()> is_stopping;
  // A file (or, where none was reached, a centre) could not be promoted and was passed over. In the promoting thread.
  std::function<void(absl::string_view name, const absl::Status& why)> passed_over;
};

// Thread-safe.
class Promoter {
 public:
  explicit Promoter(PromoterParts parts) : parts_(std::move(parts)) {}

  // Promotes at one centre, in the order of the waitlist, until nobody waits, no place is free or the service stops;
  // how many. Nothing is promoted at a centre that is not operating. A file that cannot be promoted, because its row is
  // damaged, is passed over and keeps its turn; after a lost race or without a store the centre is left to the next
  // turn.
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
  absl::Status Record(db::Session& session, const v1::CaseFile& file, int64_t row_version_before);

  PromoterParts parts_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, bool> busy_;  // centre → whether to look once more
};

}  // namespace mosbat::casefile
