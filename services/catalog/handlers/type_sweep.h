// What the catalog does without being called: a scheduled revision takes effect on its day, one whose text was
// withdrawn by then is passed over, and a type whose current revision cannot be used goes into quarantine, wherever the
// revision came from (an older version of this program may have taken what this one cannot compile).
//
// Reads do not wait for a day: AsOf() has computed it already. Those from memory wait for a withdrawal; else it is for
// those who follow by events.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/audit/trail.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/db/database.h"
#include "common/feed/outbox.h"
#include "services/catalog/store/service_type_store.h"
#include "services/catalog/store/type_cache.h"

namespace mosbat::catalog {

// What it works with; everything outlives it.
struct TypeSweepParts {
  std::string replica;
  db::Database& database;
  const Clock& business_clock;
  const Clock& real_clock;
  IdGenerator& ids;
  const audit::Trail& trail;
  feed::Outbox& outbox;
  const ServiceTypeStore& types;
  TypeCache& cache;
  // Asked before each type: what is left then is for the next turn.
  std::function<bool()> is_stopping;
};

// For one thread. Any number of replicas may sweep at once: each type is changed in a transaction of its own that first
// looks whether there is still something to do.
class TypeSweep {
 public:
  // At most so many types are looked at for quarantine in one turn, so that other chores are not kept waiting; the next
  // turn goes on behind them, so that some that fail again and again keep no other from its turn.
  static constexpr int kMostChecked = 50;

  explicit TypeSweep(TypeSweepParts parts) : parts_(std::move(parts)) {}

  // Does what there is to do of the types in memory, and keeps going past one that fails; `failed(chore, type, status)`
  // is told of each ("schedule", "quarantine"), which is tried again at the next turn. How many types were changed.
  int Run(absl::FunctionRef<void(absl::string_view, const std::string&, const absl::Status&)> failed);

 private:
  // Changes the type as it is stored by `change(session, type)`, a StatusOr of the event to emit, "" where there is
  // nothing to do.
  using Change = absl::FunctionRef<absl::StatusOr<std::string>(db::Session&, v1::ServiceType&)>;
  absl::StatusOr<bool> Apply(const std::string& name, absl::string_view chore, Change change);

  absl::StatusOr<std::set<std::string>> PassedOver();
  absl::StatusOr<bool> Settle(const std::string& name);
  absl::StatusOr<bool> CheckCurrent(const std::string& name);

  const TypeSweepParts parts_;
  std::set<std::string> checked_;  // revisions whose verdict the type bears
  std::string looked_until_;       // the last type of a turn that was full; "" to begin at the first
};

}  // namespace mosbat::catalog
