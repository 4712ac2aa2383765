#include "services/registry/store/division_store.h"

#include <utility>

#include "services/registry/errors.h"

namespace mosbat::registry {

absl::StatusOr<v1::Province> DivisionStore::GetProvince(db::Session& session, const std::string& name) const {
  return provinces_.Get(session, name, errors::ProvinceNotFound);
}

absl::StatusOr<v1::County> DivisionStore::GetCounty(db::Session& session, const std::string& name) const {
  return counties_.Get(session, name, errors::CountyNotFound);
}

absl::StatusOr<v1::Province> DivisionStore::Insert(db::Session& session, v1::Province province) const {
  return provinces_.Insert(session, std::move(province));
}

absl::StatusOr<v1::County> DivisionStore::Insert(db::Session& session, v1::County county) const {
  return counties_.Insert(session, std::move(county));
}

absl::StatusOr<v1::Province> DivisionStore::Replace(db::Session& session, v1::Province province) const {
  return provinces_.Replace(session, std::move(province));
}

absl::StatusOr<v1::County> DivisionStore::Replace(db::Session& session, v1::County county) const {
  return counties_.Replace(session, std::move(county));
}

absl::StatusOr<std::vector<v1::Province>> DivisionStore::ListProvinces(db::Session& session, const std::string& after,
                                                                       int limit) const {
  return provinces_.List(session, "", {}, after, limit);
}

absl::StatusOr<std::vector<v1::County>> DivisionStore::ListCounties(db::Session& session, const std::string& province,
                                                                    const std::string& after, int limit) const {
  return counties_.List(session, db::Where().InArea("name", province), after, limit);
}

}  // namespace mosbat::registry
