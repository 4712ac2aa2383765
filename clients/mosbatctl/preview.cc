#include "clients/mosbatctl/preview.h"

#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/capacity.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::PreviewRulesRequest;
using casefile::v1::PreviewRulesResponse;
using registry::v1::DirectiveEffect;
using registry::v1::PreviewDirectiveRequest;
using registry::v1::PreviewDirectiveResponse;

using Counts = std::vector<int64_t>;
// By area; in byte order a county stands below its province, and the country above all.
using CountsByArea = std::map<std::string, Counts>;

bool IsCounty(absl::string_view area) { return absl::StrContains(area, "/counties/"); }

std::string ProvinceOf(const std::string& county) { return county.substr(0, county.find("/counties/")); }

// Under one line of headings; areas of nothing but zeros are left out.
void SayTable(const std::vector<Words>& headings, const CountsByArea& areas, Report& report) {
  std::vector<std::vector<std::string>> rows(1, {report.In({.en = "area", .fa = "ناحیه"})});
  for (const Words& words : headings) rows.front().push_back(report.In(words));
  for (const auto& [area, counts] : areas) {
    if (absl::c_all_of(counts, [](int64_t count) { return count == 0; })) continue;
    std::vector<std::string> row = {absl::StrCat(IsCounty(area) ? "  " : "", report.Area(area))};
    for (const int64_t count : counts) row.push_back(report.Number(count));
    rows.push_back(std::move(row));
  }
  report.Table(rows);
}

Words EntrustmentWords(guideline::v1::Directive::Entrustment::Mode mode) {
  switch (mode) {
    case guideline::v1::Directive::Entrustment::CLOSED_LIST:
      return {.en = "a closed list", .fa = "فهرست بسته"};
    case guideline::v1::Directive::Entrustment::OPEN:
      return {.en = "open", .fa = "باز"};
    default:
      return {.en = "not said", .fa = "تعیین‌نشده"};
  }
}

// That there is such a province or county.
absl::Status RequireArea(CallsAs& calls, const std::string& area) {
  Words there = {.en = "an area is provinces/30, or provinces/30/counties/3001",
                 .fa = "ناحیه provinces/30 یا provinces/30/counties/3001 است"};
  if (IsAreaCode(area)) {
    const absl::Status found = ReadResource(calls, area).status();
    if (found.ok() || !absl::IsNotFound(found)) return found;
    const std::string list =
        absl::StrCat("mosbatctl list ", IsCounty(area) ? absl::StrCat(ProvinceOf(area), "/counties") : "provinces");
    there = {.en = absl::StrCat("`", list, "` has those that there are"),
             .fa = absl::StrCat("«", list, "» آن‌ها را که هست دارد")};
  }
  return MakeFieldError(
      "AREA_UNKNOWN",
      {.field = "area",
       .words = {.en = absl::StrCat("--area: there is no province or county ", area, "; ", there.en, "."),
                 .fa = absl::StrCat("--area: استان یا شهرستان ", area, " نیست؛ ", there.fa, ".")}});
}

class Previewer {
 public:
  Previewer(CallsAs calls, const PreviewOptions& options, Report report)
      : calls_(std::move(calls)), options_(options), report_(std::move(report)) {}

  absl::Status Add(const std::string& name) {
    if (absl::StartsWith(name, "directives/")) return AddDirective(name);
    if (absl::StartsWith(name, "subGuidelines/")) return AddRule(name);
    // Of what is no name at all it is said what may have been meant.
    if (!GetMethodOf(name).ok()) MOSBAT_RETURN_IF_ERROR(ReadResource(calls_, name).status());
    return MakeFieldError(
        "RESOURCE_UNKNOWN",
        {.field = "name",
         .words = {
             .en = absl::StrCat("\"", name, "\" has no preview; directives/… and subGuidelines/… have."),
             .fa = absl::StrCat(
                 "«", name, "» پیش‌نمایش ندارد؛ directives/… و subGuidelines/… دارند.")}});
  }

  std::string Take() { return report_.Take(); }

 private:
  absl::Status AddDirective(const std::string& name) {
    PreviewDirectiveRequest request;
    request.set_directive(name);
    request.set_area(options_.area);
    MOSBAT_ASSIGN_OR_RETURN(const auto found, calls_.Ask<PreviewDirectiveResponse>(request));
    report_.Head(name, {.en = absl::StrCat("held against ", found.directive_now()),
                        .fa = absl::StrCat("در برابر ", found.directive_now())});
    report_.Line({.en = "Judged on", .fa = "روز داوری"}, report_.Day(found.date()));
    if (found.entrustment_then() != found.entrustment_now() && found.entrustment_then() != 0) {
      const Words now = EntrustmentWords(found.entrustment_now());
      const Words then = EntrustmentWords(found.entrustment_then());
      report_.Line(
          {.en = "Entrustment", .fa = "واگذاری"},
          report_.In({.en = absl::StrCat(now.en, " → ", then.en), .fa = absl::StrCat("از ", now.fa, " به ", then.fa)}));
    }
    CountsByArea areas;
    for (const auto* const effects : {&found.provinces(), &found.counties()}) {
      for (const DirectiveEffect& effect : *effects) {
        // Of a county's province only the county is counted, which is no number of the province.
        if (InArea(effect.area())) areas[effect.area()] = CountsOf(effect);
      }
    }
    areas[found.total().area()] = CountsOf(found.total());
    SayTable({{.en = "centres", .fa = "مرکز"},
              {.en = "places now", .fa = "ظرفیت کنونی"},
              {.en = "then", .fa = "سپس"},
              {.en = "gain", .fa = "افزایش"},
              {.en = "lose", .fa = "کاهش"},
              {.en = "short of staff", .fa = "کمبود کارکنان"},
              {.en = "papers ended", .fa = "پروانهٔ پایان‌یافته"}},
             areas, report_);
    guideline::v1::GetDirectiveRequest get;
    get.set_name(name);
    MOSBAT_ASSIGN_OR_RETURN(const auto directive, calls_.Ask<guideline::v1::Directive>(get));
    MOSBAT_ASSIGN_OR_RETURN(const RoomByCounty room,
                            CountRoom(calls_, options_.area, directive.provisions().files_per_centre().value()));
    SayCapacity(room, report_);
    return absl::OkStatus();
  }

