#include "clients/mosbatctl/explain.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/next_steps.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/text_standing.h"
#include "common/base/error.h"
#include "common/base/nearest.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::ServiceRequest;
using common::v1::DecisionReason;

class Explanation {
 public:
  Explanation(CallsAs calls, Report report) : calls_(std::move(calls)), report_(std::move(report)) {}

  std::string Of(const ServiceRequest& request) {
    request_ = &request;
    ReadTexts();
    SayRequest();
    SayTexts();
    SayReasons();
    SayNext();
    return report_.Take();
  }

 private:
  void ReadTexts() {
    guideline::v1::GetSubGuidelineRevisionRequest revision;
    revision.set_name(request_->decision().sub_guideline_revision());
    if (auto text = calls_.Ask<guideline::v1::SubGuidelineRevision>(revision); text.ok()) text_ = *std::move(text);
    guideline::v1::GetDirectiveRequest directive;
    directive.set_name(request_->decision().directive());
    if (auto found = calls_.Ask<guideline::v1::Directive>(directive); found.ok()) directive_ = *std::move(found);
    catalog::v1::GetServiceTypeRequest type;
    type.set_name(request_->service_type());
    if (auto found = calls_.Ask<catalog::v1::ServiceType>(type); found.ok()) type_ = *std::move(found);
    catalog::v1::ListFactsRequest facts;
    facts.set_page_size(1000);
    if (auto found = calls_.Ask<catalog::v1::ListFactsResponse>(facts); found.ok()) facts_ = *std::move(found);
  }

  void SayRequest() {
    report_.Head(request_->name(), StateWords(ServiceRequest::State_Name(request_->state())));
    report_.Line({.en = "Service", .fa = "خدمت"}, Titled(report_.Title(type_.title()), request_->service_type()));
    report_.Line({.en = "Centre", .fa = "مرکز"}, request_->centre());
    // Persons without a file are not named on screens.
    const Words person = {.en = "a person without a file", .fa = "شخص بدون پرونده"};
    report_.Line({.en = "For", .fa = "برای"}, request_->has_member()  ? request_->member()
                                              : request_->has_group() ? request_->group().topic()
                                                                      : report_.In(person));
    report_.Line({.en = "Judged on", .fa = "روز سنجش"}, report_.Day(request_->decision().judged_date()));
  }

  void SayTexts() {
    report_.Line({.en = "Sub-guideline", .fa = "شیوه‌نامه"}, request_->decision().sub_guideline_revision());
    report_.Line({.en = "Directive", .fa = "دستورالعمل"},
                 Titled(report_.Title(directive_.title()), request_->decision().directive()));
  }

  void SayReasons() {
    if (request_->decision().reasons().empty()) {
      report_.Line({.en = "Criteria", .fa = "شرایط"}, report_.In({.en = "all are met", .fa = "همه برقرار است"}));
      return;
    }
    report_.Line({.en = "Not met", .fa = "برقرار نیست"}, FactCount());
    for (const DecisionReason& reason : request_->decision().reasons()) {
      report_.Point(report_.In({.en = reason.text_en(), .fa = reason.text_fa()}), DepthOf(reason));
      if (const std::string fact = FactText(reason.path()); !fact.empty()) report_.Detail(fact);
      if (!reason.clause().empty()) report_.Detail(ClauseText(reason.clause()));
    }
  }

  // In how many alternatives it lies.
  static size_t DepthOf(const DecisionReason& reason) {
    const std::string& alternative = reason.alternative();
    return alternative.empty() ? 0 : static_cast<size_t>(absl::c_count(alternative, '.')) + 1;
  }

  // What an alternative lacks is no criterion of its own.
  std::string FactCount() const {
    const auto count = absl::c_count_if(request_->decision().reasons(),
                                        [](const DecisionReason& reason) { return reason.alternative().empty(); });
    return report_.In({.en = absl::StrCat(count, count == 1 ? " criterion" : " criteria"),
                       .fa = absl::StrCat(Digits(absl::StrCat(count), Language::kPersian), " شرط")});
  }

  // "Age (age_years): 7": what the decision knew.
  std::string FactText(const std::string& pointer) const {
    const std::string path = absl::StrReplaceAll(absl::StripPrefix(pointer, "/"), {{"/", "."}});
    const google::protobuf::Value* const value = ValueAt(path);
    const catalog::v1::Fact* const fact = FindFact(path);
    if (fact == nullptr && (value == nullptr || !value->has_struct_value())) return "";
    const std::string label = fact == nullptr ? path : absl::StrCat(report_.Title(fact->label()), " (", path, ")");
    if (value != nullptr) return absl::StrCat(label, ": ", TextOfValue(path, *value));
    const std::string why = report_.Title(fact->absent_when());
    return absl::StrCat(label, ": ", report_.In({.en = "not known", .fa = "نامعلوم"}),
                        why.empty() ? "" : absl::StrCat(" (", why, ")"));
  }

