#include "clients/mosbatctl/capacity.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/areas.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"

namespace mosbat::ctl {
namespace {

using Counties = std::vector<std::pair<std::string, Room>>;

void SayChanged(const Words& label, const Counties& counties, Report& report) {
  const auto count = static_cast<int64_t>(counties.size());
  report.Line(label, report.In({.en = absl::StrCat(count, count == 1 ? " county" : " counties"),
                                .fa = absl::StrCat(report.Number(count), " شهرستان")}));
  for (const auto& [county, room] : counties) {
    const std::string open = report.Number(room.open);
    const std::string waiting = report.Number(room.waiting);
    const std::string now = report.Number(room.free_now);
    const std::string then = report.Number(room.free_then);
    report.Point(absl::StrCat(
        report.Area(county), ": ",
        report.In({.en = absl::StrCat(open, " open, ", waiting, " waiting; free places ", now, " → ", then),
                   .fa = absl::StrCat(open, " پروندهٔ باز، ", waiting, " در فهرست انتظار؛ جای خالی از ", now, " به ",
                                      then)})));
  }
}

}  // namespace

absl::StatusOr<RoomByCounty> CountRoom(CallsAs& calls, const std::string& area, int64_t places_then) {
  casefile::v1::CountCaseFilesRequest request;
  if (!area.empty()) *request.mutable_area() = AreaOf(area);
  RoomByCounty counties;
  MOSBAT_RETURN_IF_ERROR(calls.ForEachPage<casefile::v1::CountCaseFilesResponse>(request, [&](const auto& page) {
    for (const auto& centre : page.counts()) {
      if (!centre.operating()) continue;
      const auto free_of = [&](int64_t places) { return std::max<int64_t>(0, places - centre.open()); };
      Room& county = counties[centre.county()];
      county.open += centre.open();
      county.waiting += centre.waiting();
      county.free_now += free_of(centre.places());
      county.free_then += free_of(places_then == 0 ? centre.places() : places_then);
    }
  }));
  return counties;
}

void SayCapacity(const RoomByCounty& counties, Report& report) {
  Counties freed;
  Counties filled;
  int64_t full = 0;
  int64_t free = 0;
  for (const auto& [county, room] : counties) {
    const bool full_now = room.free_now == 0;
    const bool full_then = room.free_then == 0;
    if (full_now == full_then) {
      ++(full_now ? full : free);
    } else {
      (full_now ? freed : filled).emplace_back(county, room);
    }
  }
  SayChanged({.en = "Full → free", .fa = "از پُر به دارای جا"}, freed, report);
  SayChanged({.en = "Free → full", .fa = "از دارای جا به پُر"}, filled, report);
  const std::string number = report.Number(full + free);
  report.Line({.en = "Unchanged", .fa = "بی‌تغییر"},
              report.In({.en = absl::StrCat(number, full + free == 1 ? " county" : " counties", ": ", full, " full, ",
                                            free, " with free places"),
                         .fa = absl::StrCat(number, " شهرستان: ", report.Number(full), " پُر، ", report.Number(free),
                                            " دارای جای خالی")}));
}

}  // namespace mosbat::ctl
