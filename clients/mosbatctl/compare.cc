#include "clients/mosbatctl/compare.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/show.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using guideline::v1::Difference;

using Differences = google::protobuf::RepeatedPtrField<Difference>;

class Pages {
 public:
  Pages(Language language, const Dress& dress) : language_(language), dress_(dress) {}

  void Add(const Words& head, const Words& part, const Differences& differences) {
    if (differences.empty()) return;
    differs_ = true;
    absl::StrAppend(&text_, Coloured(head.In(language_), Colour::kBold, dress_), "\n");
    for (const Difference& difference : differences) {
      std::string path = Plain(difference.path());
      const std::string label = Label(difference, part);
      if (!label.empty()) absl::StrAppend(&path, "  ", Isolated(Plain(label), dress_));
      absl::StrAppend(&text_, ChangeText({.path = std::move(path),
                                          .from = Text(difference.has_old_value(), difference.old_value()),
                                          .to = Text(difference.has_new_value(), difference.new_value())},
                                         dress_));
    }
  }

  Comparison Take(absl::string_view base, absl::string_view other) {
    const Words same = {.en = "They say the same.", .fa = "تفاوتی ندارند."};
    const std::string head = Plain(absl::StrCat(base, " → ", other, "\n"));
    return {.text = absl::StrCat(head, differs_ ? text_ : absl::StrCat(same.In(language_), "\n")), .differs = differs_};
  }

 private:
  // "(Files per centre, article 4)"
  std::string Label(const Difference& difference, const Words& part) const {
    const auto& title = difference.label();
    std::string label = language_ == Language::kPersian || title.en().empty() ? title.fa() : title.en();
    // "Clause 3" says its number itself.
    if (!difference.part().empty() && !absl::EndsWith(label, absl::StrCat(" ", difference.part())) &&
        !absl::EndsWith(label, absl::StrCat(" ", Digits(difference.part(), Language::kPersian)))) {
      absl::StrAppend(&label, label.empty() ? "" : Words{.en = ", ", .fa = "، "}.In(language_), part.In(language_), " ",
                      Digits(difference.part(), language_));
    }
    return label.empty() ? "" : absl::StrCat("(", label, ")");
  }

  // Days come as "2026-03-21".
  std::string Text(bool has, const google::protobuf::Value& value) const {
    if (!has) return "";
    if (value.kind_case() != google::protobuf::Value::kStringValue) return ToJson(value, /*compact=*/true);
    absl::CivilDay day;
    const std::string& text = value.string_value();
    const bool is_day = text.size() == absl::string_view("2026-03-21").size() && absl::ParseCivilTime(text, &day);
    return is_day ? DayText(iran::ToDate(day), language_) : text;
  }

  const Language language_;
  const Dress dress_;
  std::string text_;
  bool differs_ = false;
};

Words VerdictWords(catalog::v1::Verdict::Outcome outcome) {
  switch (outcome) {
    case catalog::v1::Verdict::COMPATIBLE:
      return {.en = "compatible: whoever meets the present terms meets the new ones",
              .fa = "سازگار: هر که شرایط کنونی را دارد شرایط تازه را هم دارد"};
    case catalog::v1::Verdict::UNUSABLE:
      return {.en = "the new terms cannot be used", .fa = "شرایط تازه به‌کاربردنی نیست"};
    default:
      return {.en = "it breaks something", .fa = "ناسازگار"};
  }
}

// Whoever asked before keeps what was promised; to those who may not count them nothing is said.
void AddOpenRequests(CallsAs& calls, const std::string& type, Report& report) {
  casefile::v1::CountOpenRequestsRequest request;
  request.set_service_type(type);
  const auto counted = calls.Ask<casefile::v1::CountOpenRequestsResponse>(request);
  if (!counted.ok()) return;
  int64_t open = 0;
  for (const auto& count : counted->counts()) open += count.requests();
  report.Line(
      {.en = "Open requests", .fa = "درخواست باز"},
      report.In({.en = absl::StrCat(open, ", which keep the terms that they were promised"),
                 .fa = absl::StrCat(report.Number(open),
                                    "، با همان شرایطی که وعده داده شده می‌مانند")}));
  for (const auto& count : counted->counts()) {
    report.Point(absl::StrCat(count.service_type_revision(), ", ",
                              report.In(StateWords(casefile::v1::ServiceRequest::State_Name(count.state()))), ": ",
                              report.Number(count.requests())));
  }
}

absl::Status NoServiceType(CallsAs& calls, const std::string& name) {
  Words there = {.en = "takes no terms; serviceTypes/… do.",
                 .fa = "شرایطی نمی‌گیرد؛ serviceTypes/… می‌گیرند."};
  if (!name.empty() && !absl::StrContains(name, '/') && !FindCollection(name).ok()) {
    // Of all names only those of service types are of use.
    there = {
        .en =
            absl::StrCat("is no whole name; did you mean serviceTypes/", name, "? mosbatctl check serviceTypes/", name),
        .fa = absl::StrCat("نام کامل نیست؛ منظورتان serviceTypes/", name, " است؟ mosbatctl check serviceTypes/", name)};
  } else if (!GetMethodOf(name).ok()) {
    // Of what is no name at all it is said what may have been meant.
    MOSBAT_RETURN_IF_ERROR(ReadResource(calls, name).status());
  }
  return MakeFieldError("RESOURCE_UNKNOWN", {.field = "type",
                                             .words = {.en = absl::StrCat("\"", name, "\" ", there.en),
                                                       .fa = absl::StrCat("«", name, "» ", there.fa)}});
}

