#include "services/casefile/handlers/promotion.h"

#include <string>
#include <vector>

#include "services/casefile/handlers/casefile_fixture.h"

namespace mosbat::casefile {
namespace {

using examples::Household;
using examples::kCentre;
using testing::IsOk;

class PromotionTest : public CasefileFixture {
 protected:
  void SetUp() override {
    Learn(examples::Centre(1));
    ASSERT_THAT(Open(Household(1)), IsOk());
    for (int i = 1; i <= 3; ++i) {
      calls_.clock().Advance(absl::Seconds(1));
      waiting_.push_back(Open(Household(2 * i + 1))->name());
    }
  }
  v1::CaseFile::State StateOf(const std::string& name) { return Get(name)->state(); }

  std::vector<std::string> waiting_;
};

TEST_F(PromotionTest, NothingIsPromotedWhileNoPlaceIsFree) { EXPECT_EQ(promoter_.Sweep().value(), 0); }

TEST_F(PromotionTest, RaisedCapIsFilledInTheOrderOfTheWaitlist) {
  Learn(examples::Centre(3, 2));
  EXPECT_EQ(StateOf(waiting_[0]), v1::CaseFile::WAITING) << "a new cap promotes nobody by itself";
  EXPECT_EQ(promoter_.Sweep().value(), 2);
  EXPECT_EQ(StateOf(waiting_[0]), v1::CaseFile::OPEN);
  EXPECT_EQ(StateOf(waiting_[1]), v1::CaseFile::OPEN);
  EXPECT_EQ(StateOf(waiting_[2]), v1::CaseFile::WAITING);
  EXPECT_EQ(Count(kCentre).held, 3);
}

TEST_F(PromotionTest, EndsBetweenTwoFilesWhenTheServiceStops) {
  Learn(examples::Centre(4, 2));
  is_stopping_ = [asked = 3]() mutable { return --asked < 0; };  // before the centre, then each file
  EXPECT_EQ(promoter_.Sweep().value(), 2);
  is_stopping_ = [] { return false; };
  EXPECT_EQ(promoter_.Sweep().value(), 1) << "what was left";
}

TEST_F(PromotionTest, WhoComesLaterDoesNotOvertakeTheWaitlist) {
  Learn(examples::Centre(2, 2));
  const absl::StatusOr<v1::CaseFile> late = Open(Household(100));
  ASSERT_THAT(late, IsOk());
  EXPECT_EQ(late->waitlist_place(), 4);
  EXPECT_EQ(StateOf(waiting_[0]), v1::CaseFile::OPEN) << "promoted after the commit that queued the late one";
  EXPECT_EQ(StateOf(late->name()), v1::CaseFile::WAITING);
}

TEST_F(PromotionTest, CentreThatIsNotOperatingPromotesNobody) {
  Learn(examples::SuspendedFrom(examples::kToday, examples::Centre(3, 2)));
  EXPECT_EQ(promoter_.Sweep().value(), 0);
  EXPECT_EQ(StateOf(waiting_[0]), v1::CaseFile::WAITING);
}

TEST_F(PromotionTest, EveryPromotionIsInTheAuditTrail) {
  Learn(examples::Centre(2, 2));
  EXPECT_EQ(promoter_.PromoteWaiting(kCentre), 1);
  ASSERT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
    const auto entries = trail_.List(session, waiting_[0], "", "", 10);
    EXPECT_THAT(entries, IsOk());
    EXPECT_EQ(entries->size(), 1u);
    EXPECT_EQ(entries->at(0).row_version_before() + 1, entries->at(0).row_version_after());
    EXPECT_EQ(entries->at(0).replica(), "replica-1");
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_F(PromotionTest, DamagedRowKeepsNobodyElseWaiting) {
  constexpr char kOther[] = "centres/other";
  Learn(examples::Centre(0, 1, kOther));
  v1::CaseFile wanted = Household(50);
  wanted.set_centre(kOther);
  const std::string elsewhere = Open(wanted, Manager(kOther))->name();
  ASSERT_THAT(calls_.database().Transact([&](db::Session& session) {
    return session.Execute("UPDATE case_files SET body = ? WHERE name = ?", {db::Bytes{"damaged"}, waiting_[0]})
        .status();
  }),
              IsOk());
  Learn(examples::Centre(3, 2));
  Learn(examples::Centre(1, 2, kOther));
  EXPECT_EQ(promoter_.Sweep().value(), 3);
  EXPECT_EQ(StateOf(waiting_[1]), v1::CaseFile::OPEN);
  EXPECT_EQ(StateOf(waiting_[2]), v1::CaseFile::OPEN);
  EXPECT_EQ(Get(elsewhere, Manager(kOther))->state(), v1::CaseFile::OPEN);
  EXPECT_THAT(passed_over_, ::testing::ElementsAre(waiting_[0]));
  EXPECT_EQ(Count(kCentre).held, 3) << "the place that was won for the damaged one was given back";
}

}  // namespace
}  // namespace mosbat::casefile
