// Keeps service types and their revisions, and knows which of these are passed over because their text was withdrawn.
// Thread-safe; runs in the caller's transaction, and is atomic because that is. Each sentence below is a test in
// service_type_store_conformance_test.cc, which runs on every database we support.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

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

  // Every revision that is read says when its text was withdrawn.
  // NOT_FOUND / SERVICE_TYPE_REVISION_NOT_FOUND if there is none.
  absl::StatusOr<v1::ServiceTypeRevision> GetRevision(db::Session& session, const std::string& name) const;

  // The revision in force on the day: the one of the greatest number among those that have taken effect; nothing before
  // the first. One whose text was withdrawn by its effective date never takes effect.
  absl::StatusOr<std::optional<v1::ServiceTypeRevision>> FindRevisionOn(db::Session& session,
                                                                        const std::string& service_type,
                                                                        absl::CivilDay day) const;

  // The last of those that have taken effect or will.
  absl::StatusOr<std::optional<v1::ServiceTypeRevision>> FindLastRevision(db::Session& session,
                                                                          const std::string& service_type) const {
    return FindRevisionOn(session, service_type, absl::CivilDay(9999, 12, 31));
  }

  // Those that never take effect.
  absl::StatusOr<std::set<std::string>> ListPassedOver(db::Session& session) const;

  // The type as its revisions make it on the day of `now`: with the one in force, and the next to come into force after
  // it. A RETIRED type stays as it was.
  absl::StatusOr<v1::ServiceType> Settled(db::Session& session, v1::ServiceType type, absl::Time now) const;

  // Returns the revision with its etag, which never changes: there is no way to replace one. A name that is taken is a
  // unique violation.
  absl::StatusOr<v1::ServiceTypeRevision> InsertRevision(db::Session& session, v1::ServiceTypeRevision revision) const;

  // At most `limit` revisions of `service_type`, of all types if that is empty, with names strictly after `after`, in
  // byte order.
  absl::StatusOr<std::vector<v1::ServiceTypeRevision>> ListRevisions(db::Session& session,
                                                                     const std::string& service_type,
                                                                     const std::string& after, int limit) const;

 private:
  // The revision that the query names; nothing if it names none.
  absl::StatusOr<std::optional<v1::ServiceTypeRevision>> FindBy(db::Session& session, absl::string_view sql,
                                                                std::initializer_list<db::Value> values) const;
  // Lets each of the revisions, which are a stretch of the table in byte order, say when its text was withdrawn.
  static absl::Status TellWithdrawals(db::Session& session, absl::Span<v1::ServiceTypeRevision> revisions);

  db::MessageTable<v1::ServiceType> types_{"service_types", {"owner", "state", "founding_number"}};
  db::MessageTable<v1::ServiceTypeRevision> revisions_{
      "service_type_revisions", {"service_type", "number", "effective_date", "sub_guideline_revision"}};
};

}  // namespace mosbat::catalog
