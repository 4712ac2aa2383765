#include "common/schema/parts.h"

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

using ::testing::ElementsAre;
using testing::IsOk;

// "pointer: steps", with "?" where it is demanded in a case only, and "-" where it is not demanded.
std::vector<std::string> PartsOf(const std::string& text) {
  const google::protobuf::Struct schema = StructOf(text);
  EXPECT_THAT(Compile(schema), IsOk()) << text;
  std::vector<std::string> parts;
  ForEachPart(schema, [&](const Part& part) {
    const char* const force = part.force == Part::Force::kDemanded         ? ""
                              : part.force == Part::Force::kDemandedInCase ? "?"
                                                                           : "-";
    parts.push_back(absl::StrCat(part.pointer, ": ", absl::StrJoin(part.steps, "."), force));
  });
  return parts;
}

TEST(PartsTest, EachComesBeforeThoseWithinIt) {
  EXPECT_THAT(PartsOf(R"({"properties": {"b": {"properties": {"c": {}}}, "a": {"allOf": [{}, true]}, "d": true}})"),
              ElementsAre(": ", "/properties/a: a", "/properties/a/allOf/0: a", "/properties/b: b",
                          "/properties/b/properties/c: b.c"));
}

TEST(PartsTest, WhatIsDemandedInACaseIsToldFromWhatIsOnlyAsked) {
  EXPECT_THAT(
      PartsOf(R"({"anyOf": [{"properties": {"a": {}}}], "if": {"anyOf": [{}]}, "then": {"not": {}}, "else": {}})"),
      ElementsAre(": ", "/anyOf/0: ?", "/anyOf/0/properties/a: a?", "/else: ?", "/if: -", "/if/anyOf/0: -", "/then: ?",
                  "/then/not: -"));
}

TEST(PartsTest, DefinitionsAreVisitedWhereTheyAreUsed) {
  EXPECT_THAT(PartsOf(R"({"definitions": {"x": {"properties": {"y": {}}}, "unused": {}},
                          "properties": {"a": {"$ref": "#/definitions/x"}}, "anyOf": [{"$ref": "#/definitions/x"}]})"),
              ElementsAre(": ", "/anyOf/0: ?", "/definitions/x: ?", "/definitions/x/properties/y: y?",
                          "/properties/a: a", "/definitions/x: a", "/definitions/x/properties/y: a.y"));
}

TEST(PartsTest, PropertiesOfAPartAreThoseThatItNames) {
  const google::protobuf::Struct schema =
      StructOf(R"({"properties": {"b": true, "a": {"required": ["c"]}}, "required": ["z", "a"]})");
  std::vector<std::string> named;
  ForEachPart(schema, [&](const Part& part) {
    ForEachProperty(part, [&](absl::string_view name, const std::string& pointer) {
      named.push_back(absl::StrCat(name, " at ", pointer));
    });
  });
  EXPECT_THAT(named, ElementsAre("a at /properties/a", "b at /properties/b", "z at /required/0", "a at /required/1",
                                 "c at /properties/a/required/0"));
}

}  // namespace
}  // namespace mosbat::schema
