#include "services/casefile/store/registry_copies.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/feed/follower.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

using registry::v1::Centre;
using registry::v1::StaffMember;

// More than a centre ever has had.
constexpr int kMostStaff = 10'000;

}  // namespace

absl::Status RegistryCopies::Apply(db::Session& session, const feed::v1::Event& event) const {
  if (Centre centre; event.payload().UnpackTo(&centre)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool news,
                            centres_.Keep(session, centre, {centre.county(), Centre::State_Name(centre.state())}));
    if (!news) return absl::OkStatus();
    MOSBAT_RETURN_IF_ERROR(places_.SetCap(session, centre.name(), OwnerKind::kCentre, centre.files_cap()));
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<StaffMember> staff, ListStaff(session, centre.name()));
    for (const StaffMember& member : staff) MOSBAT_RETURN_IF_ERROR(SetWorkerCap(session, member));
    return absl::OkStatus();
  }
  if (StaffMember member; event.payload().UnpackTo(&member)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool news, staff_.Keep(session, member, {CentreOf(member.name())}));
    return news ? SetWorkerCap(session, member) : absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<Centre> RegistryCopies::GetCentre(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(std::optional<Centre> centre, centres_.Find(session, name));
  if (!centre.has_value()) return errors::CentreNotFound(name);
  return *std::move(centre);
}

absl::StatusOr<StaffMember> RegistryCopies::GetStaffMember(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(std::optional<StaffMember> member, staff_.Find(session, name));
  if (!member.has_value()) return errors::WorkerNotFound(name);
  return *std::move(member);
}

absl::StatusOr<std::vector<StaffMember>> RegistryCopies::ListStaff(db::Session& session,
                                                                   const std::string& centre) const {
  return staff_.List(session, "centre = ?", {centre}, kMostStaff);
}

absl::StatusOr<std::string> RegistryCopies::Position(db::Session& session) {
  return feed::Follower::Position(session, "registry");
}

// A worker's cap is the one that the centre gives to each; the worker's own event may be older or younger than the
// centre's. Who has left takes no new file and keeps the old ones until they are assigned to somebody else.
absl::Status RegistryCopies::SetWorkerCap(db::Session& session, const StaffMember& worker) const {
  if (worker.position() != StaffMember::SOCIAL_WORKER) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<Centre> centre, centres_.Find(session, CentreOf(worker.name())));
  const int64_t cap = centre.has_value() ? centre->files_per_worker() : worker.files_cap();
  return places_.SetCap(session, worker.name(), OwnerKind::kWorker, worker.has_end_date() ? 0 : cap);
}

}  // namespace mosbat::casefile
