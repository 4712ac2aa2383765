// Applicants, directives and centres that the tests of the registry start from; linked by tests only.
#pragma once

#include <cstdlib>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"

#include "common/iran/tehran_day.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry::samples {

inline constexpr char kProvince[] = "provinces/30";
inline constexpr char kCounty[] = "provinces/30/counties/3001";
inline constexpr char kOtherCounty[] = "provinces/23/counties/2301";
inline const absl::CivilDay kToday(2026, 3, 21);  // 1405-01-01, the first day of testing::FakeClock
inline const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 3, 21, 8, 30, 0), absl::UTCTimeZone());

// Formally right national ids.
inline constexpr const char* kNationalIds[] = {"0499370899", "0790419904", "1583250689", "0684159414",
                                               "4400276201", "2540201288", "0076229645", "0011537027"};

inline common::v1::Period PeriodOf(int n, common::v1::Period::Unit unit) {
  common::v1::Period period;
  period.set_n(n);
  period.set_unit(unit);
  return period;
}

// A rule out of JSON, with the article that demands each property.
inline common::v1::Rule RuleOf(const std::string& json,
                               std::initializer_list<std::pair<std::string, std::string>> clauses) {
  common::v1::Rule rule;
  if (!google::protobuf::util::JsonStringToMessage(json, rule.mutable_schema()).ok()) std::abort();
  for (const auto& [pointer, article] : clauses) (*rule.mutable_clauses())[pointer] = article;
  return rule;
}

// 600 files per centre, 200 per worker, 5 staff; a call of 15 days, an agreement of 3 months, papers of 36; applicants
// with at least a bachelor's degree (article 7-1) in social work or psychology (article 7-2).
inline guideline::v1::Directive DirectiveTwo() {
  guideline::v1::Directive directive;
  directive.set_name("directives/two");
  auto& provisions = *directive.mutable_provisions();
  provisions.mutable_files_per_centre()->set_value(600);
  provisions.mutable_files_per_worker()->set_value(200);
  provisions.mutable_minimum_staff()->set_value(5);
  *provisions.mutable_call_window()->mutable_period() = PeriodOf(15, common::v1::Period::CALENDAR_DAYS);
  *provisions.mutable_agreement_validity()->mutable_period() = PeriodOf(3, common::v1::Period::MONTHS);
  *provisions.mutable_licence_validity()->mutable_period() = PeriodOf(36, common::v1::Period::MONTHS);
  *provisions.mutable_natural_applicant()->mutable_rule() =
      RuleOf(R"({"required": ["degree_level", "field_of_study"],
                 "properties": {"degree_level": {"minimum": 4},
                                "field_of_study": {"enum": ["social-work", "psychology"]}}})",
             {{"/properties/degree_level", "7-1"}, {"/properties/field_of_study", "7-2"}});
  provisions.mutable_natural_applicant()->set_article("7");
  *provisions.mutable_legal_applicant()->mutable_rule() = RuleOf(R"({"properties": {"statute_fits": {"const": true},
                                "representative": {"properties": {"degree_level": {"minimum": 4}}}}})",
                                                                 {{"/properties/statute_fits", "8-1"}});
  provisions.mutable_legal_applicant()->set_article("8");
  return directive;
}

inline v1::NaturalPerson Person(const std::string& national_id = kNationalIds[0]) {
  v1::NaturalPerson person;
  person.set_national_id(national_id);
  person.set_given_name("مینا");
  person.set_family_name("احمدی");
  *person.mutable_birth_date() = iran::ToDate(absl::CivilDay(1990, 3, 22));  // 35 on kToday
  person.set_sex(v1::NaturalPerson::FEMALE);
  person.set_degree(v1::BACHELOR);
  person.set_field_of_study("social-work");
  return person;
}

inline v1::Applicant NaturalApplicant(const std::string& national_id = kNationalIds[0]) {
  v1::Applicant applicant;
  *applicant.mutable_natural() = Person(national_id);
  return applicant;
}

inline v1::Applicant LegalApplicant() {
  v1::Applicant applicant;
  v1::LegalPerson& legal = *applicant.mutable_legal();
  legal.set_legal_national_id("10380284790");
  legal.set_title("موسسه نیکوکاری امید");
  legal.set_registration_number("1234");
  legal.set_statute_fits(true);
  *legal.mutable_representative() = Person(kNationalIds[1]);
  return applicant;
}

inline v1::LicenceHolder Holder(const std::string& national_id = kNationalIds[0]) {
  v1::LicenceHolder holder;
  holder.mutable_person()->set_national_id(national_id);
  holder.set_display_name("مینا احمدی");
  return holder;
}

inline v1::Centre NewCentre(int number = 3996) {
  v1::Centre centre;
  centre.mutable_title()->set_fa("مرکز مثبت زندگی");
  centre.set_number(number);
  centre.set_county(kCounty);
  return centre;
}

inline v1::StaffMember NewMember(const std::string& national_id,
                                 v1::StaffMember::Position position = v1::StaffMember::SOCIAL_WORKER) {
  v1::StaffMember member;
  member.mutable_identity()->set_national_id(national_id);
  member.set_given_name("سارا");
  member.set_family_name("کریمی");
  member.set_position(position);
  return member;
}

}  // namespace mosbat::registry::samples
