#include "clients/mosbatctl/status.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/business_day.h"
#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/show.h"
#include "common/base/number_order.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::ServiceRequest;
using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

std::string CallCommand(absl::string_view method, absl::string_view as, absl::string_view name,
                        absl::string_view more = "") {
  return absl::StrCat("mosbatctl call ", method, " --as ", as, " -d '{\"name\": \"", name, "\"", more, "}'");
}

class Standing {
 public:
  Standing(CallsAs calls, Report report) : calls_(std::move(calls)), report_(std::move(report)) {}

  absl::StatusOr<std::string> Of(const std::string& name) {
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr found, ReadResource(calls_, name));
    const bool known = SayIf<SubGuideline>(*found) || SayIf<SubGuidelineRevision>(*found) || SayIf<Directive>(*found) ||
                       SayIf<ServiceType>(*found) || SayIf<Entrustment>(*found) || SayIf<ServiceRequest>(*found);
    if (!known) SayAny(*found);
    return report_.Take();
  }

 private:
  template <typename Resource>
  bool SayIf(const google::protobuf::Message& resource) {
    const auto* const found = dynamic_cast<const Resource*>(&resource);
    if (found != nullptr) Say(*found);
    return found != nullptr;
  }

  template <typename Response, typename Request>
  Response Read(const Request& request) {
    return calls_.Ask<Response>(request).value_or(Response());
  }

  SubGuidelineRevision RevisionOf(const std::string& name) {
    guideline::v1::GetSubGuidelineRevisionRequest request;
    request.set_name(name);
    return Read<SubGuidelineRevision>(request);
  }

  SubGuideline SubGuidelineOf(const std::string& revision) {
    guideline::v1::GetSubGuidelineRequest request;
    request.set_name(revision.substr(0, revision.find("/revisions/")));
    return Read<SubGuideline>(request);
  }

  void SayNothingWaits() { report_.Next({.en = "nothing waits.", .fa = "چیزی در انتظار نیست."}); }

  // A command with the first day on which it can take effect, as people write it.
  void CommandFromTomorrow(absl::string_view method, absl::string_view as, absl::string_view name) {
    const std::optional<absl::CivilDay> today = KnownBusinessDay(calls_.calls());
    const std::string day = today.has_value() ? iran::FormatJalali(*today + 1) : "…";
    report_.Command(CallCommand(method, as, name, absl::StrCat(", \"effectiveDate\": \"", day, "\"")));
    if (today.has_value()) return;
    report_.Detail(report_.In(
        {.en =
             "in place of … a day after the suite's own: it is in trial mode, and this context may not read its clock.",
         .fa =
             "به جای … روزی پس از امروزِ سامانه بنویسید: حالت آزمایشی است و این زمینه ساعت سامانه را نمی‌بیند."}));
  }

  void Say(const SubGuideline& text) {
    const Words none = {.en = "nothing of it is in force", .fa = "هیچ ویرایشی اجرا نمی‌شود"};
    const Words some = {.en = absl::StrCat("in force by ", text.current_revision()),
                        .fa = absl::StrCat("مجری با ", text.current_revision())};
    report_.Head(text.name(), text.current_revision().empty() ? none : some);
    report_.Line({.en = "Title", .fa = "عنوان"}, report_.Title(text.title()));
    report_.Line({.en = "Written by", .fa = "نویسنده"}, text.deputyship());
    report_.Line({.en = "Pending", .fa = "در دست"}, text.pending_revision());
    if (!text.pending_revision().empty()) return SayRevision(RevisionOf(text.pending_revision()), text);
    for (const auto& span : text.in_force()) {
      if (span.revision() == text.current_revision()) continue;
      report_.Line({.en = "Also", .fa = "همچنین"},
                   absl::StrCat(span.revision(), ", ", report_.Day(span.effective_date()),
                                span.has_end_date() ? " – " : "", report_.Day(span.end_date())));
    }
    report_.Next({.en = "nothing waits; a change is the next revision.",
                  .fa = "چیزی در انتظار نیست؛ تغییر با ویرایش بعدی است."});
  }

  void Say(const SubGuidelineRevision& text) {
    report_.Head(text.name(), StateWords(SubGuidelineRevision::State_Name(text.state())));
    SayRevision(text, SubGuidelineOf(text.name()));
  }

  void SayRevision(const SubGuidelineRevision& text, const SubGuideline& whole) {
    const std::string writer = CallerOfDeputyship(whole.deputyship());
    switch (text.state()) {
      case SubGuidelineRevision::DRAFT:
        report_.Next({.en = absl::StrCat(whole.deputyship(), " finishes the text and submits it."),
                      .fa = absl::StrCat(whole.deputyship(), " متن را کامل و ارسال می‌کند.")});
        return report_.Command(CallCommand("SubmitSubGuidelineRevision", writer, text.name()));
      case SubGuidelineRevision::RETURNED:
        for (const auto& comment : text.return_comments()) {
          const std::string clause = comment.clause().empty() ? "" : absl::StrCat(comment.clause(), ": ");
          report_.Point(absl::StrCat(clause, comment.text()));
        }
        report_.Next(
            {.en = absl::StrCat(whole.deputyship(), " mends what the comments say and submits it again."),
             .fa = absl::StrCat(
                 whole.deputyship(),
                 " آنچه را یادآوری شده اصلاح و دوباره ارسال می‌کند.")});
        return report_.Command(CallCommand("SubmitSubGuidelineRevision", writer, text.name()));
      case SubGuidelineRevision::SUBMITTED:
        report_.Line({.en = "Submitted by", .fa = "ارسال‌کننده"}, text.submitted_by());
        report_.Line({.en = "Authors", .fa = "نویسندگان"}, absl::StrJoin(text.authors(), ", "));
        report_.Next(
            {.en = "steering approves it with an effective date, or returns it with comments; not an author.",
             .fa =
                 "معاونت راهبری آن را با تاریخ اجرا تأیید می‌کند یا با یادداشت برمی‌گرداند؛ نویسندهٔ متن مجاز نیست."});
        return CommandFromTomorrow("ApproveSubGuidelineRevision", "steering", text.name());
      case SubGuidelineRevision::APPROVED:
        report_.Line({.en = "In force from", .fa = "اجرا از"}, report_.Day(text.effective_date()));
        report_.Line({.en = "Until", .fa = "تا"}, report_.Day(text.end_date()));
        report_.Line({.en = "Under", .fa = "به استناد"}, text.directive());
        if (whole.current_revision() == text.name()) return SayNothingWaits();
        return report_.Next(
            {.en = "nobody acts: it waits for its day.", .fa = "کاری لازم نیست: در انتظار روز اجراست."});
      default:
        report_.Line({.en = "Ended", .fa = "پایان"}, report_.Day(text.end_date()));
        report_.Line({.en = "Why", .fa = "علت"}, text.withdraw_reason());
        return report_.Next({.en = "nothing: it stays readable for ever.",
                             .fa = "کاری لازم نیست؛ متن همیشه خواندنی می‌ماند."});
    }
  }

  void Say(const Directive& text) {
    const bool draft = text.state() == Directive::DRAFT;
    report_.Head(text.name(), draft ? StateWords("DRAFT") : StandingWords(text.standing()));
    report_.Line({.en = "Title", .fa = "عنوان"}, report_.Title(text.title()));
    report_.Line({.en = "Effective", .fa = "اجرا از"}, report_.Day(text.effective_date()));
    report_.Line({.en = "Repealed", .fa = "لغو از"}, report_.Day(text.repeal_date()));
    for (const auto& pending : text.pending_amendments()) {
      report_.Line({.en = "Amendment", .fa = "اصلاحیه"},
                   absl::StrCat(pending.directive(), " ", report_.Day(pending.effective_date())));
    }
    if (!draft) {
      return report_.Next(
          {.en = "nothing waits; it is amended by another directive.",
           .fa =
               "چیزی در انتظار نیست؛ با دستورالعمل دیگری اصلاح می‌شود."});
    }
    report_.Next({.en = "steering issues it.", .fa = "معاونت راهبری آن را ابلاغ می‌کند."});
    report_.Command(CallCommand("IssueDirective", "steering", text.name()));
  }

  static Words StandingWords(Directive::Standing standing) {
    switch (standing) {
      case Directive::IN_FORCE:
        return {.en = "in force", .fa = "مجری"};
      case Directive::NOT_YET_IN_FORCE:
        return {.en = "issued, not yet in force", .fa = "ابلاغ‌شده، هنوز اجرا نشده"};
      case Directive::REPEALED:
        return {.en = "no longer in force", .fa = "دیگر اجرا نمی‌شود"};
      default:
        return StateWords("ISSUED");
    }
  }

  void Say(const ServiceType& type) {
    report_.Head(type.name(), StateWords(ServiceType::State_Name(type.state())));
    report_.Line({.en = "Title", .fa = "عنوان"}, report_.Title(type.title()));
    report_.Line({.en = "Owner", .fa = "متولی"}, type.owner());
    report_.Line({.en = "Revision", .fa = "ویرایش"}, type.current_revision());
    report_.Line({.en = "Why", .fa = "علت"}, type.state_reason());
    report_.Line({.en = "Quarantined", .fa = "قرنطینه"},
                 report_.In({.en = type.quarantine().reason_en(), .fa = type.quarantine().reason_fa()}));
    if (type.has_scheduled()) {
      report_.Line({.en = "Scheduled", .fa = "زمان‌بندی"},
                   absl::StrCat(type.scheduled().revision(), ", ", report_.Day(type.scheduled().effective_date())));
    }
    const std::string owner = CallerOfDeputyship(type.owner());
    switch (type.state()) {
      case ServiceType::PROPOSED:
        return SayProposed(type);
      case ServiceType::SUSPENDED:
        report_.Next(
            {.en = absl::StrCat(type.owner(), " or steering resumes it, or retires it."),
             .fa = absl::StrCat(
                 type.owner(),
                 " یا معاونت راهبری آن را از سر می‌گیرد یا کنار می‌گذارد.")});
        return report_.Command(CallCommand("ActivateServiceType", owner, type.name()));
      case ServiceType::ACTIVE:
        return SayActive(type, owner);
      default:
        return report_.Next({.en = "nothing: it is over.", .fa = "کاری لازم نیست: پایان یافته است."});
    }
  }

  void SayProposed(const ServiceType& type) {
    if (type.title_unknown() || type.rests_on().empty()) {
      return report_.Next(
          {.en = absl::StrCat(type.owner(), " names the sub-guideline revision that it rests on."),
           .fa = absl::StrCat(
               type.owner(),
               " ویرایش شیوه‌نامه‌ای را که مبنای آن است نام می‌برد.")});
    }
    report_.Line({.en = "Rests on", .fa = "مبنا"}, type.rests_on());
    const SubGuidelineRevision text = RevisionOf(type.rests_on());
    if (text.state() != SubGuidelineRevision::APPROVED) {
      report_.Line(
          {.en = "Waits for", .fa = "در انتظار"},
          absl::StrCat(type.rests_on(), ": ", report_.In(StateWords(SubGuidelineRevision::State_Name(text.state())))));
      return SayRevision(text, SubGuidelineOf(type.rests_on()));
    }
    NextActivation("ActivateServiceType", type.owner(), type.name());
  }

  void NextActivation(absl::string_view method, const std::string& owner, const std::string& name) {
    report_.Next({.en = absl::StrCat(owner, " or steering activates it."),
                  .fa = absl::StrCat(owner, " یا معاونت راهبری آن را فعال می‌کند.")});
    report_.Command(CallCommand(method, CallerOfDeputyship(owner), name));
  }

  // What the next activation would change: the type rests on another text than its last revision does, or a later text
  // of the same sub-guideline is in force. False where neither is so.
  bool SayNextText(const ServiceType& type, const std::string& owner) {
    catalog::v1::GetServiceTypeRevisionRequest request;
    request.set_name(type.has_scheduled() ? type.scheduled().revision() : type.current_revision());
    const auto last = Read<catalog::v1::ServiceTypeRevision>(request);
    const std::string& now = last.sub_guideline_revision();
    report_.Line({.en = "Rests on", .fa = "مبنا"}, now);
    if (now.empty() || type.rests_on().empty()) return false;
    if (!last.restores().empty()) {
      report_.Line({.en = "Rolled back", .fa = "بازگشت"}, absl::StrCat(last.restores(), ": ", last.reason()));
      if (type.rests_on() != now) {
        report_.Line(
            {.en = "Mind", .fa = "توجه"},
            report_.In(
                {.en = absl::StrCat("an activation would undo it: the type is set to rest on ", type.rests_on()),
                 .fa = absl::StrCat(
                     "فعال‌سازی دوباره آن را باطل می‌کند: مبنای نوع خدمت ",
                     type.rests_on(), " است")}));
      }
      return false;
    }
    if (type.rests_on() != now) {
      report_.Next({.en = absl::StrCat("it is set to rest on ", type.rests_on(),
                                       ", which the next activation puts in the place of ", now, ":"),
                    .fa = absl::StrCat("مبنای آن ", type.rests_on(),
                                       " گذاشته شده و با فعال‌سازی بعدی جای ", now,
                                       " را می‌گیرد:")});
      CommandFromTomorrow("ActivateServiceType", owner, type.name());
      return true;
    }
    const std::string newest = SubGuidelineOf(now).current_revision();
    if (!NumberLess(now, newest)) return false;  // nor is the text of a scheduled revision in force yet
    report_.Next({.en = absl::StrCat("a later text is in force, ", newest, "; ", type.owner(),
                                     " lets the type rest on it, "
                                     "then activates it:"),
                  .fa = absl::StrCat(
                      "متن تازه‌تری مجری است: ", newest, "؛ ", type.owner(),
                      " آن را مبنای نوع خدمت می‌کند و سپس فعال می‌سازد:")});
    report_.Command(absl::StrCat("mosbatctl call UpdateServiceType --as ", owner,
                                 " -d '{\"serviceType\": {\"name\": \"", type.name(), "\", \"restsOn\": \"", newest,
                                 "\"}}'"));
    report_.Command(CallCommand("ActivateServiceType", owner, type.name()));
    return true;
  }

  // An active type is given by nobody without an entrustment, and paid by nobody without a tariff.
  void SayActive(const ServiceType& type, const std::string& owner) {
    if (SayNextText(type, owner)) return;
    catalog::v1::ListEntrustmentsRequest entrustments;
    entrustments.set_service_type(type.name());
    entrustments.set_page_size(1000);
    const auto listed = calls_.Ask<catalog::v1::ListEntrustmentsResponse>(entrustments);
    purchasing::v1::ListTariffsRequest tariffs;
    tariffs.set_service_type(type.name());
    const auto priced = calls_.Ask<purchasing::v1::ListTariffsResponse>(tariffs);
    if (listed.ok()) {
      const auto active = std::count_if(listed->entrustments().begin(), listed->entrustments().end(),
                                        [](const Entrustment& e) { return e.state() == Entrustment::ACTIVE; });
      report_.Line({.en = "Entrustments", .fa = "واگذاری"},
                   report_.In({.en = absl::StrCat(active, " active of ", listed->entrustments_size()),
                               .fa = Digits(absl::StrCat(active, " فعال از ", listed->entrustments_size()),
                                            Language::kPersian)}));
      if (active == 0) {
        report_.Next(
            {.en = absl::StrCat("no centre may deliver it: ", type.owner(), " entrusts it to an area or centres."),
             .fa = absl::StrCat("هیچ مرکزی مجاز به ارائه نیست: ", type.owner(),
                                " آن را به ناحیه یا مرکزها واگذار می‌کند.")});
        return report_.Command(absl::StrCat("mosbatctl call ProposeEntrustment --as ", owner,
                                            " -d '{\"entrustment\": {\"serviceType\": \"", type.name(), "\", …}}'"));
      }
    }
    if (priced.ok() && priced->tariffs().empty()) {
      return report_.Next(
          {.en = "there is no tariff: claims are held until finance makes one.",
           .fa = "تعرفه ندارد: مطالبه‌ها تا تعیین تعرفه معلق می‌مانند."});
    }
    SayNothingWaits();
  }

  // A field as tables show it, "" where it is not set.
  std::string Shown(const google::protobuf::Message& resource, const char* field) const {
    const auto* const found = resource.GetDescriptor()->FindFieldByName(field);
    if (found == nullptr || !IsSet(resource, *found)) return "";
    return report_.In({.en = ValueText(resource, *found, 0, Language::kEnglish),
                       .fa = ValueText(resource, *found, 0, Language::kPersian)});
  }

  void Say(const Entrustment& given) {
    report_.Head(given.name(), StateWords(Entrustment::State_Name(given.state())));
    report_.Line({.en = "Service", .fa = "خدمت"}, given.service_type());
    report_.Line({.en = "For", .fa = "برای"},
                 given.has_area() ? Shown(given, "area")
                                  : absl::StrJoin(given.centres().names(), report_.In({.en = ", ", .fa = "، "})));
    report_.Line({.en = "From", .fa = "از"}, report_.Day(given.start_date()));
    report_.Line({.en = "Until", .fa = "تا"}, report_.Day(given.end_date()));
    report_.Line({.en = "Why", .fa = "علت"}, given.state_reason());
    if (given.state() == Entrustment::PROPOSED || given.state() == Entrustment::SUSPENDED) {
      return NextActivation("ActivateEntrustment", given.owner(), given.name());
    }
    SayNothingWaits();
  }

  void Say(const ServiceRequest& request) {
    report_.Head(request.name(), StateWords(ServiceRequest::State_Name(request.state())));
    report_.Line({.en = "Service", .fa = "خدمت"}, request.service_type());
    report_.Line({.en = "Centre", .fa = "مرکز"}, request.centre());
    report_.Line({.en = "Asked on", .fa = "روز درخواست"}, report_.Day(request.asked_on()));
    report_.Line({.en = "Deliver until", .fa = "مهلت ارائه"}, report_.Day(request.deliver_until()));
    report_.Line({.en = "Delivery", .fa = "ارائه"}, request.delivery());
    report_.Line({.en = "Why", .fa = "علت"}, request.cancel_reason());
    if (request.state() == ServiceRequest::ELIGIBLE) {
      return report_.Next({.en = absl::StrCat(request.centre(), " delivers the service and records it."),
                           .fa = absl::StrCat(request.centre(), " خدمت را ارائه و ثبت می‌کند.")});
    }
    if (request.appeal().state() == casefile::v1::Appeal::OPEN) {
      report_.Line({.en = "Appeal", .fa = "اعتراض"}, request.appeal().reason());
      return report_.Next(
          {.en = absl::StrCat("the county or the province decides on the appeal (", request.county(), ")."),
           .fa = absl::StrCat("شهرستان یا استان دربارهٔ اعتراض تصمیم می‌گیرد (",
                              request.county(), ").")});
    }
    if (request.state() == ServiceRequest::EXPIRED) {
      return report_.Next(
          {.en = absl::StrCat(request.centre(),
                              " records what it delivered in time; otherwise it asks for the service "
                              "again."),
           .fa = absl::StrCat(
               request.centre(),
               " خدمتی را که در مهلت ارائه داده ثبت می‌کند؛ وگرنه درخواست تازه می‌دهد.")});
    }
    if (request.state() == ServiceRequest::REFUSED) {
      report_.Next({.en = "read why:", .fa = "علت را بخوانید:"});
      return report_.Command(absl::StrCat("mosbatctl explain ", request.name()));
    }
    SayNothingWaits();
  }

  // Of what is known by its descriptor only.
  void SayAny(const google::protobuf::Message& resource) {
    const std::string state = StateOf(resource);
    report_.Head(TextOf(resource, "name"),
                 state.empty() ? Words{.en = "exists", .fa = "موجود است"} : StateWords(state));
    report_.Line({.en = "Title", .fa = "عنوان"}, Shown(resource, "title"));
    report_.Line({.en = "County", .fa = "شهرستان"}, TextOf(resource, "county"));
    report_.Line({.en = "Province", .fa = "استان"}, TextOf(resource, "province"));
    const auto verbs = VerbsOf(*resource.GetDescriptor());
    if (verbs.empty()) return;
    report_.Next(
        {.en = "what may be done with it, and by whom:", .fa = "کارهای ممکن و نقش‌های مجاز:"});
    for (const Method* const verb : verbs) {
      report_.Point(absl::StrCat(verb->name(), ": ", absl::StrJoin(RolesOf(*verb), ", ")));
    }
  }

  CallsAs calls_;
  Report report_;
};

}  // namespace

absl::StatusOr<std::string> StatusOfResource(CallsAs calls, const std::string& name, Report report) {
  return Standing(std::move(calls), std::move(report)).Of(name);
}

}  // namespace mosbat::ctl
