#include "common/schema/schema.h"

#include <map>
#include <memory>
#include <string>
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
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::shared_ptr<const CompiledSchema> Compiled(const std::string& text) {
  auto compiled = Compile(StructOf(text));
  EXPECT_THAT(compiled, IsOk()) << text;
  return compiled.ok() ? *compiled : nullptr;
}

std::vector<Fault> FaultsOf(const std::string& schema, const std::string& document) {
  return Compiled(schema)->Validate(ValueOf(document));
}

// "path keyword schema_path: words" of each fault.
std::vector<std::string> Said(const std::vector<Fault>& faults, Language language = Language::kEnglish) {
  std::vector<std::string> said;
  for (const Fault& fault : faults) {
    said.push_back(fault.path + " " + fault.keyword + " " + fault.schema_path + ": " + fault.words.In(language));
  }
  return said;
}

constexpr char kVisionRule[] = R"({
  "type": "object",
  "properties": {"age_years": {"type": "integer", "minimum": 3, "maximum": 6}},
  "required": ["age_years"]
})";

TEST(ValidateTest, AValidDocumentHasNoFaults) {
  EXPECT_THAT(FaultsOf(kVisionRule, R"({"age_years": 3})"), IsEmpty());
  EXPECT_THAT(FaultsOf(kVisionRule, R"({"age_years": 6.0, "other": "x"})"), IsEmpty());
}

TEST(ValidateTest, AFaultSaysWhatIsDemandedAndWhatIsThere) {
  EXPECT_THAT(Said(FaultsOf(kVisionRule, R"({"age_years": 7})")),
              ElementsAre("/age_years maximum /properties/age_years/maximum: age_years must be at most 6; it is 7."));
  EXPECT_THAT(
      Said(FaultsOf(kVisionRule, R"({"age_years": 7})"), Language::kPersian),
      ElementsAre("/age_years maximum /properties/age_years/maximum: «age_years» باید حداکثر ۶ باشد؛ ولی ۷ است."));
}

TEST(ValidateTest, AMissingPropertyIsNamedWhereItShouldBe) {
  EXPECT_THAT(Said(FaultsOf(kVisionRule, "{}")),
              ElementsAre("/age_years required /properties/age_years: age_years is missing."));
}

struct Keyword {
  const char* schema;
  const char* document;
  const char* said;
};

