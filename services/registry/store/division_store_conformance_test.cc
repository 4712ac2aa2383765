#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/store/division_store.h"
#include "services/registry/testing/store_conformance.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class DivisionStoreConformance : public RegistryStoreConformance {
 protected:
  void InsertProvince(const std::string& name) {
    v1::Province province;
    province.set_name(name);
    ASSERT_THAT(Write([&](db::Session& session) { return store_.Insert(session, province); }), IsOk());
  }
  void InsertCounty(const std::string& name) {
    v1::County county;
    county.set_name(name);
    ASSERT_THAT(Write([&](db::Session& session) { return store_.Insert(session, county); }), IsOk());
  }
  std::vector<std::string> Counties(const std::string& province, const std::string& after = "", int limit = 100) {
    return NamesOf(Read([&](db::Session& session) { return store_.ListCounties(session, province, after, limit); }));
  }

  const DivisionStore store_;
};

TEST_P(DivisionStoreConformance, WhatIsMissingIsSaidInItsOwnWords) {
  EXPECT_THAT(Read([&](db::Session& session) { return store_.GetProvince(session, "provinces/30"); }),
              FailsWith(StatusCode::kNotFound, "PROVINCE_NOT_FOUND"));
  EXPECT_THAT(Read([&](db::Session& session) { return store_.GetCounty(session, "provinces/30/counties/3001"); }),
              FailsWith(StatusCode::kNotFound, "COUNTY_NOT_FOUND"));
}

TEST_P(DivisionStoreConformance, ReplaceGivesTheNextEtagAndOnlyOnce) {
  InsertProvince("provinces/30");
  auto province = Read([&](db::Session& session) { return store_.GetProvince(session, "provinces/30"); });
  ASSERT_THAT(province, IsOk());
  province->mutable_title()->set_fa("البرز");

  const auto replaced = Write([&](db::Session& session) { return store_.Replace(session, *province); });
  ASSERT_THAT(replaced, IsOk());
  EXPECT_NE(replaced->etag(), province->etag());
  EXPECT_THAT(Write([&](db::Session& session) { return store_.Replace(session, *province); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_EQ(Read([&](db::Session& session) { return store_.GetProvince(session, "provinces/30"); })->title().fa(),
            "البرز");
}

TEST_P(DivisionStoreConformance, ProvincesComeInByteOrderOfNames) {
  InsertProvince("provinces/30");
  InsertProvince("provinces/00");
  InsertProvince("provinces/23");
  const auto list = [&](const std::string& after, int limit) {
    return NamesOf(Read([&](db::Session& session) { return store_.ListProvinces(session, after, limit); }));
  };
  EXPECT_THAT(list("", 2), ElementsAre("provinces/00", "provinces/23"));
  EXPECT_THAT(list("provinces/23", 2), ElementsAre("provinces/30"));
}

TEST_P(DivisionStoreConformance, CountiesAreThoseOfTheProvinceOrAll) {
  InsertCounty("provinces/30/counties/3002");
  InsertCounty("provinces/30/counties/3001");
  InsertCounty("provinces/23/counties/2301");
  EXPECT_THAT(Counties("provinces/30"), ElementsAre("provinces/30/counties/3001", "provinces/30/counties/3002"));
  EXPECT_THAT(Counties("provinces/30", "provinces/30/counties/3001"), ElementsAre("provinces/30/counties/3002"));
  EXPECT_THAT(Counties("provinces/3"), ElementsAre());
  EXPECT_THAT(Counties("", "", 2), ElementsAre("provinces/23/counties/2301", "provinces/30/counties/3001"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, DivisionStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::registry
