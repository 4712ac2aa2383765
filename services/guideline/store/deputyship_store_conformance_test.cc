#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/store/deputyship_store.h"
#include "services/guideline/testing/store_conformance.h"

namespace mosbat::guideline {
namespace {

using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;

v1::Deputyship Deputyship(const std::string& id) {
  v1::Deputyship deputyship;
  deputyship.set_name("deputyships/" + id);
  deputyship.mutable_title()->set_fa("معاونت " + id);
  return deputyship;
}

class DeputyshipStoreConformance : public testing::StoreConformance {
 protected:
  absl::StatusOr<v1::Deputyship> Insert(const v1::Deputyship& deputyship) {
    return Write([&](db::Session& session) { return store_.Insert(session, deputyship); });
  }

  absl::StatusOr<v1::Deputyship> Replace(const v1::Deputyship& deputyship) {
    return Write([&](db::Session& session) { return store_.Replace(session, deputyship); });
  }

  absl::StatusOr<v1::Deputyship> Get(const std::string& id) {
    return Write([&](db::Session& session) { return store_.Get(session, "deputyships/" + id); });
  }

  const DeputyshipStore store_;
};

TEST_P(DeputyshipStoreConformance, GivesBackWhatWasInserted) {
  const auto inserted = Insert(Deputyship("health"));
  ASSERT_THAT(inserted, IsOk());
  EXPECT_NE(inserted->etag(), "");
  const auto found = Get("health");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->ShortDebugString(), inserted->ShortDebugString());
}

TEST_P(DeputyshipStoreConformance, ThereIsNoneOfAnotherName) {
  ASSERT_THAT(Insert(Deputyship("health")), IsOk());
  EXPECT_THAT(Get("social"), FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND"));
}

TEST_P(DeputyshipStoreConformance, TakenNameIsAUniqueViolation) {
  ASSERT_THAT(Insert(Deputyship("health")), IsOk());
  EXPECT_TRUE(MeetsTakenKey([&](auto& session) { return store_.Insert(session, Deputyship("health")); }));
  EXPECT_FALSE(MeetsTakenKey([&](auto& session) { return store_.Insert(session, Deputyship("social")); }));
}

TEST_P(DeputyshipStoreConformance, SecondWriterOfOneRowVersionIsAborted) {
  const auto read = Insert(Deputyship("health"));
  ASSERT_THAT(read, IsOk());
  const auto replaced = Replace(*read);
  ASSERT_THAT(replaced, IsOk());
  EXPECT_NE(replaced->etag(), read->etag());
  EXPECT_THAT(Replace(*read), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(DeputyshipStoreConformance, ListsByNameInPages) {
  for (const char* id : {"social", "health", "rehabilitation"}) ASSERT_THAT(Insert(Deputyship(id)), IsOk());
  const auto page = [&](const std::string& after, int limit) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, after, limit); }));
  };
  EXPECT_THAT(page("", 2), ElementsAre("deputyships/health", "deputyships/rehabilitation"));
  EXPECT_THAT(page("deputyships/rehabilitation", 2), ElementsAre("deputyships/social"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, DeputyshipStoreConformance, ::testing::ValuesIn(mosbat::testing::AllBackends()),
                         mosbat::testing::BackendName);

}  // namespace
}  // namespace mosbat::guideline
