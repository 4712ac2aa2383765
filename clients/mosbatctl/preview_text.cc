// What previews say, for people and for scripts.
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/preview.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::PreviewRulesResponse;
using nlohmann::ordered_json;
using registry::v1::DirectiveEffect;

using Entrustment = guideline::v1::Directive::Entrustment;

using Counts = std::vector<int64_t>;

Words EntrustmentWords(Entrustment::Mode mode) {
  switch (mode) {
    case Entrustment::CLOSED_LIST:
      return {.en = "a closed list", .fa = "فهرست بسته"};
    case Entrustment::OPEN:
      return {.en = "open", .fa = "باز"};
    default:
      return {.en = "not said", .fa = "تعیین‌نشده"};
  }
}

Counts CountsOf(const DirectiveEffect& effect) {
  return {effect.centres(),
          effect.places_now(),
          effect.places_then(),
          effect.centres_gaining(),
          effect.centres_losing(),
          effect.centres_short_of_staff(),
          effect.papers().ended() + effect.agreements().ended()};
}

Counts CountsOf(const PreviewRulesResponse::Change& change) {
  return {change.gain(), change.lose(), change.stay(), change.stay_out()};
}

// Under one line of headings; areas of nothing but zeros are left out.
template <typename Numbers>
void SayTable(const std::vector<Words>& headings, const std::map<std::string, Numbers>& areas, Report& report) {
  std::vector<std::vector<std::string>> rows(1, {report.In({.en = "area", .fa = "ناحیه"})});
  for (const Words& words : headings) rows.front().push_back(report.In(words));
  for (const auto& [area, numbers] : areas) {
    const Counts counts = CountsOf(numbers);
    if (absl::c_all_of(counts, [](int64_t count) { return count == 0; })) continue;
    const absl::string_view indent = absl::StrContains(area, "/counties/") ? "  " : "";
    std::vector<std::string> row = {absl::StrCat(indent, report.Area(area))};
    for (const int64_t count : counts) row.push_back(report.Number(count));
    rows.push_back(std::move(row));
  }
  if (rows.size() > 1) return report.Table(rows);
  report.Line({.en = "Areas", .fa = "ناحیه"},
              report.In({.en = "nothing was counted in any",
                         .fa = "در هیچ ناحیه‌ای چیزی شمرده نشد"}));
}

void Say(const DirectivePreview& preview, Report& report) {
  const auto& found = preview.found;
  report.Head(preview.name, {.en = absl::StrCat("held against ", found.directive_now()),
                             .fa = absl::StrCat("در مقایسه با ", found.directive_now())});
  report.Line({.en = "Judged on", .fa = "روز سنجش"}, report.Day(found.date()));
  if (found.entrustment_then() != found.entrustment_now() && found.entrustment_then() != 0) {
    const Words now = EntrustmentWords(found.entrustment_now());
    const Words then = EntrustmentWords(found.entrustment_then());
    report.Line(
        {.en = "Entrustment", .fa = "واگذاری"},
        report.In({.en = absl::StrCat(now.en, " → ", then.en), .fa = absl::StrCat("از ", now.fa, " به ", then.fa)}));
  }
  if (found.entrustment_then() == Entrustment::CLOSED_LIST) {
    SayOutside(preview.outside, report);
  } else if (found.entrustment_then() == Entrustment::OPEN && found.entrustment_now() != Entrustment::OPEN) {
    report.Line({.en = "Left out", .fa = "بیرون از فهرست"},
                report.In({.en = "none; any activity may be entrusted",
                           .fa = "هیچ: هر فعالیتی را می‌توان واگذار کرد"}));
  }
  SayTable({{.en = "centres", .fa = "مرکز"},
            {.en = "places now", .fa = "ظرفیت کنونی"},
            {.en = "then", .fa = "پس از اجرا"},
            {.en = "gain", .fa = "افزایش"},
            {.en = "lose", .fa = "کاهش"},
            {.en = "short of staff", .fa = "کمبود کارکنان"},
            {.en = "papers ended", .fa = "پروانهٔ پایان‌یافته"}},
           preview.areas, report);
  SayCapacity(preview.room, report);
}

