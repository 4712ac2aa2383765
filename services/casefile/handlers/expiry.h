// Expires requests: what was not delivered by its deadline gives its part of the quota back. A sweep; each request is a
// transaction of its own.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/db/database.h"
#include "services/casefile/handlers/own_work.h"
#include "services/casefile/store/quota_store.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// Thread-safe.
class Expirer {
 public:
  Expirer(const OwnWork& own_work, const ServiceRequestStore& requests, const QuotaStore& quotas)
      : own_work_(own_work), requests_(requests), quotas_(quotas) {}

  // Expires every request that is overdue today; how many. A request that was delivered or cancelled meanwhile stays
  // so; one whose row is damaged is passed over. Fails if the requests cannot be listed.
  absl::StatusOr<int> Sweep() const;

 private:
  // Whether it was still overdue.
  absl::StatusOr<bool> Expire(const std::string& name, absl::CivilDay today) const;
  absl::Status Expire(db::Session& session, const std::string& name, absl::CivilDay today, bool& expired) const;

  const OwnWork& own_work_;
  const ServiceRequestStore& requests_;
  const QuotaStore& quotas_;
};

}  // namespace mosbat::casefile
