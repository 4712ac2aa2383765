// How much of each period of an entrustment's quota is used, and by which requests: a guarded counter per period, so
// that no two requests get the last one. Only entrustments that have a quota have counters.
//
// Thread-safe; runs in the caller's transaction. A lost race comes back as a unique violation, upon which the
// transaction runs again.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "services/casefile/domain/quota.h"

namespace mosbat::casefile {

class QuotaStore {
 public:
  // The request uses one delivery of the period, and none of any other any more; nothing changes if it does already.
  // FAILED_PRECONDITION / QUOTA_EXHAUSTED if all are used.
  absl::Status Use(db::Session& session, const std::string& request, const domain::QuotaPeriod& period) const;

  // The request uses none.
  absl::Status GiveBack(db::Session& session, const std::string& request) const;

  absl::StatusOr<int64_t> CountUsed(db::Session& session, const domain::QuotaPeriod& period) const;
};

}  // namespace mosbat::casefile
