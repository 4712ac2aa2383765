#include "clients/mosbatctl/capacity.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"

namespace mosbat::ctl {
namespace {

using registry::v1::DirectiveEffect;

struct County {
  const DirectiveEffect* effect = nullptr;
  FilesOfCounty files;

  bool full_now() const { return files.open >= effect->places_now(); }
  bool full_then() const { return files.open >= effect->places_then(); }
};

void SayChanged(const Words& label, const std::vector<County>& counties, Report& report) {
  const auto count = static_cast<int64_t>(counties.size());
  report.Line(label, report.In({.en = absl::StrCat(count, count == 1 ? " county" : " counties"),
                                .fa = absl::StrCat(report.Number(count), " شهرستان")}));
  for (const County& county : counties) {
    const std::string open = report.Number(county.files.open);
    const std::string waiting = report.Number(county.files.waiting);
    const std::string now = report.Number(county.effect->places_now());
    const std::string then = report.Number(county.effect->places_then());
    report.Point(absl::StrCat(
        report.Area(county.effect->area()), ": ",
        report.In(
            {.en = absl::StrCat(open, " open, ", waiting, " waiting; places ", now, " → ", then),
             .fa = absl::StrCat(open, " پروندهٔ باز، ", waiting, " در فهرست انتظار؛ ظرفیت از ", now, " به ", then)})));
  }
}

}  // namespace

absl::StatusOr<std::map<std::string, FilesOfCounty>> CountFiles(CallsAs& calls, const std::string& area) {
  casefile::v1::CountCaseFilesRequest request;
  request.set_page_size(1000);
  if (absl::StrContains(area, "/counties/")) {
    request.mutable_area()->set_county(area);
  } else if (!area.empty()) {
    request.mutable_area()->set_province(area);
  }
  std::map<std::string, FilesOfCounty> files;
  do {
    MOSBAT_ASSIGN_OR_RETURN(const auto page, calls.Ask<casefile::v1::CountCaseFilesResponse>(request));
    for (const auto& count : page.counts()) {
      FilesOfCounty& county = files[count.county()];
      county.open += count.open();
      county.waiting += count.waiting();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return files;
}

void SayCapacity(const registry::v1::PreviewDirectiveResponse& preview,
                 const std::map<std::string, FilesOfCounty>& files, Report& report) {
  std::vector<County> freed;
  std::vector<County> filled;
  int64_t full = 0;
  int64_t free = 0;
  for (const DirectiveEffect& effect : preview.counties()) {
    if (effect.centres() == 0) continue;
    const auto held = files.find(effect.area());
    const County county = {.effect = &effect, .files = held == files.end() ? FilesOfCounty() : held->second};
    if (county.full_now() == county.full_then()) {
      ++(county.full_now() ? full : free);
    } else {
      (county.full_now() ? freed : filled).push_back(county);
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
