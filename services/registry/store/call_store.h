// Keeps the calls, each with a few gates. Who applies in a call passes one of them, and a new version of the call
// rewrites them all, as the places of a capped owner are rewritten with its cap (services/casefile): so an application
// and the end of its call cannot both rest on what they read, and applications wait for each other only where they meet
// at one gate, not all on the row of the call. Runs in the caller's transaction. Each sentence below is a test in
// licensing_stores_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/registry/v1/call.pb.h"

namespace mosbat::registry {

class CallStore {
 public:
  // NOT_FOUND / CALL_NOT_FOUND.
  absl::StatusOr<v1::Call> Get(db::Session& session, const std::string& name) const;
  // Returns the call with its first etag.
  absl::StatusOr<v1::Call> Insert(db::Session& session, v1::Call invitation) const;
  // Returns the call with its next etag; ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Call> Replace(db::Session& session, v1::Call invitation) const;
  // Holds the call as it was read until the caller's transaction ends: of it and one that changes the call only the
  // first to commit stands. `random(bound)` is a number in [0, bound). ABORTED / STALE_ETAG if another writer came
  // first.
  absl::Status PassGate(db::Session& session, const v1::Call& invitation,
                        absl::FunctionRef<uint64_t(uint64_t bound)> random) const;
  // At most `limit` calls of `county`, or of all where it is "", with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::Call>> List(db::Session& session, const std::string& county, const std::string& after,
                                             int limit) const;

 private:
  db::MessageTable<v1::Call> calls_{"calls", {"county"}};
};

}  // namespace mosbat::registry