const Keyword kKeywords[] = {
    {R"({"properties": {"a": {"type": "string"}}})", R"({"a": 5})",
     "/a type /properties/a/type: a must be a text; it is 5."},
    {R"({"properties": {"a": {"type": ["integer", "null"]}}})", R"({"a": 5.5})",
     "/a type /properties/a/type: a must be a whole number or empty; it is 5.5."},
    {R"({"type": "array"})", "{}", " type /type: the document must be a list; it is an object."},
    {R"({"properties": {"a": {"minimum": 1.5}}})", R"({"a": 1})",
     "/a minimum /properties/a/minimum: a must be at least 1.5; it is 1."},
    {R"({"properties": {"a": {"exclusiveMinimum": 3}}})", R"({"a": 3})",
     "/a exclusiveMinimum /properties/a/exclusiveMinimum: a must be more than 3; it is 3."},
    {R"({"properties": {"a": {"exclusiveMaximum": 3}}})", R"({"a": 3})",
     "/a exclusiveMaximum /properties/a/exclusiveMaximum: a must be less than 3; it is 3."},
    {R"({"properties": {"a": {"multipleOf": 7}}})", R"({"a": 7.5})",
     "/a multipleOf /properties/a/multipleOf: a must be a multiple of 7; it is 7.5."},
    {R"({"properties": {"a": {"minLength": 3}}})", R"({"a": "آب"})",
     "/a minLength /properties/a/minLength: a must have at least 3 letters; it is \"آب\"."},
    {R"({"properties": {"a": {"maxLength": 1}}})", R"({"a": "آب"})",
     "/a maxLength /properties/a/maxLength: a must have at most 1 letters; it is \"آب\"."},
    {R"({"properties": {"a": {"pattern": "^[A-Z]{2}$"}}})", R"({"a": "abc"})",
     "/a pattern /properties/a/pattern: a must match the pattern \"^[A-Z]{2}$\"; it is \"abc\"."},
    {R"({"properties": {"a": {"format": "date"}}})", R"({"a": "2026-02-30"})",
     "/a format /properties/a/format: a must be a date, year-month-day, that exists; it is \"2026-02-30\"."},
    {R"({"properties": {"a": {"enum": ["x", 1, null]}}})", R"({"a": "y"})",
     "/a enum /properties/a/enum: a must be one of \"x\", 1, null; it is \"y\"."},
    {R"({"properties": {"a": {"const": true}}})", R"({"a": false})",
     "/a const /properties/a/const: a must be true; it is false."},
    {R"({"properties": {"a": {"items": {"type": "string"}}}})", R"({"a": ["x", 1]})",
     "/a/1 type /properties/a/items/type: a[1] must be a text; it is 1."},
    {R"({"properties": {"a": {"minItems": 2}}})", R"({"a": [1]})",
     "/a minItems /properties/a/minItems: a must have at least 2 entries."},
    {R"({"properties": {"a": {"maxItems": 0}}})", R"({"a": [1]})",
     "/a maxItems /properties/a/maxItems: a must have at most 0 entries."},
    {R"({"properties": {"a": {"uniqueItems": true}}})", R"({"a": [1, {"b": 2}, {"b": 2.0}]})",
     "/a uniqueItems /properties/a/uniqueItems: The entries of a must differ."},
    {R"({"properties": {"a": true}, "additionalProperties": false})", R"({"a": 1, "b/c": 2})",
     "/b~1c additionalProperties /additionalProperties: b/c is not known here."},
    {R"({"additionalProperties": {"type": "string"}})", R"({"b": 2})",
     "/b type /additionalProperties/type: b must be a text; it is 2."},
    {R"({"properties": {"a": false}})", R"({"a": 1})", "/a false /properties/a: a is not allowed."},
    {R"({"allOf": [{"required": ["a"]}, {"properties": {"b": {"maximum": 1}}}]})", R"({"a": 1, "b": 2})",
     "/b maximum /allOf/1/properties/b/maximum: b must be at most 1; it is 2."},
    {R"({"anyOf": [{"properties": {"b": {"maximum": 1}}}]})", R"({"b": 2})",
     "/b maximum /anyOf/0/properties/b/maximum: b must be at most 1; it is 2."},
    {R"({"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]})", R"({"a": 1, "c": 2})",
     " oneOf /oneOf: Only one of the 3 alternatives may be met; met are 1, 3."},
    {R"({"properties": {"a": {"not": {"const": 1}}}})", R"({"a": 1})",
     "/a not /properties/a/not: a may not be 1 here."},
    {R"({"not": {"required": ["a"]}})", R"({"a": 1})", " not /not: the document is something that is excluded here."},
    {R"({"not": {"properties": {"a": {"required": ["b"], "properties": {"b": {"enum": [1, 2]}}}}}})",
     R"({"a": {"b": 2}})", "/a/b not /not/properties/a/properties/b: a.b may not be 2 here."},
    {R"({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}})",
     R"({"a": 1})", "/b required /then/required: b is missing."},
    {R"({"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}})",
     R"({"a": 2})", "/c required /else/required: c is missing."},
    {R"({"properties": {"a": {"$ref": "#/definitions/n"}}, "definitions": {"n": {"$ref": "#/definitions/m"},
        "m": {"maximum": 3}}})",
     R"({"a": 4})", "/a maximum /properties/a/maximum: a must be at most 3; it is 4."},
    {R"({"$ref": "#/definitions/n", "definitions": {"n": {"required": ["a"]}}})", "{}",
     "/a required /required: a is missing."},
};

TEST(ValidateTest, EveryKeywordHasItsPathAndItsWords) {
  for (const Keyword& keyword : kKeywords) {
    EXPECT_THAT(Said(FaultsOf(keyword.schema, keyword.document)), ElementsAre(keyword.said)) << keyword.schema;
  }
}

TEST(ValidateTest, EveryKeywordHasPersianWordsWithoutLatinDigits) {
  for (const Keyword& keyword : kKeywords) {
    for (const Fault& fault : FaultsOf(keyword.schema, keyword.document)) {
      EXPECT_THAT(fault.words.fa, ::testing::HasSubstr(" ")) << keyword.schema;
      EXPECT_NE(fault.words.fa, fault.words.en);
      EXPECT_EQ(fault.words.fa.back(), '.');
    }
  }
}

