#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/store_conformance.h"
#include "services/catalog/store/entrustment_store.h"
#include "services/catalog/store/migrations.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;
using State = v1::Entrustment::State;

v1::Entrustment Of(const std::string& id, const std::string& type, State state = v1::Entrustment::PROPOSED) {
  v1::Entrustment entrustment;
  entrustment.set_name(absl::StrCat("entrustments/", id));
  entrustment.set_service_type(absl::StrCat("serviceTypes/", type));
  entrustment.set_state(state);
  return entrustment;
}

class EntrustmentStoreConformance : public testing::StoreConformance {
 protected:
  EntrustmentStoreConformance() : StoreConformance({{"catalog", &Migrations()}}) {}

  absl::StatusOr<v1::Entrustment> Insert(const v1::Entrustment& entrustment) {
    return Write([&](db::Session& session) { return store_.Insert(session, entrustment); });
  }
  absl::StatusOr<v1::Entrustment> Replace(const v1::Entrustment& entrustment) {
    return Write([&](db::Session& session) { return store_.Replace(session, entrustment); });
  }
  absl::StatusOr<v1::Entrustment> Get(const std::string& name) {
    return Write([&](db::Session& session) { return store_.Get(session, name); });
  }
  std::vector<std::string> List(const EntrustmentStore::Filter& filter, const std::string& after = "",
                                int limit = 100) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, filter, after, limit); }));
  }

  const EntrustmentStore store_;
};

TEST_P(EntrustmentStoreConformance, GetReturnsWhatWasInserted) {
  const absl::StatusOr<v1::Entrustment> inserted = Insert(Of("1", "home-visit"));
  ASSERT_THAT(inserted, IsOk());
  EXPECT_NE(inserted->etag(), "");
  EXPECT_EQ(Get("entrustments/1")->SerializeAsString(), inserted->SerializeAsString());
}

TEST_P(EntrustmentStoreConformance, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Get("entrustments/none"), FailsWith(StatusCode::kNotFound, "ENTRUSTMENT_NOT_FOUND"));
}

TEST_P(EntrustmentStoreConformance, SecondWriterOfOneRowVersionIsAborted) {
  const absl::StatusOr<v1::Entrustment> inserted = Insert(Of("1", "home-visit"));
  ASSERT_THAT(inserted, IsOk());

  const absl::StatusOr<v1::Entrustment> replaced = Replace(*inserted);
  ASSERT_THAT(replaced, IsOk());
  EXPECT_NE(replaced->etag(), inserted->etag());
  EXPECT_THAT(Replace(*inserted), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(EntrustmentStoreConformance, ListsInByteOrderAfterAName) {
  for (const char* id : {"3", "1", "2", "10"}) ASSERT_THAT(Insert(Of(id, "home-visit")), IsOk());
  EXPECT_THAT(List({}), ElementsAre("entrustments/1", "entrustments/10", "entrustments/2", "entrustments/3"));
  EXPECT_THAT(List({}, "entrustments/1", 2), ElementsAre("entrustments/10", "entrustments/2"));
}

TEST_P(EntrustmentStoreConformance, ListIsNarrowedByTypeAndByTheStateThatItIsInNow) {
  ASSERT_THAT(Insert(Of("1", "home-visit")), IsOk());
  ASSERT_THAT(Insert(Of("2", "interview", v1::Entrustment::ACTIVE)), IsOk());
  absl::StatusOr<v1::Entrustment> activated = Insert(Of("3", "home-visit"));
  ASSERT_THAT(activated, IsOk());
  activated->set_state(v1::Entrustment::ACTIVE);
  ASSERT_THAT(Replace(*activated), IsOk());

  EXPECT_THAT(List({.service_type = "serviceTypes/home-visit"}), ElementsAre("entrustments/1", "entrustments/3"));
  EXPECT_THAT(List({.state = v1::Entrustment::ACTIVE}), ElementsAre("entrustments/2", "entrustments/3"));
  EXPECT_THAT(List({.service_type = "serviceTypes/home-visit", .state = v1::Entrustment::ACTIVE}),
              ElementsAre("entrustments/3"));
}

TEST_P(EntrustmentStoreConformance, ListsThePilotsOfATypeThatAreProposedOrActive) {
  const auto insert = [&](const char* id, const char* type, State state, bool pilot) {
    v1::Entrustment one = Of(id, type, state);
    one.set_pilot(pilot);
    ASSERT_THAT(Insert(one), IsOk());
  };
  insert("1", "home-visit", v1::Entrustment::PROPOSED, true);
  insert("2", "home-visit", v1::Entrustment::ACTIVE, true);
  insert("3", "home-visit", v1::Entrustment::ACTIVE, false);
  insert("4", "home-visit", v1::Entrustment::SUSPENDED, true);
  insert("5", "home-visit", v1::Entrustment::ENDED, true);
  insert("6", "interview", v1::Entrustment::PROPOSED, true);

  const auto pilots = [&] {
    return NamesOf(Write([&](db::Session& session) { return store_.ListPilots(session, "serviceTypes/home-visit"); }));
  };
  EXPECT_THAT(pilots(), ElementsAre("entrustments/1", "entrustments/2"));
  v1::Entrustment ended = *Get("entrustments/1");
  ended.set_state(v1::Entrustment::ENDED);
  ASSERT_THAT(Replace(ended), IsOk());
  EXPECT_THAT(pilots(), ElementsAre("entrustments/2"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, EntrustmentStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
