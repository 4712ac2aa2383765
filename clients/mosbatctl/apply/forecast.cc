#include "clients/mosbatctl/apply/forecast.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/business_day.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/show.h"
#include "common/base/nearest.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

using absl::StatusCode;
using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using google::protobuf::Message;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

absl::Status Fault(const Entry& entry, const std::string& path, StatusCode code, absl::string_view reason,
                   const Words& words) {
  return At(*entry.source, path, entry.name(), {},
            MakeFieldErrors(code, reason, words, {{.field = path, .words = words}}));
}

// A resource that another names, and the key by which it does.
struct Named {
  std::string key;  // "resource.restsOn"
  std::string name;
};

std::vector<Named> NamedBy(const Entry& entry) {
  std::vector<Named> named;
  const auto add = [&](const std::string& key, const std::string& name) {
    if (!name.empty()) named.push_back({.key = absl::StrCat("resource.", key), .name = name});
  };
  if (const auto* const type = ResourceAs<ServiceType>(entry); type != nullptr) {
    add("owner", type->owner());
    add("restsOn", type->rests_on());
  } else if (const auto* const given = ResourceAs<Entrustment>(entry); given != nullptr) {
    add("serviceType", given->service_type());
    add("area.province", given->area().province());
    add("area.county", given->area().county());
    add("area.centre", given->area().centre());
    for (int i = 0; i < given->centres().names_size(); ++i) {
      add(absl::StrCat("centres.names[", i, "]"), given->centres().names(i));
    }
  } else if (const auto* const tariff = ResourceAs<purchasing::v1::Tariff>(entry); tariff != nullptr) {
    add("serviceType", tariff->service_type());
  }
  return named;
}

std::string CollectionOf(const std::string& name) { return name.substr(0, name.rfind('/')); }

// What to look at for the right name: the nearest that the plan makes, else the list of what there is.
Words NotThere(const std::string& name, const std::vector<std::string>& made) {
  const std::string near = NearestTo(name, made);
  const std::string list = absl::StrCat("mosbatctl list ", CollectionOf(name));
  if (CollectionOf(near) == CollectionOf(name)) {
    return {.en = absl::StrCat("there is no ", name, "; did you mean ", near, ", which is made here?"),
            .fa = absl::StrCat(name, " وجود ندارد؛ منظورتان ", near,
                               " است که همین‌جا ساخته می‌شود؟")};
  }
  return {.en = absl::StrCat("there is no ", name, "; see ", list, "."),
          .fa = absl::StrCat(name, " وجود ندارد؛ فهرست: ", list)};
}

const google::type::Date* DateIn(const Message& message, const char* field) {
  const auto* const found = message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || !IsSet(message, *found)) return nullptr;
  return dynamic_cast<const google::type::Date*>(&message.GetReflection()->GetMessage(message, found));
}

Words InWords(absl::CivilDay day) {
  const google::type::Date date = iran::ToDate(day);
  return {.en = DayText(date, Language::kEnglish), .fa = DayText(date, Language::kPersian)};
}

bool Lists(const Directive& directive, const SubGuideline& text) {
  const Directive::Entrustment& entrustment = directive.provisions().entrustment();
  if (entrustment.mode() != Directive::Entrustment::CLOSED_LIST) return true;
  return absl::c_any_of(entrustment.activities(), [&](const Directive::ListedActivity& activity) {
    return activity.sub_guideline() == text.name() ||
           (activity.founding_number() != 0 && activity.founding_number() == text.founding_number());
  });
}

const Verb* StepOf(const Entry& entry, absl::string_view method) {
  const auto found = absl::c_find_if(entry.then, [&](const Verb& verb) { return verb.method->name() == method; });
  return found == entry.then.end() ? nullptr : &*found;
}

}  // namespace

std::vector<absl::Status> Forecast::Against(const Entry& entry) {
  std::vector<absl::Status> faults;
  for (const Named& named : NamedBy(entry)) {
    if (IsThere(entry, named.name)) continue;
    faults.push_back(Fault(entry, Below(entry.path, named.key), StatusCode::kFailedPrecondition, "NAMED_NOT_THERE",
                           NotThere(named.name, makers_.names())));
  }
  return faults;
}

