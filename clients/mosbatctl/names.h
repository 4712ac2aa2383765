// Resources by the names that people type: also those that can only be listed, those that were not quite typed, and
// texts of which no revision was named.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// The resource called `name`, by the method that gets it or, where there is none, out of the list that it stands in.
// Errors are those of the service; INVALID_ARGUMENT / RESOURCE_UNKNOWN says what `name` may have been meant as;
// NOT_FOUND / NOT_FOUND of what is not in its list.
absl::StatusOr<MessagePtr> ReadResource(CallsAs& calls, const std::string& name);

// That `name` is one of a resource in `collection`, "serviceTypes", by its beginning. INVALID_ARGUMENT /
// RESOURCE_UNKNOWN says what it may have been meant as.
absl::Status RequireIn(CallsAs& calls, const std::string& collection, const std::string& name);

// What a collection has, "subGuidelines": the names of the first 1000. None where it cannot be read, or not without a
// trace.
std::vector<std::string> NamesIn(CallsAs& calls, const std::string& collection);

struct ChosenRevision {
  std::string name;  // "subGuidelines/vision-screening/revisions/2"
  Words why;         // "" where the revision was named
};
enum class RevisionWanted { kPending, kCurrent };

// `name` as it is if it names a revision. Of a sub-guideline the pending or the current one, whichever is wanted, else
// the other, else the newest. INVALID_ARGUMENT / RESOURCE_UNKNOWN for other names.
absl::StatusOr<ChosenRevision> ChooseRevision(CallsAs& calls, const std::string& name, RevisionWanted wanted);

// Whether it could be the last part of a name that the suite made: a UUID.
bool IsUuid(absl::string_view text);

}  // namespace mosbat::ctl
