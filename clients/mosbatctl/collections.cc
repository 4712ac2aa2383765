#include "clients/mosbatctl/collections.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/terminal.h"

namespace mosbat::ctl {
namespace {

const std::map<std::string, Words>& Collections() {
  static const auto* const collections = new std::map<std::string, Words>{
      {"applications",
       {.en = "applications to calls", .fa = "درخواست‌های متقاضیان فراخوان"}},
      {"calls", {.en = "public calls", .fa = "فراخوان‌ها"}},
      {"caseFiles", {.en = "case files of households", .fa = "پرونده‌های خانوار"}},
      {"centres", {.en = "Positive Life centres", .fa = "مراکز مثبت زندگی"}},
      {"centres/*/staff", {.en = "staff of a centre", .fa = "کارکنان یک مرکز"}},
      {"centres/*/waitlist", {.en = "files that wait for a place", .fa = "فهرست انتظار یک مرکز"}},
      {"claims", {.en = "what centres claim", .fa = "مطالبه‌ها"}},
      {"credits", {.en = "credits of provinces", .fa = "اعتبارها"}},
      {"decisions", {.en = "decisions on requests", .fa = "تصمیم‌ها دربارهٔ درخواست‌ها"}},
      {"deliveries", {.en = "services that were given", .fa = "خدمات ارائه‌شده"}},
      {"deputyships", {.en = "specialist deputyships", .fa = "معاونت‌های تخصصی"}},
      {"directives", {.en = "what all centres follow", .fa = "دستورالعمل‌ها"}},
      {"entrustments", {.en = "what is entrusted to whom", .fa = "واگذاری‌ها"}},
      {"facts",
       {.en = "facts that rules may use", .fa = "اطلاعاتی که قاعده‌ها به کار می‌برند"}},
      {"licences",
       {.en = "licences and agreements in principle", .fa = "پروانه‌ها و موافقت‌های اصولی"}},
      {"paymentBatches", {.en = "payments to centres", .fa = "فهرست‌های پرداخت"}},
      {"provinces", {.en = "the country's provinces", .fa = "استان‌ها"}},
      {"provinces/*/counties",
       {.en = "counties of a province; \"counties\" for all",
        .fa = "شهرستان‌های یک استان؛ همه: counties"}},
      {"serviceRequests", {.en = "requests for services", .fa = "درخواست‌های خدمت"}},
      {"serviceTypes", {.en = "service types", .fa = "انواع خدمت"}},
      {"serviceTypes/*/revisions",
       {.en = "revisions of a service type", .fa = "ویرایش‌های یک نوع خدمت"}},
      {"statements", {.en = "monthly statements", .fa = "صورت‌وضعیت‌ها"}},
      {"subGuidelines", {.en = "how each activity is carried out", .fa = "شیوه‌نامه‌ها"}},
      {"subGuidelines/*/revisions",
       {.en = "texts of a sub-guideline", .fa = "ویرایش‌های یک شیوه‌نامه"}},
      {"tariffs", {.en = "what a service is paid", .fa = "تعرفه‌ها"}}};
  return *collections;
}

}  // namespace

std::string ExampleOf(const std::string& form) {
  static const auto* const kIds = new std::map<std::string, std::string>{{"centres", "karaj-one"},
                                                                         {"provinces", "30"},
                                                                         {"serviceTypes", "vision-screening"},
                                                                         {"subGuidelines", "vision-screening"}};
  const auto id = kIds->find(form.substr(0, form.find('/')));
  return id == kIds->end() ? form : absl::StrReplaceAll(form, {{"*", id->second}});
}

Words InCollection(const std::string& form) {
  const auto found = Collections().find(form);
  return found == Collections().end() ? Words() : found->second;
}

std::string CollectionsText(Language language) {
  size_t width = 0;
  for (const std::string& form : CollectionForms()) width = std::max(width, ExampleOf(form).size());
  std::string text = Words{.en = "Collections:", .fa = "مجموعه‌ها:"}.In(language);
  for (const std::string& form : CollectionForms()) {
    absl::StrAppend(&text, "\n  ", Padded(ExampleOf(form), width + 2), InCollection(form).In(language));
  }
  return text;
}

}  // namespace mosbat::ctl
