// Keeps the centres. Runs in the caller's transaction. Each sentence below is a test in
// centre_stores_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::registry {

class CentreStore {
 public:
  // NOT_FOUND / CENTRE_NOT_FOUND.
  absl::StatusOr<v1::Centre> Get(db::Session& session, const std::string& name) const;
  // Returns the centre with its first etag. A second one of the same number (other than 0) or under the same agreement
  // is a unique violation.
  absl::StatusOr<v1::Centre> Insert(db::Session& session, v1::Centre centre) const;
  // Returns the centre with its next etag; ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Centre> Replace(db::Session& session, v1::Centre centre) const;
  // Whether a centre has this number.
  absl::StatusOr<bool> IsNumberTaken(db::Session& session, int number) const;
  // At most `limit` centres of a county, of a province, or of the country, with names strictly after `after`, in byte
  // order.
  absl::StatusOr<std::vector<v1::Centre>> List(db::Session& session, absl::string_view area, const std::string& after,
                                               int limit) const;

 private:
  db::MessageTable<v1::Centre> centres_{"centres", {"county", "number", "agreement"}};
};

}  // namespace mosbat::registry
