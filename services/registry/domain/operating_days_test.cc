// Centre.operating_days: by examples, and against a simulation that lives through every day of random histories.
#include <array>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/domain/centres.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using samples::kToday;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using v1::Centre;
using v1::Licence;

constexpr std::array<Licence::Kind, 3> kPapers = {Licence::FOUNDER, Licence::ACTIVITY, Licence::TECHNICAL_MANAGER};
constexpr int kMinimum = 5;

absl::Time NoonOf(absl::CivilDay day) { return iran::StartOfTehranDay(day) + absl::Hours(12); }

Licence Paper(Licence::Kind kind, Licence::State state, std::optional<absl::CivilDay> last) {
  Licence licence;
  licence.set_kind(kind);
  licence.set_state(state);
  if (last.has_value()) *licence.mutable_valid_until() = iran::ToDate(*last);
  return licence;
}

// Entered on kToday; a historical one was there before.
Centre Founded(absl::CivilDay established = kToday) {
  const CentreTerms terms = {.from = {.day = established, .historical = established < kToday},
                             .directive = samples::DirectiveTwo()};
  return Establish(samples::NewCentre(), terms, NoonOf(kToday)).value();
}

Centre Licensed(Centre centre, absl::CivilDay day, std::optional<absl::CivilDay> last) {
  for (const Licence::Kind kind : kPapers) {
    centre = WithPaper(std::move(centre), Paper(kind, Licence::VALID, last), NoonOf(day));
  }
  return centre;
}

Centre Operating(absl::CivilDay established = kToday) {
  return WithStaff(Licensed(Founded(established), kToday, kToday + 100), kMinimum, NoonOf(kToday));
}

Centre Suspended(Centre centre, absl::CivilDay day) {
  return WithPaper(std::move(centre), Paper(Licence::ACTIVITY, Licence::SUSPENDED, kToday + 100), NoonOf(day));
}
Centre Reinstated(Centre centre, absl::CivilDay day) {
  return WithPaper(std::move(centre), Paper(Licence::ACTIVITY, Licence::VALID, kToday + 100), NoonOf(day));
}

absl::StatusOr<Centre> Closed(const Centre& centre, absl::CivilDay closing, absl::CivilDay day) {
  Centre wanted;
  *wanted.mutable_closing_date() = iran::ToDate(closing);
  return Update(centre, wanted, /*mask=*/{}, NoonOf(day));
}

// The ranges as days from kToday on: "0..9", "20.." for one that lasts.
std::vector<std::string> DaysOf(const Centre& centre) {
  std::vector<std::string> ranges;
  for (const common::v1::DayRange& range : centre.operating_days()) {
    std::string text = std::to_string(iran::StoredDay(range.from()) - kToday) + "..";
    if (range.has_until()) text += std::to_string(iran::StoredDay(range.until()) - kToday);
    ranges.push_back(std::move(text));
  }
  return ranges;
}

TEST(OperatingDaysTest, BeginWithTheDayOnWhichItBecomesOperating) {
  EXPECT_THAT(DaysOf(Licensed(Founded(), kToday, std::nullopt)), IsEmpty());
  EXPECT_THAT(DaysOf(Operating()), ElementsAre("0.."));
}

TEST(OperatingDaysTest, OfAHistoricalCentreBeginWithItsEstablishment) {
  Centre centre = Operating(/*established=*/kToday - 500);
  EXPECT_THAT(DaysOf(centre), ElementsAre("-500.."));
  centre = Reinstated(Suspended(std::move(centre), kToday + 3), kToday + 8);
  EXPECT_THAT(DaysOf(centre), ElementsAre("-500..2", "8.."));
}

TEST(OperatingDaysTest, EndBeforeTheDayOnWhichItStops) {
  const Centre suspended = Suspended(Operating(), kToday + 10);
  EXPECT_THAT(DaysOf(suspended), ElementsAre("0..9"));
  EXPECT_THAT(DaysOf(Reinstated(suspended, kToday + 20)), ElementsAre("0..9", "20.."));
}

TEST(OperatingDaysTest, LeaveOutADayOnWhichItBeganAndStopped) {
  const Centre centre = Suspended(Operating(), kToday);
  EXPECT_THAT(DaysOf(centre), IsEmpty());
  EXPECT_THAT(DaysOf(Reinstated(centre, kToday + 1)), ElementsAre("1.."));
}

