#include "common/schema/contradictions.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/schema/schema.h"
#include "common/schema/schema_test_support.h"
#include "common/testing/status_matchers.h"

namespace mosbat::schema {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

struct Row {
  std::string schema;
  std::string place;
};

TEST(ContradictionsTest, AreNamedByTheirPathInBothLanguages) {
  const Row rows[] = {
      {R"({"required": ["a"], "additionalProperties": false})", "/required/0"},
      {R"({"properties": {"a": {}}, "required": ["a", "b"], "additionalProperties": false})", "/required/1"},
      {R"({"properties": {"a": false}, "required": ["a"]})", "/required/0"},
      {R"({"minimum": 5, "maximum": 3})", "/maximum"},
      {R"({"minimum": 5, "exclusiveMaximum": 5})", "/exclusiveMaximum"},
      {R"({"exclusiveMinimum": 5, "maximum": 5})", "/maximum"},
      {R"({"minLength": 3, "maxLength": 2})", "/maxLength"},
      {R"({"minItems": 1, "maxItems": 0})", "/maxItems"},
      {R"({"type": "string", "const": 5})", "/const"},
      {R"({"type": "integer", "enum": ["1", 2.5]})", "/enum"},
      {R"({"enum": [1, 2], "minimum": 3})", "/enum"},
      {R"({"enum": ["long"], "maxLength": 3})", "/enum"},
      {R"({"properties": {"a": {"items": {"minimum": 5, "maximum": 3}}}})", "/properties/a/items/maximum"},
      {R"({"type": "integer", "minimum": 5, "maximum": 3})", "/maximum"},
      {R"({"type": ["integer", "number"], "minimum": 5, "maximum": 3})", "/maximum"},
      {R"({"type": "object", "required": ["a"], "additionalProperties": false})", "/required/0"},
      {R"({"anyOf": [{}, {"minItems": 1, "maxItems": 0}]})", "/anyOf/1/maxItems"},
      {R"({"oneOf": [{"type": "string", "minLength": 2, "maxLength": 1}, {}]})", "/oneOf/0/maxLength"},
      {R"({"if": {}, "then": {"type": "null", "const": 1}})", "/then/const"},
      {R"({"additionalProperties": {"type": "null", "const": 1}})", "/additionalProperties/const"},
      {R"({"definitions": {"x": {"type": "null", "const": 1}}, "$ref": "#/definitions/x"})", "/definitions/x/const"},
      {R"({"definitions": {"x": {"type": "null", "const": 1}},
           "properties": {"a": {"$ref": "#/definitions/x"}, "b": {"$ref": "#/definitions/x"}}})",
       "/definitions/x/const"},
      {R"({"properties": {"a": {}}, "additionalProperties": false, "allOf": [{}, {"required": ["a", "b"]}]})",
       "/allOf/1/required/1"},
      {R"({"properties": {"a": {}}, "additionalProperties": false, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})",
       "/anyOf/1/required/0"},
      {R"({"additionalProperties": false, "oneOf": [{}, {"properties": {"b": {}}, "required": ["b"]}]})",
       "/oneOf/1/required/0"},
      {R"({"properties": {"a": {}}, "additionalProperties": false,
           "if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["a"]}})",
       "/then/required/0"},
      {R"({"additionalProperties": false, "if": {}, "else": {"allOf": [{"anyOf": [{"required": ["b"]}]}]}})",
       "/else/allOf/0/anyOf/0/required/0"},
      {R"({"properties": {"b": false}, "anyOf": [{}, {"required": ["b"]}]})", "/anyOf/1/required/0"},
      {R"({"additionalProperties": false, "allOf": [{"additionalProperties": false, "required": ["b"]}]})",
       "/allOf/0/required/0"},
      {R"({"properties": {"a": {"type": "object", "additionalProperties": false, "anyOf": [{}, {"required": ["b"]}]}}})",
       "/properties/a/anyOf/1/required/0"},
      {R"({"definitions": {"base": {"properties": {"a": {}}, "required": ["a"]}},
           "allOf": [{"$ref": "#/definitions/base"}], "properties": {"b": {}}, "additionalProperties": false})",
       "/definitions/base/required/0"},
  };
  for (const Row& row : rows) {
    ASSERT_THAT(Compile(StructOf(row.schema)), IsOk()) << row.schema;
    const absl::Status status = RequireNoContradiction(StructOf(row.schema), "form");
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "SCHEMA_CONTRADICTORY")) << row.schema;
    const auto en = FaultsOf(status, Language::kEnglish);
    ASSERT_EQ(en.size(), 1u) << row.schema;
    EXPECT_EQ(en[0].first, "form" + row.place);
    EXPECT_NE(en[0].second, FaultsOf(status, Language::kPersian)[0].second);
  }
}

