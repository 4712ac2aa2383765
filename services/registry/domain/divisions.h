// What is formally right in a list of provinces and counties.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::registry::domain {

// "provinces/30" of "provinces/30/counties/3001".
std::string ProvinceOf(absl::string_view county);

// IMPORT_TOO_LARGE, DIVISION_INVALID.
absl::Status CheckImport(const v1::ImportDivisionsRequest& request);

}  // namespace mosbat::registry::domain
