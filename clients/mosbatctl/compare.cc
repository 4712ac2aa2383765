#include "clients/mosbatctl/compare.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/type_standing.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using catalog::v1::ServiceTypeRevision;
using guideline::v1::Difference;

using Differences = google::protobuf::RepeatedPtrField<Difference>;

Words ClauseWords() { return {.en = "clause", .fa = "بند"}; }
Words ClausesWords() { return {.en = "Clauses", .fa = "بندها"}; }
Words GeneralWords() { return {.en = "General", .fa = "کلیات"}; }
Words TermsWords() { return {.en = "Terms", .fa = "شرایط"}; }

class Pages {
 public:
  Pages(Language language, const Dress& dress) : language_(language), dress_(dress) {}

  void Add(const Words& head, const Words& part, const Differences& differences) {
    if (differences.empty()) return;
    AddHead(head);
    for (const Difference& difference : differences) {
      const std::string label = Label(difference, part);
      for (Change& change : ChangesOf(difference)) {
        change.path = Plain(change.path);
        if (!label.empty()) absl::StrAppend(&change.path, "  ", Isolated(Plain(label), dress_));
        absl::StrAppend(&text_, ChangeText(change, dress_));
      }
    }
  }

  void Add(const Words& head, const std::vector<Change>& changes) {
    if (changes.empty()) return;
    AddHead(head);
    for (const Change& change : changes) absl::StrAppend(&text_, ChangeText(change, dress_));
  }

  Comparison Take(absl::string_view base, absl::string_view other) {
    const Words same = {.en = "They say the same.", .fa = "تفاوتی ندارند."};
    const std::string head = Plain(absl::StrCat(base, " → ", other, "\n"));
    return {.text = absl::StrCat(head, differs_ ? text_ : absl::StrCat(same.In(language_), "\n")), .differs = differs_};
  }

 private:
  void AddHead(const Words& head) {
    differs_ = true;
    absl::StrAppend(&text_, Coloured(head.In(language_), Colour::kBold, dress_), "\n");
  }

  // Of two lists, the alternatives of a rule, what differs in them.
  std::vector<Change> ChangesOf(const Difference& difference) const {
    const auto json = [](const google::protobuf::Value& value) {
      return nlohmann::json::parse(ToJson(value, /*compact=*/true));
    };
    if (difference.old_value().has_list_value() && difference.new_value().has_list_value()) {
      return JsonChanges(json(difference.new_value()), json(difference.old_value()), difference.path());
    }
    return {{.path = difference.path(),
             .from = Text(difference.has_old_value(), difference.old_value()),
             .to = Text(difference.has_new_value(), difference.new_value())}};
  }

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
  const Words label = {.en = "Open requests", .fa = "درخواست باز"};
  if (open == 0) return report.Line(label, report.Number(0));
  report.Line(
      label,
      report.In({.en = absl::StrCat(open, ", which keep the terms that they were promised"),
                 .fa = absl::StrCat(report.Number(open),
                                    "، با همان شرایطی که وعده داده شده می‌مانند")}));
  for (const auto& count : counted->counts()) {
    report.Point(absl::StrCat(count.service_type_revision(), ", ",
                              report.In(StateWords(casefile::v1::ServiceRequest::State_Name(count.state()))), ": ",
                              report.Number(count.requests())));
    catalog::v1::GetServiceTypeRevisionRequest promised;
    promised.set_name(count.service_type_revision());
    const auto revision = calls.Ask<ServiceTypeRevision>(promised);
    if (!revision.ok() || HasItsText(*revision)) continue;
    const std::string day = report.Day(revision->sub_guideline_withdrawn_date());
    report.Detail(report.In(
        {.en = absl::StrCat("their text was withdrawn on ", day,
                            ": deliveries of days from then on are refused (RULE_NOT_IN_FORCE); cancel them"),
         .fa = absl::StrCat(
             "متن آن‌ها در ", day,
             " لغو شد: ارائهٔ از آن روز به بعد رد می‌شود (RULE_NOT_IN_FORCE)؛ آن‌ها را لغو کنید")}));
  }
}

// "subGuidelines/x/revisions/2 (the pending revision …)"
std::string Chosen(const ChosenRevision& revision, Language language) {
  const std::string& why = revision.why.In(language);
  return why.empty() ? revision.name : absl::StrCat(revision.name, " (", why, ")");
}

absl::StatusOr<ServiceTypeRevision> ReadTypeRevision(CallsAs& calls, const std::string& name) {
  if (!absl::StartsWith(name, "serviceTypes/") || !absl::StrContains(name, "/revisions/")) {
    return MakeFieldError(
        "OTHER_MISSING",
        {.field = "other",
         .words = {.en = "Name two revisions: compare serviceTypes/…/revisions/1 serviceTypes/…/revisions/2.",
                   .fa = "دو ویرایش را نام ببرید: compare serviceTypes/…/revisions/1 serviceTypes/…/revisions/2"}});
  }
  catalog::v1::GetServiceTypeRevisionRequest request;
  request.set_name(name);
  return calls.Ask<ServiceTypeRevision>(request);
}