std::optional<Words> Forecast::Doubt(const Entry& entry) {
  const auto has_types = [&](const Entry& other) {
    return other.source == entry.source && ResourceAs<ServiceType>(other) != nullptr;
  };
  if (!absl::c_any_of(entries_, has_types)) return std::nullopt;
  for (const Named& named : NamedBy(entry)) {
    if (named.key != "resource.serviceType" || makers_.Of(named.name) != nullptr) continue;
    const std::string place = PlaceOf(*entry.source, Below(entry.path, named.key));
    return Words{
        .en = absl::StrCat(place, ": ", named.name, " is there, but is none of this file's service types."),
        .fa = absl::StrCat(place, ": ", named.name,
                           " وجود دارد، ولی از نوع خدمت‌های این پرونده نیست.")};
  }
  return std::nullopt;
}

std::vector<absl::Status> Forecast::AgainstStep(const Entry& entry, const Verb& verb) {
  std::vector<absl::Status> faults;
  CheckDay(entry, verb, faults);
  const std::string& method = verb.method->name();
  if (method == "SubmitSubGuidelineRevision") CheckSubmission(entry, faults);
  if (method == "ApproveSubGuidelineRevision") CheckApproval(entry, verb, faults);
  if (method == "ActivateServiceType") CheckActivation(entry, verb, faults);
  return faults;
}

bool Forecast::IsThere(const Entry& entry, const std::string& name) {
  if (makers_.Of(name) != nullptr) return true;
  const bool imported = absl::c_any_of(entries_, [](const Entry& each) { return each.resource == nullptr; });
  if (imported && absl::StartsWith(name, "provinces/")) return true;
  auto [there, unknown] = there_.try_emplace(name, true);
  if (unknown) {
    CallsAs calls(calls_, entry.as);
    // Of what cannot be found out nothing is said.
    there->second = !IsMissing(ReadResource(calls, name).status());
  }
  return there->second;
}

absl::CivilDay Forecast::Today() {
  if (!today_.has_value()) today_ = BusinessDay(calls_);
  return *today_;
}

std::optional<absl::CivilDay> Forecast::DayOf(const Entry& entry, const Verb& verb, std::string& path) {
  path = Below(verb.path, "with.effectiveDate");
  if (const auto* const day = DateIn(*verb.request, "effective_date"); day != nullptr) return iran::StoredDay(*day);
  if (verb.request->GetDescriptor()->FindFieldByName("effective_date") != nullptr) return std::nullopt;
  for (const char* const field : {"start_date", "effective_date"}) {
    const auto* const day = DateIn(entry.resource_message(), field);
    path = Below(entry.path, absl::StrCat("resource.", InJsonCase(field)));
    if (day != nullptr) return iran::StoredDay(*day);
  }
  return std::nullopt;
}

void Forecast::CheckDay(const Entry& entry, const Verb& verb, std::vector<absl::Status>& faults) {
  const bool may_be_past = verb.request->GetDescriptor()->FindFieldByName("historical") == nullptr;
  if (may_be_past || FlagOf(*verb.request, "historical")) return;
  std::string path;
  const std::optional<absl::CivilDay> day = DayOf(entry, verb, path);
  if (day.has_value() && *day < Today()) {
    const Words then = InWords(*day);
    const Words now = InWords(Today());
    faults.push_back(Fault(entry, path, StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID",
                           {.en = absl::StrCat(then.en, " is before today, ", now.en, "."),
                            .fa = absl::StrCat(then.fa, " پیش از امروز (", now.fa, ") است.")}));
  }
  const auto* const end = DateIn(entry.resource_message(), "end_date");
  if (ResourceAs<Entrustment>(entry) != nullptr && end != nullptr && iran::StoredDay(*end) <= Today()) {
    const Words over = InWords(iran::StoredDay(*end));
    faults.push_back(Fault(entry, Below(entry.path, "resource.endDate"), StatusCode::kFailedPrecondition,
                           "ENTRUSTMENT_OVER",
                           {.en = absl::StrCat("it would be over already, on ", over.en, "."),
                            .fa = absl::StrCat("از ", over.fa, " پایان یافته است.")}));
  }
}

