// What it means for a rehearsal that a service refuses a request, and how that is said.
#pragma once

#include <string>

#include "absl/status/status.h"

#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// Whether it may be cured by what stands before the request in the files: something is not there yet, or not yet in the
// state that it needs.
bool MayBeCured(const Method& method, const absl::Status& status);

// Whether an update was refused because what is there is closed to edits, which nothing in the files cures.
bool IsClosed(const absl::Status& status);

// Whether the fault is in the request itself, and not in what the request acts on.
bool IsOfRequest(const Method& method, const absl::Status& status);

// This context does not speak for the caller whom the file names.
bool IsTokenMissing(const absl::Status& status);

// Whether the files are stopped by it for good, whatever is written before it: not by what apply leaves as it is, what
// waits for a token that this context lacks, or what may only be another's race.
bool StopsForGood(const absl::Status& status);

// Why nothing can be said yet.
Words OnlyWhenThere(const std::string& name);
Words OnlyAfter();
Words WithoutToken(const std::string& as);

// That a step is left out, because its resource will be in another state.
Words NeverTaken(const Entry& entry, const Verb& verb, const std::string& state);

// That an ACTIVE service type is to rest on another text, by which no step activates it.
Words NeverActivated(const Entry& entry, const std::string& rests_on);

// That the text which an entry holds is withdrawn.
Words IsWithdrawn(const std::string& text);

}  // namespace mosbat::ctl
