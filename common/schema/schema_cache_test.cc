#include "common/schema/schema_cache.h"

#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/schema/schema_test_support.h"
#include "common/testing/status_matchers.h"

namespace mosbat::schema {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;

TEST(SchemaCacheTest, AKeyIsCompiledOnce) {
  SchemaCache cache;
  const auto first = cache.Get("serviceTypes/a/revisions/1", StructOf(R"({"type": "object"})"));
  const auto second = cache.Get("serviceTypes/a/revisions/1", StructOf(R"({"type": "object"})"));
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(*first, *second);
}

TEST(SchemaCacheTest, TheKeyNotAskedForLongestIsForgotten) {
  SchemaCache cache(/*capacity=*/2);
  const auto schema = StructOf(R"({"type": "object"})");
  const auto a = *cache.Get("a", schema);
  const auto b = *cache.Get("b", schema);
  EXPECT_EQ(*cache.Get("a", schema), a);
  ASSERT_THAT(cache.Get("c", schema), IsOk());
  EXPECT_EQ(*cache.Get("a", schema), a);
  EXPECT_NE(*cache.Get("b", schema), b);
}

TEST(SchemaCacheTest, ErrorsAreNotKept) {
  SchemaCache cache;
  EXPECT_THAT(cache.Get("a", StructOf(R"({"type": 1})")),
              FailsWith(absl::StatusCode::kInvalidArgument, "SCHEMA_MALFORMED"));
  EXPECT_THAT(cache.Get("a", StructOf(R"({"type": "object"})")), IsOk());
}

TEST(SchemaCacheTest, ManyThreadsShareIt) {
  SchemaCache cache(/*capacity=*/4);
  const auto schema = StructOf(R"({"type": "object"})");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 300; ++n) {
        const auto compiled = cache.Get(std::to_string(n % 7), schema);
        ASSERT_THAT(compiled, IsOk());
        EXPECT_TRUE((*compiled)->Validate(google::protobuf::Struct()).empty());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace mosbat::schema
