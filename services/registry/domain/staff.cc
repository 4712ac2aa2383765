#include "services/registry/domain/staff.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/iran/person_identity.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/faults.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

using v1::StaffMember;

constexpr int kMostPermits = 50;
constexpr int kMostTrainings = 50;

void CheckPermits(const StaffMember& member, Faults& faults) {
  faults.Unless(member.permits_size() <= kMostPermits, "permits", "At most 50 permits.", "حداکثر ۵۰ مجوز.");
  for (int i = 0; i < std::min(member.permits_size(), kMostPermits); ++i) {
    const StaffMember::Permit& permit = member.permits(i);
    const std::string path = absl::StrCat("permits[", i, "]");
    faults.Unless(!permit.kind().empty(), path + ".kind", "The kind is missing.", "نوع مجوز نیامده است.");
    faults.AllowSlug(permit.kind(), path + ".kind");
    faults.AllowText(permit.number(), path + ".number");
    faults.AllowDays(permit.valid_from(), permit.valid_until(), path + ".valid_until");
  }
}

}  // namespace

absl::StatusOr<StaffMember> Join(const StaffMember& wanted, const v1::Centre& centre, const EntryDay& from) {
  Faults faults("STAFF_MEMBER_INVALID", "staff_member");
  const common::v1::PersonIdentity& identity = wanted.identity();
  faults.Unless(iran::IsIdentified(identity) && iran::CheckIdentity("identity", identity).ok(), "identity",
                "A national id of 10 digits or a foreigner's code of 12 digits is needed.",
                "کد ملی ۱۰ رقمی یا کد فراگیر ۱۲ رقمی درست لازم است.");
  faults.RequireText(wanted.given_name(), "given_name");
  faults.RequireText(wanted.family_name(), "family_name");
  faults.Unless(wanted.position() != StaffMember::POSITION_UNSPECIFIED, "position", "The position must be said.",
                "سمت باید گفته شود.");
  faults.AllowSlug(wanted.field_of_study(), "field_of_study");
  faults.Unless(wanted.trainings_size() <= kMostTrainings, "trainings", "At most 50 trainings.", "حداکثر ۵۰ آموزش.");
  for (int i = 0; i < std::min(wanted.trainings_size(), kMostTrainings); ++i) {
    faults.AllowSlug(wanted.trainings(i), absl::StrCat("trainings[", i, "]"));
  }
  CheckPermits(wanted, faults);
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  if (centre.state() == v1::Centre::CLOSED) return errors::CentreClosed(centre.name());
  if (centre.staff_count() >= kMostStaff) return errors::TooManyStaff(centre.name(), kMostStaff);

  StaffMember member = wanted;
  ClearServerFields(member);
  member.set_files_cap(FilesCapOf(wanted.position(), centre));
  *member.mutable_start_date() = iran::ToDate(from.day);
  member.set_county(centre.county());
  member.set_historical(from.historical);
  return member;
}

absl::StatusOr<StaffMember> Leave(StaffMember member, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  if (member.has_end_date()) return errors::StaffMemberLeft(member.name());
  *member.mutable_end_date() = iran::ToDate(iran::TehranDay(now));
  member.set_end_reason(std::string(reason));
  return member;
}

int FilesCapOf(StaffMember::Position position, const v1::Centre& centre) {
  return position == StaffMember::SOCIAL_WORKER ? centre.files_per_worker() : 0;
}

StaffMember WithoutIdentity(StaffMember member) {
  member.clear_identity();
  member.clear_given_name();
  member.clear_family_name();
  member.clear_end_reason();
  for (StaffMember::Permit& permit : *member.mutable_permits()) permit.clear_number();
  return member;
}

}  // namespace mosbat::registry::domain
