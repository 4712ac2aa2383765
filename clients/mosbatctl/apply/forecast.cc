#include "clients/mosbatctl/apply/forecast.h"

#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/apply/steps.h"
#include "clients/mosbatctl/business_day.h"
#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/next_steps.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/type_standing.h"
#include "common/base/clock.h"
#include "common/base/fault_list.h"
#include "common/facts/fact_faults.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"

namespace mosbat::ctl {
namespace {

using absl::StatusCode;
using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using catalog::v1::ServiceTypeRevision;
using google::protobuf::Message;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

absl::Status Fault(const Entry& entry, const std::string& path, StatusCode code, absl::string_view reason,
                   const Words& words, ErrorMetadata metadata = {}) {
  return At(*entry.source, path, entry.name(), {},
            MakeFieldErrors(code, reason, words, {{.field = path, .words = words}}, std::move(metadata)));
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

// A text that was approved stays so when another takes its place.
bool WasApproved(const SubGuidelineRevision& text) {
  return text.state() == SubGuidelineRevision::APPROVED || text.state() == SubGuidelineRevision::SUPERSEDED;
}

bool IsSteering(const std::string& caller) {
  const auto principal = ParseCaller(caller);
  return principal.ok() && principal->role == access::v1::STEERING;
}

}  // namespace

std::vector<absl::Status> Forecast::AgainstCreate(const Entry& entry) {
  std::vector<absl::Status> faults;
  CheckDay(entry, *entry.request, entry.resource_message(), "", faults);
  return faults;
}

std::vector<absl::Status> Forecast::AgainstStep(const Entry& entry, const Step& step) {
  std::vector<absl::Status> faults;
  CheckDay(entry, *step.verb.request, step.acting, step.verb.path, faults);
  const std::string& method = step.verb.method->name();
  if (method == "SubmitSubGuidelineRevision") CheckSubmission(entry, step, faults);
  if (method == "ApproveSubGuidelineRevision") CheckApproval(entry, step, faults);
  if (method == "ActivateServiceType") CheckActivation(entry, step, faults);
  if (method == "ActivateEntrustment") CheckTypeIsActive(entry, step, faults);
  return faults;
}

std::vector<absl::Status> Forecast::AgainstRole(const Entry& entry, const Verb& verb) {
  if (!FlagOf(*verb.request, "historical") || IsSteering(verb.as)) return {};
  return {Fault(entry, Below(verb.path, "with.historical"), StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED",
                {.en = absl::StrCat("only steering may enter what was so before today, not ", verb.as, "."),
                 .fa = absl::StrCat("ثبت گذشته فقط در اختیار معاونت راهبری است، نه ", verb.as, ".")})};
}

std::vector<absl::Status> Forecast::AgainstPilots(const Entry& entry, const Entrustment& given, const Pilots& pilots,
                                                  absl::Span<const std::string> ended) {
  const auto fault = [&](const char* field, const std::string& name, const Words& why) {
    return Fault(entry, Below(entry.path, field), StatusCode::kFailedPrecondition, "PILOT_FIRST",
                 {.en = absl::StrCat("a pilot of its type, ", name, ", ", why.en),
                  .fa = absl::StrCat("اجرای آزمایشی این نوع خدمت، ", name, "، ", why.fa)});
  };
  const auto begins_later = [&](const std::string& name, const Entrustment& pilot) {
    const Words start = InWords(iran::StoredDay(pilot.start_date()));
    return fault(
        "resource.startDate", name,
        {.en = absl::StrCat("begins later, on ", start.en, ": say that day or a later one, or end the pilot."),
         .fa = absl::StrCat(
             "دیرتر، از ", start.fa,
             "، آغاز می‌شود: آن روز یا دیرتر را بنویسید یا به آزمایش پایان دهید.")});
  };
  const auto is_proposed = [&](const std::string& name) {
    return fault("resource.serviceType", name,
                 {.en = "is not activated: activate it first, or end it.",
                  .fa = "فعال نشده است: نخست آن را فعال کنید یا به آن پایان دهید."});
  };
  for (const Entry* const maker : pilots.proposed) {
    if (ResourceAs<Entrustment>(*maker)->service_type() != given.service_type()) continue;
    return {is_proposed(PlaceOf(*maker->source, maker->path))};
  }
  for (const Entry* const maker : pilots.activated) {
    const auto* const pilot = ResourceAs<Entrustment>(*maker);
    if (pilot->service_type() != given.service_type() || !BeginsLater(*pilot, given)) continue;
    return {begins_later(PlaceOf(*maker->source, maker->path), *pilot)};
  }
  CallsAs calls(calls_, entry.as);
  for (const Entrustment& pilot : PilotsBefore(calls, given)) {
    if (absl::c_linear_search(ended, pilot.name())) continue;
    const bool begun = pilot.state() == Entrustment::ACTIVE || absl::c_linear_search(pilots.begun, pilot.name());
    if (!begun) return {is_proposed(pilot.name())};
    if (BeginsLater(pilot, given)) return {begins_later(pilot.name(), pilot)};
  }
  return {};
}

bool Forecast::MakesOtherText(const std::string& text) const {
  const std::string siblings = text.substr(0, text.rfind('/') + 1);
  return absl::c_any_of(entries_, [&](const Entry& entry) {
    const std::string name = entry.resource == nullptr ? "" : entry.name();
    return name != text && absl::StartsWith(name, siblings);
  });
}

std::vector<Words> Forecast::Doubts(const Entry& entry) {
  const auto* const given = ResourceAs<Entrustment>(entry);
  absl::Span<const Entrustment> there;
  if (given != nullptr) there = EntrustmentsThere(entry, given->service_type());
  return DoubtsOf(entry, entries_, makers_, references_, there, CallsAs(calls_, entry.as), Today());
}

std::optional<ServiceTypeRevision> Forecast::LastOf(const Entry& entry, const ServiceType& type) {
  CallsAs calls(calls_, entry.as);
  return LastRevision(calls, type.name(), type.revision_count());
}

bool Forecast::RestsOnLast(const Entry& entry, const Message& message) {
  const auto* const type = dynamic_cast<const ServiceType*>(&message);
  const auto last = type == nullptr ? std::nullopt : LastOf(entry, *type);
  return last.has_value() && last->sub_guideline_revision() == type->rests_on();
}

const absl::StatusOr<SubGuidelineRevision>& Forecast::TextThere(const Entry& entry, const std::string& name) {
  if (const auto found = texts_.find(name); found != texts_.end()) return found->second;
  guideline::v1::GetSubGuidelineRevisionRequest request;
  request.set_name(name);
  return texts_.emplace(name, calls_.Call<SubGuidelineRevision>(entry.as, request)).first->second;
}

const absl::StatusOr<ServiceType>& Forecast::TypeThere(const Entry& entry, const std::string& name) {
  if (const auto found = types_.find(name); found != types_.end()) return found->second;
  catalog::v1::GetServiceTypeRequest request;
  request.set_name(name);
  return types_.emplace(name, calls_.Call<ServiceType>(entry.as, request)).first->second;
}

const std::vector<Entrustment>& Forecast::EntrustmentsThere(const Entry& entry, const std::string& type) {
  const auto [found, is_new] = entrustments_.try_emplace(type);
  std::vector<Entrustment>& there = found->second;
  if (!is_new) return there;
  catalog::v1::ListEntrustmentsRequest request;
  request.set_service_type(type);
  (void)CallsAs(calls_, entry.as).ForEachPage<catalog::v1::ListEntrustmentsResponse>(request, [&](const auto& page) {
    absl::c_copy_if(page.entrustments(), std::back_inserter(there), [&](const Entrustment& each) {
      return each.service_type() == type && each.state() != Entrustment::ENDED;
    });
  });
  return there;
}

ErrorMetadata Forecast::AboutText(const Entry& entry, const std::string& name) {
  return {{TextThere(entry, name).ok() ? "sub_guideline_revision" : kMadeHere, name}};
}

std::string Forecast::DeputyshipOf(const Entry& entry, const std::string& text) {
  guideline::v1::GetSubGuidelineRequest request;
  request.set_name(text.substr(0, text.find("/revisions/")));
  const Entry* const maker = makers_.Of(request.name());
  if (maker != nullptr) return ResourceAs<SubGuideline>(*maker)->deputyship();
  const auto there = calls_.Call<SubGuideline>(entry.as, request);
  return there.ok() ? there->deputyship() : "";
}

const Forecast::KnownDay& Forecast::FindToday() {
  if (!today_.has_value()) {
    const std::optional<absl::CivilDay> known = KnownBusinessDay(calls_);
    today_ = {.day = known.value_or(iran::TehranDay(SystemClock().Now())), .sure = known.has_value()};
  }
  return *today_;
}

void Forecast::CheckDay(const Entry& entry, const Message& request, const Message& acting, const std::string& path,
                        std::vector<absl::Status>& faults) {
  const bool may_be_past = request.GetDescriptor()->FindFieldByName("historical") == nullptr;
  if (may_be_past || FlagOf(request, "historical")) return;
  const auto require = [&](const Message& message, const char* field, const std::string& at) {
    const auto* const date = DateIn(message, field);
    if (date == nullptr || iran::StoredDay(*date) >= Today()) return;
    const Words then = InWords(iran::StoredDay(*date));
    const Words now = InWords(Today());
    faults.push_back(Fault(entry, Below(at, InJsonCase(field)), StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID",
                           {.en = absl::StrCat(then.en, " is before today, ", now.en, "."),
                            .fa = absl::StrCat(then.fa, " پیش از امروز (", now.fa, ") است.")}));
  };
  const std::string resource = Below(entry.path, "resource");
  if (request.GetDescriptor()->FindFieldByName("effective_date") != nullptr) {
    require(request, "effective_date", Below(path, "with"));
  } else {
    for (const char* const field : {"start_date", "effective_date"}) require(acting, field, resource);
  }
  const auto* const end = DateIn(acting, "end_date");
  if (ResourceAs<Entrustment>(entry) == nullptr || end == nullptr || iran::StoredDay(*end) > Today()) return;
  const Words over = InWords(iran::StoredDay(*end));
  faults.push_back(Fault(entry, Below(resource, "endDate"), StatusCode::kFailedPrecondition, "ENTRUSTMENT_OVER",
                         {.en = absl::StrCat("it would be over already, on ", over.en, "."),
                          .fa = absl::StrCat("از ", over.fa, " پایان یافته است.")}));
}

void Forecast::CheckSubmission(const Entry& entry, const Step& step, std::vector<absl::Status>& faults) {
  const auto& text = dynamic_cast<const SubGuidelineRevision&>(step.acting);
  const guideline::v1::Terms& terms = text.terms();
  const std::string at = Below(entry.path, entry.revision != nullptr ? "revision" : "resource");
  const std::pair<const char*, bool> needed[] = {
      {"clauses", text.clauses_size() > 0},
      {"terms.kind", terms.has_kind()},
      {"terms.recipient", terms.has_recipient()},
      {"terms.eligibility", terms.has_eligibility()},
      {"terms.paymentUnit", terms.has_payment_unit()},
      // In which a delivery names its result class.
      {"terms.form", terms.has_form() || terms.result_classes().empty()},
  };
  for (const auto& [term, has] : needed) {
    if (has) continue;
    faults.push_back(Fault(
        entry, Below(at, term), StatusCode::kFailedPrecondition, "REVISION_INCOMPLETE",
        {.en = "a text cannot be submitted without it.", .fa = "متن بدون آن ارسال نمی‌شود."}));
  }
  FaultList misnamed;
  facts::AddFactFaults("terms.eligibility.rule", terms.eligibility().rule(), terms.eligibility().clause(),
                       &terms.request_form().rule().schema(), misnamed);
  const absl::Status status = misnamed.ToStatus(StatusCode::kFailedPrecondition);
  if (!status.ok()) {
    faults.push_back(At(*entry.source, step.verb.path, entry.name(), PathsOfStep(entry, step.verb), status));
  }
}

void Forecast::CheckApproval(const Entry& entry, const Step& step, std::vector<absl::Status>& faults) {
  const Verb& verb = step.verb;
  const auto& text = dynamic_cast<const SubGuidelineRevision&>(step.acting);
  const auto approver = ParseCaller(verb.as);
  const bool is_author = absl::c_linear_search(step.writers, verb.as) ||
                         (approver.ok() && absl::c_linear_search(text.authors(), approver->id));
  // Of other roles the service says that they may not.
  if (is_author && IsSteering(verb.as)) {
    faults.push_back(Fault(
        entry, Below(verb.path, "as"), StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR",
        {.en = absl::StrCat("nobody approves their own text, and ", verb.as, " is its author."),
         .fa = absl::StrCat("کسی متن خود را تأیید نمی‌کند و ", verb.as, " نویسندهٔ آن است.")}));
  }
  const auto* const from = DateIn(*verb.request, "effective_date");
  if (from == nullptr) return;
  const absl::CivilDay day = iran::StoredDay(*from);
  const std::string path = Below(verb.path, "with.effectiveDate");
  const guideline::v1::KindTerm& kind = text.terms().kind();
  if (kind.has_end_date() && iran::StoredDay(kind.end_date()) <= day) {
    const Words end = InWords(iran::StoredDay(kind.end_date()));
    const Words begins = InWords(day);
    faults.push_back(Fault(
        entry, path, StatusCode::kInvalidArgument, "DATES_OUT_OF_ORDER",
        {.en = absl::StrCat("the text ends on ", end.en, " (terms.kind.endDate), and would begin on ", begins.en, "."),
         .fa = absl::StrCat("متن در ", end.fa, " پایان می‌یابد (terms.kind.endDate) و از ", begins.fa,
                            " آغاز می‌شود.")}));
  }
  CheckDirective(entry, day, path, faults);
}

void Forecast::CheckDirective(const Entry& entry, absl::CivilDay day, const std::string& path,
                              std::vector<absl::Status>& faults) {
  // A directive of the plan itself may be the one in force then.
  if (absl::c_any_of(entries_, [](const Entry& each) { return ResourceAs<Directive>(each) != nullptr; })) return;
  guideline::v1::ResolveDirectiveRequest request;
  *request.mutable_date() = iran::ToDate(day);
  const auto directive = calls_.Call<Directive>(entry.as, request);
  const Words then = InWords(day);
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

void Forecast::CheckActivation(const Entry& entry, const Step& step, std::vector<absl::Status>& faults) {
  const auto& type = dynamic_cast<const ServiceType&>(step.acting);
  if (type.rests_on().empty()) return;
  const std::string rests_on = Below(entry.path, "resource.restsOn");
  const auto& text = TextThere(entry, type.rests_on());
  const Entry* const maker = makers_.Of(type.rests_on());
  // Of a text that nobody has or makes is said that it is not there; of one that cannot be read, nothing.
  if (!text.ok() && (maker == nullptr || !IsMissing(text.status()))) return;

  const google::type::Date* from = nullptr;
  if (text.ok() && WasApproved(*text)) {
    from = &text->effective_date();
  } else {
    std::vector<const Verb*> steps;
    const auto* const descriptor = SubGuidelineRevision::descriptor();
    if (maker != nullptr) steps = StepsFrom(*maker, text.ok() ? StateOf(*text) : FirstState(*descriptor));
    const auto approval =
        absl::c_find_if(steps, [](const Verb* verb) { return verb->method->name() == "ApproveSubGuidelineRevision"; });
    if (approval == steps.end()) {
      faults.push_back(
          Fault(entry, rests_on, StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_APPROVED",
                {.en = absl::StrCat(type.rests_on(), " is not approved, and no step here approves it."),
                 .fa = absl::StrCat(
                     type.rests_on(),
                     " تأیید نشده است و گامی در اینجا آن را تأیید نمی‌کند.")},
                AboutText(entry, type.rests_on())));
      return;
    }
    if (left_to_others_.count(*approval) == 0) from = DateIn(*(*approval)->request, "effective_date");
  }

  const std::string deputyship = IsSteering(step.verb.as) ? "" : DeputyshipOf(entry, type.rests_on());
  // Of an owner that is not there that is said.
  if (!deputyship.empty() && deputyship != type.owner() && references_.IsThere(entry, type.owner())) {
    faults.push_back(Fault(
        entry, rests_on, StatusCode::kFailedPrecondition, "SUB_GUIDELINE_OF_ANOTHER",
        {.en = absl::StrCat(type.rests_on(), " is a text of ", deputyship, ", not of ", type.owner(),
                            ", which owns the service type; only steering may let it rest on that."),
         .fa = absl::StrCat(
             type.rests_on(), " متن ", deputyship, " است، نه ", type.owner(),
             " که صاحب نوع خدمت است؛ این کار تنها از معاونت راهبری برمی‌آید.")}));
  }
  if (type.has_scheduled() && iran::StoredDay(type.scheduled().effective_date()) > Today() && IsTodaySure()) {
    const std::string& waiting = type.scheduled().revision();
    const Words begins = InWords(iran::StoredDay(type.scheduled().effective_date()));
    faults.push_back(Fault(
        entry, step.verb.path, StatusCode::kFailedPrecondition, "REVISION_SCHEDULED",
        {.en = absl::StrCat(waiting, " waits for its effective date, ", begins.en,
                            "; no other revision can be made before."),
         .fa = absl::StrCat(waiting, " در انتظار روز اجرای خود، ", begins.fa,
                            "، است؛ پیش از آن ویرایش دیگری ساخته نمی‌شود.")}));
  }
  const auto* const said = DateIn(*step.verb.request, "effective_date");
  if (said == nullptr && !IsTodaySure()) return;
  const absl::CivilDay day = said == nullptr ? Today() : iran::StoredDay(*said);
  const std::string path = said == nullptr ? step.verb.path : Below(step.verb.path, "with.effectiveDate");
  if (from != nullptr) CheckBegin(entry, path, type, *from, day, faults);
  const auto last = LastOf(entry, type);
  const bool makes_revision = last.has_value() && last->sub_guideline_revision() != type.rests_on();
  if (!makes_revision || iran::StoredDay(last->effective_date()) <= day) return;
  const Words then = InWords(iran::StoredDay(last->effective_date()));
  const Words begins = InWords(day);
  faults.push_back(
      Fault(entry, path, StatusCode::kFailedPrecondition, "EFFECTIVE_DATE_BEFORE_LAST",
            {.en = absl::StrCat("it would begin on ", begins.en, ", the one before it, ", last->name(), ", only on ",
                                then.en, "."),
             .fa = absl::StrCat("از ", begins.fa, " آغاز می‌شود، ولی ویرایش پیش از آن، ",
                                last->name(), "، از ", then.fa, " مجری است.")}));
}

void Forecast::CheckTypeIsActive(const Entry& entry, const Step& step, Faults& faults) {
  const std::string& name = dynamic_cast<const Entrustment&>(step.acting).service_type();
  const auto& there = TypeThere(entry, name);
  const Entry* const maker = makers_.Of(name);
  const bool made_before = maker != nullptr && maker < &entry;
  // Of a type that nobody has or makes is said that it is not there; of one that cannot be read, nothing.
  if (!there.ok() && (!made_before || !IsMissing(there.status()))) return;
  std::string state = there.ok() ? StateOf(*there) : FirstState(*ServiceType::descriptor());
  const std::vector<const Verb*> steps = made_before ? StepsFrom(*maker, state) : std::vector<const Verb*>();
  if (!steps.empty()) state = StateAfter(*steps.back());
  if (state.empty() || state == "ACTIVE") return;
  faults.push_back(Fault(
      entry, step.verb.path, StatusCode::kFailedPrecondition, "NOT_ACTIVE",
      {.en = absl::StrCat(name, " is ", state, " then, not ACTIVE, and no step before it activates it."),
       .fa =
           absl::StrCat(name, " در آن هنگام ", state,
                        " است، نه ACTIVE، و گامی پیش از این آن را فعال نمی‌کند.")},
      {{there.ok() ? "service_type" : kMadeHere, name}}));
}

void Forecast::CheckBegin(const Entry& entry, const std::string& path, const ServiceType& type,
                          const google::type::Date& from, absl::CivilDay day, Faults& faults) {
  const absl::CivilDay text_begins = iran::StoredDay(from);
  if (text_begins <= day) return;
  const Words begins = InWords(text_begins);
  const Words then = InWords(day);
  const std::string say = absl::StrCat("with: {effectiveDate: ", iran::FormatJalali(text_begins), "}");
  faults.push_back(
      Fault(entry, path, StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE",
            {.en = absl::StrCat("it would begin on ", then.en, ", its text ", type.rests_on(), " only on ", begins.en,
                                ": say ", say, " or later."),
             .fa = absl::StrCat("از ", then.fa, " آغاز می‌شود، ولی متن آن ", type.rests_on(),
                                " از ", begins.fa, " مجری است: با ", say, " یا دیرتر فعال کنید.")},
            AboutText(entry, type.rests_on())));
}

}  // namespace mosbat::ctl
