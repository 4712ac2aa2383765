#include "common/base/fault_list.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;

TEST(FaultListTest, NoFaultIsOk) { EXPECT_THAT(FaultList().ToStatus(), IsOk()); }

TEST(FaultListTest, OneFaultSpeaksForItself) {
  FaultList faults;
  faults.AddRequired("title.fa");

  const absl::Status status = faults.ToStatus();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "title.fa is required.");
  EXPECT_THAT(FaultsOf(status, Language::kEnglish), ElementsAre(Pair("title.fa", "title.fa is required.")));
}

TEST(FaultListTest, SeveralFaultsAreAllListedUnderTheFirstReason) {
  FaultList faults;
  faults.Add("CLAUSE_NOT_FOUND", "terms.kind.clause", {.en = "no clause 9.", .fa = "بند ۹ نیست."});
  faults.AddInvalid("number", {.en = "It is short.", .fa = "کوتاه است."});

  const absl::Status status = faults.ToStatus(absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition, "CLAUSE_NOT_FOUND"));
  EXPECT_EQ(WordsOf(status, Language::kEnglish), "2 faults; the first: no clause 9.");
  EXPECT_THAT(FaultsOf(status, Language::kPersian),
              ElementsAre(Pair("terms.kind.clause", "بند ۹ نیست."), Pair("number", "number: کوتاه است.")));
}

TEST(FaultListTest, MoreThanAnErrorListsIsSaidSo) {
  FaultList faults;
  for (int i = 0; i < 50; ++i) faults.AddRequired("a");
  EXPECT_FALSE(faults.is_full());
  EXPECT_THAT(WordsOf(faults.ToStatus(), Language::kEnglish), ::testing::StartsWith("50 faults; the first:"));
  for (int i = 0; i < 9; ++i) faults.AddRequired("a");
  EXPECT_TRUE(faults.is_full());
  EXPECT_EQ(WordsOf(faults.ToStatus(), Language::kEnglish),
            "More than 50 faults, of which 50 are listed; the first: a is required.");
  EXPECT_EQ(FaultsOf(faults.ToStatus(), Language::kPersian).size(), 50u);
  EXPECT_EQ(WordsOf(faults.ToStatus(), Language::kPersian),
            "بیش از ۵۰ ایراد که ۵۰ مورد آن فهرست شده است؛ نخستین: فیلد «a» الزامی است.");
}

TEST(FaultListTest, PathsBeginAtTheRoot) {
  FaultList faults("directive");
  faults.AddRequired("title.fa");
  EXPECT_THAT(FaultsOf(faults.ToStatus(), Language::kEnglish),
              ElementsAre(Pair("directive.title.fa", "title.fa is required.")));
}

TEST(FaultListTest, TakesTheFaultsOfAnError) {
  FaultList faults;
  faults.AddAll(absl::OkStatus());
  EXPECT_TRUE(faults.empty());
  faults.AddAll(errors::DateInvalid("effective_date"));

  EXPECT_THAT(faults.ToStatus(), FailsWith(absl::StatusCode::kInvalidArgument, "DATE_INVALID"));
  EXPECT_EQ(FaultsOf(faults.ToStatus(), Language::kPersian),
            FaultsOf(errors::DateInvalid("effective_date"), Language::kPersian));
}

}  // namespace
}  // namespace mosbat
