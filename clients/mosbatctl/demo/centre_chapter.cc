// Chapter 5: from a call to an operating centre.
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/centres.h"
#include "clients/mosbatctl/demo/credit.h"
#include "clients/mosbatctl/demo/story.h"
#include "clients/mosbatctl/demo/texts.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"

namespace mosbat::story {
namespace {

using guideline::v1::Directive;
using registry::v1::Application;
using registry::v1::Call;
using registry::v1::Centre;

constexpr char kWoman[] = "sara";
constexpr char kInstitute[] = "institute";

absl::StatusOr<Call> Announce(World& world) {
  registry::v1::CreateCallRequest create;
  create.set_call_id(world.Id());
  Call& wanted = *create.mutable_call();
  wanted.set_county(kCounty);
  wanted.mutable_title()->set_fa("فراخوان تأسیس مرکز مثبت زندگی در کرج");
  wanted.mutable_title()->set_en("Call for a Positive Life centre in Karaj");
  wanted.mutable_need()->set_centres(1);
  wanted.mutable_need()->set_reason("سه هزار خانوار در انتظار");
  MOSBAT_ASSIGN_OR_RETURN(const Call draft, world.Do<Call>("create call", kSteering, create));
  registry::v1::AnnounceCallRequest announce;
  announce.set_name(draft.name());
  *announce.mutable_opening_date() = iran::ToDate(world.today() + 1);
  MOSBAT_ASSIGN_OR_RETURN(const auto credit, GetCredit(world, CreditOn(world.today() + 1)));
  if (credit.free().amount() <= 0) {
    MOSBAT_RETURN_IF_ERROR(
        world.Refused<Call>({.en = "No credit stands behind the call yet.", .fa = "هنوز اعتباری پشت فراخوان نیست."},
                            "NO_CREDIT", kSteering, announce));
  }
  MOSBAT_RETURN_IF_ERROR(ProvideCredit(world, "credit for the call", world.today() + 1));
  return world.Do<Call>("announce call", kSteering, announce);
}

registry::v1::SubmitApplicationRequest ApplicationIn(const Call& invitation) {
  registry::v1::SubmitApplicationRequest request;
  request.mutable_application()->set_call(invitation.name());
  return request;
}

absl::StatusOr<Application> ApplyAsInstitute(World& world, const Call& invitation) {
  auto request = ApplicationIn(invitation);
  *request.mutable_application()->mutable_applicant()->mutable_legal() = Institute(world);
  return world.Do<Application>("institute applies", ApplicantNamed(world, kInstitute), request);
}

// She has a diploma; the directive in force wants a bachelor's degree.
registry::v1::SubmitApplicationRequest OfTheWoman(World& world, const Call& invitation) {
  auto request = ApplicationIn(invitation);
  *request.mutable_application()->mutable_applicant()->mutable_natural() =
      Applicant(world, kApplicant, registry::v1::DIPLOMA);
  return request;
}

absl::Status RefuseDiploma(World& world, const Call& invitation) {
  registry::v1::ListApplicationsRequest list;
  list.set_call(invitation.name());
  const std::string applicant = ApplicantNamed(world, kWoman);
  MOSBAT_ASSIGN_OR_RETURN(const auto own, world.Read<registry::v1::ListApplicationsResponse>(applicant, list));
  if (own.applications_size() > 0) return absl::OkStatus();  // told before
  auto request = OfTheWoman(world, invitation);
  request.set_request_id(world.RequestId("woman applies too early"));
  guideline::v1::GetDirectiveRequest get;
  get.set_name(absl::StrCat("directives/", world.Id()));
  const absl::Status eased = world.Read<Directive>(kSteering, get).status();
  if (!absl::IsNotFound(eased)) return eased;  // told before
  return world.Refused<Application>(
      {.en = "A woman with a diploma applies. The article that she does not meet is named.",
       .fa =
           "بانویی با مدرک دیپلم درخواست می‌دهد. پاسخ، شرطی را که احراز نشده نام می‌برد."},
      "APPLICANT_CRITERIA_NOT_MET", applicant, request);
}

// In force for one day: from tomorrow on the former is again.
absl::StatusOr<Directive> IssueEased(World& world, const Directive& former) {
  guideline::v1::CreateDirectiveRequest create;
  create.set_directive_id(world.Id());
  *create.mutable_directive() = EasedDirective(former, world.Id());
  *create.mutable_directive()->mutable_effective_date() = iran::ToDate(world.today());
  MOSBAT_ASSIGN_OR_RETURN(const Directive draft, world.Do<Directive>("draft eased directive", kSteering, create));
  guideline::v1::IssueDirectiveRequest issue;
  issue.set_name(draft.name());
  MOSBAT_ASSIGN_OR_RETURN(const Directive issued, world.Do<Directive>("issue eased directive", kSteering, issue));
  guideline::v1::RepealDirectiveRequest repeal;
  repeal.set_name(issued.name());
  *repeal.mutable_repeal_date() = iran::ToDate(world.today() + 1);
  return world.Do<Directive>("repeal eased directive", kSteering, repeal);
}

absl::Status GiveOpinion(World& world, absl::string_view as, const Application& application,
                         registry::v1::Review::Opinion opinion, absl::string_view text) {
  registry::v1::RecordReviewRequest request;
  request.set_name(application.name());
  request.set_opinion(opinion);
  request.set_text(std::string(text));
  const std::string step = absl::StrCat("review ", as, " ", application.name());
  return world.Do<Application>(step, as, request).status();
}

registry::v1::DecideApplicationRequest Decision(const Application& application,
                                                registry::v1::CommissionDecision::Outcome outcome) {
  registry::v1::DecideApplicationRequest request;
  request.set_name(application.name());
  request.set_outcome(outcome);
  request.set_minutes("صورت‌جلسهٔ ۱۲");
  if (outcome == registry::v1::CommissionDecision::REFUSE) request.set_reason("نیاز شهرستان یک مرکز است.");
  return request;
}

absl::Status ReviewAll(World& world, const Application& woman, const Application& institute) {
  registry::v1::GetApplicationRequest get;
  get.set_name(woman.name());
  MOSBAT_ASSIGN_OR_RETURN(const Application stored, world.Read<Application>(kCommission, get));
  if (stored.state() == Application::SUBMITTED) {
    auto early = Decision(woman, registry::v1::CommissionDecision::AGREE);
    early.set_request_id(world.RequestId("agree too early"));
    MOSBAT_RETURN_IF_ERROR(world.Refused<Application>(
        {.en = "The commission cannot agree before the county has spoken.",
         .fa = "کمیسیون پیش از نظر شهرستان نمی‌تواند موافقت کند."},
        "REVIEW_MISSING", kCommission, early));
  }
  MOSBAT_RETURN_IF_ERROR(GiveOpinion(world, kCountyOfficer, woman, registry::v1::Review::FOR,
                                     "تجربهٔ پنج‌ساله در محله."));
  MOSBAT_RETURN_IF_ERROR(GiveOpinion(world, kProvinceOfficer, woman, registry::v1::Review::FOR, "محل مناسب است."));
  MOSBAT_RETURN_IF_ERROR(
      GiveOpinion(world, kCountyOfficer, institute, registry::v1::Review::INCOMPLETE, "محل مرکز معرفی نشده است."));
  world.narrator().Tell({.en = "The county and the province give their opinions, step by step.",
                         .fa = "شهرستان و استان گام‌به‌گام نظر می‌دهند."});
  return absl::OkStatus();
}

absl::Status RefuseLateApplication(World& world, const Call& invitation) {
  auto late = ApplicationIn(invitation);
  *late.mutable_application()->mutable_applicant()->mutable_natural() =
      Applicant(world, kLateApplicant, registry::v1::MASTER);
  late.set_request_id(world.RequestId("late applicant"));
  return world.Refused<Application>(
      {.en = "Whoever comes after the last day is too late.",
       .fa = "پس از روز پایان درخواستی پذیرفته نمی‌شود."},
      "CALL_NOT_OPEN", ApplicantNamed(world, "late"), late);
}

absl::StatusOr<Centre> Establish(World& world, const std::string& agreement) {
  registry::v1::EstablishCentreRequest request;
  request.set_centre_id(world.Id());
  request.set_agreement(agreement);
  Centre& centre = *request.mutable_centre();
  centre.mutable_title()->set_fa(absl::StrCat("مرکز مثبت زندگی ", Piece(world.Number()).In(Language::kPersian)));
  centre.mutable_title()->set_en(absl::StrCat("Positive Life centre ", world.Number()));
  centre.set_number(world.Number());
  centre.set_county(kCounty);
  centre.add_equipment("sphygmomanometer");
  centre.add_equipment("vision-chart");
  return world.Do<Centre>("establish centre", kCommission, request);
}

// With four of five the centre is not ready.
absl::Status RefuseUnready(World& world, const std::string& name) {
  MOSBAT_ASSIGN_OR_RETURN(const Centre founding, GetCentre(world, name));
  if (founding.staff_count() != kStaffOfACentre - 1) return absl::OkStatus();  // told before
  MOSBAT_RETURN_IF_ERROR(
      Expect(founding.state() == Centre::FOUNDING,
             {.en = "A centre with four staff is not FOUNDING.", .fa = "مرکزی با چهار نفر در حال تأسیس نیست."},
             founding.ShortDebugString()));
  casefile::v1::OpenCaseFileRequest request;
  *request.mutable_case_file() = Household(world, name, kHeads);
  request.set_request_id(world.RequestId("file too early"));
  return world.Refused<casefile::v1::CaseFile>(
      {.en = "With four staff it is still being founded, and no file is opened.",
       .fa =
           "با چهار نفر هنوز در حال تأسیس است و پرونده‌ای باز نمی‌شود."},
      "CENTRE_NOT_OPERATING", ManagerOf(name), request);
}

absl::Status Found(World& world, Made& made) {
  MOSBAT_ASSIGN_OR_RETURN(const Centre founded, Establish(world, made.application.agreement()));
  registry::v1::LicenceHolder holder;
  const auto& person = made.application.applicant().natural();
  holder.mutable_person()->set_national_id(person.national_id());
  holder.set_display_name(absl::StrCat(person.given_name(), " ", person.family_name()));
  MOSBAT_RETURN_IF_ERROR(IssuePapers(world, {.as = kCommission}, founded.name(), holder));
  world.narrator().Tell(
      {.en = "$0 is founded under the agreement, and gets its three papers.",
       .fa =
           "$0 با موافقت اصولی تأسیس می‌شود و سه پروانه‌اش را می‌گیرد."},
      {founded.title()});
  const Entry entry{.as = ManagerOf(founded.name())};
  for (int index = 0; index < kStaffOfACentre; ++index) {
    if (index == kStaffOfACentre - 1) MOSBAT_RETURN_IF_ERROR(RefuseUnready(world, founded.name()));
    MOSBAT_ASSIGN_OR_RETURN(auto member, Employ(world, entry, founded.name(), kStaff, index));
    made.staff.push_back(std::move(member));
  }
  MOSBAT_ASSIGN_OR_RETURN(made.centre, GetCentre(world, founded.name()));
  MOSBAT_RETURN_IF_ERROR(Expect(made.centre.state() == Centre::OPERATING,
                                {.en = "The centre does not operate with three papers and five staff.",
                                 .fa = "مرکز با سه پروانه و پنج نفر دایر نشد."},
                                made.centre.ShortDebugString()));
  world.narrator().Tell(
      {.en = "With the fifth it operates: $0 files for the centre, $1 for each social worker, under $2.",
       .fa =
           "با نفر پنجم دایر می‌شود: $0 پرونده برای مرکز و $1 برای هر مددکار، به استناد $2."},
      {founded.files_cap(), founded.files_per_worker(), founded.directive()});
  return absl::OkStatus();
}

}  // namespace

absl::Status TellCentre(World& world, Made& made) {
  const Narrator& narrator = world.narrator();
  MOSBAT_ASSIGN_OR_RETURN(const Call invitation, Announce(world));
  const absl::CivilDay last = iran::StoredDay(invitation.closing_date());
  narrator.Tell({.en = "A call for Karaj is announced, from $0 to $1, on $2.",
                 .fa = "فراخوان کرج اعلام می‌شود: از $0 تا $1، با $2."},
                {iran::StoredDay(invitation.opening_date()), last, invitation.credit()});
  MOSBAT_RETURN_IF_ERROR(world.PassDays("the call opens", 1));

  MOSBAT_ASSIGN_OR_RETURN(const Application institute, ApplyAsInstitute(world, invitation));
  narrator.Tell({.en = "An institute applies, judged by $0.",
                 .fa = "مؤسسه‌ای درخواست می‌دهد و با $0 سنجیده می‌شود."},
                {institute.directive()});
  MOSBAT_RETURN_IF_ERROR(RefuseDiploma(world, invitation));
  MOSBAT_ASSIGN_OR_RETURN(made.eased, IssueEased(world, made.directive));
  MOSBAT_ASSIGN_OR_RETURN(const Application woman, world.Do<Application>("woman applies", ApplicantNamed(world, kWoman),
                                                                         OfTheWoman(world, invitation)));
  MOSBAT_RETURN_IF_ERROR(Expect(
      woman.directive() == made.eased.name(),
      {.en = "The application is not judged by the new directive.", .fa = "درخواست با دستورالعمل تازه سنجیده نشد."},
      woman.directive()));
  narrator.Tell(
      {.en = "Steering issues $0, in force for this one day, in which a diploma is enough: her application is taken.",
       .fa =
           "معاونت راهبری $0 را برای همین یک روز ابلاغ می‌کند که دیپلم را کافی می‌داند: درخواست پذیرفته می‌شود."},
      {made.eased.name()});
  MOSBAT_RETURN_IF_ERROR(ReviewAll(world, woman, institute));
  MOSBAT_RETURN_IF_ERROR(world.PassDays("the call closes", static_cast<int>(last + 1 - world.today())));
  MOSBAT_RETURN_IF_ERROR(RefuseLateApplication(world, invitation));

  const auto agree = Decision(woman, registry::v1::CommissionDecision::AGREE);
  MOSBAT_ASSIGN_OR_RETURN(made.application, world.Do<Application>("agree", kCommission, agree));
  const auto refuse = Decision(institute, registry::v1::CommissionDecision::REFUSE);
  MOSBAT_ASSIGN_OR_RETURN(const Application refused, world.Do<Application>("refuse", kCommission, refuse));
  MOSBAT_RETURN_IF_ERROR(Expect(made.application.state() == Application::AGREED &&
                                    !made.application.agreement().empty() && refused.state() == Application::REFUSED,
                                {.en = "The commission's decisions are not kept.", .fa = "تصمیم کمیسیون ثبت نشد."},
                                made.application.name()));
  narrator.Tell(
      {.en = "The commission refuses the institute and agrees to the woman: agreement in principle until $0.",
       .fa =
           "کمیسیون با مؤسسه مخالفت و با بانوی متقاضی موافقت می‌کند: موافقت اصولی تا $0."},
      {iran::StoredDay(made.application.agreement_valid_until())});
  return Found(world, made);
}

}  // namespace mosbat::story
