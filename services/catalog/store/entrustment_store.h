// Keeps entrustments. Thread-safe; runs in the caller's transaction, and is atomic because that is. Each sentence below
// is a test in entrustment_store_conformance_test.cc, which runs on every database we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/catalog/v1/entrustment.pb.h"

namespace mosbat::catalog {

class EntrustmentStore {
 public:
  // What a list is narrowed to; empty and STATE_UNSPECIFIED narrow nothing.
  struct Filter {
    std::string service_type;
    v1::Entrustment::State state = v1::Entrustment::STATE_UNSPECIFIED;
  };

  // NOT_FOUND / ENTRUSTMENT_NOT_FOUND if there is none.
  absl::StatusOr<v1::Entrustment> Get(db::Session& session, const std::string& name) const;

  // Returns the entrustment with its first etag.
  absl::StatusOr<v1::Entrustment> Insert(db::Session& session, v1::Entrustment entrustment) const;

  // Replaces the entrustment if its stored etag is still its own; returns it with its next etag. ABORTED / STALE_ETAG
  // if another writer came first.
  absl::StatusOr<v1::Entrustment> Replace(db::Session& session, v1::Entrustment entrustment) const;

  // The pilots of the type that are PROPOSED or ACTIVE.
  absl::StatusOr<std::vector<v1::Entrustment>> ListPilots(db::Session& session, const std::string& service_type) const;

  // At most `limit` entrustments with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::Entrustment>> List(db::Session& session, const Filter& filter,
                                                    const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::Entrustment> entrustments_{"entrustments", {"service_type", "state", "pilot"}};
};

}  // namespace mosbat::catalog