// "serviceTypes/x/revisions/2 (subGuidelines/x/revisions/2, 1405-01-01 (2026-03-21))"
std::string WithGround(const ServiceTypeRevision& revision, Language language) {
  return absl::StrCat(revision.name(), " (", revision.sub_guideline_revision(),
                      Words{.en = ", ", .fa = "، "}.In(language), DayText(revision.effective_date(), language), ")");
}

// One field of a revision alone, "directive"; from when on and on which text stands beside its name.
ServiceTypeRevision Only(const char* field, const ServiceTypeRevision& revision) {
  google::protobuf::FieldMask mask;
  mask.add_paths(field);
  ServiceTypeRevision only;
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(revision, mask, {}, &only);
  return only;
}

// No method compares them: they are read, their texts compared by guideline, which knows the clauses, and the rest
// here.
absl::StatusOr<Comparison> CompareTypes(CallsAs& calls, const std::string& base, const std::string& other,
                                        Language language, Pages pages) {
  MOSBAT_ASSIGN_OR_RETURN(const ServiceTypeRevision from, ReadTypeRevision(calls, base));
  MOSBAT_ASSIGN_OR_RETURN(const ServiceTypeRevision to, ReadTypeRevision(calls, other));
  const auto changed = [&](const char* field) { return ChangesBetween(Only(field, to), Only(field, from), language); };
  pages.Add(GeneralWords(), changed("directive"));
  if (from.sub_guideline_revision() == to.sub_guideline_revision()) {
    pages.Add(TermsWords(), changed("terms"));
  } else {
    guideline::v1::CompareSubGuidelineRevisionsRequest request;
    request.set_base(from.sub_guideline_revision());
    request.set_other(to.sub_guideline_revision());
    MOSBAT_ASSIGN_OR_RETURN(const auto texts, calls.Ask<guideline::v1::CompareSubGuidelineRevisionsResponse>(request));
    pages.Add(TermsWords(), ClauseWords(), texts.terms());
    pages.Add(ClausesWords(), ClauseWords(), texts.clauses());
  }
  return pages.Take(WithGround(from, language), WithGround(to, language));
}

}  // namespace

absl::StatusOr<Comparison> Compare(CallsAs calls, const std::string& base, const std::string& other, Language language,
                                   const Dress& dress) {
  Pages pages(language, dress);
  const Words article = {.en = "article", .fa = "ماده"};
  if (absl::StartsWith(base, "directives/")) {
    if (other.empty()) {
      return MakeFieldError(
          "OTHER_MISSING",
          {.field = "other",
           .words = {.en = absl::StrCat("Say what ", base, " is compared with: another of directives/…"),
                     .fa = absl::StrCat("بگویید ", base, " با کدام دستورالعمل مقایسه شود: directives/…")}});
    }
    MOSBAT_RETURN_IF_ERROR(RequireIn(calls, "directives", other));
    guideline::v1::CompareDirectivesRequest request;
    request.set_base(base);
    request.set_other(other);
    MOSBAT_ASSIGN_OR_RETURN(const auto found, calls.Ask<guideline::v1::CompareDirectivesResponse>(request));
    pages.Add(GeneralWords(), article, found.general());
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
    pages.Add(ClausesWords(), ClauseWords(), found.clauses());
    pages.Add(TermsWords(), ClauseWords(), found.terms());
    return pages.Take(Chosen(from, language), Chosen(to, language));
  }
  if (absl::StartsWith(base, "serviceTypes/")) return CompareTypes(calls, base, other, language, std::move(pages));
  // Of what is no name at all it is said what may have been meant.
  if (!GetMethodOf(base).ok()) MOSBAT_RETURN_IF_ERROR(ReadResource(calls, base).status());
  return MakeFieldError(
      "RESOURCE_UNKNOWN",
      {.field = "base",
       .words = {
           .en = absl::StrCat("\"", base, "\" cannot be compared; directives/…, subGuidelines/… and ",
                              "serviceTypes/…/revisions/… can."),
           .fa = absl::StrCat("«", base, "» مقایسه‌پذیر نیست؛ directives/…، subGuidelines/… و ",
                              "serviceTypes/…/revisions/… هستند.")}});
}

absl::StatusOr<Comparison> CheckTerms(CallsAs calls, const std::string& type, const std::string& candidate,
                                      Report report) {
  MOSBAT_RETURN_IF_ERROR(RequireIn(calls, "serviceTypes", type));
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
