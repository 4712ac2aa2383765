// Chapters 1 to 4: the directives, a sub-guideline under the second of them, and the service type that rests on it.
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/centres.h"
#include "clients/mosbatctl/demo/story.h"
#include "clients/mosbatctl/demo/texts.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::story {
namespace {

using catalog::v1::ServiceType;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

// A day on which directive one was in force.
constexpr absl::CivilDay kUnderDirectiveOne(2022, 5, 1);

absl::StatusOr<Directive> DirectiveOn(World& world, absl::CivilDay day) {
  guideline::v1::ResolveDirectiveRequest request;
  *request.mutable_date() = iran::ToDate(day);
  absl::StatusOr<Directive> directive = world.Read<Directive>(kSteering, request);
  if (ReasonOf(directive.status()) != "DIRECTIVE_NOT_FOUND") return directive;
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "FOUNDING_DATA_MISSING",
      {.en = "The suite has no directive yet. Load the founding data first: mosbatctl apply --historical -f "
             "deploy/data",
       .fa =
           "سامانه هنوز دستورالعملی ندارد. نخست داده‌های بنیادی را بار کنید: mosbatctl apply --historical "
           "-f deploy/data"});
}

absl::StatusOr<SubGuidelineRevision> Create(World& world, const std::string& id, Words title,
                                            SubGuidelineRevision text) {
  guideline::v1::CreateSubGuidelineRequest request;
  request.set_sub_guideline_id(id);
  SubGuideline& sub_guideline = *request.mutable_sub_guideline();
  sub_guideline.set_deputyship(kDeputyship);
  sub_guideline.mutable_title()->set_fa(title.fa);
  sub_guideline.mutable_title()->set_en(title.en);
  *request.mutable_revision() = std::move(text);
  MOSBAT_ASSIGN_OR_RETURN(const SubGuideline created,
                          world.Do<SubGuideline>(absl::StrCat("create ", id), kAuthor, request));
  guideline::v1::GetSubGuidelineRevisionRequest get;
  get.set_name(absl::StrCat(created.name(), "/revisions/1"));
  return world.Read<SubGuidelineRevision>(kAuthor, get);
}

absl::Status Submit(World& world, absl::string_view step, const std::string& text) {
  guideline::v1::SubmitSubGuidelineRevisionRequest request;
  request.set_name(text);
  MOSBAT_ASSIGN_OR_RETURN(const auto submitted, world.Do<SubGuidelineRevision>(step, kAuthor, request));
  return Expect(submitted.state() == SubGuidelineRevision::SUBMITTED,
                {.en = "The text is not submitted.", .fa = "متن ارسال نشد."}, submitted.ShortDebugString());
}

guideline::v1::ApproveSubGuidelineRevisionRequest Approval(const std::string& text, absl::CivilDay from) {
  guideline::v1::ApproveSubGuidelineRevisionRequest request;
  request.set_name(text);
  *request.mutable_effective_date() = iran::ToDate(from);
  return request;
}

absl::Status Return(World& world, const std::string& text) {
  guideline::v1::ReturnSubGuidelineRevisionRequest request;
  request.set_name(text);
  auto& comment = *request.add_comments();
  comment.set_clause("1");
  comment.set_text(
      "چه کسی فشار خون را می‌سنجد؟ شرایط ارائه‌دهنده را بنویسید.");
  MOSBAT_ASSIGN_OR_RETURN(const auto returned, world.Do<SubGuidelineRevision>("return text", kSteering, request));
  return Expect(returned.state() == SubGuidelineRevision::RETURNED && returned.return_comments_size() == 1,
                {.en = "The text did not come back with its comment.", .fa = "متن با نظر برنگشت."},
                returned.ShortDebugString());
}

absl::Status Mend(World& world, const std::string& text) {
  guideline::v1::UpdateSubGuidelineRevisionRequest request;
  *request.mutable_sub_guideline_revision() = VisitText(/*first_draft=*/false);
  request.mutable_sub_guideline_revision()->set_name(text);
  request.mutable_update_mask()->add_paths("clauses");
  request.mutable_update_mask()->add_paths("terms");
  return world.Do<SubGuidelineRevision>("mend text", kAuthor, request).status();
}

