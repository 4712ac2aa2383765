// Capacity: a place is a row. Whoever owns places (a centre, a social worker) has rows 1 to its cap, each free or held
// by one case file; a file opens by winning a free row, so that no count can be wrong.
//
// A new cap rewrites `cap_revision` in every row of the owner, and giving up a row names the revision that it was
// decided under in its WHERE: the two cannot both happen without one seeing the other, on any store.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/database.h"

namespace mosbat::casefile {

// A file holds at most one place of each kind.
enum class OwnerKind { kCentre = 1, kWorker = 2 };

struct Occupancy {
  int64_t cap = 0;   // in force; 0 for an owner that is not known
  int64_t held = 0;  // may be above the cap after it was lowered
};

// Thread-safe; runs in the caller's transaction. A lost race comes back as a unique violation, upon which the
// transaction runs again.
class PlaceStore {
 public:
  // A number in [0, bound).
  using Random = absl::FunctionRef<uint64_t(uint64_t bound)>;

  // Gives the owner this many places. Free ones above a lower cap go; files above it move down into free ones; what
  // remains above stays held until a place below is given up. The same cap again changes nothing.
  absl::Status SetCap(db::Session& session, const std::string& owner, OwnerKind kind, int64_t cap) const;

  // Wins one of the owner's free places for the file, chosen at random; false if none is free.
  absl::StatusOr<bool> Win(db::Session& session, const std::string& owner, const std::string& case_file,
                           Random random) const;

  // Gives up the file's place: frees it, or, while places above the cap are held, gives it to a file of those and
  // removes that place. Nothing happens if the file holds none.
  absl::Status GiveUp(db::Session& session, const std::string& owner, const std::string& case_file) const;

  absl::StatusOr<Occupancy> Count(db::Session& session, const std::string& owner) const;
};

}  // namespace mosbat::casefile
