// What the service's rows belong to, for the check of the caller's scope.
#pragma once

#include "common/auth/principal.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::casefile {

inline auth::Belonging BelongingOf(const v1::CaseFile& file) {
  return {.area = file.county(), .centre = file.centre(), .worker = file.social_worker()};
}
inline auth::Belonging BelongingOf(const v1::ServiceRequest& request) {
  return {.area = request.county(), .centre = request.centre(), .worker = request.social_worker()};
}
inline auth::Belonging BelongingOf(const v1::Delivery& delivery) {
  return {.area = delivery.county(), .centre = delivery.centre(), .worker = delivery.worker()};
}
inline auth::Belonging BelongingOf(const registry::v1::Centre& centre) {
  return {.area = centre.county(), .centre = centre.name()};
}

}  // namespace mosbat::casefile
