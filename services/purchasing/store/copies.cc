#include "services/purchasing/store/copies.h"

#include <utility>

#include "common/base/status_macros.h"

namespace mosbat::purchasing {

absl::StatusOr<bool> Copies::Keep(db::Session& session, const registry::v1::Centre& centre) const {
  return centres_.Keep(session, centre);
}

absl::StatusOr<bool> Copies::Keep(db::Session& session, registry::v1::Licence licence) const {
  licence.clear_holder();
  licence.clear_owner();
  return licences_.Keep(session, licence);
}

absl::StatusOr<bool> Copies::Keep(db::Session& session, const catalog::v1::ServiceType& type) const {
  return service_types_.Keep(session, type);
}

absl::StatusOr<std::optional<registry::v1::Centre>> Copies::FindCentre(db::Session& session,
                                                                       const std::string& name) const {
  return centres_.Find(session, name);
}

absl::StatusOr<std::optional<catalog::v1::ServiceType>> Copies::FindServiceType(db::Session& session,
                                                                                const std::string& name) const {
  return service_types_.Find(session, name);
}

absl::StatusOr<std::vector<registry::v1::Licence>> Copies::PapersOf(db::Session& session,
                                                                    const registry::v1::Centre& centre) const {
  std::vector<registry::v1::Licence> papers;
  for (const registry::v1::Centre::Paper& paper : centre.papers()) {
    MOSBAT_ASSIGN_OR_RETURN(std::optional<registry::v1::Licence> licence, licences_.Find(session, paper.licence()));
    if (licence.has_value()) papers.push_back(*std::move(licence));
  }
  return papers;
}

}  // namespace mosbat::purchasing