  // In the words that people use for it: "hearing" of HEARING; an object by the facts in it.
  std::string TextOfValue(const std::string& name, const google::protobuf::Value& value) const {
    if (value.has_struct_value()) {
      std::set<std::string> parts;
      for (const auto& [key, inner] : value.struct_value().fields()) {
        const std::string path = absl::StrCat(name, ".", key);
        const catalog::v1::Fact* const fact = FindFact(path);
        const std::string label = fact == nullptr ? key : report_.Title(fact->label());
        parts.insert(absl::StrCat(label, ": ", TextOfValue(path, inner)));
      }
      return absl::StrJoin(parts, report_.In({.en = ", ", .fa = "، "}));
    }
    const std::string text = value.has_string_value() ? value.string_value() : ToJson(value, /*compact=*/true);
    if (const catalog::v1::Fact* const fact = FindFact(name); fact != nullptr) {
      for (const auto& label : fact->value_labels()) {
        if (label.value() == text) return report_.Title(label.label());
      }
    }
    return value.has_number_value() ? report_.InDigits(text) : text;
  }

  // nullptr where it is none, or the facts could not be read.
  const catalog::v1::Fact* FindFact(absl::string_view name) const {
    const auto found = absl::c_find_if(facts_.facts(), [&](const auto& fact) { return fact.name() == name; });
    return found == facts_.facts().end() ? nullptr : &*found;
  }

  const google::protobuf::Value* ValueAt(absl::string_view path) const {
    const google::protobuf::Struct* object = &request_->facts();
    for (;;) {
      const size_t dot = path.find('.');
      const auto found = object->fields().find(std::string(path.substr(0, dot)));
      if (found == object->fields().end()) return nullptr;
      if (dot == absl::string_view::npos) return &found->second;
      object = &found->second.struct_value();
      path.remove_prefix(dot + 1);
    }
  }

  std::string ClauseText(const std::string& number) const {
    const std::string head = report_.In(
        {.en = absl::StrCat("Clause ", number), .fa = absl::StrCat("بند ", Digits(number, Language::kPersian))});
    for (const auto& clause : text_.clauses()) {
      if (clause.number() == number) {
        return absl::StrCat(head, clause.title().empty() ? "" : absl::StrCat(" (", clause.title(), ")"), ": ",
                            clause.text());
      }
    }
    return head;
  }

  void SayNext() {
    if (request_->state() == ServiceRequest::REFUSED) return SayAppeal();
    if (request_->state() != ServiceRequest::ELIGIBLE || SayTextWithdrawn(*request_, text_, report_)) return;
    report_.Next({.en = "the centre delivers the service and records it.",
                  .fa = "مرکز خدمت را ارائه و ثبت می‌کند."});
  }

  // What can still be done about a refusal.
  void SayAppeal() {
    using casefile::v1::Appeal;
    const Appeal& appeal = request_->appeal();
    const std::string name = absl::StrCat("-d '{\"name\": \"", request_->name(), "\", ");
    if (appeal.state() == Appeal::OPEN) {
      report_.Line({.en = "Appeal", .fa = "اعتراض"}, appeal.reason());
      report_.Next({.en = "the county or the province decides on the appeal.",
                    .fa = "شهرستان یا استان دربارهٔ اعتراض تصمیم می‌گیرد."});
      return report_.Command(absl::StrCat("mosbatctl call DecideAppeal --as county:", request_->county(), " ", name,
                                          "\"outcome\": \"…\", \"reason\": \"…\"}'"));
    }
    if (request_->has_appeal()) {
      report_.Line({.en = "Appeal", .fa = "اعتراض"}, appeal.decision_reason());
      return report_.Next(
          {.en = "nothing: the appeal was decided.", .fa = "کاری لازم نیست: دربارهٔ اعتراض تصمیم گرفته شده است."});
    }
    report_.Next(
        {.en = "where a fact is wrong, mend it in the file and ask again; where the refusal is, appeal:",
         .fa = "اگر اطلاعی نادرست است، در پرونده اصلاح و دوباره درخواست کنید؛ اگر ردشدن نادرست است، اعتراض کنید:"});
    report_.Command(absl::StrCat("mosbatctl call AppealDecision --as centre-manager:", request_->centre(), " ", name,
                                 "\"reason\": \"…\"}'"));
  }

