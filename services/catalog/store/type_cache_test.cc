#include "services/catalog/store/type_cache.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "common/rpc/call.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "services/catalog/store/migrations.h"

namespace mosbat::catalog {
namespace {

using testing::IsOk;

constexpr char kName[] = "serviceTypes/home-visit";

v1::ServiceType AtRowVersion(int64_t row_version) {
  v1::ServiceType type;
  type.set_name(kName);
  type.set_level(static_cast<int>(row_version));
  type.set_etag(EtagOf(row_version));
  return type;
}

class TypeCacheTest : public ::testing::Test {
 protected:
  int Level() const {
    const std::shared_ptr<const v1::ServiceType> type = cache_.Find(kName);
    return type == nullptr ? 0 : type->level();
  }

  const ServiceTypeStore types_;
  TypeCache cache_{types_};
};

TEST_F(TypeCacheTest, DoesNotKnowWhatWasNeverPutIn) { EXPECT_EQ(cache_.Find(kName), nullptr); }

TEST_F(TypeCacheTest, KeepsTheNewestWhateverTheOrder) {
  cache_.Put(AtRowVersion(2));
  cache_.Put(AtRowVersion(1));
  EXPECT_EQ(Level(), 2);
  cache_.Put(AtRowVersion(10));
  EXPECT_EQ(Level(), 10);
}

TEST_F(TypeCacheTest, TakesServiceTypesFromEventsAndNothingElse) {
  cache_.Apply(rpc::NewEvent("ServiceTypeUpdated", kName, AtRowVersion(3)));
  EXPECT_EQ(Level(), 3);

  v1::Entrustment entrustment;
  entrustment.set_name("entrustments/1");
  cache_.Apply(rpc::NewEvent("EntrustmentProposed", "entrustments/1", entrustment));
  EXPECT_EQ(cache_.Find("entrustments/1"), nullptr);
}

TEST_F(TypeCacheTest, WhatWasFoundStaysAsItWasFound) {
  cache_.Put(AtRowVersion(1));
  const std::shared_ptr<const v1::ServiceType> found = cache_.Find(kName);
  cache_.Put(AtRowVersion(2));
  EXPECT_EQ(found->level(), 1);
}

TEST_F(TypeCacheTest, ReadersSeeOnlyWholeTypesAndNeverGoBack) {
  constexpr int kVersions = 2000;
  std::thread writer([this] {
    for (int version = 1; version <= kVersions; ++version) cache_.Put(AtRowVersion(version));
  });
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 4; ++reader) {
    readers.emplace_back([this] {
      int last = 0;
      while (last < kVersions) {
        const std::shared_ptr<const v1::ServiceType> type = cache_.Find(kName);
        if (type == nullptr) continue;
        EXPECT_EQ(type->etag(), EtagOf(type->level()));
        EXPECT_GE(type->level(), last);
        last = type->level();
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
}

class StoredTypeCacheTest : public TypeCacheTest {
 protected:
  absl::Status Insert(const std::string& name) {
    return database_->Transact([&](db::Session& session) {
      v1::ServiceType type;
      type.set_name(name);
      type.set_state(v1::ServiceType::PROPOSED);
      return types_.Insert(session, type).status();
    });
  }

  std::unique_ptr<db::Database> database_ = testing::SqliteMemory().Open({{"catalog", &Migrations()}});
};

TEST_F(StoredTypeCacheTest, FillReadsEveryPage) {
  constexpr int kTypes = 1001;
  for (int i = 0; i < kTypes; ++i) ASSERT_THAT(Insert(absl::StrCat("serviceTypes/t-", i)), IsOk());

  ASSERT_THAT(database_->Read([this](db::Session& session) { return cache_.Fill(session); }), IsOk());

  for (int i = 0; i < kTypes; ++i) EXPECT_NE(cache_.Find(absl::StrCat("serviceTypes/t-", i)), nullptr) << i;
}

TEST_F(StoredTypeCacheTest, RefreshReadsTheNamedOnes) {
  ASSERT_THAT(Insert(kName), IsOk());
  ASSERT_THAT(Insert("serviceTypes/interview"), IsOk());

  ASSERT_THAT(database_->Read([this](db::Session& session) { return cache_.Refresh(session, {kName}); }), IsOk());

  EXPECT_NE(cache_.Find(kName), nullptr);
  EXPECT_EQ(cache_.Find("serviceTypes/interview"), nullptr);
}

TEST(TypeCacheAllTest, HoldsTheNewestOfEachTypeInTheOrderOfNames) {
  const ServiceTypeStore types;
  TypeCache cache{types};
  const auto put = [&](const std::string& name, const std::string& etag, const std::string& title) {
    v1::ServiceType type;
    type.set_name(name);
    type.set_etag(etag);
    type.mutable_title()->set_fa(title);
    cache.Put(type);
  };
  put("serviceTypes/b", EtagOf(1), "بینایی");
  put("serviceTypes/a", EtagOf(3), "شنوایی");
  const std::shared_ptr<const TypeCache::Types> before = cache.All();
  put("serviceTypes/a", EtagOf(2), "کهنه");
  EXPECT_EQ(cache.All(), before);
  put("serviceTypes/b", EtagOf(2), "بینایی کودکان");
  const std::shared_ptr<const TypeCache::Types> after = cache.All();

  ASSERT_EQ(after->size(), 2u);
  EXPECT_EQ((*after)[0]->type.title().fa(), "شنوایی");
  EXPECT_EQ((*after)[1]->type.title().fa(), "بینایی کودکان");
  EXPECT_THAT((*after)[1]->words, ::testing::Contains("کودکان"));
  EXPECT_EQ((*before)[1]->type.title().fa(), "بینایی");
}

}  // namespace
}  // namespace mosbat::catalog
