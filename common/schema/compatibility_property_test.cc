// Soundness: of random schemas, random changes to them and random documents, no document is ever accepted by the older
// schema and refused by the newer one where FindBreaks found nothing.
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "common/schema/compatibility.h"
#include "common/schema/random_json.h"
#include "common/schema/schema_test_support.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

constexpr uint64_t kSeed = 20260321;
constexpr int kPairs = 2'500;
constexpr int kDocuments = 40;

TEST(CompatibilityPropertyTest, NoDocumentIsRefusedAfterNothingBroke) {
  RandomJson random(kSeed);
  RecordProperty("seed", std::to_string(kSeed));
  int proved = 0;
  int accepted_by_both = 0;
  int broken = 0;
  for (int pair = 0; pair < kPairs; ++pair) {
    const json older = random.Schema(3);
    json newer = older;
    for (int changes = 1 + random.Below(3); changes > 0; --changes) random.Change(newer, 3);
    const auto breaks = FindBreaks(SchemaInField(older), SchemaInField(newer));
    if (ReasonOf(breaks.status()) == "SCHEMA_TOO_LARGE") continue;
    ASSERT_TRUE(breaks.ok()) << breaks.status() << " " << older << " " << newer;
    if (!breaks->empty()) {
      ++broken;
      continue;
    }
    if (older != newer) ++proved;
    const auto before = Compile(SchemaInField(older)).value();
    const auto after = Compile(SchemaInField(newer)).value();
    for (int i = 0; i < kDocuments; ++i) {
      const json document = random.Document(3);
      if (!before->Validate(InField(document)).empty()) continue;
      ++accepted_by_both;
      ASSERT_TRUE(after->Validate(InField(document)).empty())
          << "seed " << kSeed << ", pair " << pair << "\nolder " << older << "\nnewer " << newer << "\ndocument "
          << document;
    }
  }
  // It says something only if both verdicts are given and documents get through.
  EXPECT_GT(proved, kPairs / 10);
  EXPECT_GT(broken, kPairs / 10);
  EXPECT_GT(accepted_by_both, kPairs);
}

TEST(CompatibilityPropertyTest, EverySchemaIsCompatibleWithItself) {
  RandomJson random(kSeed + 1);
  for (int i = 0; i < 1'000; ++i) {
    const auto schema = SchemaInField(random.Schema(3));
    const auto breaks = FindBreaks(schema, schema);
    if (ReasonOf(breaks.status()) == "SCHEMA_TOO_LARGE") continue;
    ASSERT_TRUE(breaks.ok());
    EXPECT_TRUE(breaks->empty()) << schema.DebugString();
  }
}

}  // namespace
}  // namespace mosbat::schema