void Forecast::CheckSubmission(const Entry& entry, std::vector<absl::Status>& faults) {
  const guideline::v1::Terms& terms = TextOf(entry)->terms();
  const std::string at = Below(entry.path, entry.revision != nullptr ? "revision.terms" : "resource.terms");
  const std::pair<const char*, bool> needed[] = {{"kind", terms.has_kind()},
                                                 {"recipient", terms.has_recipient()},
                                                 {"eligibility", terms.has_eligibility()},
                                                 {"paymentUnit", terms.has_payment_unit()}};
  for (const auto& [term, has] : needed) {
    if (has) continue;
    faults.push_back(Fault(
        entry, Below(at, term), StatusCode::kFailedPrecondition, "REVISION_INCOMPLETE",
        {.en = "a text cannot be submitted without it.", .fa = "متن بدون آن ارسال نمی‌شود."}));
  }
}

void Forecast::CheckApproval(const Entry& entry, const Verb& verb, std::vector<absl::Status>& faults) {
  const Verb* const submit = StepOf(entry, "SubmitSubGuidelineRevision");
  if (verb.as == entry.as || (submit != nullptr && verb.as == submit->as)) {
    faults.push_back(Fault(
        entry, Below(verb.path, "as"), StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR",
        {.en = absl::StrCat("nobody approves their own text, and ", verb.as, " is its author."),
         .fa = absl::StrCat("کسی متن خود را تأیید نمی‌کند و ", verb.as, " نویسندهٔ آن است.")}));
  }
  // A directive of the plan itself may be the one in force then.
  if (absl::c_any_of(entries_, [](const Entry& each) { return ResourceAs<Directive>(each) != nullptr; })) return;
  std::string path;
  const std::optional<absl::CivilDay> day = DayOf(entry, verb, path);
  if (!day.has_value()) return;
  guideline::v1::ResolveDirectiveRequest request;
  *request.mutable_date() = iran::ToDate(*day);
  const auto directive = calls_.Call<Directive>(entry.as, request);
  const Words then = InWords(*day);
  if (absl::IsNotFound(directive.status())) {
    faults.push_back(Fault(entry, path, StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_IN_FORCE",
                           {.en = absl::StrCat("no directive is in force on ", then.en, "."),
                            .fa = absl::StrCat("در ", then.fa, " هیچ دستورالعملی مجری نیست.")}));
  }
  const auto* const text = ResourceAs<SubGuideline>(entry);
  if (directive.ok() && text != nullptr && !Lists(*directive, *text)) {
    faults.push_back(Fault(
        entry, path, StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE",
        {.en =
             absl::StrCat("on ", then.en, " the closed list of ", directive->name(), " holds, and this is not on it."),
         .fa = absl::StrCat("در ", then.fa, " فهرست بستهٔ ", directive->name(), " مجری است و این فعالیت در آن نیست.")}));
  }
}

void Forecast::CheckActivation(const Entry& entry, const Verb& verb, std::vector<absl::Status>& faults) {
  const auto* const type = ResourceAs<ServiceType>(entry);
  const Entry* const maker = type == nullptr ? nullptr : makers_.Of(type->rests_on());
  const Verb* const approve = maker == nullptr ? nullptr : StepOf(*maker, "ApproveSubGuidelineRevision");
  const auto* const from = approve == nullptr ? nullptr : DateIn(*approve->request, "effective_date");
  if (from == nullptr) return;
  std::string path;
  const absl::CivilDay day = DayOf(entry, verb, path).value_or(Today());
  if (iran::StoredDay(*from) <= day) return;
  if (DateIn(*verb.request, "effective_date") == nullptr) path = verb.path;
  const Words begins = InWords(iran::StoredDay(*from));
  const Words then = InWords(day);
  faults.push_back(Fault(
      entry, path, StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE",
      {.en = absl::StrCat("it would begin on ", then.en, ", its text ", type->rests_on(), " only on ", begins.en,
                          ": say with: {effectiveDate: ", iran::FormatJalali(iran::StoredDay(*from)), "} or later."),
       .fa = absl::StrCat("از ", then.fa, " آغاز می‌شود، ولی متن آن ", type->rests_on(), " از ",
                          begins.fa, " مجری است: با with: {effectiveDate: ", iran::FormatJalali(iran::StoredDay(*from)),
                          "} یا دیرتر فعال کنید.")}));
}

}  // namespace mosbat::ctl
