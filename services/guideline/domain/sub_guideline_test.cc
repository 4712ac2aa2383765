#include "services/guideline/domain/sub_guideline.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::SampleSubGuideline;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;

const absl::CivilDay kToday(2026, 3, 21);

absl::Time Now() { return mosbat::testing::FakeClock().Now(); }

v1::SubGuideline Vision() {
  absl::StatusOr<v1::SubGuideline> made = NewSubGuideline(SampleSubGuideline(), "subGuidelines/vision", Now());
  EXPECT_THAT(made, IsOk());
  return *std::move(made);
}

// "1: 2026-03-21 to 2026-06-01", …
std::vector<std::string> Spans(const v1::SubGuideline& sub_guideline) {
  std::vector<std::string> spans;
  for (const auto& span : sub_guideline.in_force()) {
    const std::string end =
        span.has_end_date() ? absl::StrCat(" to ", absl::FormatCivilTime(iran::StoredDay(span.end_date()))) : "";
    spans.push_back(
        absl::StrCat(span.revision(), ": ", absl::FormatCivilTime(iran::StoredDay(span.effective_date())), end));
  }
  return spans;
}

v1::SubGuideline WithInForce(const std::vector<std::pair<std::string, absl::CivilDay>>& revisions) {
  v1::SubGuideline sub_guideline = Vision();
  for (const auto& [revision, day] : revisions) EXPECT_THAT(PutInForce(sub_guideline, revision, day), IsOk());
  return sub_guideline;
}

TEST(NewSubGuidelineTest, SaysWhatIsWrong) {
  const auto made = [](const v1::SubGuideline& wanted) { return NewSubGuideline(wanted, "subGuidelines/x", Now()); };
  v1::SubGuideline untitled = SampleSubGuideline();
  untitled.clear_title();
  EXPECT_THAT(made(untitled), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  v1::SubGuideline ownerless = SampleSubGuideline();
  ownerless.clear_deputyship();
  EXPECT_THAT(made(ownerless), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  v1::SubGuideline misowned = SampleSubGuideline();
  misowned.set_deputyship("centres/omid");
  EXPECT_THAT(made(misowned), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
  v1::SubGuideline misnumbered = SampleSubGuideline();
  misnumbered.set_founding_number(-1);
  EXPECT_THAT(made(misnumbered), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(AddPendingTest, NumbersFromOne) {
  v1::SubGuideline sub_guideline = Vision();
  EXPECT_EQ(AddPending(sub_guideline).text, "subGuidelines/vision/revisions/1");
  EXPECT_EQ(AddPending(sub_guideline).text, "subGuidelines/vision/revisions/2");
  EXPECT_EQ(sub_guideline.pending_revision(), "subGuidelines/vision/revisions/2");
  EXPECT_EQ(sub_guideline.revision_count(), 2);
}

TEST(PutInForceTest, EndsTheOneBefore) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday}});
  AddPending(sub_guideline);
  const auto moved = PutInForce(sub_guideline, "2", kToday + 10);
  ASSERT_THAT(moved, IsOk());
  ASSERT_TRUE(moved->has_value());
  EXPECT_EQ((*moved)->revision, "1");
  EXPECT_EQ((*moved)->end_day, kToday + 10);
  EXPECT_THAT(Spans(sub_guideline), ElementsAre("1: 2026-03-21 to 2026-03-31", "2: 2026-03-31"));
  EXPECT_EQ(sub_guideline.pending_revision(), "");
}

TEST(PutInForceTest, LeavesOneThatHasEndedBefore) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday}});
  TakeOutOfForce(sub_guideline, "1", kToday + 5);
  const auto moved = PutInForce(sub_guideline, "2", kToday + 10);
  ASSERT_THAT(moved, IsOk());
  EXPECT_FALSE(moved->has_value());
  EXPECT_THAT(Spans(sub_guideline), ElementsAre("1: 2026-03-21 to 2026-03-26", "2: 2026-03-31"));
}

TEST(PutInForceTest, MustComeAfterTheOneBefore) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday}});
  const auto not_later = FailsWith(absl::StatusCode::kFailedPrecondition, "EFFECTIVE_DATE_NOT_LATER");
  EXPECT_THAT(PutInForce(sub_guideline, "2", kToday), not_later);
  EXPECT_THAT(PutInForce(sub_guideline, "2", kToday - 1), not_later);
  EXPECT_THAT(PutInForce(sub_guideline, "2", kToday + 1), IsOk());
}

TEST(AsOfTest, CurrentIsWhatTheDayFallsInto) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday}, {"2", kToday + 10}});
  TakeOutOfForce(sub_guideline, "2", kToday + 20);
  EXPECT_EQ(AsOf(sub_guideline, kToday - 1).current_revision(), "");
  EXPECT_EQ(AsOf(sub_guideline, kToday).current_revision(), "1");
  EXPECT_EQ(AsOf(sub_guideline, kToday + 9).current_revision(), "1");
  EXPECT_EQ(AsOf(sub_guideline, kToday + 10).current_revision(), "2");
  EXPECT_EQ(AsOf(sub_guideline, kToday + 20).current_revision(), "");
}

TEST(TakeOutOfForceTest, EndsOneThatHasBegun) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday - 10}, {"2", kToday + 10}});
  EXPECT_FALSE(TakeOutOfForce(sub_guideline, "1", kToday).has_value());
  EXPECT_THAT(Spans(sub_guideline), ElementsAre("1: 2026-03-11 to 2026-03-21", "2: 2026-03-31"));
}

TEST(TakeOutOfForceTest, OneThatHadNotBegunLetsTheOneBeforeGoOn) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday - 10}, {"2", kToday + 10}});
  const auto moved = TakeOutOfForce(sub_guideline, "2", kToday);
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(moved->revision, "1");
  EXPECT_FALSE(moved->end_day.has_value());
  EXPECT_THAT(Spans(sub_guideline), ElementsAre("1: 2026-03-11"));
}

TEST(TakeOutOfForceTest, OneBetweenTwoLetsTheOneBeforeGoOnUntilTheNext) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday - 10}, {"2", kToday + 10}, {"3", kToday + 20}});
  const auto moved = TakeOutOfForce(sub_guideline, "2", kToday);
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(moved->end_day, kToday + 20);
  EXPECT_THAT(Spans(sub_guideline), ElementsAre("1: 2026-03-11 to 2026-04-10", "3: 2026-04-10"));
}

TEST(TakeOutOfForceTest, OneThatWasWithdrawnDoesNotComeBack) {
  v1::SubGuideline sub_guideline = WithInForce({{"1", kToday - 10}});
  TakeOutOfForce(sub_guideline, "1", kToday);
  ASSERT_THAT(PutInForce(sub_guideline, "2", kToday), IsOk());
  EXPECT_FALSE(TakeOutOfForce(sub_guideline, "2", kToday).has_value());
  EXPECT_THAT(Spans(sub_guideline), ElementsAre("1: 2026-03-11 to 2026-03-21"));
}

}  // namespace
}  // namespace mosbat::guideline::domain
