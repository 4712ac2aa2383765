// What the registry tells the other services. No payload says who a person is.
#pragma once

#include "absl/strings/string_view.h"

#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry {

// "LicenceIssued"; the payload is the licence without its holder, its owner and what somebody wrote of it.
feed::v1::Event LicenceEvent(absl::string_view type, v1::Licence licence);

// "StaffMemberAdded"; the payload is the member without identity, names and permit numbers.
feed::v1::Event StaffMemberEvent(absl::string_view type, v1::StaffMember member);

// What became of a centre between two of its versions: "CentreOperating", "CentreSuspended", "CentreClosed", or
// "CentreUpdated" where its state is the same. The payload is the centre.
feed::v1::Event CentreEvent(const v1::Centre& before, const v1::Centre& after);

}  // namespace mosbat::registry