TEST(ValidateTest, AllFaultsAreNamedNotOnlyTheFirst) {
  EXPECT_THAT(
      Said(FaultsOf(
          R"({"properties": {"members": {"items": {"properties": {"age": {"minimum": 0}}, "required": ["name"]}}}})",
          R"({"members": [{"age": -1, "name": "x"}, {"age": 2}]})")),
      ElementsAre("/members/0/age minimum /properties/members/items/properties/age/minimum: members[0].age must be at "
                  "least 0; it is -1.",
                  "/members/1/name required /properties/members/items/required: members[1].name is missing."));
}

TEST(ValidateTest, FaultsAreFiftyAtMost) {
  std::string document = "[";
  for (int i = 0; i < 200; ++i) document += i == 0 ? "1" : ",1";
  EXPECT_EQ(FaultsOf(R"({"items": {"type": "string"}})", document + "]").size(), kMostFaults);
}

// What alternatives lack follows the fault that says that none is met.
TEST(ValidateTest, EachAlternativeSaysWhatItLacks) {
  constexpr char kEither[] = R"({"anyOf": [{"required": ["a"], "properties": {"b": {"maximum": 1}}},
                                           {"$ref": "#/definitions/c"}], "definitions": {"c": {"required": ["c"]}}})";
  EXPECT_THAT(Said(FaultsOf(kEither, R"({"b": 2})")),
              ElementsAre(" anyOf /anyOf: None of the 2 alternatives is met.",
                          "/b maximum /anyOf/0/properties/b/maximum: Alternative 1: b must be at most 1; it is 2.",
                          "/a required /anyOf/0/required: Alternative 1: a is missing.",
                          "/c required /anyOf/1/required: Alternative 2: c is missing."));
  EXPECT_THAT(Said(FaultsOf(kEither, R"({"a": 1, "b": 2})"), Language::kPersian),
              ElementsAre(" anyOf /anyOf: هیچ‌یک از ۲ حالت برقرار نیست.",
                          "/b maximum /anyOf/0/properties/b/maximum: حالت ۱: «b» باید حداکثر ۱ باشد؛ ولی ۲ است.",
                          "/c required /anyOf/1/required: حالت ۲: «c» وارد نشده است."));
  EXPECT_THAT(FaultsOf(kEither, R"({"a": 1, "b": 1})"), IsEmpty());
  EXPECT_THAT(FaultsOf(kEither, R"({"b": 2, "c": 1})"), IsEmpty());
  EXPECT_THAT(
      Said(FaultsOf(R"({"properties": {"a": {"oneOf": [{"type": "string"}, {"minimum": 3}]}}})", R"({"a": 2})")),
      ElementsAre("/a oneOf /properties/a/oneOf: None of the 2 alternatives for a is met.",
                  "/a type /properties/a/oneOf/0/type: Alternative 1: a must be a text; it is 2.",
                  "/a minimum /properties/a/oneOf/1/minimum: Alternative 2: a must be at least 3; it is 2."));
}

TEST(ValidateTest, AlternativesWithinAlternativesAreCountedWithinThem) {
  const std::vector<Fault> faults = FaultsOf(
      R"({"if": {"required": ["a"]}, "then": {"allOf": [{"required": ["x"]}, {"anyOf": [
          {"oneOf": [{"required": ["b"]}, {"properties": {"a": {"not": {"const": 1}}}}]},
          {"oneOf": [{"required": ["a"]}, {"minimum": 1}]}]}]}})",
      R"({"a": 1})");
  EXPECT_THAT(
      Said(faults),
      ElementsAre("/x required /then/allOf/0/required: x is missing.",
                  " anyOf /then/allOf/1/anyOf: None of the 2 alternatives is met.",
                  " oneOf /then/allOf/1/anyOf/0/oneOf: Alternative 1: None of the 2 alternatives is met.",
                  "/b required /then/allOf/1/anyOf/0/oneOf/0/required: Alternative 1.1: b is missing.",
                  "/a not /then/allOf/1/anyOf/0/oneOf/1/properties/a/not: Alternative 1.2: a may not be 1 here.",
                  " oneOf /then/allOf/1/anyOf/1/oneOf: Alternative 2: Only one of the 2 alternatives may be met; "
                  "met are 2.1, 2.2."));
  std::vector<std::string> alternatives;
  for (const Fault& fault : faults) alternatives.push_back(fault.alternative);
  EXPECT_THAT(alternatives, ElementsAre("", "", "1", "1.1", "1.2", "2"));
}

