#include "clients/mosbatctl/type_standing.h"

#include "absl/strings/str_cat.h"

#include "common/iran/tehran_day.h"

namespace mosbat::ctl {
namespace {

using catalog::v1::Entrustment;
using catalog::v1::ServiceTypeRevision;

}  // namespace

bool TakesEffect(const ServiceTypeRevision& revision) {
  return HasItsText(revision) ||
         iran::StoredDay(revision.sub_guideline_withdrawn_date()) > iran::StoredDay(revision.effective_date());
}

bool HasItsText(const ServiceTypeRevision& revision) { return !revision.has_sub_guideline_withdrawn_date(); }

std::optional<ServiceTypeRevision> LastRevision(CallsAs& calls, absl::string_view type, int count,
                                                bool (*wanted)(const ServiceTypeRevision&)) {
  for (int number = count; number > 0; --number) {
    catalog::v1::GetServiceTypeRevisionRequest request;
    request.set_name(absl::StrCat(type, "/revisions/", number));
    auto revision = calls.Ask<ServiceTypeRevision>(request);
    if (!revision.ok()) return std::nullopt;
    if (wanted(*revision)) return *std::move(revision);
  }
  return std::nullopt;
}

std::vector<Entrustment> PilotsBefore(CallsAs& calls, const Entrustment& other) {
  catalog::v1::ListEntrustmentsRequest request;
  request.set_service_type(other.service_type());
  std::vector<Entrustment> pilots;
  // What the caller may not read is judged by the service alone.
  (void)calls.ForEachPage<catalog::v1::ListEntrustmentsResponse>(request, [&](const auto& page) {
    for (const Entrustment& pilot : page.entrustments()) {
      const bool waits =
          pilot.state() == Entrustment::PROPOSED || (pilot.state() == Entrustment::ACTIVE && BeginsLater(pilot, other));
      if (pilot.pilot() && waits && pilot.service_type() == other.service_type()) pilots.push_back(pilot);
    }
  });
  return pilots;
}

bool BeginsLater(const Entrustment& pilot, const Entrustment& other) {
  return iran::StoredDay(pilot.start_date()) > iran::StoredDay(other.start_date());
}

}  // namespace mosbat::ctl