TEST(OperatingDaysTest, GoOnWhereNoDayIsBetween) {
  EXPECT_THAT(DaysOf(Reinstated(Suspended(Operating(), kToday + 4), kToday + 4)), ElementsAre("0.."));
}

TEST(OperatingDaysTest, EndWithAnExpiryThatNothingTold) {
  const Centre stored = Operating();
  EXPECT_THAT(DaysOf(AsOf(stored, kToday + 100)), ElementsAre("0.."));
  EXPECT_THAT(DaysOf(AsOf(stored, kToday + 150)), ElementsAre("0..100"));
  const Centre renewed = Licensed(stored, kToday + 150, kToday + 900);
  EXPECT_EQ(renewed.state(), Centre::OPERATING);
  EXPECT_THAT(DaysOf(renewed), ElementsAre("0..100", "150.."));
}

TEST(OperatingDaysTest, CentreThatLostItsStaffDoesNotReturnWithARenewal) {
  const Centre alone = WithStaff(Operating(), kMinimum - 1, NoonOf(kToday + 50));
  const Centre renewed = Licensed(alone, kToday + 150, kToday + 900);
  EXPECT_EQ(renewed.state(), Centre::SUSPENDED);
  EXPECT_THAT(DaysOf(WithStaff(renewed, kMinimum, NoonOf(kToday + 160))), ElementsAre("0..100", "160.."));
}

TEST(OperatingDaysTest, ClosingTakesBackTheDaysFromThenOn) {
  const Centre suspended = Suspended(Reinstated(Suspended(Operating(), kToday + 10), kToday + 20), kToday + 30);
  EXPECT_THAT(DaysOf(Closed(suspended, kToday + 35, kToday + 40).value()), ElementsAre("0..9", "20..29"));
  EXPECT_THAT(DaysOf(Closed(suspended, kToday + 25, kToday + 40).value()), ElementsAre("0..9", "20..24"));
  EXPECT_THAT(DaysOf(Closed(suspended, kToday + 15, kToday + 40).value()), ElementsAre("0..9"));
  EXPECT_THAT(DaysOf(Closed(suspended, kToday, kToday + 40).value()), IsEmpty());
}

TEST(OperatingDaysTest, AreTheServersAlone) {
  Centre wanted = samples::NewCentre();
  *wanted.add_operating_days()->mutable_from() = iran::ToDate(kToday - 1000);
  const auto centre =
      Establish(wanted, {.from = {.day = kToday}, .directive = samples::DirectiveTwo()}, NoonOf(kToday));
  ASSERT_THAT(centre, IsOk());
  EXPECT_THAT(DaysOf(*centre), IsEmpty());
}

// What a centre would write into a diary every evening.
class Diary {
 public:
  // `since` is when a historical centre was established: until it first operates here, nothing is known of those days.
  explicit Diary(std::optional<absl::CivilDay> since) : since_(since) {}

  void PutPaper(size_t kind, Licence::State state, std::optional<absl::CivilDay> last, absl::CivilDay today) {
    papers_[kind] = PaperState{state, last};
    Look(today);
  }
  void SetStaff(int count, absl::CivilDay today) {
    staff_ = count;
    Look(today);
  }
  void Close(absl::CivilDay closing) {
    closed_ = true;
    operated_.erase(operated_.lower_bound(closing), operated_.end());
  }
  // Papers end with their days, whether or not something happens.
  void Morning(absl::CivilDay today) {
    if (operating_ && !IsLicensed(today)) operating_ = false;
  }
  void Evening(absl::CivilDay today) {
    if (operating_) operated_.insert(today);
  }

  bool operating() const { return operating_; }
  bool closed() const { return closed_; }
  const std::set<absl::CivilDay>& operated() const { return operated_; }

 private:
  struct PaperState {
    Licence::State state;
    std::optional<absl::CivilDay> last;
  };

  bool IsLicensed(absl::CivilDay today) const {
    for (const std::optional<PaperState>& paper : papers_) {
      if (!paper.has_value() || paper->state != Licence::VALID) return false;
      if (paper->last.has_value() && *paper->last < today) return false;
    }
    return true;
  }
  void Look(absl::CivilDay today) {
    if (closed_) return;
    if (operating_) {
      operating_ = IsLicensed(today);
    } else if (IsLicensed(today) && staff_ >= kMinimum) {
      operating_ = true;
      for (absl::CivilDay day = since_.value_or(today); day < today; ++day) operated_.insert(day);
      since_.reset();
    }
  }

