// What the service does without being called (promotion, expiry): the walk of a sweep over the rows that wait, and the
// audit entry of a change.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/audit/trail.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/db/database.h"

namespace mosbat::casefile {

// What all of it works with, which outlives it. Thread-safe.
struct OwnWork {
  db::Database& database;
  const Clock& business_clock;
  const Clock& real_clock;
  IdGenerator& ids;
  std::string replica;  // who wrote an audit entry
  const audit::Trail& trail;
  // Asked before each row: what is left then is for the next sweep.
  std::function<bool()> is_stopping;
  // A row could not be worked on and was passed over by `work` ("promotion"). In the working thread.
  std::function<void(absl::string_view work, absl::string_view row, const absl::Status& why)> passed_over;

  // At most `limit` of the rows that wait, with names greater than `after`, by name.
  using List = absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(db::Session& session,
                                                                          const std::string& after, int limit)>;
  // Takes `step`, which says how much it did, for every row that `list` names, until the service stops; how much was
  // done. A page of rows is read at a time, on a snapshot of its own. Fails if the rows cannot be listed.
  absl::StatusOr<int> Sweep(List list, absl::FunctionRef<int(const std::string& row)> step) const;

  // Writes the audit entry of what `work` did to `subject`.
  absl::Status Record(db::Session& session, absl::string_view work, const std::string& subject,
                      int64_t row_version_before, int64_t row_version_after) const;
};

}  // namespace mosbat::casefile
