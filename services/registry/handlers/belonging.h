// What the registry's rows belong to, for the check of the caller's scope.
#pragma once

#include <string>

#include "common/auth/principal.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry {

inline auth::Belonging BelongingOf(const v1::Application& application) {
  return {.area = application.county(), .owner = application.owner()};
}
inline auth::Belonging BelongingOf(const v1::Licence& licence) {
  return {.area = licence.county(), .centre = licence.centre(), .owner = licence.owner()};
}
inline auth::Belonging BelongingOf(const v1::Centre& centre) {
  return {.area = centre.county(), .centre = centre.name()};
}
inline auth::Belonging BelongingOf(const v1::StaffMember& member) {
  return {.area = member.county(),
          .centre = member.name().substr(0, member.name().find("/staff/")),
          .worker = member.name()};
}

}  // namespace mosbat::registry
