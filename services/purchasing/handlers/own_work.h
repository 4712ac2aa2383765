// What the service does without being called: what followers hear and what the sweep finds. A step's changes, its
// events and an audit entry for each change commit together.
//
// Unlike a call, a step that runs again draws its time and ids anew: nobody was told of those that were rolled back,
// and whether there is still something to do is in the rows.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/audit/trail.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/feed/outbox.h"
#include "services/purchasing/handlers/transaction.h"

namespace mosbat::purchasing {

// What it works with; everything outlives it.
struct OwnWorkParts {
  std::string service;  // the actor of the entries
  std::string replica;
  const Clock& business_clock;
  const Clock& real_clock;
  IdGenerator& ids;
  const audit::Trail& trail;
  feed::Outbox& outbox;
};

// Thread-safe.
class OwnWork {
 public:
  explicit OwnWork(OwnWorkParts parts) : parts_(std::move(parts)) {}

  // Runs `step` in the session's transaction. `work` ("intake", "pricing") stands in the entries as the method.
  absl::Status Run(db::Session& session, absl::string_view work,
                   absl::FunctionRef<absl::Status(const Transaction& transaction)> step) const;

 private:
  audit::v1::Entry EntryOf(const Change& change, absl::string_view work) const;

  const OwnWorkParts parts_;
};

}  // namespace mosbat::purchasing