TEST(ValidateTest, EachAlternativeHasItsShareOfTheFiftyFaults) {
  std::string document = "[";
  for (int i = 0; i < 200; ++i) document += i == 0 ? "1" : ",1";
  const std::vector<Fault> faults = FaultsOf(
      R"({"anyOf": [{"items": {"type": "string"}}, {"items": {"minimum": 2}}, {"maxItems": 9}]})", document + "]");
  std::map<std::string, int> count;
  for (const Fault& fault : faults) ++count[fault.alternative];
  EXPECT_THAT(count, ElementsAre(Pair("", 1), Pair("1", 16), Pair("2", 16), Pair("3", 1)));
}

// "required": n fields, of which a document has none.
std::string Fields(const std::string& prefix, int count) {
  std::string names;
  for (int i = 0; i < count; ++i) names += (i == 0 ? "\"" : ", \"") + prefix + std::to_string(i) + "\"";
  return R"("required": [)" + names + "]";
}

TEST(ValidateTest, WhatIsDemandedInAnyCaseIsSaidHoweverManyAlternativesThereAre) {
  const std::string either = R"("anyOf": [{)" + Fields("a", 60) + "}, {" + Fields("b", 60) + "}]";
  const std::string always = R"("required": ["must"], "properties": {"n": {"maximum": 1}})";
  for (const std::string& schema :
       {"{" + either + ", " + always + "}", R"({"allOf": [{)" + either + "}, {" + always + "}]}"}) {
    const std::vector<Fault> faults = FaultsOf(schema, R"({"n": 5})");
    ASSERT_EQ(faults.size(), kMostFaults);
    EXPECT_EQ(faults[0].keyword, "anyOf");
    std::map<std::string, int> count;
    std::map<std::string, int> paths;
    for (const Fault& fault : faults) ++count[fault.alternative], ++paths[fault.path];
    EXPECT_THAT(count, ElementsAre(Pair("", 3), Pair("1", 24), Pair("2", 23))) << schema;
    EXPECT_EQ(paths["/must"] + paths["/n"], 2) << schema;
  }
  const std::vector<Fault> full = FaultsOf("{" + either + R"(, "allOf": [{)" + Fields("c", 60) + "}]}", R"({"n": 5})");
  ASSERT_EQ(full.size(), kMostFaults);
  for (const Fault& fault : full) EXPECT_EQ(fault.alternative, "");
}

// Within an alternative it is the same.
TEST(ValidateTest, WhatAnAlternativeDemandsInAnyCaseIsSaidBesideItsAlternatives) {
  const std::vector<Fault> faults = FaultsOf(R"({"anyOf": [{"anyOf": [{)" + Fields("a", 60) + "}, {" + Fields("b", 60) +
                                                 R"(}], "required": ["must"]}, {"required": ["other"]}]})",
                                             "{}");
  std::map<std::string, std::string> first;
  for (const Fault& fault : faults) first.emplace(fault.path, fault.alternative);
  EXPECT_EQ(first["/must"], "1");
  EXPECT_EQ(first["/other"], "2");
  EXPECT_EQ(first["/a0"], "1.1");
}

TEST(ValidateTest, WholeNumbersAreIntegersHoweverTheyAreWritten) {
  constexpr char kInteger[] = R"({"type": "integer"})";
  EXPECT_THAT(FaultsOf(kInteger, "1.0"), IsEmpty());
  EXPECT_THAT(FaultsOf(kInteger, "1e3"), IsEmpty());
  EXPECT_EQ(FaultsOf(kInteger, "1.5").size(), 1u);
  EXPECT_EQ(FaultsOf(kInteger, "\"1\"").size(), 1u);
  EXPECT_THAT(Said(FaultsOf(R"({"maximum": 1})", "3000000000")),
              ElementsAre(" maximum /maximum: the document must be at most 1; it is 3000000000."));
}

