#include "clients/mosbatctl/preview.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::PreviewRulesRequest;
using casefile::v1::PreviewRulesResponse;
using registry::v1::DirectiveEffect;
using registry::v1::PreviewDirectiveRequest;
using registry::v1::PreviewDirectiveResponse;

std::string ProvinceOf(const std::string& county) { return county.substr(0, county.find("/counties/")); }

// Adds every number of it.
void AddTo(const PreviewRulesResponse::Change& change, PreviewRulesResponse::Change& sum) {
  const auto& type = *PreviewRulesResponse::Change::descriptor();
  const auto& reflection = *change.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* const field = type.field(i);
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_INT64) continue;
    reflection.SetInt64(&sum, field, reflection.GetInt64(sum, field) + reflection.GetInt64(change, field));
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
        absl::StrCat("mosbatctl list ",
                     absl::StrContains(area, "/counties/") ? absl::StrCat(ProvinceOf(area), "/counties") : "provinces");
    there = {.en = absl::StrCat("`", list, "` has those that there are"), .fa = absl::StrCat("فهرست: ", list, "")};
  }
  return MakeFieldError(
      "AREA_UNKNOWN",
      {.field = "area",
       .words = {.en = absl::StrCat("--area: there is no province or county ", area, "; ", there.en, "."),
                 .fa = absl::StrCat("--area: استان یا شهرستان ", area, " نیست؛ ", there.fa, ".")}});
}

class Previewer {
 public:
  Previewer(CallsAs calls, const PreviewOptions& options) : calls_(std::move(calls)), options_(options) {}

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

  Previews Take() { return std::move(previews_); }

 private:
  absl::Status AddDirective(const std::string& name) {
    PreviewDirectiveRequest request;
    request.set_directive(name);
    request.set_area(options_.area);
    DirectivePreview preview{.name = name};
    MOSBAT_ASSIGN_OR_RETURN(preview.found, calls_.Ask<PreviewDirectiveResponse>(request));
    for (const auto* const effects : {&preview.found.provinces(), &preview.found.counties()}) {
      for (const DirectiveEffect& effect : *effects) {
        // Of a county's province only the county is counted, which is no number of the province.
        if (InArea(effect.area())) preview.areas[effect.area()] = effect;
      }
    }
    preview.areas[preview.found.total().area()] = preview.found.total();
    guideline::v1::GetDirectiveRequest get;
    get.set_name(name);
    MOSBAT_ASSIGN_OR_RETURN(const auto directive, calls_.Ask<guideline::v1::Directive>(get));
    MOSBAT_ASSIGN_OR_RETURN(preview.room,
                            CountRoom(calls_, options_.area, directive.provisions().files_per_centre().value()));
    MOSBAT_ASSIGN_OR_RETURN(preview.outside, TypesOutside(calls_, directive, options_.area));
    previews_.emplace_back(std::move(preview));
    return absl::OkStatus();
  }

  absl::Status AddRule(const std::string& text_name) {
    RulePreview preview;
    MOSBAT_ASSIGN_OR_RETURN(preview.text, ChooseRevision(calls_, text_name, RevisionWanted::kPending));
    guideline::v1::GetSubGuidelineRevisionRequest get;
    get.set_name(preview.text.name);
    MOSBAT_ASSIGN_OR_RETURN(const auto text, calls_.Ask<guideline::v1::SubGuidelineRevision>(get));
    MOSBAT_ASSIGN_OR_RETURN(preview.service_type, TypeOf(preview.text.name));
    PreviewRulesRequest request;
    request.set_service_type(preview.service_type);
    *request.mutable_rule() = text.terms().eligibility().rule();
    const std::string whole = options_.area.empty() ? "country" : options_.area;
    preview.areas[whole];
    MOSBAT_RETURN_IF_ERROR(calls_.ForEachPage<PreviewRulesResponse>(request, [&](const auto& page) {
      for (const auto& change : page.changes()) {
        if (!InArea(change.county())) continue;
        for (const std::string& area : std::set<std::string>{whole, ProvinceOf(change.county()), change.county()}) {
          if (area == whole || InArea(area)) AddTo(change, preview.areas[area]);
        }
      }
      preview.judged_date = page.judged_date();
    }));
    previews_.emplace_back(std::move(preview));
    return absl::OkStatus();
  }

  bool InArea(const std::string& area) const {
    return options_.area.empty() || area == options_.area || absl::StartsWith(area, absl::StrCat(options_.area, "/"));
  }

  // The service type that rests on a text of this sub-guideline.
  absl::StatusOr<std::string> TypeOf(const std::string& revision) {
    if (!options_.service_type.empty()) return options_.service_type;
    const std::string text = revision.substr(0, revision.find("/revisions/") + 1);
    std::vector<std::string> resting;
    MOSBAT_RETURN_IF_ERROR(calls_.ForEachPage<catalog::v1::ListServiceTypesResponse>(
        catalog::v1::ListServiceTypesRequest(), [&](const auto& page) {
          for (const auto& type : page.service_types()) {
            if (absl::StartsWith(type.rests_on(), text)) resting.push_back(type.name());
          }
        }));
    if (resting.size() == 1) return resting.front();
    const std::string list = resting.empty() ? "" : absl::StrCat(" (", absl::StrJoin(resting, ", "), ")");
    return MakeFieldError(
        "PREVIEW_AMBIGUOUS",
        {.field = "type",
         .words = {
             .en = absl::StrCat("Not exactly one service type rests on ", revision, list, ": name it with --type."),
             .fa = absl::StrCat("نوع خدمتی که بر ", revision, list, " استوار است یکتا نیست؛ با --type نام ببرید.")}});
  }

  CallsAs calls_;
  const PreviewOptions& options_;
  Previews previews_;
};

}  // namespace

absl::StatusOr<Previews> ReadPreviews(CallsAs calls, absl::Span<const std::string> names,
                                      const PreviewOptions& options) {
  if (!options.area.empty()) MOSBAT_RETURN_IF_ERROR(RequireArea(calls, options.area));
  Previewer previewer(std::move(calls), options);
  for (const std::string& name : names) MOSBAT_RETURN_IF_ERROR(previewer.Add(name));
  return previewer.Take();
}

}  // namespace mosbat::ctl
