#include "services/purchasing/store/copies.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "services/purchasing/domain/standing.h"

namespace mosbat::purchasing {
namespace {

// A newer copy is kept with `WHERE row_version = ?`, so it misses the row once this has been here.
constexpr char kGuardCentre[] =
    "UPDATE copied_centres SET row_version = row_version + 1 WHERE name = ? AND owner_row_version = ?";
constexpr char kGuardServiceType[] =
    "UPDATE copied_service_types SET row_version = row_version + 1 WHERE name = ? AND owner_row_version = ?";

template <typename Message>
absl::Status GuardRow(db::Session& session, absl::string_view sql, const Message& copy) {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t guarded, session.Execute(sql, {copy.name(), RowVersionOf(copy.etag())}));
  return guarded == 1 ? absl::OkStatus() : mosbat::errors::StaleEtag(copy.name());
}

template <typename Message>
absl::StatusOr<bool> KeepIn(const db::CopyTable<Message>& table, db::Session& session, const Message& message) {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<Message> before, table.Find(session, message.name()));
  MOSBAT_ASSIGN_OR_RETURN(const bool kept, table.Keep(session, message));
  return kept && (!before.has_value() || domain::StandingOf(*before) != domain::StandingOf(message));
}

}  // namespace

absl::StatusOr<bool> Copies::Keep(db::Session& session, const registry::v1::Centre& centre) const {
  return KeepIn(centres_, session, centre);
}

absl::StatusOr<bool> Copies::Keep(db::Session& session, const catalog::v1::ServiceType& type) const {
  return KeepIn(service_types_, session, type);
}

absl::StatusOr<std::optional<registry::v1::Centre>> Copies::FindCentre(db::Session& session,
                                                                       const std::string& name) const {
  return centres_.Find(session, name);
}

absl::StatusOr<std::optional<catalog::v1::ServiceType>> Copies::FindServiceType(db::Session& session,
                                                                                const std::string& name) const {
  return service_types_.Find(session, name);
}

absl::Status Copies::Guard(db::Session& session, const registry::v1::Centre& centre) const {
  return GuardRow(session, kGuardCentre, centre);
}

absl::Status Copies::Guard(db::Session& session, const catalog::v1::ServiceType& type) const {
  return GuardRow(session, kGuardServiceType, type);
}

}  // namespace mosbat::purchasing
