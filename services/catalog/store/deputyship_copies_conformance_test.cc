#include <optional>
#include <string>

#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "common/iran/tehran_day.h"
#include "common/testing/store_conformance.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "services/catalog/store/deputyship_copies.h"
#include "services/catalog/store/migrations.h"

namespace mosbat::catalog {
namespace {

using testing::IsOk;

const absl::CivilDay kDay(2026, 3, 21);

// "deputyships/{id}", there until the day before `until`.
guideline::v1::Deputyship Of(const std::string& id, std::optional<absl::CivilDay> until = std::nullopt,
                             const std::string& successor = "", int64_t row_version = 1) {
  guideline::v1::Deputyship deputyship;
  deputyship.set_name("deputyships/" + id);
  if (until.has_value()) *deputyship.mutable_valid_until() = iran::ToDate(*until);
  if (!successor.empty()) deputyship.set_successor("deputyships/" + successor);
  deputyship.set_etag(EtagOf(row_version));
  return deputyship;
}

class DeputyshipCopiesConformance : public testing::StoreConformance {
 protected:
  DeputyshipCopiesConformance() : StoreConformance({{"catalog", &Migrations()}}) {}

  void Hear(const google::protobuf::Message& resource) {
    feed::v1::Event event;
    event.mutable_payload()->PackFrom(resource);
    ASSERT_THAT(Write([&](db::Session& session) { return copies_.Apply(session, event); }), IsOk());
  }
  domain::Keeper KeeperOn(const std::string& owner, absl::CivilDay day) {
    return Read([&](db::Session& session) { return copies_.KeeperOn(session, "deputyships/" + owner, day); }).value();
  }

  const DeputyshipCopies copies_;
};

TEST_P(DeputyshipCopiesConformance, OwnerKeepsUntilItHasEnded) {
  Hear(Of("old", kDay, "new"));
  Hear(Of("new"));
  EXPECT_EQ(KeeperOn("old", kDay - 1).deputyship, "deputyships/old");
  EXPECT_EQ(KeeperOn("old", kDay).deputyship, "deputyships/new");
  EXPECT_TRUE(KeeperOn("old", kDay).is_there);
}

TEST_P(DeputyshipCopiesConformance, SuccessorThatHasEndedHasItsOwn) {
  Hear(Of("old", kDay, "new"));
  Hear(Of("new", kDay + 10, "newest"));
  EXPECT_EQ(KeeperOn("old", kDay + 9).deputyship, "deputyships/new");
  EXPECT_EQ(KeeperOn("old", kDay + 10).deputyship, "deputyships/newest");
  EXPECT_TRUE(KeeperOn("old", kDay + 10).is_there) << "nothing was heard of it";
}

TEST_P(DeputyshipCopiesConformance, WithoutASuccessorNobodyIsThere) {
  Hear(Of("old", kDay));
  EXPECT_TRUE(KeeperOn("old", kDay - 1).is_there);
  EXPECT_EQ(KeeperOn("old", kDay).deputyship, "deputyships/old");
  EXPECT_FALSE(KeeperOn("old", kDay).is_there);
}

TEST_P(DeputyshipCopiesConformance, SuccessorThatHasYetToBeginIsNotThere) {
  Hear(Of("old", kDay, "new"));
  guideline::v1::Deputyship later = Of("new");
  *later.mutable_valid_from() = iran::ToDate(kDay + 1);
  Hear(later);
  EXPECT_EQ(KeeperOn("old", kDay).deputyship, "deputyships/new");
  EXPECT_FALSE(KeeperOn("old", kDay).is_there);
  EXPECT_TRUE(KeeperOn("old", kDay + 1).is_there);
}

TEST_P(DeputyshipCopiesConformance, CircleOfWhatWasHeardHasAnEnd) {
  Hear(Of("old", kDay, "new"));
  Hear(Of("new", kDay, "old"));
  EXPECT_FALSE(KeeperOn("old", kDay).is_there);
}

TEST_P(DeputyshipCopiesConformance, NewestIsKeptAndOtherThingsArePassedOver) {
  Hear(Of("old", kDay, "new", 2));
  Hear(Of("old"));
  Hear(guideline::v1::Directive());
  EXPECT_EQ(KeeperOn("old", kDay).deputyship, "deputyships/new");
}

INSTANTIATE_TEST_SUITE_P(AllBackends, DeputyshipCopiesConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
