// Keeps deputyships. Thread-safe; runs in the caller's transaction, and is atomic because that is.
// Each sentence below is a test in deputyship_store_conformance_test.cc, which runs on every database we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/guideline/v1/deputyship.pb.h"

namespace mosbat::guideline {

class DeputyshipStore {
 public:
  // NOT_FOUND / DEPUTYSHIP_NOT_FOUND if there is none.
  absl::StatusOr<v1::Deputyship> Get(db::Session& session, const std::string& name) const;

  // Returns the deputyship with its first etag. A name that is taken is a unique violation: a lost race for who looked
  // first.
  absl::StatusOr<v1::Deputyship> Insert(db::Session& session, v1::Deputyship deputyship) const;

  // Replaces the deputyship if its stored etag is still its own; returns it with its next etag. ABORTED / STALE_ETAG if
  // another writer came first.
  absl::StatusOr<v1::Deputyship> Replace(db::Session& session, v1::Deputyship deputyship) const;

  // At most `limit` deputyships with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::Deputyship>> List(db::Session& session, const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::Deputyship> deputyships_{"deputyships"};
};

}  // namespace mosbat::guideline
