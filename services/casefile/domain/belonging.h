// What a row is in the scope of: the county, the centre and the social worker that look after it. What was asked and
// delivered for a member goes with the member's case file; for a person without a file and a group it stays where it
// was asked.
#pragma once

#include <optional>
#include <string>

#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"

namespace mosbat::casefile::domain {

struct Belonging {
  std::string county;
  std::string centre;
  std::string worker;

  bool operator==(const Belonging&) const = default;
};

inline Belonging BelongingOf(const v1::CaseFile& file) {
  return {.county = file.county(), .centre = file.centre(), .worker = file.social_worker()};
}

// `file` is that of the member, as it is now; nothing for a recipient without one.
inline Belonging BelongingOf(const v1::ServiceRequest& request, const std::optional<v1::CaseFile>& file) {
  if (file.has_value()) return BelongingOf(*file);
  return {.county = request.county(), .centre = request.centre(), .worker = request.social_worker()};
}
inline Belonging BelongingOf(const v1::Delivery& delivery, const std::optional<v1::CaseFile>& file) {
  if (file.has_value()) return BelongingOf(*file);
  return {.county = delivery.county(), .centre = delivery.centre(), .worker = delivery.worker()};
}

}  // namespace mosbat::casefile::domain
