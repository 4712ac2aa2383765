// What stands in the way of a service type and its entrustments: revisions whose texts were withdrawn, and pilots that
// have not begun.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "clients/mosbatctl/client.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::ctl {

// Whether a revision may come into force, or came: its text was not withdrawn by its effective date.
bool TakesEffect(const catalog::v1::ServiceTypeRevision& revision);
// Whether its text was never withdrawn.
bool HasItsText(const catalog::v1::ServiceTypeRevision& revision);

// The last of the first `count` revisions of a service type that is `wanted`; none where they may not be read.
std::optional<catalog::v1::ServiceTypeRevision> LastRevision(
    CallsAs& calls, absl::string_view type, int count,
    bool (*wanted)(const catalog::v1::ServiceTypeRevision&) = &TakesEffect);

// The pilots of the type of `other` that have yet to be activated, or begin later than it; none where they may not be
// read. The catalog does not activate `other` before them (PILOT_FIRST).
std::vector<catalog::v1::Entrustment> PilotsBefore(CallsAs& calls, const catalog::v1::Entrustment& other);

// Whether a pilot, once it is ACTIVE, begins later than another entrustment of its type.
bool BeginsLater(const catalog::v1::Entrustment& pilot, const catalog::v1::Entrustment& other);

}  // namespace mosbat::ctl