// What steering must not, or may not yet, do with a submitted text.
absl::Status RefuseApprovals(World& world, const std::string& text) {
  guideline::v1::GetSubGuidelineRevisionRequest get;
  get.set_name(text);
  MOSBAT_ASSIGN_OR_RETURN(const auto stored, world.Read<SubGuidelineRevision>(kSteering, get));
  if (stored.state() != SubGuidelineRevision::SUBMITTED) return absl::OkStatus();  // told before
  MOSBAT_RETURN_IF_ERROR(world.Refused<SubGuidelineRevision>(
      {.en = "The author, now speaking for steering, tries to approve her own text.",
       .fa =
           "نویسنده، این بار به نام معاونت راهبری، می‌خواهد متن خودش را تأیید کند."},
      "APPROVER_IS_AUTHOR", kAuthorAsSteering, Approval(text, world.today())));
  auto under_one = Approval(text, kUnderDirectiveOne);
  under_one.set_historical(true);
  return world.Refused<SubGuidelineRevision>(
      {.en = "Under directive one it could not be approved: its closed list does not have this activity.",
       .fa = "به استناد دستورالعمل یک تأیید آن ممکن نبود: این فعالیت در فهرست بستهٔ آن نیست."},
      "ACTIVITY_OUTSIDE_DIRECTIVE", kSteering, under_one);
}

absl::StatusOr<SubGuidelineRevision> Approve(World& world, absl::string_view step, const std::string& text,
                                             const Directive& directive) {
  MOSBAT_ASSIGN_OR_RETURN(const auto approved,
                          world.Do<SubGuidelineRevision>(step, kSteering, Approval(text, world.today())));
  MOSBAT_RETURN_IF_ERROR(
      Expect(approved.state() == SubGuidelineRevision::APPROVED && approved.directive() == directive.name(),
             {.en = "The text is not approved under the directive in force.",
              .fa = "متن به استناد دستورالعمل جاری تأیید نشد."},
             approved.ShortDebugString()));
  return approved;
}

absl::StatusOr<ServiceType> Register(World& world, const std::string& id, Words title,
                                     const SubGuidelineRevision& text) {
  catalog::v1::RegisterServiceTypeRequest request;
  request.set_service_type_id(id);
  ServiceType& type = *request.mutable_service_type();
  type.mutable_title()->set_fa(title.fa);
  type.mutable_title()->set_en(title.en);
  type.add_domains(ServiceType::PREVENTION);
  type.set_owner(kDeputyship);
  type.set_rests_on(text.name());
  return world.Do<ServiceType>(absl::StrCat("register ", id), kAuthor, request);
}

absl::StatusOr<ServiceType> Activate(World& world, const std::string& name) {
  catalog::v1::ActivateServiceTypeRequest request;
  request.set_name(name);
  MOSBAT_RETURN_IF_ERROR(world.Do<ServiceType>(absl::StrCat("activate ", name), kAuthor, request).status());
  // The next call, without waiting for anything.
  catalog::v1::GetServiceTypeRequest get;
  get.set_name(name);
  MOSBAT_ASSIGN_OR_RETURN(const ServiceType type, world.Read<ServiceType>(kAuthor, get));
  MOSBAT_RETURN_IF_ERROR(Expect(type.state() == ServiceType::ACTIVE && type.current_revision() == name + "/revisions/1",
                                {.en = "The type is not live for the next call.",
                                 .fa = "نوع خدمت در درخواست بعدی به کار نمی‌رود."},
                                type.ShortDebugString()));
  return type;
}

absl::Status Entrust(World& world, const ServiceType& type) {
  catalog::v1::Entrustment entrustment;
  entrustment.set_service_type(type.name());
  entrustment.mutable_area()->set_county(kCounty);
  return ActivateEntrustment(world, "entrust to county", std::move(entrustment)).status();
}

// The neighbour's social worker asks for the new type.
casefile::v1::RequestServiceRequest AskAtNeighbour(const Made& made) {
  casefile::v1::RequestServiceRequest request;
  auto& asked = *request.mutable_service_request();
  asked.set_service_type(made.type.name());
  asked.set_centre(made.neighbour.name());
  asked.set_member(made.neighbour_file.members(0).name());
  *asked.mutable_answers() = Json(R"({"consent": true, "reason": "سرگیجه"})");
  return request;
}