  static Counts CountsOf(const DirectiveEffect& effect) {
    return {effect.centres(),
            effect.places_now(),
            effect.places_then(),
            effect.centres_gaining(),
            effect.centres_losing(),
            effect.centres_short_of_staff(),
            effect.papers().ended() + effect.agreements().ended()};
  }

  absl::Status AddRule(const std::string& text_name) {
    MOSBAT_ASSIGN_OR_RETURN(const ChosenRevision chosen, ChooseRevision(calls_, text_name, RevisionWanted::kPending));
    const std::string& name = chosen.name;
    guideline::v1::GetSubGuidelineRevisionRequest get;
    get.set_name(name);
    MOSBAT_ASSIGN_OR_RETURN(const auto text, calls_.Ask<guideline::v1::SubGuidelineRevision>(get));
    MOSBAT_ASSIGN_OR_RETURN(const std::string type, TypeOf(name));
    PreviewRulesRequest request;
    request.set_service_type(type);
    *request.mutable_rule() = text.terms().eligibility().rule();
    request.set_page_size(1000);
    // Each page is a call of its own, so that ending this command ends the work.
    CountsByArea by_county;
    int64_t files = 0;
    google::type::Date day;
    do {
      MOSBAT_ASSIGN_OR_RETURN(const auto page, calls_.Ask<PreviewRulesResponse>(request));
      for (const auto& change : page.changes()) {
        Counts& counts = by_county.try_emplace(change.county(), Counts(4)).first->second;
        counts[0] += change.gain();
        counts[1] += change.lose();
        counts[2] += change.stay();
        counts[3] += change.stay_out();
        if (InArea(change.county())) files += change.case_files();
      }
      day = page.judged_date();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    SayRule(chosen, type, files, day, by_county);
    return absl::OkStatus();
  }

  void SayRule(const ChosenRevision& text, const std::string& type, int64_t files, const google::type::Date& day,
               const CountsByArea& by_county) {
    report_.Head(text.name,
                 {.en = absl::StrCat("held against the rule of ", type), .fa = absl::StrCat("در برابر قاعدهٔ ", type)});
    report_.Line({.en = "Revision", .fa = "ویرایش"}, report_.In(text.why));
    report_.Line({.en = "Judged on", .fa = "روز داوری"}, report_.Day(day));
    report_.Line({.en = "Case files", .fa = "پرونده"}, report_.Number(files));
    CountsByArea areas;
    const std::string whole = options_.area.empty() ? "country" : options_.area;
    for (const auto& [county, counts] : by_county) {
      if (!InArea(county)) continue;
      for (const std::string& area : std::set<std::string>{whole, ProvinceOf(county), county}) {
        if (!InArea(area)) continue;
        Counts& sum = areas.try_emplace(area, Counts(4)).first->second;
        for (size_t i = 0; i < counts.size(); ++i) sum[i] += counts[i];
      }
    }
    SayTable({{.en = "members gain", .fa = "عضو می‌یابد"},
              {.en = "lose", .fa = "از دست می‌دهد"},
              {.en = "keep", .fa = "دارد"},
              {.en = "stay without", .fa = "ندارد"}},
             areas, report_);
  }

  bool InArea(const std::string& area) const {
    return options_.area.empty() || area == options_.area || absl::StartsWith(area, absl::StrCat(options_.area, "/"));
  }

  // The service type that rests on a text of this sub-guideline.
  absl::StatusOr<std::string> TypeOf(const std::string& revision) {
    if (!options_.service_type.empty()) return options_.service_type;
    const std::string text = revision.substr(0, revision.find("/revisions/") + 1);
    std::vector<std::string> resting;
    catalog::v1::ListServiceTypesRequest request;
    request.set_page_size(1000);
    do {
      MOSBAT_ASSIGN_OR_RETURN(const auto page, calls_.Ask<catalog::v1::ListServiceTypesResponse>(request));
      for (const auto& type : page.service_types()) {
        if (absl::StartsWith(type.rests_on(), text)) resting.push_back(type.name());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (resting.size() == 1) return resting.front();
    const std::string list = resting.empty() ? "" : absl::StrCat(" (", absl::StrJoin(resting, ", "), ")");
    return MakeFieldError(
        "PREVIEW_AMBIGUOUS",
        {.field = "type",
         .words = {
             .en = absl::StrCat("Not exactly one service type rests on ", revision, list, ": name it with --type."),
             .fa = absl::StrCat("دقیقاً یک نوع خدمت بر ", revision, list, " استوار نیست: با --type نام ببرید.")}});
  }

  CallsAs calls_;
  const PreviewOptions& options_;
  Report report_;
};

}  // namespace

absl::StatusOr<std::string> Preview(CallsAs calls, absl::Span<const std::string> names, const PreviewOptions& options,
                                    Report report) {
  if (!options.area.empty()) MOSBAT_RETURN_IF_ERROR(RequireArea(calls, options.area));
  Previewer previewer(std::move(calls), options, std::move(report));
  for (const std::string& name : names) MOSBAT_RETURN_IF_ERROR(previewer.Add(name));
  return previewer.Take();
}

}  // namespace mosbat::ctl
