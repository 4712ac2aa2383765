#include "services/casefile/domain/case_file.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using absl::StatusCode;
using examples::Household;
using examples::kToday;
using testing::FailsWith;
using testing::IsOk;

std::string FirstField(const absl::Status& status) {
  const auto faults = FaultsOf(status, Language::kEnglish);
  return faults.empty() ? "" : faults.front().first;
}

TEST(CheckHouseholdTest, GoodHouseholdPasses) {
  EXPECT_THAT(CheckHousehold("case_file", Household(1), kToday), IsOk());
}

TEST(CheckHouseholdTest, EveryFaultIsNamedByItsPath) {
  struct Row {
    const char* label;
    std::function<void(v1::CaseFile&)> spoil;
    const char* reason;
    const char* field;
  };
  const Row rows[] = {
      {"nobody", [](v1::CaseFile& file) { file.clear_members(); }, "FIELD_REQUIRED", "case_file.members"},
      {"check digit",
       [](v1::CaseFile& file) { file.mutable_members(0)->mutable_identity()->set_national_id("0010000012"); },
       "NATIONAL_ID_INVALID", "case_file.members[0].identity.national_id"},
      {"no identity", [](v1::CaseFile& file) { file.mutable_members(1)->clear_identity(); }, "FIELD_REQUIRED",
       "case_file.members[1].identity"},
      {"no given name", [](v1::CaseFile& file) { file.mutable_members(1)->set_given_name("  "); }, "FIELD_REQUIRED",
       "case_file.members[1].given_name"},
      {"long family name", [](v1::CaseFile& file) { file.mutable_members(0)->set_family_name(std::string(101, 'x')); },
       "FIELD_INVALID", "case_file.members[0].family_name"},
      {"born tomorrow",
       [](v1::CaseFile& file) { *file.mutable_members(1)->mutable_birth_date() = iran::ToDate(kToday + 1); },
       "FIELD_INVALID", "case_file.members[1].birth_date"},
      {"no such day",
       [](v1::CaseFile& file) {
         file.mutable_members(1)->mutable_birth_date()->set_day(31);
         file.mutable_members(1)->mutable_birth_date()->set_month(9);
       },
       "DATE_INVALID", "case_file.members[1].birth_date"},
      {"no sex", [](v1::CaseFile& file) { file.mutable_members(1)->clear_sex(); }, "FIELD_REQUIRED",
       "case_file.members[1].sex"},
      {"no relation", [](v1::CaseFile& file) { file.mutable_members(1)->clear_relation(); }, "FIELD_REQUIRED",
       "case_file.members[1].relation"},
      {"half a disability",
       [](v1::CaseFile& file) { file.mutable_members(1)->mutable_disability()->set_type(v1::Disability::HEARING); },
       "FIELD_REQUIRED", "case_file.members[1].disability.grade"},
      {"two heads", [](v1::CaseFile& file) { file.mutable_members(1)->set_relation(v1::Member::HEAD); },
       "ONE_HEAD_NEEDED", "case_file.members"},
      {"one person twice",
       [](v1::CaseFile& file) { *file.mutable_members(1)->mutable_identity() = file.members(0).identity(); },
       "PERSON_TWICE", "case_file.members[1].identity"},
      {"postal code", [](v1::CaseFile& file) { file.mutable_address()->set_postal_code("0123456789"); },
       "FIELD_INVALID", "case_file.address.postal_code"},
      {"mobile", [](v1::CaseFile& file) { file.mutable_address()->set_mobile("021-123"); }, "FIELD_INVALID",
       "case_file.address.mobile"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.label);
    v1::CaseFile file = Household(1);
    row.spoil(file);
    const absl::Status status = CheckHousehold("case_file", file, kToday);
    EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, row.reason));
    EXPECT_EQ(FirstField(status), row.field);
  }
}

TEST(CheckHouseholdTest, HundredPersianLettersAreOneHundredCharacters) {
  v1::CaseFile file = Household(1);
  std::string name;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&name, "ن");
  file.mutable_members(0)->set_family_name(name);
  EXPECT_THAT(CheckHousehold("case_file", file, kToday), IsOk());
}

TEST(CheckHouseholdTest, TwoUnidentifiedPersonsAreTwo) {
  v1::CaseFile file = Household(1);
  file.mutable_members(0)->mutable_identity()->set_none_yet("found without papers");
  file.mutable_members(1)->mutable_identity()->set_none_yet("found without papers");
  EXPECT_THAT(CheckHousehold("case_file", file, kToday), IsOk());
}

