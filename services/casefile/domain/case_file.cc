#include "services/casefile/domain/case_file.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/fault_list.h"
#include "common/base/persian_digits.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/day_range.h"
#include "common/iran/mobile.h"
#include "common/iran/person_identity.h"
#include "common/iran/tehran_day.h"

namespace mosbat::casefile::domain {
namespace {

constexpr int kLongestName = 100;
constexpr int kLongestAddress = 500;
constexpr int kMostOfOneBirth = 9;

void CheckName(absl::string_view field, absl::string_view name, FaultList& faults) {
  faults.AddAll(RequireText(field, name, kLongestName));
}

void CheckBirthDate(absl::string_view field, bool has, const google::type::Date& date, absl::CivilDay today,
                    FaultList& faults) {
  if (!has) return faults.AddRequired(field);
  const absl::StatusOr<absl::CivilDay> day = iran::DayOf(field, date);
  if (!day.ok()) return faults.AddAll(day.status());
  if (*day > today) {
    faults.AddInvalid(field, {.en = "Nobody is born after today.", .fa = "تاریخ تولد پس از امروز نیست."});
  }
}

void CheckDisability(absl::string_view field, const v1::Disability& disability, FaultList& faults) {
  if (disability.type() == v1::Disability::TYPE_UNSPECIFIED) faults.AddRequired(absl::StrCat(field, ".type"));
  if (disability.grade() == v1::Disability::GRADE_UNSPECIFIED) faults.AddRequired(absl::StrCat(field, ".grade"));
}

// What members and persons without a file have in common.
template <typename Someone>
void CheckSomeone(absl::string_view field, const Someone& person, absl::CivilDay today, FaultList& faults) {
  faults.AddAll(iran::CheckIdentity(absl::StrCat(field, ".identity"), person.identity()));
  CheckName(absl::StrCat(field, ".given_name"), person.given_name(), faults);
  CheckName(absl::StrCat(field, ".family_name"), person.family_name(), faults);
  CheckBirthDate(absl::StrCat(field, ".birth_date"), person.has_birth_date(), person.birth_date(), today, faults);
  if (person.sex() == v1::Member::SEX_UNSPECIFIED) faults.AddRequired(absl::StrCat(field, ".sex"));
  if (person.has_disability()) CheckDisability(absl::StrCat(field, ".disability"), person.disability(), faults);
}

// Who the mother is must be told as exactly as who a person is, or not at all: the birth is known by her.
void CheckBirth(absl::string_view field, const v1::Person& person, FaultList& faults) {
  const std::string mother = absl::StrCat(field, ".mother");
  if (person.has_mother()) faults.AddAll(iran::CheckIdentity(mother, person.mother()));
  if (person.mother().has_none_yet()) {
    faults.AddInvalid(mother,
                      {.en = "A national id or a foreigner's code; left out where there is none.",
                       .fa = "کد ملی یا کد فراگیر؛ اگر نیست نوشته نمی‌شود."});
  }
  const std::string order = absl::StrCat(field, ".birth_order");
  CheckRange(order, person.birth_order(), 0, kMostOfOneBirth, faults);
  if (person.birth_order() != 0 && !person.has_mother()) {
    faults.AddInvalid(
        order, {.en = "Only beside the mother.", .fa = "تنها همراه مادر نوشته می‌شود."});
  }
}

void CheckMember(absl::string_view field, const v1::Member& member, absl::CivilDay today, FaultList& faults) {
  CheckSomeone(field, member, today, faults);
  if (member.relation() == v1::Member::RELATION_UNSPECIFIED) faults.AddRequired(absl::StrCat(field, ".relation"));
}

void CheckAddress(absl::string_view field, const v1::Address& address, FaultList& faults) {
  const std::string& code = address.postal_code();
  const bool is_code =
      code.size() == 10 && code[0] != '0' && std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
  if (!code.empty() && !is_code) {
    faults.AddInvalid(absl::StrCat(field, ".postal_code"), {.en = "A postal code has 10 digits, the first not 0.",
                                                            .fa = "کد پستی ده رقم دارد و رقم نخست آن صفر نیست."});
  }
  CheckLength(absl::StrCat(field, ".text"), address.text(), kLongestAddress, faults);
  if (!address.mobile().empty() && !iran::CanonicalMobile(address.mobile()).has_value()) {
    faults.AddInvalid(absl::StrCat(field, ".mobile"),
                      {.en = "A mobile number is 09 and nine more digits.", .fa = "شماره همراه ۰۹ و نه رقم دیگر است."});
  }
}

// What tells an identified person from others within a household.
std::string KeyOf(const common::v1::PersonIdentity& identity) {
  const iran::IdentityKey key = iran::KeyOf(identity);
  return absl::StrCat(key.kind, ":", key.value);
}

}  // namespace

absl::Status CheckHousehold(absl::string_view field, const v1::CaseFile& file, absl::CivilDay today) {
  const std::string members = absl::StrCat(field, ".members");
  FaultList faults;
  CheckAddress(absl::StrCat(field, ".address"), file.address(), faults);
  if (file.members().empty()) faults.AddRequired(members);
  if (file.members_size() > kMostMembers) {
    faults.AddInvalid(members, {.en = absl::StrCat("At most ", kMostMembers, " members."),
                                .fa = absl::StrCat("حداکثر ", ToPersianDigits(kMostMembers), " عضو.")});
    return faults.ToStatus();
  }
  int heads = 0;
  std::set<std::string> persons;
  for (int i = 0; i < file.members_size(); ++i) {
    const v1::Member& member = file.members(i);
    const std::string path = absl::StrCat(members, "[", i, "]");
    CheckMember(path, member, today, faults);
    heads += member.relation() == v1::Member::HEAD ? 1 : 0;
    if (iran::IsIdentified(member.identity()) && !persons.insert(KeyOf(member.identity())).second) {
      faults.AddAll(errors::PersonTwice(absl::StrCat(path, ".identity")));
    }
  }
  if (heads != 1 && !file.members().empty()) faults.AddAll(errors::OneHeadNeeded(members));
  return faults.ToStatus();
}

absl::Status CheckNewMember(absl::string_view field, const v1::CaseFile& file, const v1::Member& member,
                            absl::CivilDay today) {
  if (file.members_size() >= kMostMembers) return errors::TooManyMembers(file.name(), kMostMembers);
  FaultList faults;
  CheckMember(field, member, today, faults);
  if (member.relation() == v1::Member::HEAD) faults.AddAll(errors::OneHeadNeeded(absl::StrCat(field, ".relation")));
  if (iran::IsIdentified(member.identity())) {
    const std::string key = KeyOf(member.identity());
    const bool twice = std::any_of(file.members().begin(), file.members().end(), [&](const v1::Member& other) {
      return iran::IsIdentified(other.identity()) && KeyOf(other.identity()) == key;
    });
    if (twice) faults.AddAll(errors::PersonTwice(absl::StrCat(field, ".identity")));
  }
  return faults.ToStatus();
}

absl::Status CheckPerson(absl::string_view field, const v1::Person& person, absl::CivilDay today) {
  FaultList faults;
  CheckSomeone(field, person, today, faults);
  CheckBirth(field, person, faults);
  return faults.ToStatus();
}

void Open(v1::CaseFile& file, absl::Time now) {
  file.set_state(v1::CaseFile::OPEN);
  *file.mutable_open_time() = ToTimestamp(now);
  const absl::CivilDay today = iran::TehranDay(now);
  // Closed and opened again on one day, it was open on all of that day.
  if (!file.open_days().empty() && iran::Contains(*file.open_days().rbegin(), today)) {
    file.mutable_open_days()->rbegin()->clear_until();
  } else {
    *file.add_open_days()->mutable_from() = iran::ToDate(today);
  }
  file.clear_queue_time();
  file.clear_close_time();
  file.clear_close_reason();
}

void Queue(v1::CaseFile& file, absl::Time now) {
  file.set_state(v1::CaseFile::WAITING);
  file.clear_social_worker();
  *file.mutable_queue_time() = ToTimestamp(now);
  file.clear_open_time();
  file.clear_close_time();
  file.clear_close_reason();
}

absl::StatusOr<v1::CaseFile> Close(v1::CaseFile file, absl::string_view reason, absl::Time now) {
  if (file.state() == v1::CaseFile::CLOSED) return errors::CaseFileClosed(file.name());
  file.set_state(v1::CaseFile::CLOSED);
  file.clear_social_worker();
  file.clear_queue_time();
  *file.mutable_close_time() = ToTimestamp(now);
  file.set_close_reason(std::string(reason));
  // The last of its open days is over already if it was waiting.
  if (!file.open_days().empty() && !file.open_days().rbegin()->has_until()) {
    *file.mutable_open_days()->rbegin()->mutable_until() = iran::ToDate(iran::TehranDay(now));
  }
  return file;
}

absl::Status RequireOpen(const v1::CaseFile& file) {
  return file.state() == v1::CaseFile::OPEN ? absl::OkStatus() : errors::CaseFileNotOpen(file.name(), file.state());
}

absl::Status RequireNotClosed(const v1::CaseFile& file) {
  return file.state() == v1::CaseFile::CLOSED ? errors::CaseFileClosed(file.name()) : absl::OkStatus();
}

absl::Status RequireClosed(const v1::CaseFile& file) {
  return file.state() == v1::CaseFile::CLOSED ? absl::OkStatus() : errors::CaseFileNotClosed(file.name(), file.state());
}

bool IsOpenOn(const v1::CaseFile& file, absl::CivilDay day) { return iran::Contains(file.open_days(), day); }

absl::Status RequireMemberOn(const v1::CaseFile& file, const v1::Member& member, absl::CivilDay day) {
  if (!IsOpenOn(file, day)) return errors::CaseFileNotOpenOn(file.name(), day);
  return iran::Contains(member.member_days(), day) ? absl::OkStatus() : errors::NotAMember(member.name(), day);
}

int HouseholdSizeOn(const v1::CaseFile& file, absl::CivilDay day) {
  return static_cast<int>(std::count_if(file.members().begin(), file.members().end(), [&](const v1::Member& member) {
    return iran::Contains(member.member_days(), day);
  }));
}

std::string CaseFileOf(absl::string_view member) { return std::string(member.substr(0, member.find("/members/"))); }

const v1::Member* FindMember(const v1::CaseFile& file, absl::string_view name) {
  const auto found = std::find_if(file.members().begin(), file.members().end(),
                                  [&](const v1::Member& member) { return member.name() == name; });
  return found == file.members().end() ? nullptr : &*found;
}

}  // namespace mosbat::casefile::domain
