// Asking for a service and delivering it, as the story's social workers do.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/demo/story.h"
#include "mosbat/casefile/v1/care_service.pb.h"

namespace mosbat::story {

// A visit to the elder of the `index`-th household, by its social worker.
absl::StatusOr<casefile::v1::ServiceRequest> AskForVisit(World& world, const Made& made, const std::string& step,
                                                         int index);
absl::StatusOr<casefile::v1::ServiceRequest> AskForWorkshop(World& world, const Made& made, const std::string& step);

// That it took place on the story's day; `form` is JSON.
casefile::v1::RecordDeliveryRequest DeliveryOf(const World& world, const casefile::v1::ServiceRequest& request,
                                               absl::string_view form, int quantity);
absl::StatusOr<casefile::v1::Delivery> Deliver(World& world, const std::string& step,
                                               const casefile::v1::ServiceRequest& request, absl::string_view form,
                                               int quantity);

inline constexpr char kGoodVisitForm[] =
    R"({"systolic": 138, "diastolic": 86, "advice": "نمک کمتر، پیاده‌روی روزانه"})";

}  // namespace mosbat::story