TEST(CheckNewMemberTest, HouseholdTakesFiftyMembersAndNoSecondHead) {
  v1::CaseFile file = Household(1);
  EXPECT_THAT(CheckNewMember("member", file, examples::Member(7, v1::Member::HEAD, kToday), kToday),
              FailsWith(StatusCode::kInvalidArgument, "ONE_HEAD_NEEDED"));
  EXPECT_THAT(CheckNewMember("member", file, examples::Member(2, v1::Member::CHILD, kToday), kToday),
              FailsWith(StatusCode::kInvalidArgument, "PERSON_TWICE"));
  while (file.members_size() < kMostMembers) {
    *file.add_members() = examples::Member(file.members_size() + 1, v1::Member::CHILD, kToday);
  }
  EXPECT_THAT(CheckNewMember("member", file, examples::Member(900, v1::Member::CHILD, kToday), kToday),
              FailsWith(StatusCode::kFailedPrecondition, "TOO_MANY_MEMBERS"));
}

TEST(CaseFileStateTest, GoesFromWaitingToOpenToClosedAndBack) {
  const absl::Time now = testing::FakeClock().Now();
  v1::CaseFile file = Household(1);
  file.set_social_worker(examples::kWorker);
  Queue(file, now);
  EXPECT_EQ(file.state(), v1::CaseFile::WAITING);
  EXPECT_EQ(file.social_worker(), "");
  EXPECT_FALSE(IsOpenOn(file, kToday));
  Open(file, now);
  EXPECT_EQ(file.state(), v1::CaseFile::OPEN);
  EXPECT_FALSE(file.has_queue_time());
  const absl::StatusOr<v1::CaseFile> closed = Close(file, "moved away", now + absl::Hours(48));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::CaseFile::CLOSED);
  EXPECT_THAT(Close(*closed, "again", now), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_CLOSED"));
  EXPECT_THAT(RequireOpen(*closed), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_OPEN"));
  EXPECT_THAT(RequireClosed(file), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_CLOSED"));
  EXPECT_FALSE(IsOpenOn(*closed, kToday - 1));
  EXPECT_TRUE(IsOpenOn(*closed, kToday));
  EXPECT_TRUE(IsOpenOn(*closed, kToday + 2)) << "on the day of its closing a file is still open";
  EXPECT_FALSE(IsOpenOn(*closed, kToday + 3));
}

TEST(CaseFileStateTest, EveryPeriodInWhichItWasOpenStays) {
  const auto at = [](int days) { return testing::FakeClock().Now() + absl::Hours(24 * days); };
  v1::CaseFile file = Household(1);
  Open(file, at(0));
  file = Close(std::move(file), "moved away", at(2)).value();
  Queue(file, at(5));  // came back, and waited
  file = Close(std::move(file), "gave up", at(6)).value();
  Open(file, at(10));
  file = Close(std::move(file), "by mistake", at(12)).value();
  Open(file, at(12));
  std::string open;
  for (int day = -1; day <= 14; ++day) open += IsOpenOn(file, kToday + day) ? 'o' : '.';
  EXPECT_EQ(open, ".ooo.......ooooo");
  EXPECT_EQ(file.open_days_size(), 2) << "closed and opened on one day is one period";
}

TEST(RequireMemberOnTest, FileWasOpenAndThePersonInItOnTheDay) {
  v1::CaseFile file = Household(1);
  Open(file, testing::FakeClock().Now());
  v1::Member& child = *file.mutable_members(1);
  child.set_name("caseFiles/a/members/b");
  *child.mutable_member_days()->mutable_from() = iran::ToDate(kToday + 2);
  *child.mutable_member_days()->mutable_until() = iran::ToDate(kToday + 4);
  EXPECT_THAT(RequireMemberOn(file, child, kToday - 1),
              FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_OPEN"));
  EXPECT_THAT(RequireMemberOn(file, child, kToday + 1), FailsWith(StatusCode::kFailedPrecondition, "NOT_A_MEMBER"));
  EXPECT_THAT(RequireMemberOn(file, child, kToday + 2), IsOk());
  EXPECT_THAT(RequireMemberOn(file, child, kToday + 4), IsOk());
  EXPECT_THAT(RequireMemberOn(file, child, kToday + 5), FailsWith(StatusCode::kFailedPrecondition, "NOT_A_MEMBER"));
  EXPECT_EQ(HouseholdSizeOn(file, kToday + 1), 1);
  EXPECT_EQ(HouseholdSizeOn(file, kToday + 2), 2);
}

}  // namespace
}  // namespace mosbat::casefile::domain
