// The rules of a centre's staff.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "mosbat/registry/v1/centre.pb.h"
#include "services/registry/domain/entry_day.h"

namespace mosbat::registry::domain {

// A new member of the centre's staff; a social worker's cap is the centre's. STAFF_MEMBER_INVALID, CENTRE_CLOSED,
// TOO_MANY_STAFF.
absl::StatusOr<v1::StaffMember> Join(const v1::StaffMember& wanted, const v1::Centre& centre, const EntryDay& from);

// Leaves today. STAFF_MEMBER_LEFT.
absl::StatusOr<v1::StaffMember> Leave(v1::StaffMember member, absl::string_view reason, absl::Time now);

// How many case files somebody of this position may hold at the centre.
int FilesCapOf(v1::StaffMember::Position position, const v1::Centre& centre);

// The most that work at one centre at once.
inline constexpr int kMostStaff = 200;

// What others may know: everything but who it is.
v1::StaffMember WithoutIdentity(v1::StaffMember member);

}  // namespace mosbat::registry::domain
