// The part of the country that a list is asked for.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "mosbat/common/v1/common.pb.h"

namespace mosbat::casefile {

// As db::Where::InArea takes it, the country if none is named. INVALID_ARGUMENT / NAME_INVALID; FIELD_INVALID for a
// centre.
absl::StatusOr<std::string> AreaOfList(const common::v1::Area& area);

}  // namespace mosbat::casefile
