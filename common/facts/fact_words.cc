#include "common/facts/fact_words.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace mosbat::facts {
namespace {

using google::protobuf::Struct;

// Labels stand before "must be …", values after it: «پرونده خانوار باید باز باشد؛ ولی بسته یا ناموجود است.»
const std::vector<FactWords>& Table() {
  static const auto* const table = new std::vector<FactWords>{
      {"age_months", {"age (months)", "سن (ماه)"}, {}},
      {"age_years", {"age (years)", "سن (سال)"}, {}},
      {"allowance_receiver",
       {"the allowance", "مستمری"},
       {{"false", {"not received", "برقرار نشده"}}, {"true", {"received", "برقرار"}}}},
      {"disability", {"disability", "معلولیت"}, {}},
      {"disability.grade",
       {"grade of disability", "شدت معلولیت"},
       {{"MILD", {"mild", "خفیف"}},
        {"MODERATE", {"moderate", "متوسط"}},
        {"SEVERE", {"severe", "شدید"}},
        {"VERY_SEVERE", {"very severe", "خیلی شدید"}}}},
      {"disability.type",
       {"type of disability", "نوع معلولیت"},
       {{"PHYSICAL_MOTOR", {"physical and motor", "جسمی‌حرکتی"}},
        {"INTELLECTUAL", {"intellectual", "ذهنی"}},
        {"VISUAL", {"visual", "بینایی"}},
        {"HEARING", {"hearing", "شنوایی"}},
        {"SPEECH", {"speech", "گفتار"}},
        {"CHRONIC_PSYCHIATRIC", {"chronic psychiatric", "روانی مزمن"}},
        {"ELDERLY", {"of old age", "سالمندی"}}}},
      {"file_open",
       {"the case file", "پروندهٔ خانوار"},
       {{"false", {"closed or missing", "بسته یا ناموجود"}}, {"true", {"open", "باز"}}}},
      {"household_size", {"number of household members", "شمار اعضای خانوار"}, {}},
      {"is_head",
       {"the head of the household", "سرپرست خانوار"},
       {{"false", {"somebody else", "شخص دیگری"}}, {"true", {"this person", "همین شخص"}}}},
      {"last_same_service_result",
       {"the result when the same service was last given", "نتیجهٔ آخرین دریافت همین خدمت"},
       {}},
      {"months_since_last_same_service",
       {"months since the same service was last given",
        "ماه‌های گذشته از آخرین دریافت همین خدمت"},
       {}},
      {"recipient",
       {"the recipient", "دریافت‌کننده"},
       {{"MEMBER", {"a household member", "عضو خانوار"}},
        {"PERSON", {"a person without a case file", "شخص بدون پرونده"}},
        {"GROUP", {"a group", "گروه"}}}},
      {"request", {"answers to the request form", "پاسخ‌های فرم درخواست"}, {}},
      {"sex", {"sex", "جنسیت"}, {{"FEMALE", {"female", "زن"}}, {"MALE", {"male", "مرد"}}}},
  };
  return *table;
}

const Struct* Member(const Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found != object.fields().end() && found->second.has_struct_value() ? &found->second.struct_value() : nullptr;
}

// The schema of "members[2].age"; null where it is not written in place.
const Struct* Property(const Struct& form, absl::string_view field) {
  const Struct* at = &form;
  for (const absl::string_view step : absl::StrSplit(field, '.')) {
    const std::string name(step.substr(0, step.find('[')));
    at = Member(*at, "properties");
    if (at != nullptr) at = Member(*at, name);
    for (auto lists = std::count(step.begin(), step.end(), '['); lists > 0 && at != nullptr; --lists) {
      at = Member(*at, "items");
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

}  // namespace

const FactWords* FindWords(absl::string_view name) {
  const auto found = std::find_if(Table().begin(), Table().end(), [&](const auto& fact) { return fact.name == name; });
  return found == Table().end() ? nullptr : &*found;
}

std::optional<Words> FactVocabulary::Label(absl::string_view field) const {
  if (const FactWords* const fact = FindWords(field)) return fact->label;
  if (!absl::ConsumePrefix(&field, "request.")) return std::nullopt;
  const Struct* const answer = Property(request_form_, field);
  if (answer == nullptr) return std::nullopt;
  const auto title = answer->fields().find("title");
  if (title == answer->fields().end() || title->second.string_value().empty()) return std::nullopt;
  return Words{.en = title->second.string_value(), .fa = title->second.string_value()};
}

std::optional<Words> FactVocabulary::Value(absl::string_view field, absl::string_view value) const {
  const FactWords* const fact = FindWords(field);
  if (fact == nullptr) return std::nullopt;
  for (const ValueWords& one : fact->values) {
    if (one.value == value) return one.words;
  }
  return std::nullopt;
}

}  // namespace mosbat::facts
