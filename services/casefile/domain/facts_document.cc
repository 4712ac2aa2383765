#include "services/casefile/domain/facts_document.h"

#include <algorithm>

#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/case_file.h"

namespace mosbat::casefile::domain {
namespace {

using google::protobuf::Struct;

constexpr int kMonthsOfYear = 12;

class Facts {
 public:
  void Set(const char* name, bool value) { (*facts_.mutable_fields())[name].set_bool_value(value); }
  void Set(const char* name, int value) { (*facts_.mutable_fields())[name].set_number_value(value); }
  void Set(const char* name, const std::string& value) { (*facts_.mutable_fields())[name].set_string_value(value); }
  Struct& Object(const char* name) { return *(*facts_.mutable_fields())[name].mutable_struct_value(); }

  Struct Take() { return std::move(facts_); }

 private:
  Struct facts_;
};

// What members and persons without a file have in common.
template <typename Someone>
void SetPerson(const Someone& person, absl::CivilDay day, Facts& facts) {
  const int months = WholeMonths(iran::StoredDay(person.birth_date()), day);
  facts.Set("age_months", months);
  facts.Set("age_years", months / kMonthsOfYear);
  facts.Set("sex", v1::Member::Sex_Name(person.sex()));
  if (!person.has_disability()) return;
  auto& disability = *facts.Object("disability").mutable_fields();
  disability["type"].set_string_value(v1::Disability::Type_Name(person.disability().type()));
  disability["grade"].set_string_value(v1::Disability::Grade_Name(person.disability().grade()));
}

}  // namespace

int WholeMonths(absl::CivilDay from, absl::CivilDay to) {
  const iran::JalaliDay first = iran::ToJalali(from);
  const iran::JalaliDay last = iran::ToJalali(to);
  const int begun = (last.year - first.year) * kMonthsOfYear + last.month - first.month;
  // Of the 31st, the month is whole on the last day of a shorter month.
  const int due = std::min(first.day, iran::DaysIn(iran::JalaliMonthOf(to)));
  return std::max(0, last.day < due ? begun - 1 : begun);
}

Struct BuildFacts(const FactSources& sources, absl::CivilDay day) {
  Facts facts;
  facts.Set("file_open", sources.file != nullptr && IsOpenOn(*sources.file, day));
  *facts.Object("request").mutable_fields() = sources.request.answers().fields();
  if (sources.last_same_service.has_value()) {
    const v1::Delivery& last = *sources.last_same_service;
    facts.Set("months_since_last_same_service", WholeMonths(iran::StoredDay(last.occurred_on()), day));
    const auto result = last.form().fields().find("result");
    if (result != last.form().fields().end() && result->second.has_string_value()) {
      facts.Set("last_same_service_result", result->second.string_value());
    }
  }
  switch (sources.request.recipient_case()) {
    case v1::ServiceRequest::kMember:
      facts.Set("recipient", std::string("MEMBER"));
      SetPerson(*sources.member, day, facts);
      facts.Set("allowance_receiver", sources.member->allowance_receiver());
      facts.Set("household_size", HouseholdSizeOn(*sources.file, day));
      facts.Set("is_head", sources.member->relation() == v1::Member::HEAD);
      break;
    case v1::ServiceRequest::kPerson:
      facts.Set("recipient", std::string("PERSON"));
      SetPerson(sources.request.person(), day, facts);
      break;
    case v1::ServiceRequest::kGroup:
      facts.Set("recipient", std::string("GROUP"));
      break;
    case v1::ServiceRequest::RECIPIENT_NOT_SET:
      break;
  }
  return facts.Take();
}

}  // namespace mosbat::casefile::domain
