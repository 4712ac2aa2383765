// Keeps service types and their revisions. Thread-safe; runs in the caller's transaction, and is atomic because that
// is. Each sentence below is a test in service_type_store_conformance_test.cc, which runs on every database we support.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/catalog/v1/service_type.pb.h"

namespace mosbat::catalog {

class ServiceTypeStore {
 public:
  // What a list is narrowed to; empty and STATE_UNSPECIFIED narrow nothing.
  struct Filter {
    std::string owner;
    v1::ServiceType::State state = v1::ServiceType::STATE_UNSPECIFIED;
  };

  // NOT_FOUND / SERVICE_TYPE_NOT_FOUND if there is none.
  absl::StatusOr<v1::ServiceType> Get(db::Session& session, const std::string& name) const;

  // Whether a type other than `name` has this place of the founding list.
  absl::StatusOr<bool> FoundingNumberTaken(db::Session& session, int founding_number, const std::string& name) const;

  // Returns the type with its first etag. A name or founding number that is taken is a unique violation: a lost race
  // for who looked first.
  absl::StatusOr<v1::ServiceType> Insert(db::Session& session, v1::ServiceType type) const;

  // Replaces the type if its stored etag is still its own; returns it with its next etag. ABORTED / STALE_ETAG if
  // another writer came first; a founding number that is taken is a unique violation.
  absl::StatusOr<v1::ServiceType> Replace(db::Session& session, v1::ServiceType type) const;

  // Holds the type ACTIVE until the caller's transaction ends: of it and one that changes the type's state only the
  // first to commit stands. Neither the type nor its etag changes. NOT_ACTIVE if it is not, SERVICE_TYPE_NOT_FOUND if
  // there is none.
  absl::Status HoldActive(db::Session& session, const std::string& name) const;

  // The same for one that is not RETIRED. SERVICE_TYPE_RETIRED, SERVICE_TYPE_NOT_FOUND.
  absl::Status HoldNotRetired(db::Session& session, const std::string& name) const;

  // At most `limit` types with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::ServiceType>> List(db::Session& session, const Filter& filter,
                                                    const std::string& after, int limit) const;

  // NOT_FOUND / SERVICE_TYPE_REVISION_NOT_FOUND if there is none.
  absl::StatusOr<v1::ServiceTypeRevision> GetRevision(db::Session& session, const std::string& name) const;

  // The revision in force on the day: the one of the greatest number among those that have taken effect; nothing before
  // the first.
  absl::StatusOr<std::optional<v1::ServiceTypeRevision>> FindRevisionOn(db::Session& session,
                                                                        const std::string& service_type,
                                                                        absl::CivilDay day) const;

  // Returns the revision with its etag, which never changes: there is no way to replace one. A name that is taken is a
  // unique violation.
  absl::StatusOr<v1::ServiceTypeRevision> InsertRevision(db::Session& session, v1::ServiceTypeRevision revision) const;

  // At most `limit` revisions of `service_type`, of all types if that is empty, with names strictly after `after`, in
  // byte order.
  absl::StatusOr<std::vector<v1::ServiceTypeRevision>> ListRevisions(db::Session& session,
                                                                     const std::string& service_type,
                                                                     const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::ServiceType> types_{"service_types", {"owner", "state", "founding_number"}};
  db::MessageTable<v1::ServiceTypeRevision> revisions_{"service_type_revisions",
                                                       {"service_type", "number", "effective_date"}};
};

}  // namespace mosbat::catalog
