#include "services/registry/store/licence_store.h"

#include <utility>

#include "services/registry/errors.h"

namespace mosbat::registry {

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

absl::StatusOr<std::vector<v1::Licence>> LicenceStore::List(db::Session& session, const db::Visibility& visibility,
                                                            const std::string& centre, const std::string& after,
                                                            int limit) const {
  db::Where where;
  where.VisibleTo(visibility, {.centre = "centre", .owner = "owner"});
  where.Equal("centre", centre);
  return licences_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
