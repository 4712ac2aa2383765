// What Validate finds, which takes schemas apart itself, is what the library says of the whole: of random schemas and
// documents both accept the same.
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "common/schema/json.h"
#include "common/schema/known.h"
#include "common/schema/random_json.h"
#include "common/schema/schema.h"

namespace mosbat::schema {
namespace {

constexpr uint64_t kSeed = 20261122;
constexpr int kSchemas = 3'000;
constexpr int kDocuments = 30;

// As Validate reads it: whole numbers are integers.
nlohmann::json Read(const google::protobuf::Struct& fields) {
  return JsonReader({.bytes = 1'000'000, .depth = 100, .values = 100'000, .items = 100'000}).Read(fields);
}

TEST(JudgementPropertyTest, AcceptsWhatTheLibraryAccepts) {
  RandomJson random(kSeed);
  RecordProperty("seed", std::to_string(kSeed));
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < kSchemas; ++i) {
    const google::protobuf::Struct schema = SchemaInField(random.Schema(4));
    const auto compiled = Compile(schema);
    if (ReasonOf(compiled.status()) == "SCHEMA_TOO_LARGE") continue;
    ASSERT_TRUE(compiled.ok()) << compiled.status();
    const Judge library(Read(schema));
    for (int n = 0; n < kDocuments; ++n) {
      const google::protobuf::Struct document = InField(random.Document(3));
      const bool holds = library.Accepts(Read(document));
      ++(holds ? accepted : refused);
      ASSERT_EQ((*compiled)->Validate(document).empty(), holds) << "seed " << kSeed << ", schema " << i << "\n"
                                                                << Read(schema) << "\ndocument " << Read(document);
    }
  }
  EXPECT_GT(accepted, kSchemas * 3);
  EXPECT_GT(refused, kSchemas * 3);
}

}  // namespace
}  // namespace mosbat::schema
