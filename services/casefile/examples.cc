#include "services/casefile/examples.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

#include "common/base/etag.h"
#include "common/iran/tehran_day.h"

namespace mosbat::casefile::examples {
namespace {

constexpr absl::CivilDay kLongAgo(2020, 1, 1);
constexpr absl::CivilDay kFarAway(2099, 1, 1);

}  // namespace

registry::v1::Centre Centre(int cap, int64_t version, const std::string& name) {
  registry::v1::Centre centre;
  centre.set_name(name);
  centre.set_county(kCounty);
  centre.set_state(registry::v1::Centre::OPERATING);
  centre.set_files_cap(cap);
  centre.set_files_per_worker(2);
  centre.add_equipment("vision-chart");
  *centre.mutable_operating_date() = iran::ToDate(kLongAgo);
  *centre.add_operating_days()->mutable_from() = iran::ToDate(kLongAgo);
  *centre.mutable_licensed_until() = iran::ToDate(kFarAway);
  centre.set_etag(EtagOf(version));
  return centre;
}

registry::v1::Centre SuspendedFrom(absl::CivilDay day, registry::v1::Centre centre) {
  centre.set_state(registry::v1::Centre::SUSPENDED);
  *centre.mutable_operating_days()->rbegin()->mutable_until() = iran::ToDate(day - 1);
  return centre;
}

registry::v1::StaffMember Worker(int cap, int64_t version, const std::string& name) {
  registry::v1::StaffMember member;
  member.set_name(name);
  member.set_position(registry::v1::StaffMember::SOCIAL_WORKER);
  member.set_field_of_study("social-work");
  member.set_files_cap(cap);
  member.set_county(kCounty);
  *member.mutable_start_date() = iran::ToDate(kLongAgo);
  member.set_etag(EtagOf(version));
  return member;
}

guideline::v1::Directive Directive(absl::string_view id, absl::CivilDay from, int64_t version) {
  guideline::v1::Directive directive;
  directive.set_name(absl::StrCat("directives/", id));
  directive.set_number("1405/2");
  directive.set_state(guideline::v1::Directive::ISSUED);
  *directive.mutable_effective_date() = iran::ToDate(from);
  directive.mutable_provisions()->mutable_late_entry_days()->set_value(30);
  directive.mutable_provisions()->mutable_late_entry_days()->set_article("14");
  directive.set_etag(EtagOf(version));
  return directive;
}

guideline::v1::SubGuidelineRevision SubGuideline(absl::CivilDay from, int64_t version) {
  guideline::v1::SubGuidelineRevision revision;
  revision.set_name(kSubGuideline);
  revision.set_state(guideline::v1::SubGuidelineRevision::APPROVED);
  *revision.mutable_effective_date() = iran::ToDate(from);
  revision.set_etag(EtagOf(version));
  return revision;
}

guideline::v1::SubGuidelineRevision Withdrawn(guideline::v1::SubGuidelineRevision revision, absl::CivilDay day,
                                              int64_t version) {
  revision.set_state(guideline::v1::SubGuidelineRevision::WITHDRAWN);
  *revision.mutable_end_date() = iran::ToDate(day);
  revision.set_etag(EtagOf(version));
  return revision;
}

catalog::v1::ServiceType ServiceType(int64_t version) {
  catalog::v1::ServiceType type;
  type.set_name(kType);
  type.set_state(catalog::v1::ServiceType::ACTIVE);
  type.set_etag(EtagOf(version));
  return type;
}

catalog::v1::ServiceTypeRevision Revision(absl::CivilDay from, int number) {
  catalog::v1::ServiceTypeRevision revision;
  revision.set_name(absl::StrCat(kType, "/revisions/", number));
  revision.set_service_type(kType);
  revision.set_number(number);
  revision.set_sub_guideline_revision(kSubGuideline);
  *revision.mutable_effective_date() = iran::ToDate(from);
  guideline::v1::Terms& terms = *revision.mutable_terms();
  terms.mutable_recipient()->set_recipient(guideline::v1::RecipientTerm::MEMBER);
  guideline::v1::SchemaTerm& eligibility = *terms.mutable_eligibility();
  *eligibility.mutable_rule()->mutable_schema() = Json(R"({
    "type": "object",
    "properties": {"age_years": {"type": "integer", "minimum": 3, "maximum": 6}, "file_open": {"const": true}},
    "required": ["age_years", "file_open"]})");
  (*eligibility.mutable_rule()->mutable_clauses())["/properties/age_years"] = "3-2";
  eligibility.set_clause("3");
  *terms.mutable_request_form()->mutable_rule()->mutable_schema() = Json(R"({
    "type": "object", "properties": {"reason": {"type": "string", "minLength": 2}}, "required": ["reason"]})");
  *terms.mutable_form()->mutable_rule()->mutable_schema() = Json(R"({
    "type": "object",
    "properties": {"acuity": {"type": "object",
      "properties": {"left": {"type": "integer", "minimum": 0, "maximum": 10},
                     "right": {"type": "integer", "minimum": 0, "maximum": 10}},
      "required": ["left", "right"]}},
    "required": ["acuity"]})");
  terms.mutable_frequency()->set_at_most(1);
  terms.mutable_frequency()->mutable_per()->set_n(12);
  terms.mutable_frequency()->mutable_per()->set_unit(common::v1::Period::MONTHS);
  terms.mutable_frequency()->set_clause("5");
  terms.mutable_payment_unit()->set_unit(guideline::v1::PaymentUnitTerm::DELIVERY);
  guideline::v1::ProviderRequirement& chart = *terms.add_provider_requirements();
  chart.set_kind(guideline::v1::ProviderRequirement::EQUIPMENT);
  chart.set_code("vision-chart");
  revision.set_etag(EtagOf(1));
  return revision;
}

