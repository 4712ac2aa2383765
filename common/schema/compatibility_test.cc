#include "common/schema/compatibility.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/schema/schema_test_support.h"
#include "common/testing/status_matchers.h"

namespace mosbat::schema {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Break> Breaks(const std::string& older, const std::string& newer) {
  const auto breaks = FindBreaks(StructOf(older), StructOf(newer));
  EXPECT_THAT(breaks, IsOk()) << older << " -> " << newer;
  return breaks.ok() ? *breaks : std::vector<Break>();
}

struct Compatible {
  const char* label;
  const char* older;
  const char* newer;
};

TEST(CompatibilityTest, WhatAsksNoMoreBreaksNothing) {
  const Compatible cases[] = {
      {"nothing changed", R"({"type": "object", "required": ["a"]})", R"({"required": ["a"], "type": "object"})"},
      {"other words", R"({"title": "one", "minimum": 1})", R"({"description": "two", "minimum": 1})"},
      {"all demands gone", R"({"type": "string", "maxLength": 3})", "{}"},
      {"nothing was accepted", R"({"not": {}, "allOf": [false]})", R"({"type": "string"})"},
      {"integer to number", R"({"type": "integer"})", R"({"type": "number"})"},
      {"one more type", R"({"type": "string"})", R"({"type": ["string", "null"]})"},
      {"wider range", R"({"minimum": 3, "maximum": 6})", R"({"minimum": 2, "maximum": 6})"},
      {"inclusive for exclusive", R"({"exclusiveMinimum": 3})", R"({"minimum": 3})"},
      {"coarser multiple before", R"({"type": "integer", "multipleOf": 6})", R"({"type": "integer", "multipleOf": 3})"},
      {"range of no number", R"({"type": "string"})", R"({"type": "string", "minimum": 3})"},
      {"longer text", R"({"maxLength": 3})", R"({"maxLength": 5, "minLength": 0})"},
      {"same pattern beside more", R"({"pattern": "^a", "maxLength": 5})", R"({"pattern": "^a"})"},
      {"one more word", R"({"enum": ["A", "B"]})", R"({"enum": ["C", "B", "A"]})"},
      {"words that meet a range", R"({"enum": [1, 2, 3]})", R"({"type": "integer", "maximum": 3})"},
      {"both answers", R"({"type": "boolean"})", R"({"enum": [true, false]})"},
      {"new optional field", R"({"properties": {"a": {}}, "additionalProperties": false})",
       R"({"properties": {"a": {}, "b": {"type": "string"}}, "additionalProperties": false})"},
      {"required no more", R"({"required": ["a", "b"]})", R"({"required": ["b"]})"},
      {"closed stays closed", R"({"additionalProperties": false})", R"({"additionalProperties": {"type": "string"}})"},
      {"field that could not come", R"({"properties": {"a": false}})", R"({"properties": {"a": {"type": "null"}}})"},
      {"a list that was empty", R"({"type": "array", "maxItems": 0})", R"({"items": {"type": "string"}})"},
      {"at most one entry differs", R"({"maxItems": 1, "type": "array"})", R"({"uniqueItems": true})"},
      {"allOf taken apart", R"({"allOf": [{"minimum": 3}, {"maximum": 5}]})", R"({"minimum": 3, "maximum": 5})"},
      {"one more alternative", R"({"anyOf": [{"minimum": 3, "type": "integer"}, {"type": "null"}]})",
       R"({"anyOf": [{"type": "null"}, {"minimum": 2, "type": "number"}, {"type": "string"}]})"},
      {"every alternative meets it", R"({"anyOf": [{"type": "integer"}, {"type": "number", "minimum": 2}]})",
       R"({"type": "number"})"},
      {"excludes less", R"({"not": {"minimum": 3}})", R"({"not": {"minimum": 5, "type": "number"}})"},
      {"excludes what never came", R"({"type": "string"})", R"({"not": {"type": "object"}})"},
      {"same condition, weaker branches", R"({"if": {"minimum": 3}, "then": {"maximum": 9}, "else": {"minimum": 1}})",
       R"({"if": {"minimum": 3}, "then": {"maximum": 10}})"},
      {"condition that always held", R"({"type": "integer"})", R"({"if": {"minimum": 3}, "then": {"type": "number"}})"},
      {"reference written out", R"({"$ref": "#/definitions/x", "definitions": {"x": {"minimum": 3}}})",
       R"({"minimum": 3})"},
  };
  for (const Compatible& c : cases) EXPECT_THAT(Breaks(c.older, c.newer), IsEmpty()) << c.label;
}

struct Breaking {
  const char* older;
  const char* newer;
  BreakKind kind;
  const char* path;
  const char* schema_path;
};

TEST(CompatibilityTest, EachBreakHasItsKindAndPlace) {
  const Breaking cases[] = {
      {"{}", R"({"required": ["a"]})", BreakKind::kNewRequired, "/a", "/required"},
      {"{}", R"({"required": ["a"], "properties": {"a": {}}})", BreakKind::kNewRequired, "/a", "/properties/a"},
      {R"({"properties": {"a": {}}, "additionalProperties": false})", R"({"additionalProperties": false})",
       BreakKind::kRemoved, "/a", "/additionalProperties"},
      {"{}", R"({"properties": {"a": false}})", BreakKind::kRemoved, "/a", "/properties/a"},
      {R"({"type": "object"})", R"({"additionalProperties": false})", BreakKind::kClosed, "/*",
       "/additionalProperties"},
      {R"({"type": "number"})", R"({"type": "integer"})", BreakKind::kType, "", "/type"},
      {R"({"properties": {"a": {"type": "string"}}})", R"({"properties": {"a": {"type": "null"}}})", BreakKind::kType,
       "/a", "/properties/a/type"},
      {R"({"enum": ["A", "B"]})", R"({"enum": ["A"]})", BreakKind::kEnum, "", ""},
      {R"({"type": "string"})", R"({"enum": ["A"]})", BreakKind::kEnum, "", "/enum"},
      {R"({"type": "string"})", R"({"const": "A"})", BreakKind::kEnum, "", "/const"},
      {R"({"minimum": 2})", R"({"minimum": 3})", BreakKind::kRange, "", "/minimum"},
      {R"({"minimum": 2})", R"({"exclusiveMinimum": 2})", BreakKind::kRange, "", "/exclusiveMinimum"},
      {R"({"maximum": 2})", R"({"maximum": 1})", BreakKind::kRange, "", "/maximum"},
      {"{}", R"({"exclusiveMaximum": 2})", BreakKind::kRange, "", "/exclusiveMaximum"},
      {R"({"type": "integer", "multipleOf": 3})", R"({"multipleOf": 6})", BreakKind::kRange, "", "/multipleOf"},
      {R"({"multipleOf": 6})", R"({"multipleOf": 3})", BreakKind::kRange, "", "/multipleOf"},
      {R"({"minLength": 1})", R"({"minLength": 2})", BreakKind::kLength, "", "/minLength"},
      {R"({"maxLength": 5})", R"({"maxLength": 4})", BreakKind::kLength, "", "/maxLength"},
      {R"({"minItems": 0})", R"({"minItems": 1})", BreakKind::kLength, "", "/minItems"},
      {"{}", R"({"maxItems": 3})", BreakKind::kLength, "", "/maxItems"},
      {R"({"pattern": "^a"})", R"({"pattern": "^ab"})", BreakKind::kPattern, "", "/pattern"},
      {R"({"type": "string"})", R"({"format": "date"})", BreakKind::kPattern, "", "/format"},
      {"{}", R"({"uniqueItems": true})", BreakKind::kPattern, "", "/uniqueItems"},
      {R"({"items": {"minimum": 1}})", R"({"items": {"minimum": 2}})", BreakKind::kRange, "/*", "/items/minimum"},
      {R"({"minimum": 1})", R"({"allOf": [{"minimum": 2}]})", BreakKind::kRange, "", "/allOf/0/minimum"},
      {"{}", R"({"anyOf": [{"minimum": 2}, {"type": "null"}]})", BreakKind::kCondition, "", "/anyOf"},
      {"{}", R"({"oneOf": [{"minimum": 2}, {"type": "null"}]})", BreakKind::kCondition, "", "/oneOf"},
      {"{}", R"({"not": {"minimum": 2}})", BreakKind::kCondition, "", "/not"},
      {"{}", R"({"if": {"minimum": 2}, "then": {"maximum": 5}})", BreakKind::kRange, "", "/then/maximum"},
      {R"({"anyOf": [{"type": "null"}, {"type": "string"}]})", R"({"type": "string"})", BreakKind::kType, "", "/type"},
  };
  for (const Breaking& c : cases) {
    const std::vector<Break> breaks = Breaks(c.older, c.newer);
    const std::string label = absl::StrCat(c.older, " -> ", c.newer);
    ASSERT_THAT(breaks, SizeIs(1)) << label;
    EXPECT_EQ(breaks[0].kind, c.kind) << label;
    EXPECT_EQ(breaks[0].path, c.path) << label;
    EXPECT_EQ(breaks[0].schema_path, c.schema_path) << label;
    EXPECT_THAT(breaks[0].words.en, ::testing::EndsWith(".")) << label;
    EXPECT_THAT(breaks[0].words.fa, ::testing::EndsWith(".")) << label;
  }
}

TEST(CompatibilityTest, DocumentsThatAreObjectsNeedNotBeSaidToBe) {
  const auto older = StructOf("{}");
  const auto newer = StructOf(R"({"type": "object", "minimum": 3, "minItems": 2})");
  EXPECT_THAT(FindBreaks(older, newer)->size(), 3u);
  EXPECT_THAT(*FindBreaks(older, newer, Documents::kObjects), IsEmpty());
}

TEST(CompatibilityTest, WordsSayWhatIsNowAsked) {
  const std::vector<Break> breaks =
      Breaks(R"({"properties": {"age": {"maximum": 6}}})", R"({"properties": {"age": {"maximum": 5}}})");
  ASSERT_THAT(breaks, SizeIs(1));
  EXPECT_EQ(breaks[0].words.en, "age must be at most 5; that is stricter than before.");
  EXPECT_EQ(breaks[0].words.fa,
            "«age» باید حداکثر ۵ باشد؛ این سخت‌گیرانه‌تر از پیش است.");
}

TEST(CompatibilityTest, SchemaThatDoesNotCompileIsNamed) {
  const auto good = StructOf("{}");
  const auto bad = StructOf(R"({"contains": {}})");
  EXPECT_THAT(FindBreaks(bad, good), FailsWith(absl::StatusCode::kInvalidArgument, "SCHEMA_UNSUPPORTED"));
  EXPECT_THAT(FindBreaks(good, bad), FailsWith(absl::StatusCode::kInvalidArgument, "SCHEMA_UNSUPPORTED"));
}

// Alternatives of alternatives: the proof is given up, not run for ever, and giving up is a break.
TEST(CompatibilityTest, ProofThatTakesTooLongIsABreak) {
  std::string older = R"({"allOf": [)";
  for (int i = 0; i < 16; ++i) {
    absl::StrAppend(&older, i == 0 ? "" : ",", R"({"anyOf": [{"minimum": )", i, R"(}, {"maximum": -)", i, "}]}");
  }
  absl::StrAppend(&older, "]}");
  EXPECT_THAT(Breaks(older, R"({"multipleOf": 7})"), SizeIs(1));
}

TEST(CompatibilityTest, AtMostFiftyBreaks) {
  std::string required = R"({"required": [)";
  for (int i = 0; i < 80; ++i) absl::StrAppend(&required, i == 0 ? "" : ",", "\"f", i, "\"");
  EXPECT_THAT(Breaks("{}", absl::StrCat(required, "]}")), SizeIs(kMostFaults));
}

}  // namespace
}  // namespace mosbat::schema
