// Which service types that people use a directive's closed list leaves out, and what is open of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::ctl {

// An ACTIVE type that could not be activated under the directive.
struct TypeOutside {
  std::string name;
  common::v1::Title title;
  int64_t open_requests = 0;  // in the area; they keep what they were promised
  int64_t entrustments = 0;   // ACTIVE ones, in the whole country
};

// By catalog's rule: a type is on the list if the sub-guideline that it rests on has a place there, by its name or its
// official number. None where the list is open. Requests are those of `area`, a province or county; "" is the country.
absl::StatusOr<std::vector<TypeOutside>> TypesOutside(CallsAs& calls, const guideline::v1::Directive& directive,
                                                      const std::string& area);

// Below a line that counts them; that there are none is said too.
void SayOutside(const std::vector<TypeOutside>& types, Report& report);

}  // namespace mosbat::ctl
