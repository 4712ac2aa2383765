#include "services/guideline/words.h"

#include <map>
#include <string>

namespace mosbat::guideline {
namespace {

const std::map<std::string, Words>& Labels() {
  static const auto* const labels = new std::map<std::string, Words>{
      {"title", {.en = "Title", .fa = "عنوان"}},
      {"number", {.en = "Number", .fa = "شماره"}},
      {"legal_basis", {.en = "Legal basis", .fa = "مبنای قانونی"}},
      {"amends", {.en = "What it amends", .fa = "دستورالعمل اصلاح‌شده"}},
      {"announcement_date", {.en = "Announced on", .fa = "تاریخ اعلام"}},
      {"issue_date", {.en = "Issued on", .fa = "تاریخ ابلاغ"}},
      {"publication_date", {.en = "Published on", .fa = "تاریخ انتشار"}},
      {"effective_date", {.en = "In force from", .fa = "تاریخ اجرا"}},
      {"repeal_date", {.en = "Repealed from", .fa = "تاریخ لغو"}},
      {"articles", {.en = "Article", .fa = "ماده"}},
      {"clauses", {.en = "Clause", .fa = "بند"}},

      {"files_per_centre", {.en = "Files per centre", .fa = "پرونده‌های هر مرکز"}},
      {"files_per_worker", {.en = "Files per social worker", .fa = "پرونده‌های هر مددکار"}},
      {"minimum_staff", {.en = "Least staff of a centre", .fa = "حداقل کارکنان مرکز"}},
      {"reassessment_months", {.en = "Months between re-assessments", .fa = "فاصله ارزیابی مجدد به ماه"}},
      {"entrustment", {.en = "What may be entrusted", .fa = "فعالیت‌های قابل واگذاری"}},
      {"call_window", {.en = "How long a call is open", .fa = "مدت فراخوان"}},
      {"agreement_validity", {.en = "Validity of the agreement in principle", .fa = "اعتبار موافقت اصولی"}},
      {"licence_validity", {.en = "Validity of licences", .fa = "اعتبار پروانه‌ها"}},
      {"renewal_notice", {.en = "Notice before a renewal", .fa = "مهلت درخواست تمدید"}},
      {"late_entry_days", {.en = "Days for late entry", .fa = "روزهای مجاز ثبت دیرهنگام"}},
      {"natural_applicant", {.en = "Criteria for natural persons", .fa = "شرایط متقاضی حقیقی"}},
      {"legal_applicant", {.en = "Criteria for legal persons", .fa = "شرایط متقاضی حقوقی"}},
      {"required_documents", {.en = "Required documents", .fa = "مدارک لازم"}},
      {"holidays", {.en = "Holidays", .fa = "تعطیلات"}},
      {"fields_of_study", {.en = "Accepted fields of study", .fa = "رشته‌های تحصیلی پذیرفته"}},
      {"evaluation_index", {.en = "Evaluation index", .fa = "شاخص ارزیابی متقاضیان"}},
      {"review_steps", {.en = "Review steps", .fa = "مراحل بررسی"}},

      {"kind", {.en = "Kind of activity", .fa = "نوع فعالیت"}},
      {"recipient", {.en = "Recipient", .fa = "گیرنده خدمت"}},
      {"eligibility", {.en = "Eligibility", .fa = "شرایط بهره‌مندی"}},
      {"request_form", {.en = "Request form", .fa = "فرم درخواست"}},
      {"form", {.en = "Delivery form", .fa = "فرم ارائه خدمت"}},
      {"provider_requirements", {.en = "What the centre must have", .fa = "الزامات مرکز مجری"}},
      {"frequency", {.en = "Frequency", .fa = "تکرار مجاز"}},
      {"payment_unit", {.en = "Unit of payment", .fa = "واحد پرداخت"}},
      {"deadline", {.en = "Deadline", .fa = "مهلت ارائه"}},
      {"result_classes", {.en = "Result classes", .fa = "رده‌های نتیجه"}},
      {"evidence", {.en = "Required evidence", .fa = "مستندات لازم"}},
  };
  return *labels;
}

}  // namespace

Words LabelOf(absl::string_view field) {
  const auto label = Labels().find(std::string(field));
  return label == Labels().end() ? Words{.en = std::string(field), .fa = std::string(field)} : label->second;
}

Words WordsFor(v1::SubGuidelineRevision::State state) {
  switch (state) {
    case v1::SubGuidelineRevision::DRAFT:
      return {.en = "a draft", .fa = "پیش‌نویس"};
    case v1::SubGuidelineRevision::SUBMITTED:
      return {.en = "submitted", .fa = "ارسال‌شده"};
    case v1::SubGuidelineRevision::RETURNED:
      return {.en = "returned", .fa = "برگشت‌خورده"};
    case v1::SubGuidelineRevision::APPROVED:
      return {.en = "approved", .fa = "تأییدشده"};
    case v1::SubGuidelineRevision::SUPERSEDED:
      return {.en = "superseded", .fa = "جایگزین‌شده"};
    case v1::SubGuidelineRevision::WITHDRAWN:
      return {.en = "withdrawn", .fa = "لغوشده"};
    default:
      return {.en = "without a state", .fa = "بی‌وضعیت"};
  }
}

}  // namespace mosbat::guideline
