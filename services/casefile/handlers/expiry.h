// Expires requests: what was not delivered by its deadline gives its part of the quota back. A sweep; each request is a
// transaction of its own.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/audit/trail.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/db/database.h"
#include "services/casefile/store/quota_store.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// What an expirer works with; everything outlives it.
struct ExpirerParts {
  db::Database& database;
  const Clock& business_clock;
  const Clock& real_clock;
  IdGenerator& ids;
  std::string replica;  // who wrote an audit entry
  const audit::Trail& trail;
  const ServiceRequestStore& requests;
  const QuotaStore& quotas;
  // Asked before each request: what is left then is for the next sweep.
  std::function<bool()> is_stopping;
  // A request could not be expired and was passed over. In the sweeping thread.
  std::function<void(absl::string_view name, const absl::Status& why)> passed_over;
};

// Thread-safe.
class Expirer {
 public:
  explicit Expirer(ExpirerParts parts) : parts_(std::move(parts)) {}

  // Expires every request that is overdue today; how many. A request that was delivered or cancelled meanwhile stays
  // so; one whose row is damaged is passed over. Fails if the requests cannot be listed.
  absl::StatusOr<int> Sweep() const;

 private:
  // Whether it was still overdue.
  absl::StatusOr<bool> Expire(const std::string& name, absl::CivilDay today) const;
  absl::Status Expire(db::Session& session, const std::string& name, absl::CivilDay today, bool& expired) const;

  ExpirerParts parts_;
};

}  // namespace mosbat::casefile
