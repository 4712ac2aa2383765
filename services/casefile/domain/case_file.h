// What a case file and its members must be, and the states of a file. Pure functions.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile::domain {

inline constexpr int kMostMembers = 50;

// OK if address and members are as they must be, among the members exactly one head and nobody twice. INVALID_ARGUMENT
// with each fault by its path under `field`: FIELD_REQUIRED, FIELD_INVALID, DATE_INVALID, NATIONAL_ID_INVALID,
// FOREIGNER_CODE_INVALID; ONE_HEAD_NEEDED, PERSON_TWICE.
absl::Status CheckHousehold(absl::string_view field, const v1::CaseFile& file, absl::CivilDay today);

// OK if the member may be added to the file; errors as above, and TOO_MANY_MEMBERS.
absl::Status CheckNewMember(absl::string_view field, const v1::CaseFile& file, const v1::Member& member,
                            absl::CivilDay today);

// The same faults for a person without a file.
absl::Status CheckPerson(absl::string_view field, const v1::Person& person, absl::CivilDay today);

// To OPEN: the file has won a place.
void Open(v1::CaseFile& file, absl::Time now);

// To WAITING, at the end of the waitlist and without a worker.
void Queue(v1::CaseFile& file, absl::Time now);

// To CLOSED. FAILED_PRECONDITION / CASE_FILE_CLOSED.
absl::StatusOr<v1::CaseFile> Close(v1::CaseFile file, absl::string_view reason, absl::Time now);

// FAILED_PRECONDITION / CASE_FILE_NOT_OPEN.
absl::Status RequireOpen(const v1::CaseFile& file);
// FAILED_PRECONDITION / CASE_FILE_CLOSED.
absl::Status RequireNotClosed(const v1::CaseFile& file);
// FAILED_PRECONDITION / CASE_FILE_NOT_CLOSED.
absl::Status RequireClosed(const v1::CaseFile& file);

bool IsOpenOn(const v1::CaseFile& file, absl::CivilDay day);

// OK if the file was open on the day and `member`, who is one of its members, was so then. FAILED_PRECONDITION /
// CASE_FILE_NOT_OPEN, NOT_A_MEMBER.
absl::Status RequireMemberOn(const v1::CaseFile& file, const v1::Member& member, absl::CivilDay day);

// How many members the household had on the day.
int HouseholdSizeOn(const v1::CaseFile& file, absl::CivilDay day);

// "caseFiles/{f}" of "caseFiles/{f}/members/{m}"; "" of "".
std::string CaseFileOf(absl::string_view member);

// The member of this name; null if the file has none.
const v1::Member* FindMember(const v1::CaseFile& file, absl::string_view name);

}  // namespace mosbat::casefile::domain
