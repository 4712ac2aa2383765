// Whose money it is: what a claim, a credit or a batch belongs to.
#pragma once

#include <string>

#include "common/auth/principal.h"

namespace mosbat::purchasing {

inline auth::Belonging BelongingOf(const std::string& county, const std::string& centre) {
  return {.deputyship = "", .area = county, .centre = centre, .worker = "", .owner = ""};
}

inline auth::Belonging BelongingOf(const std::string& province) { return BelongingOf(province, ""); }

}  // namespace mosbat::purchasing