void Say(const RulePreview& preview, Report& report) {
  report.Head(preview.text.name, {.en = absl::StrCat("held against the rule of ", preview.service_type),
                                  .fa = absl::StrCat("در مقایسه با قاعدهٔ ", preview.service_type)});
  report.Line({.en = "Revision", .fa = "ویرایش"}, report.In(preview.text.why));
  report.Line({.en = "Judged on", .fa = "روز سنجش"}, report.Day(preview.judged_date));
  // The whole area stands first.
  report.Line({.en = "Case files", .fa = "پرونده"}, report.Number(preview.areas.begin()->second.case_files()));
  SayTable({{.en = "members gain", .fa = "مشمول می‌شوند"},
            {.en = "lose", .fa = "از شمول خارج می‌شوند"},
            {.en = "keep", .fa = "مشمول می‌مانند"},
            {.en = "stay without", .fa = "همچنان مشمول نیستند"}},
           preview.areas, report);
  const PreviewRulesResponse::Change& all = preview.areas.begin()->second;
  const std::string gain = report.Number(all.gain_entrusted());
  const std::string lose = report.Number(all.lose_entrusted());
  if (all.gain() + all.lose() == 0) return;
  report.Line({.en = "Entrusted", .fa = "واگذاری"},
              report.In({.en = absl::StrCat(gain, " of those who gain and ", lose,
                                            " of those who lose are at a centre that is entrusted with the type today"),
                         .fa = absl::StrCat("از کسانی که مشمول می‌شوند ", gain,
                                            " نفر و از کسانی که خارج می‌شوند ", lose,
                                            " نفر در مرکزی هستند که این خدمت امروز به آن واگذار شده است")}));
}

ordered_json WithArea(const std::string& area, const Report& report, ordered_json numbers) {
  ordered_json row = {{"area", area}, {"title", report.Area(area)}};
  row.update(numbers);
  return row;
}

ordered_json JsonOf(DirectiveEffect effect) {
  effect.mutable_papers();
  effect.mutable_agreements();
  return WholeJson(effect);
}

ordered_json JsonOf(const PreviewRulesResponse::Change& change) {
  ordered_json numbers = WholeJson(change);
  numbers.erase("county");
  return numbers;
}

// 64-bit numbers are texts, as in all JSON of protobuf.
ordered_json JsonOf(const Room& room) {
  return {{"open", absl::StrCat(room.open)},
          {"waiting", absl::StrCat(room.waiting)},
          {"freeNow", absl::StrCat(room.free_now)},
          {"freeThen", absl::StrCat(room.free_then)}};
}

template <typename Numbers>
ordered_json AreasJson(const std::map<std::string, Numbers>& areas, const Report& report) {
  ordered_json rows = ordered_json::array();
  for (const auto& [area, numbers] : areas) rows.push_back(WithArea(area, report, JsonOf(numbers)));
  return rows;
}

ordered_json TypesJson(const std::vector<TypeOutside>& types, const Report& report) {
  ordered_json rows = ordered_json::array();
  for (const TypeOutside& type : types) {
    rows.push_back({{"serviceType", type.name},
                    {"title", report.Title(type.title)},
                    {"openRequests", absl::StrCat(type.open_requests)},
                    {"entrustments", absl::StrCat(type.entrustments)}});
  }
  return rows;
}

ordered_json Json(const DirectivePreview& preview, const Report& report) {
  return {{"directive", preview.name},
          {"directiveNow", preview.found.directive_now()},
          {"date", WholeJson(preview.found.date())},
          {"entrustmentNow", Entrustment::Mode_Name(preview.found.entrustment_now())},
          {"entrustmentThen", Entrustment::Mode_Name(preview.found.entrustment_then())},
          {"typesOutside", TypesJson(preview.outside, report)},
          {"areas", AreasJson(preview.areas, report)},
          {"room", AreasJson(preview.room, report)}};
}

ordered_json Json(const RulePreview& preview, const Report& report) {
  return {{"subGuidelineRevision", preview.text.name},
          {"serviceType", preview.service_type},
          {"judgedDate", WholeJson(preview.judged_date)},
          {"areas", AreasJson(preview.areas, report)}};
}

}  // namespace

std::string PreviewText(const Previews& previews, Report report) {
  for (const auto& preview : previews) {
    std::visit([&](const auto& one) { Say(one, report); }, preview);
  }
  return report.Take();
}

ordered_json PreviewJson(const Previews& previews, const Report& report) {
  ordered_json all = ordered_json::array();
  for (const auto& preview : previews) {
    all.push_back(std::visit([&](const auto& one) { return Json(one, report); }, preview));
  }
  return {{"previews", std::move(all)}};
}

}  // namespace mosbat::ctl
