#include "clients/mosbatctl/columns.h"

#include <map>

#include "clients/mosbatctl/messages.h"

namespace mosbat::ctl {
namespace {

using Columns = std::map<std::string, std::vector<std::string>, std::less<>>;

const Columns& Chosen() {
  static const auto* const kChosen = new Columns{
      {"mosbat.casefile.v1.CaseFile", {"name", "state", "centre", "county", "open_time", "waitlist_place"}},
      {"mosbat.casefile.v1.DecisionEntry",
       {"service_request", "decision.judged_date", "decision.service_type_revision", "state", "decision.outcome",
        "decision.reasons.clause"}},
      {"mosbat.casefile.v1.Delivery", {"name", "occurred_on", "service_type", "centre", "quantity", "unit"}},
      {"mosbat.casefile.v1.ServiceRequest", {"name", "asked_on", "state", "service_type", "centre"}},
      {"mosbat.casefile.v1.WaitlistEntry", {"case_file", "queue_time"}},
      {"mosbat.catalog.v1.Entrustment",
       {"name", "state", "service_type", "area", "centres.names", "start_date", "end_date", "pilot"}},
      {"mosbat.catalog.v1.Fact", {"name", "label", "type", "unit", "source", "absent_when"}},
      {"mosbat.catalog.v1.ServiceType",
       {"name", "title_unknown", "state", "level", "owner", "revision_count", "title"}},
      {"mosbat.catalog.v1.ServiceTypeRevision",
       {"name", "sub_guideline_revision", "directive", "effective_date", "restores"}},
      {"mosbat.guideline.v1.Deputyship", {"name", "valid_from", "valid_until", "successor", "title"}},
      {"mosbat.guideline.v1.Directive",
       {"name", "number", "state", "standing", "issue_date", "effective_date", "repeal_date", "title"}},
      {"mosbat.guideline.v1.SubGuideline", {"name", "deputyship", "revision_count", "pending_revision", "title"}},
      {"mosbat.guideline.v1.SubGuidelineRevision",
       {"name", "state", "submitted_by", "approved_by", "effective_date", "end_date"}},
      {"mosbat.purchasing.v1.Claim", {"name", "state", "hold_reason", "service_type", "centre", "month", "amount"}},
      {"mosbat.purchasing.v1.Credit",
       {"name", "province", "fiscal_year", "allocated", "spent", "reserved", "free", "waiting"}},
      {"mosbat.purchasing.v1.PaymentBatch",
       {"name", "state", "province", "amount", "approved_by", "confirm_time", "bank_reference"}},
      {"mosbat.purchasing.v1.Statement",
       {"name", "state", "centre", "county", "month", "stated.amount", "approved_by"}},
      {"mosbat.purchasing.v1.Tariff", {"name", "service_type", "unit", "amount", "effective_date", "historical"}},
      {"mosbat.registry.v1.Application", {"name", "state", "call", "county", "directive", "submit_time"}},
      {"mosbat.registry.v1.Call",
       {"name", "state", "county", "opening_date", "closing_date", "directive", "credit", "title"}},
      {"mosbat.registry.v1.Centre",
       {"name", "number", "state", "county", "files_cap", "files_per_worker", "staff_count", "establish_date",
        "title"}},
      {"mosbat.registry.v1.County", {"name", "phone_prefix", "valid_from", "valid_until", "title"}},
      {"mosbat.registry.v1.Licence", {"name", "kind", "state", "centre", "county", "valid_until"}},
      {"mosbat.registry.v1.Province", {"name", "iso_code", "phone_prefix", "valid_from", "valid_until", "title"}},
      {"mosbat.registry.v1.StaffMember",
       {"name", "given_name", "family_name", "position", "degree", "files_cap", "start_date", "end_date"}}};
  return *kChosen;
}

// By the last field of a path.
const std::map<std::string, std::string, std::less<>>& PersianHeadings() {
  static const auto* const kHeadings = new std::map<std::string, std::string, std::less<>>{
      {"absent_when", "نامعلوم وقتی"},
      {"allocated", "تخصیص"},
      {"amount", "مبلغ"},
      {"approved_by", "تأییدکننده"},
      {"area", "ناحیه"},
      {"asked_on", "روز درخواست"},
      {"bank_reference", "شناسهٔ بانکی"},
      {"call", "فراخوان"},
      {"case_file", "پرونده"},
      {"centre", "مرکز"},
      {"clause", "بند"},
      {"closing_date", "روز پایان"},
      {"confirm_time", "تأیید نهایی"},
      {"county", "شهرستان"},
      {"credit", "اعتبار"},
      {"degree", "مدرک"},
      {"deputyship", "معاونت"},
      {"directive", "دستورالعمل"},
      {"effective_date", "اجرا از"},
      {"end_date", "پایان"},
      {"establish_date", "تأسیس"},
      {"family_name", "نام خانوادگی"},
      {"files_cap", "سقف پرونده"},
      {"files_per_worker", "سقف هر مددکار"},
      {"fiscal_year", "سال مالی"},
      {"free", "آزاد"},
      {"given_name", "نام کوچک"},
      {"historical", "ثبت پس از واقعه"},
      {"hold_reason", "علت تعلیق"},
      {"iso_code", "کد ایزو"},
      {"issue_date", "ابلاغ"},
      {"judged_date", "روز سنجش"},
      {"kind", "گونه"},
      {"label", "عنوان"},
      {"level", "سطح"},
      {"month", "ماه"},
      {"name", "نام"},
      {"names", "مرکزها"},
      {"number", "شماره"},
      {"occurred_on", "روز ارائه"},
      {"open_time", "بازشدن"},
      {"opening_date", "روز آغاز"},
      {"outcome", "نتیجه"},
      {"owner", "متولی"},
      {"pending_revision", "ویرایش در دست"},
      {"phone_prefix", "پیش‌شماره"},
      {"pilot", "آزمایشی"},
      {"position", "سمت"},
      {"province", "استان"},
      {"quantity", "مقدار"},
      {"queue_time", "ورود به فهرست"},
      {"repeal_date", "لغو از"},
      {"reserved", "در تعهد"},
      {"restores", "بازگشت به"},
      {"revision_count", "شمار ویرایش"},
      {"service_request", "درخواست خدمت"},
      {"service_type", "نوع خدمت"},
      {"service_type_revision", "ویرایش نوع خدمت"},
      {"source", "منبع"},
      {"spent", "هزینه"},
      {"staff_count", "شمار کارکنان"},
      {"standing", "اجرا"},
      {"start_date", "آغاز"},
      {"state", "وضعیت"},
      {"sub_guideline_revision", "ویرایش شیوه‌نامه"},
      {"submit_time", "ارسال"},
      {"submitted_by", "ارسال‌کننده"},
      {"successor", "جانشین"},
      {"title", "عنوان"},
      {"title_unknown", "بی‌عنوان"},
      {"type", "نوع"},
      {"unit", "واحد"},
      {"valid_from", "اعتبار از"},
      {"valid_until", "اعتبار تا"},
      {"waiting", "در انتظار"},
      {"waitlist_place", "نوبت انتظار"}};
  return *kHeadings;
}

}  // namespace

const std::vector<std::string>& ColumnsOf(const google::protobuf::Descriptor& item) {
  static const auto* const kName = new std::vector<std::string>{"name"};
  const auto chosen = Chosen().find(item.full_name());
  return chosen == Chosen().end() ? *kName : chosen->second;
}

std::string HeadingOf(const std::string& path, Language language) {
  const std::string field = path.substr(path.rfind('.') + 1);
  if (language == Language::kPersian) {
    const auto heading = PersianHeadings().find(field);
    return heading == PersianHeadings().end() ? InJsonCase(field) : heading->second;
  }
  if (field == "title_unknown") return "no title yet";
  return field == "names" ? "centres" : InJsonCase(field);
}

}  // namespace mosbat::ctl
