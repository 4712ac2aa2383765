#include "services/catalog/domain/facts.h"

#include <string>
#include <utility>

namespace mosbat::catalog::domain {
namespace {

using v1::Fact;

struct Text {
  const char* fa = "";
  const char* en = "";
};

struct Entry {
  const char* name;
  Text label;
  Fact::Type type;
  const char* unit = "";
  Fact::Source source = Fact::CASE_FILE;
  std::vector<std::string> values = {};
  Text absent_when = {};
};

void Set(const Text& text, common::v1::Title& title) {
  title.set_fa(text.fa);
  title.set_en(text.en);
}

Fact FactOf(const Entry& entry) {
  Fact fact;
  fact.set_name(entry.name);
  Set(entry.label, *fact.mutable_label());
  fact.set_type(entry.type);
  fact.set_unit(entry.unit);
  fact.set_source(entry.source);
  for (const std::string& value : entry.values) fact.add_values(value);
  if (*entry.absent_when.en != '\0') Set(entry.absent_when, *fact.mutable_absent_when());
  return fact;
}

std::vector<Fact> MakeFacts() {
  constexpr Text kGroup = {"دریافت‌کننده یک گروه است", "the recipient is a group"};
  constexpr Text kNoFile = {"دریافت‌کننده پروندهٔ خانوار ندارد",
                            "the recipient has no case file"};
  constexpr Text kNoDisability = {"معلولیتی ثبت نشده است", "no disability is recorded"};
  constexpr Text kNeverDelivered = {"این خدمت پیش‌تر به این شخص داده نشده است",
                                    "this service was never given to this person before"};
  const Entry entries[] = {
      {"age_months",
       {"سن به ماه در روز بررسی", "age in months on the judged day"},
       Fact::INTEGER,
       "months",
       Fact::CASE_FILE,
       {},
       kGroup},
      {"age_years",
       {"سن به سال در روز بررسی", "age in years on the judged day"},
       Fact::INTEGER,
       "years",
       Fact::CASE_FILE,
       {},
       kGroup},
      {"allowance_receiver",
       {"مستمری‌بگیر است", "receives the organization's allowance"},
       Fact::BOOLEAN,
       "",
       Fact::CASE_FILE,
       {},
       kNoFile},
      {"disability.grade",
       {"شدت معلولیت", "grade of the disability"},
       Fact::STRING,
       "",
       Fact::CASE_FILE,
       {"MILD", "MODERATE", "SEVERE", "VERY_SEVERE"},
       kNoDisability},
      {"disability.type",
       {"نوع معلولیت", "type of the disability"},
       Fact::STRING,
       "",
       Fact::CASE_FILE,
       {"PHYSICAL_MOTOR", "INTELLECTUAL", "VISUAL", "HEARING", "SPEECH", "CHRONIC_PSYCHIATRIC", "ELDERLY"},
       kNoDisability},
      {"file_open", {"پروندهٔ خانوار باز است", "the case file is open on the judged day"}, Fact::BOOLEAN},
      {"household_size",
       {"شمار اعضای خانوار", "members of the household"},
       Fact::INTEGER,
       "persons",
       Fact::CASE_FILE,
       {},
       kNoFile},
      {"is_head",
       {"سرپرست خانوار است", "is the head of the household"},
       Fact::BOOLEAN,
       "",
       Fact::CASE_FILE,
       {},
       kNoFile},
      {"months_since_last_same_service",
       {"ماه‌های گذشته از آخرین دریافت همین خدمت",
        "whole months since the same service was last given"},
       Fact::INTEGER,
       "months",
       Fact::DELIVERIES,
       {},
       kNeverDelivered},
      {"recipient",
       {"نوع دریافت‌کننده", "kind of recipient"},
       Fact::STRING,
       "",
       Fact::REQUEST,
       {"MEMBER", "PERSON", "GROUP"}},
      {"request",
       {"پاسخ‌های فرم درخواست", "answers to the type's request form, request.*"},
       Fact::OBJECT,
       "",
       Fact::REQUEST},
      {"sex", {"جنس", "sex"}, Fact::STRING, "", Fact::CASE_FILE, {"FEMALE", "MALE"}, kGroup},
  };
  std::vector<Fact> facts;
  for (const Entry& entry : entries) facts.push_back(FactOf(entry));
  return facts;
}

}  // namespace

const std::vector<Fact>& Facts() {
  static const auto* const facts = new std::vector<Fact>(MakeFacts());
  return *facts;
}

}  // namespace mosbat::catalog::domain
