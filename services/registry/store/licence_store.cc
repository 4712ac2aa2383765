#include "services/registry/store/licence_store.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "services/registry/errors.h"

namespace mosbat::registry {
namespace {

// Writing the row is what makes two transactions conflict; `holds` is read by nobody.
constexpr char kHold[] = "UPDATE licences SET holds = holds + 1 WHERE name = ? AND row_version = ?";

}  // namespace

absl::StatusOr<v1::Licence> LicenceStore::Get(db::Session& session, const std::string& name) const {
  return licences_.Get(session, name, errors::LicenceNotFound);
}

absl::StatusOr<v1::Licence> LicenceStore::Insert(db::Session& session, v1::Licence licence) const {
  const v1::Licence row = licence;
  return licences_.Insert(session, std::move(licence), {row.county(), row.centre(), row.owner()});
}

absl::StatusOr<v1::Licence> LicenceStore::Replace(db::Session& session, v1::Licence licence) const {
  const v1::Licence row = licence;
  return licences_.Replace(session, std::move(licence), {row.county(), row.centre(), row.owner()});
}

absl::Status LicenceStore::Hold(db::Session& session, const v1::Licence& licence) const {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t held, session.Execute(kHold, {licence.name(), RowVersionOf(licence.etag())}));
  return held == 1 ? absl::OkStatus() : mosbat::errors::StaleEtag(licence.name());
}

absl::StatusOr<std::vector<v1::Licence>> LicenceStore::List(db::Session& session, const db::Visibility& visibility,
                                                            const std::string& centre, const std::string& after,
                                                            int limit) const {
  db::Where where;
  where.VisibleTo(visibility, {.centre = "centre", .owner = "owner"});
  where.Equal("centre", centre);
  return licences_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