// A library that converts kindly would say otherwise.
TEST(ValidateTest, ATextIsNeverANumberNorTheOtherWayRound) {
  EXPECT_THAT(FaultsOf(R"({"multipleOf": 2})", R"("3")"), IsEmpty());
  EXPECT_THAT(FaultsOf(R"({"maximum": 2})", R"("3")"), IsEmpty());
  EXPECT_THAT(FaultsOf(R"({"maxLength": 1})", "12"), IsEmpty());
  EXPECT_THAT(FaultsOf(R"({"format": "date"})", "12"), IsEmpty());
  EXPECT_THAT(FaultsOf(R"({"pattern": "^a"})", "12"), IsEmpty());
  EXPECT_EQ(FaultsOf(R"({"enum": [0, "1"]})", "false").size(), 1u);
  EXPECT_EQ(FaultsOf(R"({"const": 1})", "true").size(), 1u);
}

TEST(ValidateTest, LengthsCountLettersNotBytes) {
  EXPECT_THAT(FaultsOf(R"({"minLength": 4, "maxLength": 4})", R"("مثبت")"), IsEmpty());
}

TEST(ValidateTest, MultiplesOfFractionsAreExact) {
  constexpr char kCents[] = R"({"multipleOf": 0.1})";
  EXPECT_THAT(FaultsOf(kCents, "0.3"), IsEmpty());
  EXPECT_THAT(FaultsOf(kCents, "1234567.8"), IsEmpty());
  EXPECT_EQ(FaultsOf(kCents, "0.35").size(), 1u);
}

TEST(ValidateTest, DatesAreDaysThatExist) {
  constexpr char kDate[] = R"({"format": "date"})";
  for (const char* right : {"\"2024-02-29\"", "\"2026-12-31\"", "\"0001-01-01\""}) {
    EXPECT_THAT(FaultsOf(kDate, right), IsEmpty()) << right;
  }
  for (const char* wrong : {"\"2026-02-29\"", "\"2026-2-1\"", "\"2026-13-01\"", "\"20260101\"", "\"2026-01-01T00:00\"",
                            "\"+026-01-01\"", "\"2026-00-10\"", "\"\""}) {
    EXPECT_EQ(FaultsOf(kDate, wrong).size(), 1u) << wrong;
  }
}

TEST(ValidateTest, OnePropertyNamedLikeAKeywordIsAProperty) {
  constexpr char kSchema[] = R"({"properties": {"pattern": {"type": "string"}, "$ref": {"type": "string"},
                                 "id": {"type": "string"}, "properties": {"type": "object"}}})";
  EXPECT_THAT(FaultsOf(kSchema, R"({"pattern": "[", "$ref": "x", "id": "y", "properties": {}})"), IsEmpty());
  EXPECT_EQ(FaultsOf(kSchema, R"({"pattern": 1, "$ref": 1, "id": 1, "properties": 1})").size(), 4u);
}

