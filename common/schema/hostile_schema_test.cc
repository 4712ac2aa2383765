// Schemas and documents written to do harm: each is an error for its author, soon.
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/schema/schema.h"
#include "common/schema/schema_test_support.h"
#include "common/testing/status_matchers.h"

namespace mosbat::schema {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::IsEmpty;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

google::protobuf::Struct Nested(int depth) {
  google::protobuf::Struct schema;
  google::protobuf::Struct* at = &schema;
  for (int i = 0; i < depth; ++i) at = (*at->mutable_fields())["not"].mutable_struct_value();
  return schema;
}

TEST(HostileSchemaTest, DeepNesting) {
  EXPECT_THAT(Compile(Nested(31)), IsOk());
  EXPECT_THAT(Compile(Nested(32)), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
  EXPECT_THAT(Compile(Nested(3'000)), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
}

TEST(HostileSchemaTest, AnEnumOfAMegabyte) {
  google::protobuf::Struct schema;
  auto& values = *(*schema.mutable_fields())["enum"].mutable_list_value();
  values.add_values()->set_string_value(std::string(1 << 20, 'x'));
  EXPECT_THAT(Compile(schema), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
  values.Clear();
  for (int i = 0; i < 3'000; ++i) values.add_values()->set_number_value(i);
  EXPECT_THAT(Compile(schema), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
}

TEST(HostileSchemaTest, ReferencesThatDoubleAtEachStep) {
  std::string definitions;
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&definitions, "\"d", i, "\": {\"allOf\": [{\"$ref\": \"#/definitions/d", i + 1,
                    "\"}, {\"$ref\": \"#/definitions/d", i + 1, "\"}]},");
  }
  EXPECT_THAT(Compile(StructOf(absl::StrCat(R"({"$ref": "#/definitions/d0", "definitions": {)", definitions,
                                            R"("d40": {"type": "object"}}})"))),
              FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
}

TEST(HostileSchemaTest, ReferencesInALoop) {
  for (
      const char* schema : {
          R"({"$ref": "#"})",
          R"({"properties": {"a": {"$ref": "#"}}})",
          R"({"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}})",
          R"({"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}})",
          R"({"$ref": "#/definitions/a", "definitions": {"a": {"items": {"$ref": "#/definitions/a"}}}})",
      }) {
    EXPECT_THAT(Compile(StructOf(schema)), FailsWith(kInvalid, "SCHEMA_UNSUPPORTED")) << schema;
  }
}

TEST(HostileSchemaTest, ReferencesOutOfTheDocument) {
  for (const char* target : {"http://localhost:1/schema.json", "file:///etc/passwd", "other.json#/definitions/a",
                             "urn:x", "#/definitions/none", "#/properties/a", "#/definitions/a/items", "#/definitions/",
                             "#definitions/a", "", "#/definitions/a#x"}) {
    EXPECT_THAT(Compile(StructOf(absl::StrCat(R"({"properties": {"a": {"$ref": ")", target,
                                              R"("}}, "definitions": {"a": {"items": {}}}})"))),
                FailsWith(kInvalid, "SCHEMA_UNSUPPORTED"))
        << target;
  }
}

TEST(HostileSchemaTest, PatternsThatExplode) {
  EXPECT_THAT(Compile(StructOf(R"j({"pattern": "((a{100}){100}){100}"})j")), FailsWith(kInvalid, "SCHEMA_UNSUPPORTED"));
  EXPECT_THAT(Compile(StructOf(absl::StrCat("{\"pattern\": \"", std::string(501, 'a'), "\"}"))),
              FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
}

// Exponential where an expression is tried by backtracking, and a recursion of 200,000 calls in std::regex.
TEST(HostileSchemaTest, PatternsThatBacktrackForEver) {
  const auto schema = Compile(StructOf(R"j({"pattern": "^(a+)+$"})j"));
  ASSERT_THAT(schema, IsOk());
  EXPECT_EQ((*schema)->Validate(ValueOf(absl::StrCat("\"", std::string(200'000, 'a'), "!\""))).size(), 1u);
  EXPECT_THAT((*schema)->Validate(ValueOf(absl::StrCat("\"", std::string(200'000, 'a'), "\""))), IsEmpty());
}

TEST(HostileSchemaTest, ManyUniqueLists) {
  std::string lists = R"({"uniqueItems": true})";
  for (int i = 0; i < 5; ++i) lists += R"(, {"uniqueItems": true})";
  EXPECT_THAT(Compile(StructOf(absl::StrCat(R"({"allOf": [)", lists, "]}"))), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
}

TEST(HostileSchemaTest, NumbersThatAreNone) {
  google::protobuf::Struct schema;
  (*schema.mutable_fields())["maximum"].set_number_value(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(Compile(schema), FailsWith(kInvalid, "SCHEMA_MALFORMED"));
}

TEST(HostileDocumentTest, IsNotJudgedBeyondTheLimits) {
  const auto schema = Compile(StructOf(R"({"uniqueItems": true})"));
  ASSERT_THAT(schema, IsOk());
  google::protobuf::Value long_list;
  for (int i = 0; i < 1'001; ++i) long_list.mutable_list_value()->add_values()->set_number_value(i);
  google::protobuf::Value many_values;
  for (int i = 0; i < 1'000; ++i) {
    auto& one = *many_values.mutable_list_value()->add_values()->mutable_list_value();
    for (int n = 0; n < 4; ++n) one.add_values()->set_number_value(n);
  }
  google::protobuf::Value long_text;
  long_text.set_string_value(std::string(300'000, 'x'));
  google::protobuf::Value deep;
  google::protobuf::Value* at = &deep;
  for (int i = 0; i < 5'000; ++i) at = at->mutable_list_value()->add_values();
  google::protobuf::Value nul;
  nul.set_string_value(std::string("a\0b", 3));
  google::protobuf::Value infinite;
  infinite.set_number_value(std::numeric_limits<double>::infinity());
  for (const auto* document : {&long_list, &many_values, &long_text, &deep, &nul, &infinite}) {
    const std::vector<Fault> faults = (*schema)->Validate(*document);
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults[0].keyword, "limit");
  }
}

TEST(HostileDocumentTest, TheLongestUniqueListIsJudged) {
  const auto schema = Compile(StructOf(R"({"uniqueItems": true})"));
  ASSERT_THAT(schema, IsOk());
  google::protobuf::Value list;
  for (int i = 0; i < 1'000; ++i) list.mutable_list_value()->add_values()->set_string_value(absl::StrCat("x", i));
  EXPECT_THAT((*schema)->Validate(list), IsEmpty());
  list.mutable_list_value()->mutable_values(999)->set_string_value("x0");
  EXPECT_EQ((*schema)->Validate(list).size(), 1u);
}

}  // namespace
}  // namespace mosbat::schema