absl::Status RefuseAtNeighbour(World& world, const Made& made, const Words& sentence, absl::string_view reason) {
  casefile::v1::RequestServiceRequest request = AskAtNeighbour(made);
  request.set_request_id(world.RequestId(absl::StrCat("refused at neighbour ", reason)));
  return world.Refused<casefile::v1::ServiceRequest>(sentence, reason,
                                                     SocialWorker(made.neighbour_file.social_worker()), request);
}

}  // namespace

absl::Status TellFoundingDirective(World& world, Made&) {
  MOSBAT_ASSIGN_OR_RETURN(const Directive one, DirectiveOn(world, kUnderDirectiveOne));
  MOSBAT_RETURN_IF_ERROR(world.Begin());
  const auto& provisions = one.provisions();
  MOSBAT_RETURN_IF_ERROR(Expect(provisions.entrustment().mode() == Directive::Entrustment::CLOSED_LIST &&
                                    provisions.entrustment().activities_size() == 22 &&
                                    provisions.files_per_centre().value() == 450,
                                {.en = "Directive one is not the one with 22 activities and 450 files.",
                                 .fa = "دستورالعمل یک آن نیست که ۲۲ فعالیت و ۴۵۰ پرونده دارد."},
                                one.name()));
  world.narrator().Tell(
      {.en = "On $0 «$1» was in force: a closed list of $2 activities (article $3), $4 files per centre, a staff of at "
             "least $5.",
       .fa =
           "در $0 «$1» جاری بود: فهرست بستهٔ $2 فعالیت (مادهٔ $3)، $4 پرونده برای هر مرکز و دست‌کم $5 نفر کادر."},
      {kUnderDirectiveOne, one.title(), provisions.entrustment().activities_size(),
       Piece::Part(provisions.entrustment().article()), provisions.files_per_centre().value(),
       provisions.minimum_staff().value()});
  return absl::OkStatus();
}

absl::Status TellOpenDirective(World& world, Made& made) {
  MOSBAT_ASSIGN_OR_RETURN(made.directive, DirectiveOn(world, world.today()));
  const auto& provisions = made.directive.provisions();
  MOSBAT_RETURN_IF_ERROR(Expect(
      provisions.entrustment().mode() == Directive::Entrustment::OPEN,
      {.en = "The directive in force today has no open list.", .fa = "دستورالعملی که امروز جاری است فهرست باز ندارد."},
      made.directive.name()));
  world.narrator().Tell(
      {.en =
           "Since $0 «$1» is in force: any deputyship may entrust activities, $2 files per centre, $3 per social worker.",
       .fa =
           "از $0 «$1» جاری است: هر معاونت تخصصی می‌تواند فعالیت واگذار کند، $2 پرونده برای هر مرکز و $3 برای هر مددکار."},
      {iran::StoredDay(made.directive.effective_date()), made.directive.title(), provisions.files_per_centre().value(),
       provisions.files_per_worker().value()});
  world.narrator().Tell(
      {.en = "Both stay on record, and every later decision names the one in force on its day.",
       .fa =
           "هر دو در سابقه می‌مانند و هر تصمیم، دستورالعملِ روز خود را نام می‌برد."});
  return absl::OkStatus();
}

