// The facts document: what is known about a recipient on a day, over which eligibility rules are written. Its names are
// those of the catalog's ListFacts; what is not known is left out.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "google/protobuf/struct.pb.h"

#include "common/schema/decision.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"

namespace mosbat::casefile::domain {

// For a member, `file` and `member` are theirs; for others both are null.
struct FactSources {
  const v1::ServiceRequest& request;
  const v1::CaseFile* file = nullptr;
  const v1::Member* member = nullptr;
  // When the recipient last had the same service, if ever.
  std::optional<v1::Delivery> last_same_service;
};

google::protobuf::Struct BuildFacts(const FactSources& sources, absl::CivilDay day);

// Whole Jalali months from one day to a later one, by which ages and intervals are counted; 0 if it is not later.
int WholeMonths(absl::CivilDay from, absl::CivilDay to);

using schema::CanonicalJson;

}  // namespace mosbat::casefile::domain
