// Chapter 7: services are asked for, decided on and delivered.
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/care.h"
#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/centres.h"
#include "clients/mosbatctl/demo/texts.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"

namespace mosbat::story {
namespace {

using casefile::v1::Delivery;
using casefile::v1::ServiceRequest;

constexpr char kScreening[] = "serviceTypes/vision-screening";
constexpr char kScreeningForm[] =
    R"({"base": "FIXED", "method": "CHART", "right_eye": "PASS", "left_eye": "PASS", "result": "normal"})";
constexpr char kCounselling[] = "serviceTypes/social-work";
constexpr char kBadVisitForm[] = R"({"systolic": 500, "diastolic": "زیاد", "pulse": 80})";
constexpr int kSessions = 2;

absl::StatusOr<ServiceRequest> Ask(World& world, const std::string& step, ServiceRequest wanted) {
  casefile::v1::RequestServiceRequest request;
  const std::string worker = wanted.social_worker();
  *request.mutable_service_request() = std::move(wanted);
  return world.Do<ServiceRequest>(step, SocialWorker(worker), request);
}

ServiceRequest AtCentre(const Made& made, const std::string& type, const std::string& worker) {
  ServiceRequest request;
  request.set_service_type(type);
  request.set_centre(made.centre.name());
  request.set_social_worker(worker);
  return request;
}

absl::Status ExpectEligible(const ServiceRequest& request) {
  return Expect(
      request.state() == ServiceRequest::ELIGIBLE && !request.decision().facts_sha256().empty(),
      {.en = "Somebody who meets the rule is not eligible.", .fa = "کسی که شرایط را دارد واجد شرایط شناخته نشد."},
      request.decision().ShortDebugString());
}

// The head of the first household is too young, and did not consent: both are named, each with its clause.
absl::Status TellRefusedRequest(World& world, const Made& made) {
  ServiceRequest wanted = AtCentre(made, made.type.name(), made.worker());
  wanted.set_member(made.households[0].members(0).name());
  *wanted.mutable_answers() = Json(R"({"consent": false, "reason": "سردرد"})");
  MOSBAT_ASSIGN_OR_RETURN(const ServiceRequest refused, Ask(world, "ask for the head", std::move(wanted)));
  const auto& reasons = refused.decision().reasons();
  MOSBAT_RETURN_IF_ERROR(Expect(
      refused.state() == ServiceRequest::REFUSED && reasons.size() == 2,
      {.en = "The head of the household is not refused for two reasons.", .fa = "سرپرست خانوار به دو دلیل رد نشد."},
      refused.ShortDebugString()));
  world.narrator().Tell(
      {.en = "For the head of the household it is refused, with every reason and its clause:",
       .fa =
           "برای سرپرست خانوار رد می‌شود، با همهٔ دلیل‌ها و بند هر یک:"});
  for (const auto& reason : reasons) {
    world.narrator().Remark({.en = "clause $0: $1", .fa = "بند $0: $1"},
                            {Piece::Part(reason.clause()), Words{.en = reason.text_en(), .fa = reason.text_fa()}});
  }
  return absl::OkStatus();
}

absl::Status TellReplay(World& world, const ServiceRequest& request) {
  casefile::v1::ReplayDecisionRequest replay;
  replay.set_name(request.name());
  MOSBAT_ASSIGN_OR_RETURN(const auto again, world.Read<casefile::v1::ReplayDecisionResponse>(kCountyOfficer, replay));
  return Expect(
      again.same(),
      {.en = "A decision made again is not the same.", .fa = "تصمیم بازسازی‌شده یکسان نیست."},
      request.name());
}

absl::StatusOr<ServiceRequest> AskForScreening(World& world, const Made& made) {
  ServiceRequest wanted = AtCentre(made, kScreening, made.worker());
  *wanted.mutable_person() = SomebodyWithoutFile(world, kChild, world.today() - (4 * 366 + 90));
  *wanted.mutable_answers() = Json(R"({"guardian_consent": true})");
  return Ask(world, "ask for a child", std::move(wanted));
}

absl::StatusOr<ServiceRequest> AskForCounselling(World& world, const Made& made) {
  ServiceRequest wanted = AtCentre(made, kCounselling, made.worker());
  wanted.set_member(made.households[0].members(0).name());
  return Ask(world, "ask for counselling", std::move(wanted));
}

absl::Status RefuseBadForm(World& world, const ServiceRequest& request) {
  casefile::v1::GetServiceRequestRequest get;
  get.set_name(request.name());
  MOSBAT_ASSIGN_OR_RETURN(const auto stored, world.Read<ServiceRequest>(SocialWorker(request.social_worker()), get));
  if (stored.state() != ServiceRequest::ELIGIBLE) return absl::OkStatus();  // told before
  auto bad = DeliveryOf(world, request, kBadVisitForm, 1);
  bad.set_request_id(world.RequestId("bad form"));
  return world.Refused<Delivery>(
      {.en = "A delivery with a bad form is refused, each fault by its path:",
       .fa =
           "ارائهٔ خدمت با فرم نادرست رد می‌شود، هر ایراد با نشانی آن:"},
      "FORM_INVALID", SocialWorker(request.social_worker()), bad);
}

// The same delivery, sent twice with two request ids.
absl::Status DeliverTwice(World& world, const ServiceRequest& request) {
  MOSBAT_ASSIGN_OR_RETURN(const Delivery first, Deliver(world, "deliver visit", request, kGoodVisitForm, 1));
  MOSBAT_ASSIGN_OR_RETURN(const Delivery second, Deliver(world, "deliver visit again", request, kGoodVisitForm, 1));
  MOSBAT_RETURN_IF_ERROR(Expect(first.name() == second.name() && first.etag() == second.etag(),
                                {.en = "The same delivery became two.", .fa = "یک ارائهٔ خدمت دو بار ثبت شد."},
                                second.name()));
  world.narrator().Tell(
      {.en = "The visit takes place and is recorded; sent once more, it is answered with the same $0.",
       .fa =
           "بازدید انجام و ثبت می‌شود؛ ارسال دوباره همان $0 را برمی‌گرداند."},
      {first.name()});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ServiceRequest> AskForVisit(World& world, const Made& made, const std::string& step, int index) {
  const auto& household = made.households[static_cast<size_t>(index)];
  ServiceRequest wanted = AtCentre(made, made.type.name(), household.social_worker());
  wanted.set_member(household.members(1).name());
  *wanted.mutable_answers() = Json(R"({"consent": true, "reason": "سرگیجه"})");
  MOSBAT_ASSIGN_OR_RETURN(ServiceRequest request, Ask(world, step, std::move(wanted)));
  MOSBAT_RETURN_IF_ERROR(ExpectEligible(request));
  return request;
}

absl::StatusOr<ServiceRequest> AskForWorkshop(World& world, const Made& made, const std::string& step) {
  ServiceRequest wanted = AtCentre(made, made.group_type.name(), made.worker());
  wanted.mutable_group()->set_topic("تاب‌آوری در خانواده");
  wanted.mutable_group()->set_participants(12);
  MOSBAT_ASSIGN_OR_RETURN(ServiceRequest request, Ask(world, step, std::move(wanted)));
  MOSBAT_RETURN_IF_ERROR(ExpectEligible(request));
  return request;
}

casefile::v1::RecordDeliveryRequest DeliveryOf(const World& world, const ServiceRequest& request,
                                               absl::string_view form, int quantity) {
  casefile::v1::RecordDeliveryRequest record;
  Delivery& delivery = *record.mutable_delivery();
  delivery.set_service_request(request.name());
  *delivery.mutable_occurred_on() = iran::ToDate(world.today());
  if (!form.empty()) *delivery.mutable_form() = Json(form);
  delivery.set_quantity(quantity);
  return record;
}

absl::StatusOr<Delivery> Deliver(World& world, const std::string& step, const ServiceRequest& request,
                                 absl::string_view form, int quantity) {
  return world.Do<Delivery>(step, SocialWorker(request.social_worker()), DeliveryOf(world, request, form, quantity));
}

absl::Status TellCare(World& world, Made& made) {
  const Narrator& narrator = world.narrator();
  const absl::CivilDay first = iran::FirstDayOf(iran::AddMonths(iran::JalaliMonthOf(world.today()), 1));
  MOSBAT_RETURN_IF_ERROR(world.PassDays("the month begins", static_cast<int>(first - world.today())));
  made.month = iran::FormatJalali(iran::JalaliMonthOf(first));

  catalog::v1::Entrustment entrustment;
  entrustment.set_service_type(made.group_type.name());
  entrustment.mutable_centres()->add_names(made.centre.name());
  MOSBAT_RETURN_IF_ERROR(ActivateEntrustment(world, "entrust to centre", std::move(entrustment)).status());
  narrator.Tell({.en = "The workshop is entrusted to this centre by name.",
                 .fa = "کارگاه به همین مرکز با نام واگذار می‌شود."});

  MOSBAT_ASSIGN_OR_RETURN(ServiceRequest visit, AskForVisit(world, made, "ask for an elder", 0));
  narrator.Tell(
      {.en = "A social worker asks for a visit to an elder of $0 years: eligible, by $1, on frozen facts.",
       .fa =
           "مددکار برای سالمندی $0 ساله بازدید می‌خواهد: واجد شرایط، به استناد $1؛ اطلاعات مبنای تصمیم هم ثبت می‌شود."},
      {static_cast<int>(visit.facts().fields().at("age_years").number_value()),
       visit.decision().sub_guideline_revision()});
  MOSBAT_RETURN_IF_ERROR(TellRefusedRequest(world, made));
  MOSBAT_RETURN_IF_ERROR(TellReplay(world, visit));
  MOSBAT_ASSIGN_OR_RETURN(ServiceRequest screening, AskForScreening(world, made));
  MOSBAT_RETURN_IF_ERROR(ExpectEligible(screening));
  narrator.Tell({.en = "For a child without a file: vision screening, a founding activity. Eligible.",
                 .fa = "برای کودکی بدون پرونده: غربالگری بینایی از فهرست بنیادی؛ واجد شرایط."});
  MOSBAT_ASSIGN_OR_RETURN(ServiceRequest workshop, AskForWorkshop(world, made, "ask for a group"));
  narrator.Tell({.en = "For a group of twelve: the workshop. Eligible.",
                 .fa = "برای گروهی دوازده‌نفره: کارگاه؛ واجد شرایط."});

  MOSBAT_ASSIGN_OR_RETURN(ServiceRequest counselling, AskForCounselling(world, made));
  MOSBAT_RETURN_IF_ERROR(ExpectEligible(counselling));
  narrator.Tell({.en = "For the head of the household: social work and counselling, a founding activity. Eligible.",
                 .fa = "برای سرپرست خانوار: مددکاری و مشاوره از فهرست بنیادی؛ واجد شرایط."});

  MOSBAT_RETURN_IF_ERROR(RefuseBadForm(world, visit));
  MOSBAT_RETURN_IF_ERROR(DeliverTwice(world, visit));
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver screening", screening, kScreeningForm, 1).status());
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver workshop", workshop, "", kSessions).status());
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver counselling", counselling, "", 1).status());
  narrator.Tell({.en = "The screening, two sessions of the workshop and the counselling take place.",
                 .fa = "غربالگری، دو نشست کارگاه و مشاوره برگزار می‌شود."});
  made.requests = {std::move(visit), std::move(screening), std::move(workshop), std::move(counselling)};
  return absl::OkStatus();
}

}  // namespace mosbat::story
