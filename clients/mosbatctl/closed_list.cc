#include "clients/mosbatctl/closed_list.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/show.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using guideline::v1::Directive;

absl::StatusOr<int64_t> CountOpen(CallsAs& calls, const std::string& type, const std::string& area) {
  casefile::v1::CountOpenRequestsRequest request;
  request.set_service_type(type);
  if (!area.empty()) *request.mutable_area() = AreaOf(area);
  MOSBAT_ASSIGN_OR_RETURN(const auto counted, calls.Ask<casefile::v1::CountOpenRequestsResponse>(request));
  int64_t open = 0;
  for (const auto& count : counted.counts()) open += count.requests();
  return open;
}

// Of every type, by its name.
absl::StatusOr<std::map<std::string, int64_t>> CountActive(CallsAs& calls) {
  catalog::v1::ListEntrustmentsRequest request;
  request.set_state(Entrustment::ACTIVE);
  std::map<std::string, int64_t> active;
  MOSBAT_RETURN_IF_ERROR(calls.ForEachPage<catalog::v1::ListEntrustmentsResponse>(request, [&](const auto& page) {
    for (const Entrustment& each : page.entrustments()) ++active[each.service_type()];
  }));
  return active;
}

}  // namespace

absl::StatusOr<std::vector<TypeOutside>> TypesOutside(CallsAs& calls, const Directive& directive,
                                                      const std::string& area) {
  std::vector<TypeOutside> outside;
  const Directive::Entrustment& entrustment = directive.provisions().entrustment();
  if (entrustment.mode() != Directive::Entrustment::CLOSED_LIST) return outside;
  std::set<std::string> listed;
  std::set<int> numbers;
  for (const auto& activity : entrustment.activities()) {
    listed.insert(activity.sub_guideline());
    if (activity.founding_number() != 0) numbers.insert(activity.founding_number());
  }
  MOSBAT_RETURN_IF_ERROR(calls.ForEachPage<guideline::v1::ListSubGuidelinesResponse>(
      guideline::v1::ListSubGuidelinesRequest(), [&](const auto& page) {
        for (const auto& text : page.sub_guidelines()) {
          if (numbers.count(text.founding_number()) > 0) listed.insert(text.name());
        }
      }));
  catalog::v1::ListServiceTypesRequest active;
  active.set_state(ServiceType::ACTIVE);
  MOSBAT_RETURN_IF_ERROR(calls.ForEachPage<catalog::v1::ListServiceTypesResponse>(active, [&](const auto& page) {
    for (const ServiceType& type : page.service_types()) {
      const std::string& text = type.rests_on();
      if (listed.count(text.substr(0, text.find("/revisions/"))) > 0) continue;
      outside.push_back({.name = type.name(), .title = type.title()});
    }
  }));
  if (outside.empty()) return outside;
  MOSBAT_ASSIGN_OR_RETURN(auto entrustments, CountActive(calls));
  for (TypeOutside& type : outside) {
    MOSBAT_ASSIGN_OR_RETURN(type.open_requests, CountOpen(calls, type.name, area));
    type.entrustments = entrustments[type.name];
  }
  return outside;
}

void SayOutside(const std::vector<TypeOutside>& types, Report& report) {
  const Words label = {.en = "Left out", .fa = "بیرون از فهرست"};
  if (types.empty()) {
    return report.Line(label, report.In({.en = "none; every active service type is on the closed list",
                                         .fa = "هیچ: همهٔ انواع خدمت فعال در فهرست بسته هست"}));
  }
  const std::string count = report.Number(static_cast<int64_t>(types.size()));
  report.Line(
      label,
      report.In(
          {.en = absl::StrCat(count, types.size() == 1 ? " active service type" : " active service types",
                              "; requests that are open keep what they were promised"),
           .fa = absl::StrCat(
               count,
               " نوع خدمت فعال؛ درخواست‌های باز با شرایط وعده‌داده‌شده می‌مانند")}));
  std::vector<std::vector<std::string>> rows = {{report.In({.en = "service type", .fa = "نوع خدمت"}),
                                                 report.In({.en = "title", .fa = "عنوان"}),
                                                 report.In({.en = "open requests", .fa = "درخواست باز"}),
                                                 report.In({.en = "active entrustments", .fa = "واگذاری فعال"})}};
  for (const TypeOutside& type : types) {
    rows.push_back({type.name, Clipped(report.Title(type.title), kWidestCell), report.Number(type.open_requests),
                    report.Number(type.entrustments)});
  }
  report.Table(std::move(rows), /*texts=*/2);
}

}  // namespace mosbat::ctl
