#include "clients/mosbatctl/ready.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::CheckReadinessRequest;
using casefile::v1::CheckReadinessResponse;
using casefile::v1::RequirementCheck;

constexpr absl::string_view kCentres = "centres/";
constexpr absl::string_view kTypes = "serviceTypes/";

// An id without its collection is taken for one of that.
std::string WholeName(absl::string_view collection, const std::string& name) {
  const bool is_id = !name.empty() && !absl::StrContains(name, '/') && !FindCollection(name).ok();
  return is_id ? absl::StrCat(collection, name) : name;
}

// Of the centre and those who entrust it, not of the texts.
bool LacksOfTheCentre(const CheckReadinessResponse& found) {
  return !found.operating() || found.entrustment().empty() ||
         absl::c_any_of(found.requirements(), [](const RequirementCheck& check) { return !check.met(); });
}

struct Point {
  Words what;
  std::string clause;
};

// What must be in force, what the centre itself must be, then what the terms demand.
std::vector<Point> PointsOf(const CheckReadinessResponse& found, bool met) {
  std::vector<Point> points;
  if (!met && found.directive().empty()) {
    points.push_back({.what = {.en = "No directive is in force on that day.",
                               .fa = "در آن روز دستورالعملی لازم‌الاجرا نیست."}});
  }
  if (!met && !found.rule_in_force()) {
    points.push_back(
        {.what = {
             .en = "The text that its terms rest on is not in force on that day.",
             .fa =
                 "شیوه‌نامه‌ای که شرایط خدمت بر آن استوار است در آن روز لازم‌الاجرا نیست."}});
  }
  if (!met && !found.operating()) {
    points.push_back({.what = {.en = "The centre does not operate on that day.", .fa = "مرکز در آن روز دایر نیست."}});
  }
  if (!met && found.entrustment().empty()) {
    points.push_back({.what = {.en = "Nobody has entrusted it with the service for that day.",
                               .fa = "خدمت برای آن روز به این مرکز واگذار نشده است."}});
  }
  for (const RequirementCheck& check : found.requirements()) {
    if (check.met() != met) continue;
    points.push_back({.what = {.en = check.text_en(), .fa = check.text_fa()}, .clause = check.requirement().clause()});
  }
  return points;
}

void Say(const Words& label, const std::vector<Point>& points, Report& report) {
  if (points.empty()) return;
  report.Line(label, report.Number(static_cast<int64_t>(points.size())));
  for (const Point& point : points) {
    report.Point(report.In(point.what));
    if (point.clause.empty()) continue;
    report.Detail(report.In(
        {.en = absl::StrCat("clause ", point.clause), .fa = absl::StrCat("بند ", report.InDigits(point.clause))}));
  }
}

void SayTexts(const CheckReadinessRequest& asked, const CheckReadinessResponse& found, Report& report) {
  if (!found.rule_in_force()) report.Command(absl::StrCat("mosbatctl status ", asked.service_type()));
  if (found.directive().empty()) report.Command("mosbatctl list directives");
}

}  // namespace

absl::StatusOr<CheckReadinessRequest> ReadinessRequest(CallsAs& calls, const std::string& centre,
                                                       const std::string& service_type, const std::string& day) {
  if ((absl::StartsWith(centre, kTypes) && !absl::StartsWith(service_type, kTypes)) ||
      (absl::StartsWith(service_type, kCentres) && !absl::StartsWith(centre, kCentres))) {
    return ReadinessRequest(calls, service_type, centre, day);
  }
  CheckReadinessRequest request;
  request.set_centre(WholeName(kCentres, centre));
  request.set_service_type(WholeName(kTypes, service_type));
  MOSBAT_RETURN_IF_ERROR(RequireIn(calls, "centres", request.centre()));
  MOSBAT_RETURN_IF_ERROR(RequireIn(calls, "serviceTypes", request.service_type()));
  if (!day.empty()) MOSBAT_RETURN_IF_ERROR(FromJson(day, "--date", *request.mutable_date()));
  return request;
}

std::string ReadinessText(const CheckReadinessRequest& asked, const CheckReadinessResponse& found, Report report) {
  report.Head(asked.centre(), found.ready() ? Words{.en = absl::StrCat("ready for ", asked.service_type()),
                                                    .fa = absl::StrCat("آمادهٔ ارائهٔ ", asked.service_type())}
                                            : Words{.en = absl::StrCat("not ready for ", asked.service_type()),
                                                    .fa = absl::StrCat("آمادهٔ ارائهٔ ", asked.service_type(), " نیست")});
  report.Line({.en = "On", .fa = "در روز"}, report.Day(found.date()));
  report.Line({.en = "Terms of", .fa = "به شرایط"}, found.service_type_revision());
  report.Line({.en = "Entrusted by", .fa = "واگذاری"}, found.entrustment());
  Say({.en = "Missing", .fa = "کمبود"}, PointsOf(found, /*met=*/false), report);
  Say({.en = "In place", .fa = "موجود"}, PointsOf(found, /*met=*/true), report);
  if (found.ready()) return report.Take();
  if (!LacksOfTheCentre(found)) {
    report.Next({.en = "see what the texts wait for, and who acts next:",
                 .fa = "ببینید متن‌ها در انتظار چیست و گام بعد با کیست:"});
    SayTexts(asked, found, report);
    return report.Take();
  }
  report.Next({.en = "see what is recorded of it, and to whom the service is entrusted:",
               .fa = "ببینید از مرکز چه ثبت شده و خدمت به که واگذار شده است:"});
  report.Command(absl::StrCat("mosbatctl get ", asked.centre()));
  report.Command(absl::StrCat("mosbatctl list ", asked.centre(), "/staff"));
  report.Command(absl::StrCat("mosbatctl list entrustments -d '{\"serviceType\": \"", asked.service_type(), "\"}'"));
  SayTexts(asked, found, report);
  return report.Take();
}

}  // namespace mosbat::ctl
