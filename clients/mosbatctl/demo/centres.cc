#include "clients/mosbatctl/demo/centres.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/cast.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"

namespace mosbat::story {
namespace {

using registry::v1::Centre;
using registry::v1::Licence;
using registry::v1::StaffMember;

constexpr absl::CivilDay kNeighbourSince(2022, 5, 1);
constexpr absl::CivilDay kElderBirth(1948, 3, 1);

absl::StatusOr<Centre> EstablishNeighbour(World& world, const Entry& entry) {
  registry::v1::EstablishCentreRequest request;
  request.set_centre_id(world.Id("fardis"));
  Centre& centre = *request.mutable_centre();
  centre.mutable_title()->set_fa("مرکز مثبت زندگی فردیس");
  centre.mutable_title()->set_en("Positive Life centre of Fardis");
  centre.set_number(world.Number() + 1);
  centre.set_county(kOtherCounty);
  *request.mutable_establish_date() = entry.since;
  request.set_historical(true);
  return world.Do<Centre>("establish neighbour", entry.as, request);
}

absl::StatusOr<casefile::v1::CaseFile> OpenNeighbourFile(World& world, const std::string& worker,
                                                         const std::string& centre) {
  casefile::v1::OpenCaseFileRequest request;
  casefile::v1::CaseFile& file = *request.mutable_case_file();
  file.set_centre(centre);
  file.set_social_worker(worker);
  *file.add_members() = MemberOf(world, kNeighbourHead, casefile::v1::Member::HEAD, kElderBirth);
  return world.Do<casefile::v1::CaseFile>("open neighbour file", SocialWorker(worker), request);
}

}  // namespace

absl::Status FoundNeighbour(World& world, Made& made) {
  const Entry entry{.as = kSteering, .historical = true, .since = iran::ToDate(kNeighbourSince)};
  MOSBAT_ASSIGN_OR_RETURN(const Centre founded, EstablishNeighbour(world, entry));
  registry::v1::LicenceHolder holder;
  holder.mutable_person()->set_national_id(world.NationalId(kNeighbourStaff));
  holder.set_display_name("دارندهٔ مرکز فردیس");
  MOSBAT_RETURN_IF_ERROR(IssuePapers(world, entry, founded.name(), holder));
  std::string worker;
  for (int index = 0; index < kStaffOfACentre; ++index) {
    MOSBAT_ASSIGN_OR_RETURN(const StaffMember member, Employ(world, entry, founded.name(), kNeighbourStaff, index));
    if (index == 1) worker = member.name();
  }
  MOSBAT_ASSIGN_OR_RETURN(made.neighbour, GetCentre(world, founded.name()));
  MOSBAT_RETURN_IF_ERROR(Expect(made.neighbour.state() == Centre::OPERATING && made.neighbour.historical(),
                                {.en = "The centre of Fardis does not operate.", .fa = "مرکز فردیس دایر نیست."},
                                made.neighbour.ShortDebugString()));
  MOSBAT_ASSIGN_OR_RETURN(made.neighbour_file, OpenNeighbourFile(world, worker, founded.name()));
  world.narrator().Tell(
      {.en = "In the neighbouring county a centre operates since $0; steering enters it after the fact, under $1.",
       .fa =
           "در شهرستان همسایه مرکزی از $0 دایر است؛ معاونت راهبری آن را پس از واقعه به استناد $1 ثبت می‌کند."},
      {kNeighbourSince, made.neighbour.directive()});
  return absl::OkStatus();
}

absl::Status IssuePapers(World& world, const Entry& entry, const std::string& centre,
                         const registry::v1::LicenceHolder& holder) {
  for (const Licence::Kind kind : {Licence::FOUNDER, Licence::ACTIVITY, Licence::TECHNICAL_MANAGER}) {
    registry::v1::IssueLicenceRequest request;
    Licence& licence = *request.mutable_licence();
    licence.set_kind(kind);
    licence.set_centre(centre);
    *licence.mutable_holder() = holder;
    if (entry.historical) *licence.mutable_valid_from() = entry.since;
    request.set_historical(entry.historical);
    const std::string step = absl::StrCat("licence ", Licence::Kind_Name(kind), " ", centre);
    MOSBAT_RETURN_IF_ERROR(world.Do<Licence>(step, entry.as, request).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<StaffMember> Employ(World& world, const Entry& entry, const std::string& centre, int first, int index) {
  registry::v1::AddStaffMemberRequest request;
  request.set_parent(centre);
  request.set_staff_member_id(absl::StrCat("staff-", index + 1));
  *request.mutable_staff_member() = StaffMemberOf(world, first, index);
  if (entry.historical) *request.mutable_staff_member()->mutable_start_date() = entry.since;
  request.set_historical(entry.historical);
  return world.Do<StaffMember>(absl::StrCat("employ ", index, " ", centre), entry.as, request);
}

absl::StatusOr<Centre> GetCentre(World& world, const std::string& name) {
  registry::v1::GetCentreRequest request;
  request.set_name(name);
  return world.Read<Centre>(kSteering, request);
}

absl::StatusOr<catalog::v1::Entrustment> ActivateEntrustment(World& world, const std::string& step,
                                                             catalog::v1::Entrustment entrustment) {
  catalog::v1::ProposeEntrustmentRequest propose;
  *propose.mutable_entrustment() = std::move(entrustment);
  *propose.mutable_entrustment()->mutable_start_date() = iran::ToDate(world.today());
  MOSBAT_ASSIGN_OR_RETURN(const auto proposed, world.Do<catalog::v1::Entrustment>(step + "/propose", kAuthor, propose));
  catalog::v1::ActivateEntrustmentRequest activate;
  activate.set_name(proposed.name());
  MOSBAT_ASSIGN_OR_RETURN(const auto active, world.Do<catalog::v1::Entrustment>(step + "/activate", kAuthor, activate));
  MOSBAT_RETURN_IF_ERROR(Expect(active.state() == catalog::v1::Entrustment::ACTIVE,
                                {.en = "The entrustment is not active.", .fa = "واگذاری فعال نشد."},
                                active.ShortDebugString()));
  return active;
}

}  // namespace mosbat::story