  static std::string Titled(const std::string& title, const std::string& name) {
    return title.empty() ? name : absl::StrCat(title, " (", name, ")");
  }

  CallsAs calls_;
  Report report_;
  const ServiceRequest* request_ = nullptr;
  guideline::v1::SubGuidelineRevision text_;
  guideline::v1::Directive directive_;
  catalog::v1::ServiceType type_;
  catalog::v1::ListFactsResponse facts_;
};

// "TARIFF_DAY_TAKEN", as errors have it.
bool IsReason(absl::string_view name) {
  return absl::StrContains(name, '_') &&
         absl::c_all_of(name, [](char c) { return c == '_' || absl::ascii_isupper(c) || absl::ascii_isdigit(c); });
}

// Whether it could be a part of an id that the suite made.
bool IsPartOfId(absl::string_view text) {
  return absl::c_any_of(text, absl::ascii_isdigit) &&
         absl::c_all_of(text, [](char c) { return c == '-' || absl::ascii_isxdigit(c); });
}

// The words of an error are made where it happens, with the names that it is about; there is no list of them here.
Words AboutReason(const std::string& reason) {
  const absl::Status status = MakeError(absl::StatusCode::kUnknown, reason, {});
  const auto next = [&](Language language, absl::string_view head) {
    const std::string step = NextStep(status, language);
    return step.empty() ? "" : absl::StrCat(" ", head, step);
  };
  return {
      .en = absl::StrCat("it is the reason of an error. Its words come with the error, for they name what it is "
                         "about; explain reads decisions.",
                         next(Language::kEnglish, "Of this one: ")),
      .fa = absl::StrCat(
          "دلیل یک خطاست. شرح آن با خود خطا می‌آید، چون موضوع خطا را نام می‌برد؛ explain تصمیم‌ها "
          "را شرح می‌دهد.",
          next(Language::kPersian, "دربارهٔ این خطا: "))};
}

// The request that a name of nothing may have been meant as, "" where it is none. A decision has its request's id.
std::string RequestMeant(const std::string& name) {
  const std::string id(name.substr(name.rfind('/') + 1));
  const absl::string_view head = absl::string_view(name).substr(0, name.size() - id.size());
  if ((head.empty() || head == "decisions/" || head == "decision/") && IsPartOfId(id)) {
    return absl::StrCat("serviceRequests/", id);
  }
  const std::string near = NearestName(name);
  return absl::StartsWith(near, "serviceRequests/") ? near : "";
}

absl::Status NotExplained(CallsAs& calls, const std::string& name) {
  const std::string meant = RequestMeant(name);
  Words there;
  if (IsReason(name)) {
    there = AboutReason(name);
  } else if (!meant.empty()) {
    const Words question = DidYouMean(meant);
    there = {.en = absl::StrCat(question.en, " mosbatctl explain ", meant),
             .fa = absl::StrCat(question.fa, " mosbatctl explain ", meant)};
    if (!IsUuid(meant.substr(meant.find('/') + 1))) {
      there.en += "; ids are whole: mosbatctl list serviceRequests";
      there.fa += "؛ شناسه باید کامل باشد: mosbatctl list serviceRequests";
    }
  } else {
    // Of what is no name at all it is said what may have been meant.
    if (!GetMethodOf(name).ok()) MOSBAT_RETURN_IF_ERROR(ReadResource(calls, name).status());
    there = {.en = absl::StrCat("where it stands says mosbatctl status ", name, "."),
             .fa = absl::StrCat("وضعیت آن: mosbatctl status ", name)};
  }
  return MakeFieldError(
      "RESOURCE_UNKNOWN",
      {.field = "name",
       .words = {.en = absl::StrCat("\"", name, "\" is no service request (serviceRequests/…); ", there.en),
                 .fa = absl::StrCat("«", name, "» درخواست خدمت نیست (serviceRequests/…)؛ ", there.fa)}});
}

}  // namespace

absl::StatusOr<std::string> ExplainRequest(CallsAs calls, const std::string& name, Report report) {
  if (!absl::StartsWith(name, "serviceRequests/")) return NotExplained(calls, name);
  casefile::v1::GetServiceRequestRequest get;
  get.set_name(name);
  MOSBAT_ASSIGN_OR_RETURN(const ServiceRequest request, calls.Ask<ServiceRequest>(get));
  return Explanation(std::move(calls), std::move(report)).Of(request);
}

}  // namespace mosbat::ctl
