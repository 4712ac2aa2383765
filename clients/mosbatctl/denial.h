// Who may do what a caller was refused: the services say only that this caller may not.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/methods.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// Whether `status` refused a caller, ACCESS_DENIED by its role or NOT_IN_SCOPE by what it is about.
bool IsDenial(const absl::Status& status);

// The resource whose owner decides on a request: the one that it names, of a text its sub-guideline, of an entrustment
// its service type; or the owner itself, where the request says it and it is not `caller`, who was refused all the
// same. "" where it names neither.
std::string DecidingName(const google::protobuf::Message& request, absl::string_view caller = "");

// "deputyships/prevention" of what has an owner; else "".
std::string OwnerOf(const google::protobuf::Message& resource);

// The same error with what may help in its metadata: `may_call`, the roles of the method; `callers`, those at hand that
// have one of them; `owner` where it is known.
absl::Status NamingWhoMay(const absl::Status& denial, const Method& method, const std::vector<std::string>& callers,
                          const std::string& owner);

// What to do about a denial that NamingWhoMay() completed. A caller is chosen in the file that an error names, else by
// --as.
Words AdviceOf(const absl::Status& denial);

}  // namespace mosbat::ctl
