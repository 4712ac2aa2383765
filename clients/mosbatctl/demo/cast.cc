#include "clients/mosbatctl/demo/cast.h"

#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "common/iran/national_id.h"
#include "common/iran/tehran_day.h"

namespace mosbat::story {
namespace {

constexpr std::array kGivenNames = {"مریم", "زهرا", "ثریا", "لیلا", "نرگس", "شیرین", "پروین"};
constexpr std::array kFamilyNames = {"رضایی", "کریمی", "احمدی", "مرادی", "جعفری", "نوری", "صالحی", "عزیزی", "بهرامی"};
constexpr absl::CivilDay kAdultBirth(1985, 5, 14);

template <size_t kSize>
std::string Pick(const std::array<const char*, kSize>& names, int index) {
  return names[static_cast<size_t>(index) % kSize];
}

// What all messages about a person have in common.
template <typename Someone>
void NamePerson(int person, Someone& someone) {
  someone.set_given_name(Pick(kGivenNames, person));
  someone.set_family_name(Pick(kFamilyNames, person));
}

}  // namespace

std::string ManagerOf(absl::string_view centre) {
  return absl::StrCat("centre-manager:", centre, "@demo-manager-", centre.substr(centre.find('/') + 1));
}

std::string SocialWorker(absl::string_view staff_member) {
  const std::string person = absl::StrReplaceAll(staff_member, {{"centres/", "demo-worker-"}, {"/staff/", "-"}});
  return absl::StrCat("social-worker:", staff_member, "@", person);
}

std::string ApplicantNamed(const World& world, absl::string_view who) {
  return absl::StrCat("applicant:self@", world.Id(who));
}

registry::v1::NaturalPerson Applicant(const World& world, int person, registry::v1::Degree degree) {
  registry::v1::NaturalPerson applicant;
  NamePerson(person, applicant);
  applicant.set_national_id(world.NationalId(person));
  *applicant.mutable_birth_date() = iran::ToDate(kAdultBirth);
  applicant.set_sex(registry::v1::NaturalPerson::FEMALE);
  applicant.set_degree(degree);
  applicant.set_mental_health_certified(true);
  return applicant;
}

registry::v1::LegalPerson Institute(const World& world) {
  registry::v1::LegalPerson institute;
  const std::string ten = absl::StrCat("14", world.Number());
  for (char last = '0'; last <= '9'; ++last) {
    const std::string id = absl::StrCat(ten, absl::string_view(&last, 1));
    if (iran::IsLegalId(id)) institute.set_legal_national_id(id);
  }
  institute.set_title("مؤسسه همیاران البرز");
  institute.set_statute_fits(true);
  *institute.mutable_representative() = Applicant(world, kRepresentative, registry::v1::MASTER);
  return institute;
}

casefile::v1::Member MemberOf(const World& world, int person, casefile::v1::Member::Relation relation,
                              absl::CivilDay birth) {
  casefile::v1::Member member;
  NamePerson(person, member);
  member.mutable_identity()->set_national_id(world.NationalId(person));
  *member.mutable_birth_date() = iran::ToDate(birth);
  member.set_sex(casefile::v1::Member::FEMALE);
  member.set_relation(relation);
  member.set_client(true);
  return member;
}

casefile::v1::CaseFile Household(const World& world, const std::string& centre, int person) {
  casefile::v1::CaseFile file;
  file.set_centre(centre);
  *file.add_members() = MemberOf(world, person, casefile::v1::Member::HEAD, kAdultBirth);
  return file;
}

casefile::v1::Person SomebodyWithoutFile(const World& world, int person, absl::CivilDay birth) {
  casefile::v1::Person somebody;
  NamePerson(person, somebody);
  somebody.mutable_identity()->set_national_id(world.NationalId(person));
  *somebody.mutable_birth_date() = iran::ToDate(birth);
  somebody.set_sex(casefile::v1::Member::FEMALE);
  return somebody;
}

registry::v1::StaffMember StaffMemberOf(const World& world, int first, int index) {
  using registry::v1::StaffMember;
  static constexpr StaffMember::Position kPositions[kStaffOfACentre] = {
      StaffMember::TECHNICAL_MANAGER, StaffMember::SOCIAL_WORKER, StaffMember::SOCIAL_WORKER, StaffMember::PSYCHOLOGIST,
      StaffMember::OFFICE};
  StaffMember member;
  NamePerson(first + index, member);
  member.mutable_identity()->set_national_id(world.NationalId(first + index));
  member.set_position(kPositions[index]);
  member.set_degree(registry::v1::BACHELOR);
  if (member.position() != StaffMember::SOCIAL_WORKER) return member;
  member.set_field_of_study("social-work");
  member.add_permits()->set_kind("vision-screener");
  member.add_trainings("vision-screening-training");
  member.add_trainings("blood-pressure");
  return member;
}

}  // namespace mosbat::story