catalog::v1::Entrustment Entrustment(absl::CivilDay from, int64_t version) {
  catalog::v1::Entrustment entrustment;
  entrustment.set_name("entrustments/0197");
  entrustment.set_service_type(kType);
  entrustment.mutable_area()->set_county(kCounty);
  entrustment.set_state(catalog::v1::Entrustment::ACTIVE);
  *entrustment.mutable_start_date() = iran::ToDate(from);
  *entrustment.add_covered_days()->mutable_from() = iran::ToDate(from);
  entrustment.set_etag(EtagOf(version));
  return entrustment;
}

feed::v1::Event EventOf(const google::protobuf::Message& resource) {
  feed::v1::Event event;
  event.mutable_payload()->PackFrom(resource);
  return event;
}

std::string NationalId(int number) {
  const std::string digits = absl::StrFormat("001%06d", number);
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (10 - static_cast<int>(i));
  const int rest = sum % 11;
  return absl::StrCat(digits, rest < 2 ? rest : 11 - rest);
}

v1::Member Member(int person, v1::Member::Relation relation, absl::CivilDay born) {
  v1::Member member;
  member.mutable_identity()->set_national_id(NationalId(person));
  member.set_given_name("زهرا");
  member.set_family_name("کریمی");
  *member.mutable_birth_date() = iran::ToDate(born);
  member.set_sex(v1::Member::FEMALE);
  member.set_relation(relation);
  return member;
}

v1::CaseFile Household(int person) {
  v1::CaseFile file;
  file.set_centre(kCentre);
  *file.add_members() = Member(person, v1::Member::HEAD, absl::CivilDay(1990, 5, 1));
  *file.add_members() = Member(person + 1, v1::Member::CHILD, absl::CivilDay(2021, 9, 1));
  return file;
}

google::protobuf::Struct Json(absl::string_view text) {
  google::protobuf::Struct object;
  if (!google::protobuf::util::JsonStringToMessage(std::string(text), &object).ok()) std::abort();
  return object;
}

}  // namespace mosbat::casefile::examples
