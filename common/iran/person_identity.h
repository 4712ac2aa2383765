// Checks of mosbat.common.v1.PersonIdentity, the same wherever a person is named.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "mosbat/common/v1/common.pb.h"

namespace mosbat::iran {

// OK if the identity that is set is formally right. INVALID_ARGUMENT, naming the path below `field`, else:
//   FIELD_REQUIRED            none is set, or "none yet" gives no words why
//   NATIONAL_ID_INVALID       length, digits or check digit
//   FOREIGNER_CODE_INVALID    not 12 digits
absl::Status CheckIdentity(absl::string_view field, const common::v1::PersonIdentity& identity);

// Whether there is something by which the person can be found again.
bool IsIdentified(const common::v1::PersonIdentity& identity);

// What `crypto::Keyring::Hash` is given for an identified person: the kind ("national_id", "foreigner_code") and the
// value.
struct IdentityKey {
  std::string kind;
  std::string value;
};
IdentityKey KeyOf(const common::v1::PersonIdentity& identity);

}  // namespace mosbat::iran
