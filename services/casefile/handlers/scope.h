// What the service's rows belong to, for the check of the caller's scope.
#pragma once

#include <optional>

#include "common/auth/principal.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "services/casefile/domain/belonging.h"

namespace mosbat::casefile {

inline auth::Belonging ForScope(const domain::Belonging& belonging) {
  return {.area = belonging.county, .centre = belonging.centre, .worker = belonging.worker};
}

inline auth::Belonging BelongingOf(const v1::CaseFile& file) { return ForScope(domain::BelongingOf(file)); }
inline auth::Belonging BelongingOf(const registry::v1::Centre& centre) {
  return {.area = centre.county(), .centre = centre.name()};
}
template <typename Care>  // a request or a delivery
auth::Belonging BelongingOf(const Care& care, const std::optional<v1::CaseFile>& file) {
  return ForScope(domain::BelongingOf(care, file));
}

}  // namespace mosbat::casefile