TEST(ValidateTest, ManyThreadsShareOneSchema) {
  const auto schema =
      Compiled(R"({"properties": {"a": {"pattern": "^x+$"}, "b": {"enum": [1, 2]}}, "required": ["a"]})");
  const auto right = StructOf(R"({"a": "xxx", "b": 1})");
  const auto wrong = StructOf(R"({"a": "xyx", "b": 3})");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        EXPECT_THAT(schema->Validate(right), IsEmpty());
        EXPECT_EQ(schema->Validate(wrong).size(), 2u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

struct Refused {
  const char* schema;
  const char* reason;
  const char* field;
};

const Refused kRefused[] = {
    {R"({"minimun": 3})", "SCHEMA_UNSUPPORTED", "schema/minimun"},
    {R"({"properties": {"a": {"contains": {}}}})", "SCHEMA_UNSUPPORTED", "schema/properties/a/contains"},
    {R"({"patternProperties": {}})", "SCHEMA_UNSUPPORTED", "schema/patternProperties"},
    {R"({"$id": "http://x"})", "SCHEMA_UNSUPPORTED", "schema/$id"},
    {R"({"id": "http://x"})", "SCHEMA_UNSUPPORTED", "schema/id"},
    {R"({"format": "email"})", "SCHEMA_UNSUPPORTED", "schema/format"},
    {R"j({"pattern": "(?=a)"})j", "SCHEMA_UNSUPPORTED", "schema/pattern"},
    {R"j({"pattern": "(a)\\1"})j", "SCHEMA_UNSUPPORTED", "schema/pattern"},
    {R"({"items": [{}]})", "SCHEMA_UNSUPPORTED", "schema/items"},
    {R"({"then": {}})", "SCHEMA_UNSUPPORTED", "schema/then"},
    {R"({"else": {}})", "SCHEMA_UNSUPPORTED", "schema/else"},
    {R"({"properties": {"a": {"definitions": {}}}})", "SCHEMA_UNSUPPORTED", "schema/properties/a/definitions"},
    {R"({"properties": {"a/b": {}}})", "SCHEMA_UNSUPPORTED", "schema/properties/a~1b"},
    {R"({"$schema": "http://json-schema.org/draft-04/schema#"})", "SCHEMA_UNSUPPORTED", "schema/$schema"},
    {R"({"$ref": "#/definitions/a", "maximum": 3, "definitions": {"a": {}}})", "SCHEMA_UNSUPPORTED", "schema/maximum"},
    {R"({"type": "any"})", "SCHEMA_MALFORMED", "schema/type"},
    {R"({"type": []})", "SCHEMA_MALFORMED", "schema/type"},
    {R"({"type": ["string", "string"]})", "SCHEMA_MALFORMED", "schema/type"},
    {R"({"properties": []})", "SCHEMA_MALFORMED", "schema/properties"},
    {R"({"properties": {"a": 1}})", "SCHEMA_MALFORMED", "schema/properties/a"},
    {R"({"required": "a"})", "SCHEMA_MALFORMED", "schema/required"},
    {R"({"required": ["a", "a"]})", "SCHEMA_MALFORMED", "schema/required"},
    {R"({"enum": []})", "SCHEMA_MALFORMED", "schema/enum"},
    {R"({"maximum": "3"})", "SCHEMA_MALFORMED", "schema/maximum"},
    {R"({"multipleOf": 0})", "SCHEMA_MALFORMED", "schema/multipleOf"},
    {R"({"minLength": -1})", "SCHEMA_MALFORMED", "schema/minLength"},
    {R"({"minLength": 1.5})", "SCHEMA_MALFORMED", "schema/minLength"},
    {R"({"uniqueItems": 1})", "SCHEMA_MALFORMED", "schema/uniqueItems"},
    {R"({"allOf": []})", "SCHEMA_MALFORMED", "schema/allOf"},
    {R"({"anyOf": [{"not": 3}]})", "SCHEMA_MALFORMED", "schema/anyOf/0/not"},
    {R"({"title": 3})", "SCHEMA_MALFORMED", "schema/title"},
    {R"({"pattern": 3})", "SCHEMA_MALFORMED", "schema/pattern"},
    {R"({"$ref": 3})", "SCHEMA_MALFORMED", "schema/$ref"},
};

TEST(CompileTest, WhatIsNotSupportedOrMalformedIsRefusedByItsPath) {
  for (const Refused& refused : kRefused) {
    const auto compiled = Compile(StructOf(refused.schema));
    EXPECT_THAT(compiled, FailsWith(absl::StatusCode::kInvalidArgument, refused.reason)) << refused.schema;
    for (const Language language : {Language::kEnglish, Language::kPersian}) {
      const auto faults = mosbat::FaultsOf(compiled.status(), language);
      ASSERT_EQ(faults.size(), 1u) << refused.schema;
      EXPECT_EQ(faults[0].first, refused.field);
    }
  }
}

TEST(CompileTest, TheFieldOfTheRequestLeadsThePath) {
  const auto compiled = Compile(StructOf(R"({"minimun": 3})"), {}, "terms.form");
  ASSERT_EQ(mosbat::FaultsOf(compiled.status(), Language::kEnglish).size(), 1u);
  EXPECT_EQ(mosbat::FaultsOf(compiled.status(), Language::kEnglish)[0].first, "terms.form/minimun");
}

TEST(CompileTest, AnEmptySchemaAllowsEverything) { EXPECT_THAT(FaultsOf("{}", R"({"a": [1, null]})"), IsEmpty()); }

TEST(FieldOfPathTest, ReadsAsPeopleWriteFields) {
  EXPECT_EQ(FieldOfPath(""), "");
  EXPECT_EQ(FieldOfPath("/members/2/age"), "members[2].age");
  EXPECT_EQ(FieldOfPath("/a~1b/c~0d"), "a/b.c~d");
  EXPECT_EQ(FieldOfPath("/0"), "0");
}

}  // namespace
}  // namespace mosbat::schema
