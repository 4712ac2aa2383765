#include "clients/mosbatctl/preview.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/terminal.h"
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

// Rows of numbers by area, under one line of headings; rows of nothing but zeros are left out.
class AreaTable {
 public:
  AreaTable(const Report& report, std::vector<Words> headings) : report_(report) {
    std::vector<std::string> head = {report.In({.en = "area", .fa = "ناحیه"})};
    for (const Words& words : headings) head.push_back(report.In(words));
    rows_.push_back(std::move(head));
  }

  void Add(const std::string& area, const Counts& counts) {
    bool any = false;
    std::vector<std::string> row = {area};
    for (const int64_t count : counts) {
      any = any || count != 0;
      row.push_back(report_.Number(count));
    }
    if (any) rows_.push_back(std::move(row));
  }

  void AppendTo(Report& report) const {
    std::vector<size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
      for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
    }
    for (const auto& row : rows_) {
      std::string line = Padded(row.front(), widths.front());
      for (size_t i = 1; i < row.size(); ++i) {
        absl::StrAppend(&line, "  ", std::string(widths[i] - WidthOf(row[i]), ' '), row[i]);
      }
      report.Plain(line);
    }
  }

 private:
  const Report& report_;
  std::vector<std::vector<std::string>> rows_;
};

class Previewer {
 public:
  Previewer(CallsAs calls, const PreviewOptions& options, Report report)
      : calls_(std::move(calls)), options_(options), report_(std::move(report)) {}

  absl::Status Add(const std::string& name) {
    if (absl::StartsWith(name, "directives/")) return AddDirective(name);
    if (absl::StartsWith(name, "subGuidelines/") && absl::StrContains(name, "/revisions/")) return AddRule(name);
    return MakeFieldError(
        "RESOURCE_UNKNOWN",
        {.field = "name",
         .words = {
             .en = absl::StrCat("\"", name, "\" has no preview; directives/… and subGuidelines/…/revisions/… have."),
             .fa = absl::StrCat(
                 "«", name,
                 "» پیش‌نمایش ندارد؛ directives/… و subGuidelines/…/revisions/… دارند.")}});
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
      using Entrustment = guideline::v1::Directive::Entrustment;
      report_.Line({.en = "Entrustment", .fa = "واگذاری"},
                   absl::StrCat(Entrustment::Mode_Name(found.entrustment_now()), " → ",
                                Entrustment::Mode_Name(found.entrustment_then())));
    }
    AreaTable table(report_, {{.en = "centres", .fa = "مرکز"},
                              {.en = "places now", .fa = "جای کنونی"},
                              {.en = "then", .fa = "سپس"},
                              {.en = "gain", .fa = "افزایش"},
                              {.en = "lose", .fa = "کاهش"},
                              {.en = "short of staff", .fa = "کمبود کارکنان"},
                              {.en = "papers ended", .fa = "پروانهٔ پایان‌یافته"}});
    AddEffect(found.total(), table);
    for (const DirectiveEffect& effect : found.provinces()) AddEffect(effect, table);
    for (const DirectiveEffect& effect : found.counties()) AddEffect(effect, table);
    table.AppendTo(report_);
    return absl::OkStatus();
  }

  static void AddEffect(const DirectiveEffect& effect, AreaTable& table) {
    table.Add(effect.area(), {effect.centres(), effect.places_now(), effect.places_then(), effect.centres_gaining(),
                              effect.centres_losing(), effect.centres_short_of_staff(),
                              effect.papers().ended() + effect.agreements().ended()});
  }

  absl::Status AddRule(const std::string& name) {
    guideline::v1::GetSubGuidelineRevisionRequest get;
    get.set_name(name);
    MOSBAT_ASSIGN_OR_RETURN(const auto text, calls_.Ask<guideline::v1::SubGuidelineRevision>(get));
    MOSBAT_ASSIGN_OR_RETURN(const std::string type, TypeOf(name));
    PreviewRulesRequest request;
    request.set_service_type(type);
    *request.mutable_rule() = text.terms().eligibility().rule();
    request.set_page_size(1000);
    // Each page is a call of its own, so that ending this command ends the work.
    std::map<std::string, Counts> by_county;
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
      }
      files += page.case_files();
      day = page.judged_date();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    SayRule(name, type, files, day, by_county);
    return absl::OkStatus();
  }

  void SayRule(const std::string& name, const std::string& type, int64_t files, const google::type::Date& day,
               const std::map<std::string, Counts>& by_county) {
    report_.Head(name,
                 {.en = absl::StrCat("held against the rule of ", type), .fa = absl::StrCat("در برابر قاعدهٔ ", type)});
    report_.Line({.en = "Judged on", .fa = "روز داوری"}, report_.Day(day));
    report_.Line({.en = "Case files", .fa = "پرونده"}, report_.Number(files));
    AreaTable table(report_, {{.en = "members gain", .fa = "عضو می‌یابد"},
                              {.en = "lose", .fa = "از دست می‌دهد"},
                              {.en = "keep", .fa = "دارد"},
                              {.en = "stay without", .fa = "ندارد"}});
    std::map<std::string, Counts> by_province;
    Counts total(4);
    for (const auto& [county, counts] : by_county) {
      if (!InArea(county)) continue;
      Counts& province = by_province.try_emplace(county.substr(0, county.find("/counties/")), Counts(4)).first->second;
      for (size_t i = 0; i < counts.size(); ++i) {
        province[i] += counts[i];
        total[i] += counts[i];
      }
    }
    table.Add(options_.area.empty() ? "country" : options_.area, total);
    if (options_.area.empty()) {
      for (const auto& [province, counts] : by_province) table.Add(province, counts);
    }
    for (const auto& [county, counts] : by_county) {
      if (InArea(county) && county != options_.area) table.Add(county, counts);
    }
    table.AppendTo(report_);
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
  Previewer previewer(std::move(calls), options, std::move(report));
  for (const std::string& name : names) MOSBAT_RETURN_IF_ERROR(previewer.Add(name));
  return previewer.Take();
}

}  // namespace mosbat::ctl