  std::optional<absl::CivilDay> since_;
  std::array<std::optional<PaperState>, 3> papers_;
  int staff_ = 0;
  bool operating_ = false;
  bool closed_ = false;
  std::set<absl::CivilDay> operated_;
};

// As followers read a stored centre: an open range ends with `licensed_until` all the same.
std::set<absl::CivilDay> DaysUntil(const Centre& centre, absl::CivilDay today) {
  std::set<absl::CivilDay> days;
  for (const common::v1::DayRange& range : centre.operating_days()) {
    absl::CivilDay last = range.has_until() ? iran::StoredDay(range.until()) : today;
    if (!range.has_until() && centre.has_licensed_until()) {
      last = std::min(last, iran::StoredDay(centre.licensed_until()));
    }
    for (absl::CivilDay day = iran::StoredDay(range.from()); day <= last; ++day) days.insert(day);
  }
  return days;
}

// In order, with a day between two of them, and open only while it operates.
void ExpectTidy(const Centre& centre) {
  for (int i = 0; i < centre.operating_days_size(); ++i) {
    const common::v1::DayRange& range = centre.operating_days(i);
    const bool last = i + 1 == centre.operating_days_size();
    EXPECT_EQ(!range.has_until(), last && centre.state() == Centre::OPERATING) << centre.ShortDebugString();
    EXPECT_TRUE(!range.has_until() || iran::StoredDay(range.from()) <= iran::StoredDay(range.until()));
    EXPECT_TRUE(last || iran::StoredDay(centre.operating_days(i + 1).from()) > iran::StoredDay(range.until()) + 1);
  }
}

// One history: a centre and its diary live through the same days.
class History {
 public:
  explicit History(uint32_t seed)
      : random_(seed),
        since_(Draw(2) == 0 ? std::nullopt : std::optional(kToday - 30)),
        centre_(Founded(since_.value_or(kToday))),
        diary_(since_) {}

  void Live(int days) {
    for (absl::CivilDay today = kToday; today < kToday + days && !::testing::Test::HasFailure(); ++today) {
      diary_.Morning(today);
      while (Draw(3) == 0) Happen(today);
      diary_.Evening(today);
      Compare(today);
    }
  }

 private:
  int Draw(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  void Happen(absl::CivilDay today) {
    switch (Draw(12)) {
      case 0:
        return SetStaff(Draw(7), today);
      case 1:
        return Close(today - Draw(25), today);
      case 2:
      case 3:
        return SetStaff(kMinimum, today);
      case 4:
        return PutPaper(Draw(2) == 0 ? Licence::SUSPENDED : Licence::REVOKED, today + Draw(40), today);
      case 5:
        return PutPaper(Licence::VALID, std::nullopt, today);
      default:
        return PutPaper(Licence::VALID, today + Draw(40) - 2, today);
    }
  }
  void PutPaper(Licence::State state, std::optional<absl::CivilDay> last, absl::CivilDay today) {
    const int kind = Draw(3);
    centre_ = WithPaper(std::move(centre_), Paper(kPapers[kind], state, last), NoonOf(today));
    diary_.PutPaper(kind, state, last, today);
  }
  void SetStaff(int count, absl::CivilDay today) {
    centre_ = WithStaff(std::move(centre_), count, NoonOf(today));
    diary_.SetStaff(count, today);
  }
  // Rarely, so that most histories go on.
  void Close(absl::CivilDay closing, absl::CivilDay today) {
    if (Draw(5) != 0 || diary_.operating() || diary_.closed()) return;
    centre_ = Closed(centre_, closing, today).value();
    diary_.Close(closing);
  }

  void Compare(absl::CivilDay today) {
    const Centre answered = AsOf(centre_, today);
    ASSERT_EQ(answered.state() == Centre::OPERATING, diary_.operating());
    ASSERT_EQ(DaysUntil(centre_, today), diary_.operated()) << centre_.ShortDebugString();
    ASSERT_EQ(DaysUntil(answered, today), diary_.operated()) << answered.ShortDebugString();
    ExpectTidy(answered);
  }

  std::mt19937 random_;
  const std::optional<absl::CivilDay> since_;
  Centre centre_;
  Diary diary_;
};

TEST(OperatingDaysTest, AreTheDaysOfTheDiaryInRandomHistories) {
  for (uint32_t seed = 1; seed <= 300 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    History(seed).Live(/*days=*/90);
  }
}

}  // namespace
}  // namespace mosbat::registry::domain