absl::Status TellSubGuideline(World& world, Made& made) {
  const Narrator& narrator = world.narrator();
  const Words title = {.en = "Blood-pressure visits to the elderly", .fa = "بازدید سنجش فشار خون سالمندان"};
  MOSBAT_ASSIGN_OR_RETURN(const SubGuidelineRevision draft,
                          Create(world, world.Id(), title, VisitText(/*first_draft=*/true)));
  narrator.Tell(
      {.en = "The deputyship of prevention drafts the sub-guideline «$0» ($1).",
       .fa = "معاونت پیشگیری پیش‌نویس شیوه‌نامهٔ «$0» را می‌نویسد ($1)."},
      {title, draft.name()});
  MOSBAT_RETURN_IF_ERROR(Submit(world, "submit text", draft.name()));
  MOSBAT_RETURN_IF_ERROR(Return(world, draft.name()));
  narrator.Tell(
      {.en = "It is submitted, and steering returns it with a comment on clause 1.",
       .fa =
           "متن ارسال می‌شود و معاونت راهبری آن را با نظری دربارهٔ بند ۱ برمی‌گرداند."});
  MOSBAT_RETURN_IF_ERROR(Mend(world, draft.name()));
  MOSBAT_RETURN_IF_ERROR(Submit(world, "submit text again", draft.name()));
  narrator.Tell({.en = "Clause 6 is added, and the text is submitted again.",
                 .fa = "بند ۶ افزوده و متن دوباره ارسال می‌شود."});
  MOSBAT_RETURN_IF_ERROR(RefuseApprovals(world, draft.name()));
  MOSBAT_ASSIGN_OR_RETURN(made.text, Approve(world, "approve text", draft.name(), made.directive));
  narrator.Tell({.en = "Steering approves it, from $0 on, under $1.",
                 .fa = "معاونت راهبری آن را از $0 به استناد $1 تأیید می‌کند."},
                {world.today(), made.text.directive()});

  const Words workshop = {.en = "Resilience workshop", .fa = "کارگاه تاب‌آوری"};
  MOSBAT_ASSIGN_OR_RETURN(const SubGuidelineRevision second,
                          Create(world, world.Id("group"), workshop, WorkshopText()));
  MOSBAT_RETURN_IF_ERROR(Submit(world, "submit group text", second.name()));
  MOSBAT_ASSIGN_OR_RETURN(made.group_text, Approve(world, "approve group text", second.name(), made.directive));
  narrator.Tell(
      {.en = "A second one, «$0» for groups, is approved at once.",
       .fa =
           "شیوه‌نامهٔ دوم، «$0» برای گروه‌ها، همان بار نخست تأیید می‌شود."},
      {workshop});
  return absl::OkStatus();
}

absl::Status TellServiceType(World& world, Made& made) {
  const Narrator& narrator = world.narrator();
  MOSBAT_RETURN_IF_ERROR(FoundNeighbour(world, made));
  MOSBAT_ASSIGN_OR_RETURN(
      made.type,
      Register(world, world.Id(), {.en = "Blood-pressure visit", .fa = "بازدید سنجش فشار خون سالمند"}, made.text));
  narrator.Tell({.en = "The deputyship registers $0, with its own rule and two forms of its own.",
                 .fa = "معاونت $0 را با قاعده و دو فرم خودش ثبت می‌کند."},
                {made.type.name()});
  catalog::v1::GetServiceTypeRequest get;
  get.set_name(made.type.name());
  MOSBAT_ASSIGN_OR_RETURN(const ServiceType stored, world.Read<ServiceType>(kAuthor, get));
  if (stored.state() == ServiceType::PROPOSED) {
    MOSBAT_RETURN_IF_ERROR(RefuseAtNeighbour(
        world, made,
        {.en = "Before it is activated nobody can ask for it.",
         .fa = "پیش از فعال‌شدن، کسی نمی‌تواند آن را درخواست کند."},
        "SERVICE_TYPE_NOT_ACTIVE"));
  }
  MOSBAT_ASSIGN_OR_RETURN(made.type, Activate(world, made.type.name()));
  narrator.Tell(
      {.en = "It is activated, and live for the very next call: $0, without a restart.",
       .fa =
           "نوع خدمت فعال می‌شود و از همان درخواست بعدی به کار می‌رود: $0، بدون راه‌اندازی دوبارهٔ سامانه."},
      {made.type.current_revision()});
  MOSBAT_RETURN_IF_ERROR(Entrust(world, made.type));
  narrator.Tell({.en = "It is entrusted to one county, Karaj.",
                 .fa = "فعالیت به یک شهرستان، کرج، واگذار می‌شود."});
  MOSBAT_RETURN_IF_ERROR(RefuseAtNeighbour(
      world, made,
      {.en = "The centre in Fardis asks for it.", .fa = "مرکز فردیس آن را می‌خواهد."},
      "NOT_ENTRUSTED"));
  MOSBAT_ASSIGN_OR_RETURN(
      made.group_type,
      Register(world, world.Id("group"), {.en = "Resilience workshop", .fa = "کارگاه تاب‌آوری"},
               made.group_text));
  MOSBAT_ASSIGN_OR_RETURN(made.group_type, Activate(world, made.group_type.name()));
  narrator.Tell({.en = "The workshop, $0, is active too.", .fa = "کارگاه، $0، هم فعال است."}, {made.group_type.name()});
  return absl::OkStatus();
}

}  // namespace mosbat::story
