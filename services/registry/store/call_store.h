// Keeps the calls. Runs in the caller's transaction. Each sentence below is a test in
// licensing_stores_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

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
  // At most `limit` calls of `county`, or of all where it is "", with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::Call>> List(db::Session& session, const std::string& county, const std::string& after,
                                             int limit) const;

 private:
  db::MessageTable<v1::Call> calls_{"calls", {"county"}};
};

}  // namespace mosbat::registry