// "subGuidelines/x/revisions/2 (the pending revision …)"
std::string Chosen(const ChosenRevision& revision, Language language) {
  const std::string& why = revision.why.In(language);
  return why.empty() ? revision.name : absl::StrCat(revision.name, " (", why, ")");
}

}  // namespace

absl::StatusOr<Comparison> Compare(CallsAs calls, const std::string& base, const std::string& other, Language language,
                                   const Dress& dress) {
  Pages pages(language, dress);
  const Words article = {.en = "article", .fa = "ماده"};
  const Words clause = {.en = "clause", .fa = "بند"};
  if (absl::StartsWith(base, "directives/")) {
    if (other.empty()) {
      return MakeFieldError(
          "OTHER_MISSING",
          {.field = "other",
           .words = {.en = absl::StrCat("Say what ", base, " is compared with: another of directives/…"),
                     .fa = absl::StrCat("بگویید ", base, " با کدام دستورالعمل مقایسه شود: directives/…")}});
    }
    guideline::v1::CompareDirectivesRequest request;
    request.set_base(base);
    request.set_other(other);
    MOSBAT_ASSIGN_OR_RETURN(const auto found, calls.Ask<guideline::v1::CompareDirectivesResponse>(request));
    pages.Add({.en = "General", .fa = "کلیات"}, article, found.general());
    pages.Add({.en = "Articles", .fa = "مواد"}, article, found.articles());
    pages.Add({.en = "Provisions", .fa = "احکام"}, article, found.provisions());
    return pages.Take(base, other);
  }
  if (absl::StartsWith(base, "subGuidelines/")) {
    MOSBAT_ASSIGN_OR_RETURN(const ChosenRevision from, ChooseRevision(calls, base, RevisionWanted::kCurrent));
    MOSBAT_ASSIGN_OR_RETURN(const ChosenRevision to,
                            ChooseRevision(calls, other.empty() ? base : other, RevisionWanted::kPending));
    guideline::v1::CompareSubGuidelineRevisionsRequest request;
    request.set_base(from.name);
    request.set_other(to.name);
    MOSBAT_ASSIGN_OR_RETURN(const auto found, calls.Ask<guideline::v1::CompareSubGuidelineRevisionsResponse>(request));
    pages.Add({.en = "Clauses", .fa = "بندها"}, clause, found.clauses());
    pages.Add({.en = "Terms", .fa = "شرایط"}, clause, found.terms());
    return pages.Take(Chosen(from, language), Chosen(to, language));
  }
  // Of what is no name at all it is said what may have been meant.
  if (!GetMethodOf(base).ok()) MOSBAT_RETURN_IF_ERROR(ReadResource(calls, base).status());
  return MakeFieldError(
      "RESOURCE_UNKNOWN",
      {.field = "base",
       .words = {
           .en = absl::StrCat("\"", base, "\" cannot be compared; directives/… and subGuidelines/… can."),
           .fa = absl::StrCat(
               "«", base, "» مقایسه‌پذیر نیست؛ directives/… و subGuidelines/… هستند.")}});
}

absl::StatusOr<Comparison> CheckTerms(CallsAs calls, const std::string& type, const std::string& candidate,
                                      Report report) {
  if (!absl::StartsWith(type, "serviceTypes/")) return NoServiceType(calls, type);
  catalog::v1::CheckServiceTypeRequest request;
  request.set_name(type);
  if (absl::StartsWith(candidate, "serviceTypes/")) {
    request.set_revision(candidate);
  } else if (!candidate.empty()) {
    request.set_sub_guideline_revision(candidate);
  }
  MOSBAT_ASSIGN_OR_RETURN(const auto found, calls.Ask<catalog::v1::CheckServiceTypeResponse>(request));
  report.Head(type, VerdictWords(found.verdict().outcome()));
  report.Line({.en = "In force", .fa = "مجری"}, found.current_revision());
  for (const catalog::v1::Break& broken : found.verdict().breaks()) {
    report.Point(absl::StrCat(broken.path(), ": ", report.In({.en = broken.text_en(), .fa = broken.text_fa()})));
    if (broken.clause().empty()) continue;
    report.Detail(report.In({.en = absl::StrCat("clause ", broken.clause()),
                             .fa = absl::StrCat("بند ", Digits(broken.clause(), Language::kPersian))}));
  }
  AddOpenRequests(calls, type, report);
  return Comparison{.text = report.Take(), .differs = found.verdict().outcome() != catalog::v1::Verdict::COMPATIBLE};
}

}  // namespace mosbat::ctl
