#include "clients/mosbatctl/status.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/entrustment_standing.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/text_standing.h"
#include "clients/mosbatctl/type_standing.h"
#include "common/base/number_order.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

using casefile::v1::ServiceRequest;
using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using catalog::v1::ServiceTypeRevision;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

class Standing {
 public:
  Standing(CallsAs calls, Report report)
      : calls_(std::move(calls)), report_(std::move(report)), texts_(calls_, report_), entrustments_(calls_, report_) {}

  absl::StatusOr<std::string> Of(const std::string& name) {
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr found, ReadResource(calls_, name));
    const bool known = SayIf<SubGuideline>(*found, texts_) || SayIf<SubGuidelineRevision>(*found, texts_) ||
                       SayIf<Directive>(*found, texts_) || SayIf<ServiceType>(*found, *this) ||
                       SayIf<Entrustment>(*found, entrustments_) || SayIf<ServiceRequest>(*found, *this);
    if (!known) SayAny(*found);
    return report_.Take();
  }

 private:
  template <typename Resource, typename Teller>
  static bool SayIf(const google::protobuf::Message& resource, Teller& teller) {
    const auto* const found = dynamic_cast<const Resource*>(&resource);
    if (found != nullptr) teller.Say(*found);
    return found != nullptr;
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
        if (SayTextGone(type, owner)) return;
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
    if (SayTextGone(type, CallerOfDeputyship(type.owner()))) return;
    const SubGuidelineRevision text = texts_.RevisionOf(type.rests_on());
    if (text.state() != SubGuidelineRevision::APPROVED) {
      report_.Line(
          {.en = "Waits for", .fa = "در انتظار"},
          absl::StrCat(type.rests_on(), ": ", report_.In(StateWords(SubGuidelineRevision::State_Name(text.state())))));
      return texts_.SayRevision(text, texts_.SubGuidelineOf(type.rests_on()));
    }
    SayActivation("ActivateServiceType", type.owner(), type.name(), report_);
  }

  // Of a type that is not active: that the text which it is set to rest on was withdrawn, so that it cannot be
  // activated, and how that ends. False where it was not.
  bool SayTextGone(const ServiceType& type, const std::string& owner) {
    const SubGuidelineRevision text = texts_.RevisionOf(type.rests_on());
    if (text.state() != SubGuidelineRevision::WITHDRAWN) return false;
    const std::string day = report_.Day(text.end_date());
    report_.Line({.en = "Withdrawn", .fa = "لغوشده"}, absl::StrCat(text.name(), day.empty() ? "" : ", ", day));
    const std::string newest = texts_.InForceBeside(text.name());
    report_.Next(newest.empty()
                     ? NextTextFirst(type)
                     : Words{.en = absl::StrCat(type.owner(), " lets it rest on ", newest, " and activates it:"),
                             .fa = absl::StrCat(type.owner(), " متن ", newest,
                                                " را مبنای آن و سپس فعال می‌کند:")});
    if (newest.empty()) CommandToSeeTexts(text.name());
    CommandToRestOn(newest.empty() ? "…" : newest, type, owner);
    report_.Command(CallCommand("ActivateServiceType", owner, type.name()));
    return true;
  }

  static Words NextTextFirst(const ServiceType& type) {
    return {.en = absl::StrCat("write and approve the next text first; then ", type.owner(),
                               " lets it rest on that and activates it:"),
            .fa = absl::StrCat("نخست متن بعدی نوشته و تأیید شود؛ سپس ", type.owner(),
                               " آن را مبنای نوع خدمت و سپس فعال می‌کند:")};
  }

  void CommandToSeeTexts(const std::string& revision) {
    report_.Command(absl::StrCat("mosbatctl status ", revision.substr(0, revision.find("/revisions/"))));
  }

  // What the next activation would change: the type rests on another text than its last revision does, or a later text
  // of the same sub-guideline is in force. False where neither is so.
  bool SayNextText(const ServiceType& type, const std::string& owner) {
    SayPassedOver(type);
    if (SayWithdrawn(type, owner)) return true;
    const ServiceTypeRevision last =
        RevisionNamed(type.has_scheduled() ? type.scheduled().revision() : type.current_revision());
    const std::string& now = last.sub_guideline_revision();
    report_.Line(
        type.has_scheduled() ? Words{.en = "Then rests on", .fa = "مبنای بعدی"} : Words{.en = "Rests on", .fa = "مبنا"},
        now);
    if (now.empty() || type.rests_on().empty()) return false;
    if (!last.restores().empty()) {
      report_.Line({.en = "Rolled back", .fa = "بازگشت"}, absl::StrCat(last.restores(), ": ", last.reason()));
    }
    const bool set_to_withdrawn = type.rests_on() != now && IsWithdrawn(type.rests_on());
    if (!last.restores().empty() && !set_to_withdrawn) {
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
    if (set_to_withdrawn) {
      report_.Next({.en = absl::StrCat("it is set to rest on ", type.rests_on(), ", which was withdrawn; ",
                                       type.owner(), " lets it rest on the next text, or on ", now, " again:"),
                    .fa = absl::StrCat("مبنای آن ", type.rests_on(), " گذاشته شده که لغو شده است؛ ", type.owner(),
                                       " متن بعدی یا دوباره ", now, " را مبنای آن می‌کند:")});
      CommandToRestOn(now, type, owner);
      return true;
    }
    if (type.rests_on() != now) {
      report_.Next({.en = absl::StrCat("it is set to rest on ", type.rests_on(),
                                       ", which the next activation puts in the place of ", now, ":"),
                    .fa = absl::StrCat("مبنای آن ", type.rests_on(),
                                       " گذاشته شده و با فعال‌سازی بعدی جای ", now,
                                       " را می‌گیرد:")});
      texts_.CommandFromTomorrow("ActivateServiceType", owner, type.name());
      return true;
    }
    const std::string newest = texts_.SubGuidelineOf(now).current_revision();
    if (!NumberLess(now, newest)) return false;  // nor is the text of a scheduled revision in force yet
    report_.Next({.en = absl::StrCat("a later text is in force, ", newest, "; ", type.owner(),
                                     " lets the type rest on it, "
                                     "then activates it:"),
                  .fa = absl::StrCat(
                      "متن تازه‌تری مجری است: ", newest, "؛ ", type.owner(),
                      " آن را مبنای نوع خدمت می‌کند و سپس فعال می‌سازد:")});
    CommandToRestOn(newest, type, owner);
    report_.Command(CallCommand("ActivateServiceType", owner, type.name()));
    return true;
  }

  // Empty where it cannot be read.
  ServiceTypeRevision RevisionNamed(const std::string& name) {
    catalog::v1::GetServiceTypeRevisionRequest request;
    request.set_name(name);
    return calls_.Ask<ServiceTypeRevision>(request).value_or(ServiceTypeRevision());
  }

  bool IsWithdrawn(const std::string& text) {
    return texts_.RevisionOf(text).state() == SubGuidelineRevision::WITHDRAWN;
  }

  void CommandToRestOn(const std::string& text, const ServiceType& type, const std::string& owner) {
    report_.Command(absl::StrCat("mosbatctl call UpdateServiceType --as ", owner,
                                 " -d '{\"serviceType\": {\"name\": \"", type.name(), "\", \"restsOn\": \"", text,
                                 "\"}}'"));
  }

  std::string WithdrawalOf(const ServiceTypeRevision& revision) const {
    const std::string day = report_.Day(revision.sub_guideline_withdrawn_date());
    return report_.In({.en = absl::StrCat("its text ", revision.sub_guideline_revision(), " was withdrawn on ", day),
                       .fa = absl::StrCat("متن آن، ", revision.sub_guideline_revision(), "، در ", day, " لغو شد")});
  }

  // The revision that people may still wait for.
  void SayPassedOver(const ServiceType& type) {
    const ServiceTypeRevision last = RevisionNamed(absl::StrCat(type.name(), "/revisions/", type.revision_count()));
    if (TakesEffect(last)) return;
    report_.Line({.en = "Passed over", .fa = "کنار رفته"}, absl::StrCat(last.name(), ": ", WithdrawalOf(last)));
  }

  // That the text in force was withdrawn, so that nothing can be decided by it, and how that ends: by the next text,
  // which may be set already, or by going back. False where it was not.
  bool SayWithdrawn(const ServiceType& type, const std::string& owner) {
    const ServiceTypeRevision current = RevisionNamed(type.current_revision());
    if (HasItsText(current)) return false;
    report_.Line(
        {.en = "Withdrawn", .fa = "لغوشده"},
        absl::StrCat(
            WithdrawalOf(current),
            report_.In(
                {.en =
                     "; requests and deliveries of days from then on are refused (RULE_NOT_IN_FORCE), and open requests "
                     "are to be cancelled",
                 .fa =
                     "؛ درخواست و ارائهٔ از آن روز به بعد رد می‌شود (RULE_NOT_IN_FORCE) و درخواست‌های باز باید "
                     "لغو شوند"})));
    if (type.has_scheduled()) return false;
    const bool has_next = type.rests_on() != current.sub_guideline_revision() && !IsWithdrawn(type.rests_on());
    const std::string newest = has_next ? "" : texts_.InForceBeside(current.sub_guideline_revision());
    auto back = LastRevision(calls_, type.name(), current.number() - 1, &HasItsText);
    // The catalog goes back only where some text of the sub-guideline is in force.
    if (back.has_value() && texts_.SubGuidelineOf(back->sub_guideline_revision()).current_revision().empty()) {
      back.reset();
    }
    if (!has_next && newest.empty() && !back.has_value()) {
      report_.Next(NextTextFirst(type));
      CommandToSeeTexts(current.sub_guideline_revision());
      CommandToRestOn("…", type, owner);
      texts_.CommandFromTomorrow("ActivateServiceType", owner, type.name());
      return true;
    }
    const Words rest =
        has_next ? Words{.en = absl::StrCat(type.owner(), " activates it by ", type.rests_on()),
                         .fa = absl::StrCat(type.owner(), " آن را با ", type.rests_on(), " فعال می‌کند")}
                 : Words{.en = absl::StrCat(type.owner(), " lets it rest on the next text and activates it"),
                         .fa = absl::StrCat(type.owner(),
                                            " متن بعدی را مبنای آن و سپس فعال می‌کند")};
    report_.Next(
        {.en = absl::StrCat(rest.en, back.has_value() ? absl::StrCat(", or goes back to ", back->name()) : "", ":"),
         .fa = absl::StrCat(
             rest.fa, back.has_value() ? absl::StrCat(" یا به ", back->name(), " برمی‌گردد") : "", ":")});
    if (!has_next) CommandToRestOn(newest.empty() ? "…" : newest, type, owner);
    texts_.CommandFromTomorrow("ActivateServiceType", owner, type.name());
    if (!back.has_value()) return true;
    report_.Command(CallCommand("RollbackServiceType", owner, type.name(),
                                absl::StrCat(", \"revision\": \"", back->name(), "\", \"reason\": \"…\"")));
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
        if (entrustments_.SayWaiting({listed->entrustments().begin(), listed->entrustments().end()})) return;
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
    texts_.SayNothingWaits();
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
      if (SayTextWithdrawn(request, texts_.RevisionOf(request.decision().sub_guideline_revision()), report_)) return;
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
    texts_.SayNothingWaits();
  }

  // Of what is known by its descriptor only.
  void SayAny(const google::protobuf::Message& resource) {
    const std::string state = StateOf(resource);
    report_.Head(TextOf(resource, "name"),
                 state.empty() ? Words{.en = "exists", .fa = "موجود است"} : StateWords(state));
    report_.Line({.en = "Title", .fa = "عنوان"}, report_.In(FieldWords(resource, "title")));
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
  TextStanding texts_;
  EntrustmentStanding entrustments_;
};

}  // namespace

absl::StatusOr<std::string> StatusOfResource(CallsAs calls, const std::string& name, Report report) {
  return Standing(std::move(calls), std::move(report)).Of(name);
}

}  // namespace mosbat::ctl