TEST(ContradictionsTest, WhatSomethingMeetsIsNone) {
  for (
      const char* const schema : {
          "{}",
          R"({"required": ["a"]})",
          R"({"properties": {"a": {}}, "required": ["a"], "additionalProperties": false})",
          R"({"required": ["a"], "additionalProperties": {"type": "string"}})",
          R"({"properties": {"a": false}})",
          R"({"minimum": 5, "maximum": 5})",
          R"({"exclusiveMinimum": 4, "exclusiveMaximum": 5})",
          R"({"minLength": 2, "maxLength": 2, "minItems": 0, "maxItems": 0})",
          R"({"type": "string", "enum": ["a", 5]})",
          R"({"type": ["string", "null"], "const": null})",
          R"({"enum": [{"a": [1]}]})",
          R"({"type": ["integer", "string"], "minimum": 5, "maximum": 3})",
          R"({"type": "string", "minimum": 5, "maximum": 3})",
          R"({"type": ["object", "null"], "required": ["x"], "additionalProperties": false})",
          R"({"type": ["string", "null"], "minLength": 3, "maxLength": 2})",
          R"({"type": ["array", "null"], "minItems": 1, "maxItems": 0})",
          R"({"not": {"minItems": 1, "maxItems": 0}})",
          R"({"if": {"type": "null", "const": 1}, "then": {}})",
          R"({"definitions": {"x": {"minimum": 5, "maximum": 3}}, "not": {"$ref": "#/definitions/x"}})",
          R"({"properties": {"a": {}}, "additionalProperties": false, "anyOf": [{"required": ["a"]}, {"maxItems": 1}]})",
          R"({"additionalProperties": {}, "anyOf": [{"required": ["b"]}]})",
          R"({"additionalProperties": false, "not": {"required": ["b"]}})",
          R"({"additionalProperties": false, "if": {"required": ["b"]}, "then": {}})",
          R"({"additionalProperties": false, "allOf": [{"not": {"anyOf": [{"required": ["b"]}]}}]})",
          R"({"properties": {"a": {}}, "additionalProperties": false,
               "allOf": [{"properties": {"a": {"required": ["b"]}}}, {"additionalProperties": {"required": ["b"]}}]})",
          R"({"items": {"additionalProperties": false, "anyOf": [{"type": "string"}, {"required": ["b"]}]}})",
          R"({"items": {"type": ["object", "null"], "additionalProperties": false, "allOf": [{"required": ["b"]}]}})",
      }) {
    ASSERT_THAT(Compile(StructOf(schema)), IsOk()) << schema;
    EXPECT_THAT(RequireNoContradiction(StructOf(schema)), IsOk()) << schema;
  }
}

TEST(ContradictionsTest, WhatABranchDemandsMayBeDescribedWhereItsFormIsClosed) {
  const absl::Status status = RequireNoContradiction(StructOf(
      R"({"properties": {"a": {"type": "object", "additionalProperties": false, "anyOf": [{"required": ["b"]}]}}})"));
  const auto faults = FaultsOf(status, Language::kEnglish);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].second,
            "\"b\" is demanded here and allowed nowhere: describe it in \"/properties/a/properties\", or do not demand "
            "it.");
}

TEST(ContradictionsTest, AllAreListed) {
  const absl::Status status = RequireNoContradiction(StructOf(
      R"({"properties": {"a": {"minimum": 5, "maximum": 3}, "b": {"type": "null", "const": 1}}, "required": ["c"],
               "additionalProperties": false})"));
  std::vector<std::string> fields;
  for (const auto& fault : FaultsOf(status, Language::kEnglish)) fields.push_back(fault.first);
  EXPECT_THAT(fields, ElementsAre("schema/required/0", "schema/properties/a/maximum", "schema/properties/b/const"));
}

}  // namespace
}  // namespace mosbat::schema
