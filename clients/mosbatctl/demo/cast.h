// Who is in the story: in whose names calls are made, and the people, all of them made up.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "clients/mosbatctl/demo/world.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::story {

inline constexpr char kProvince[] = "provinces/30";
inline constexpr char kCounty[] = "provinces/30/counties/3001";
inline constexpr char kOtherCounty[] = "provinces/30/counties/3006";
inline constexpr char kDeputyship[] = "deputyships/prevention";

inline constexpr char kSteering[] = "steering@demo-rahbar";
inline constexpr char kAuthor[] = "deputyship:prevention@demo-negar";
// The author, were she given the other role.
inline constexpr char kAuthorAsSteering[] = "steering@demo-negar";
inline constexpr char kCountyOfficer[] = "county:provinces/30/counties/3001@demo-karaj";
inline constexpr char kProvinceOfficer[] = "province:provinces/30@demo-alborz";
inline constexpr char kCommission[] = "commission:provinces/30@demo-commission";
inline constexpr char kFinance[] = "finance@demo-arash";
inline constexpr char kSecondFinance[] = "finance@demo-pari";

std::string ManagerOf(absl::string_view centre);
std::string SocialWorker(absl::string_view staff_member);
std::string ApplicantNamed(const World& world, absl::string_view who);

// Numbers of the run's people; a person is the same wherever the number is used.
enum Person {
  kNeighbourStaff = 0,  // and four more
  kStaff = 10,          // and four more
  kApplicant = 20,
  kLateApplicant = 21,
  kRepresentative = 22,
  kNeighbourHead = 30,
  kHeads = 40,  // of the first households, with an elder and a child each
  kElders = 50,
  kChild = 60,  // in no file
  kRacers = 100,
  kLoad = 200,
};

registry::v1::NaturalPerson Applicant(const World& world, int person, registry::v1::Degree degree);
registry::v1::LegalPerson Institute(const World& world);

casefile::v1::Member MemberOf(const World& world, int person, casefile::v1::Member::Relation relation,
                              absl::CivilDay birth);
// A household of one.
casefile::v1::CaseFile Household(const World& world, const std::string& centre, int person);
casefile::v1::Person SomebodyWithoutFile(const World& world, int person, absl::CivilDay birth);

// The `index`-th of a centre's five: technical manager, two social workers, psychologist, office.
registry::v1::StaffMember StaffMemberOf(const World& world, int first, int index);
inline constexpr int kStaffOfACentre = 5;

}  // namespace mosbat::story
