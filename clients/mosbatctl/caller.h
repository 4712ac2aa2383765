// In whose name a call is made, as people write it.
//
//   steering                                    a role over the whole country
//   deputyship:prevention                       a deputyship
//   county:provinces/30/counties/3001           a part of the country
//   centre-manager:centres/karaj-one            a centre
//   social-worker:centres/karaj-one/staff/mina  the caseload of one worker
//   steering@mina                               any of them with the name of a person
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/auth/principal.h"

namespace mosbat::ctl {

// Without a person's name the caller is known by what stands before the "@". INVALID_ARGUMENT / CALLER_INVALID.
absl::StatusOr<auth::Principal> ParseCaller(absl::string_view text);

// "deputyships/prevention" → "deputyship:prevention".
std::string CallerOfDeputyship(absl::string_view name);

}  // namespace mosbat::ctl
