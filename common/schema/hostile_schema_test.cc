// Schemas and documents written to do harm: each is an error for its author, soon.
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
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

// Each by itself is small, and no value has to pass more than 1,400 keywords; but the way down is as long.
google::protobuf::Struct ChainOfReferences(int length) {
  std::string definitions;
  for (int i = 0; i < length; ++i) {
    absl::StrAppend(&definitions, "\"d", i, "\": {\"$ref\": \"#/definitions/d", i + 1, "\"},");
  }
  return StructOf(absl::StrCat(R"({"$ref": "#/definitions/d0", "definitions": {)", definitions, "\"d", length,
                               R"(": {"type": "object"}}})"));
}

TEST(HostileSchemaTest, ReferencesInAChain) {
  const auto schema = Compile(ChainOfReferences(60));
  ASSERT_THAT(schema, IsOk());
  EXPECT_THAT((*schema)->Validate(ValueOf("{}")), IsEmpty());
  EXPECT_EQ((*schema)->Validate(ValueOf("7")).size(), 1u);
  EXPECT_THAT(Compile(ChainOfReferences(65)), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
  EXPECT_THAT(Compile(ChainOfReferences(1'400)), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
}

// What is counted once and referred to from deep below counts with its own depth there.
TEST(HostileSchemaTest, ADeepDefinitionBelowADeepSchema) {
  const auto nested = [](int depth, absl::string_view inner) {
    std::string schema(inner);
    for (int i = 0; i < depth; ++i) schema = absl::StrCat(R"({"not": )", schema, "}");
    return schema;
  };
  const auto twice = [&](int depth) {
    return StructOf(absl::StrCat(R"({"allOf": [{"$ref": "#/definitions/deep"}, )",
                                 nested(depth, R"({"$ref": "#/definitions/deeper"})"), R"(], "definitions": {"deep": )",
                                 nested(26, "{}"), R"(, "deeper": )", nested(26, R"({"$ref": "#/definitions/deep"})"),
                                 "}}"));
  };
  EXPECT_THAT(Compile(twice(2)), IsOk());
  EXPECT_THAT(Compile(twice(20)), FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
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

// The least that Limits must allow for the schema: what one value may have to pass.
int StepsOf(const google::protobuf::Struct& schema) {
  int too_few = 0;
  int enough = 1 << 14;
  while (enough - too_few > 1) {
    const int middle = (too_few + enough) / 2;
    (Compile(schema, {.max_steps = middle}).ok() ? enough : too_few) = middle;
  }
  return enough;
}

TEST(HostileSchemaTest, EverythingCostsWhatItMakesAValuePass) {
  EXPECT_EQ(StepsOf(StructOf("{}")), 1);
  EXPECT_EQ(StepsOf(StructOf(R"({"enum": [1, 2, 3, 4, 5, 6, 7, 8, 9]})")), 10);
  EXPECT_EQ(StepsOf(StructOf(R"({"properties": {"a": {"minimum": 1}, "b": {"type": "string"}}})")), 5);
  EXPECT_GE(StepsOf(StructOf(R"({"uniqueItems": true})")), 500);
  const int once = StepsOf(StructOf(R"({"pattern": "^a{100}$"})"));
  EXPECT_GE(once, 100) << "each letter is an instruction";
  EXPECT_GE(StepsOf(StructOf(R"({"allOf": [{"pattern": "^a{100}$"}, {"pattern": "^b{100}$"}]})")), 2 * once - 1);
  EXPECT_GE(StepsOf(StructOf(R"({"allOf": [{"$ref": "#/definitions/p"}, {"$ref": "#/definitions/p"}],
                                 "definitions": {"p": {"pattern": "^a{100}$"}}})")),
            2 * once - 1);
}

// Compiling a pattern is work in itself: after the first ones that are too many none is compiled any more.
TEST(HostileSchemaTest, ManyPatterns) {
  const auto patterns = [](int count) {
    std::vector<std::string> all;
    for (int i = 0; i < count; ++i) all.push_back(absl::StrCat(R"({"pattern": "^x)", i, R"(a{200}$"})"));
    return StructOf(absl::StrCat(R"({"allOf": [)", absl::StrJoin(all, ","), "]}"));
  };
  EXPECT_THAT(Compile(patterns(5)), IsOk());
  for (const int count : {10, 1'000}) {
    const absl::Status status = Compile(patterns(count)).status();
    EXPECT_THAT(status, FailsWith(kInvalid, "SCHEMA_TOO_LARGE"));
    ASSERT_EQ(FaultsOf(status, Language::kEnglish).size(), 1u);
    EXPECT_EQ(FaultsOf(status, Language::kEnglish)[0].first, "schema/allOf/9/pattern");
    EXPECT_NE(FaultsOf(status, Language::kEnglish)[0].second, FaultsOf(status, Language::kPersian)[0].second);
  }
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

// The least that Limits must allow for the patterns of `schema` so that `document` is judged.
int64_t PatternWorkOf(const std::string& schema, const google::protobuf::Value& document) {
  int64_t too_little = -1;
  int64_t enough = 1 << 30;
  while (enough - too_little > 1) {
    const int64_t middle = (too_little + enough) / 2;
    const auto compiled = Compile(StructOf(schema), {.max_pattern_work = middle});
    EXPECT_THAT(compiled, IsOk());
    const std::vector<Fault> faults = (*compiled)->Validate(document);
    const bool is_judged = faults.empty() || faults[0].keyword != "limit";
    (is_judged ? enough : too_little) = middle;
  }
  return enough;
}

// What lies deep is asked as often as what lies on top: once.
TEST(HostileDocumentTest, NothingIsAskedTwiceHoweverDeepItLies) {
  const google::protobuf::Value wrong = ValueOf(R"({"a": "bbbbbbbbbb"})");
  const std::string demand = R"({"properties": {"a": {"pattern": "^a{20}$"}}})";
  const int64_t once = PatternWorkOf(demand, ValueOf(R"({"a": "aaaaaaaaaaaaaaaaaaaa"})"));
  EXPECT_GE(once, 20 * 20);
  const int64_t explained = PatternWorkOf(demand, wrong);
  for (const char* keyword : {"allOf", "anyOf", "oneOf"}) {
    std::string deep = demand;
    for (int i = 0; i < 12; ++i) deep = absl::StrCat(R"({")", keyword, R"(": [)", deep, R"(, {"required": ["b"]}]})");
    EXPECT_EQ(PatternWorkOf(deep, wrong), explained) << keyword;
  }
  std::string deep = demand;
  for (int i = 0; i < 25; ++i) deep = absl::StrCat(R"({"if": true, "then": )", deep, "}");
  EXPECT_EQ(PatternWorkOf(deep, wrong), explained) << "then";
}

// The least that Limits must allow so that `document` is judged.
int64_t StepsToJudge(const std::string& schema, const google::protobuf::Value& document) {
  int64_t too_few = -1;
  int64_t enough = 1 << 24;
  while (enough - too_few > 1) {
    const int64_t middle = (too_few + enough) / 2;
    const auto compiled = Compile(StructOf(schema), {.max_document_steps = middle});
    EXPECT_THAT(compiled, IsOk());
    const std::vector<Fault> faults = (*compiled)->Validate(document);
    const bool is_judged = faults.empty() || faults[0].keyword != "limit";
    (is_judged ? enough : too_few) = middle;
  }
  return enough;
}

TEST(HostileDocumentTest, EverythingCostsWhatItMakesAValuePass) {
  EXPECT_EQ(StepsToJudge("{}", ValueOf("1")), 1);
  EXPECT_EQ(StepsToJudge(R"({"minimum": 1})", ValueOf("1")), 2);
  EXPECT_EQ(StepsToJudge(R"({"items": {"minimum": 1}})", ValueOf("[1, 2, 3]")), 2 + 3 * 2);
  EXPECT_EQ(StepsToJudge(R"({"enum": [1, 2, 3, 4, 5]})", ValueOf("5")), 2 + 4);
  EXPECT_EQ(StepsToJudge(R"({"required": ["a", "b", "c"]})", ValueOf("{}")), 2 + 3);
  EXPECT_EQ(StepsToJudge(R"({"uniqueItems": true})", ValueOf("[1, 2, 3, 4, 5, 6]")), 2 + 6 * 6 / 8);
  EXPECT_EQ(StepsToJudge(R"({"properties": {"a": {"minimum": 1}}})", ValueOf(R"({"a": 1, "b": 1})")), 2 + 1 + 2 + 2);
  EXPECT_EQ(StepsToJudge(R"({"not": {"minimum": 5}})", ValueOf("1")), 2 + 2);
  google::protobuf::Value long_text;
  long_text.set_string_value(std::string(10 * 256, 'x'));
  EXPECT_EQ(StepsToJudge(R"({"maxLength": 1})", long_text), 2 + 10);
}

std::string Alternatives(int count, absl::string_view schema) {
  std::string alternatives;
  for (int i = 0; i < count; ++i) absl::StrAppend(&alternatives, i == 0 ? "" : ", ", schema);
  return absl::StrCat(R"({"anyOf": [)", alternatives, "]}");
}

// Lists of lists: `count` ones and, last, a text.
google::protobuf::Value ManyValues(int count) {
  google::protobuf::Value document;
  google::protobuf::ListValue& lists = *document.mutable_list_value();
  for (int i = 0; i < count; ++i) {
    if (i % 990 == 0) lists.add_values();
    lists.mutable_values(lists.values_size() - 1)->mutable_list_value()->add_values()->set_number_value(1);
  }
  lists.mutable_values(lists.values_size() - 1)->mutable_list_value()->add_values()->set_string_value("one");
  return document;
}

TEST(HostileDocumentTest, AlternativesTimesValuesAreNotJudgedWithoutEnd) {
  constexpr char kNumbers[] = R"({"items": {"items": {"type": "number"}}})";
  const auto schema = Compile(StructOf(Alternatives(250, kNumbers)));
  ASSERT_THAT(schema, IsOk());
  const std::vector<Fault> faults = (*schema)->Validate(ManyValues(3'900));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].keyword, "limit");
  EXPECT_EQ((*schema)->Validate(ManyValues(1'000)).front().keyword, "anyOf");
  const auto few =
      Compile(StructOf(Alternatives(20, kNumbers)), {.max_document_steps = Limits().max_document_steps / 5});
  ASSERT_THAT(few, IsOk());
  EXPECT_EQ((*few)->Validate(ManyValues(3'900)).front().keyword, "anyOf");
}

// Alternatives within alternatives cost what they add, not what they multiply.
TEST(HostileDocumentTest, EachDepthOfAlternativesCostsTheSame) {
  const auto steps = [](int depth) {
    std::string deep = R"({"const": 1})";
    for (int i = 0; i < depth; ++i) deep = absl::StrCat(R"({"anyOf": [)", deep, R"(, {"const": 2}]})");
    return StepsToJudge(deep, ValueOf("3"));
  };
  EXPECT_EQ(steps(12) - steps(11), steps(2) - steps(1));
}

// Counts how often it is asked.
class CountingVocabulary final : public Vocabulary {
 public:
  std::optional<Words> Label(absl::string_view) const override {
    ++asked_;
    return std::nullopt;
  }
  int asked() const { return asked_; }

 private:
  mutable int asked_ = 0;
};

TEST(HostileDocumentTest, OnlyWhatIsSaidIsPutIntoWords) {
  const auto schema = Compile(StructOf(Alternatives(900, R"({"const": 1})")));
  ASSERT_THAT(schema, IsOk());
  const CountingVocabulary refused;
  EXPECT_EQ((*schema)->Validate(ValueOf("2"), refused).size(), kMostFaults);
  EXPECT_LE(refused.asked(), 2 * static_cast<int>(kMostFaults)) << "in two languages";
  const auto last = Compile(StructOf(R"({"items": {"anyOf": [{"const": 1}, {"const": 2}, {"const": 3}]}})"));
  const CountingVocabulary valid;
  EXPECT_THAT((*last)->Validate(ValueOf("[3, 3, 3]"), valid), IsEmpty());
  EXPECT_EQ(valid.asked(), 0);
}

// So many states that the automaton is given up, and each byte costs all instructions.
TEST(HostileDocumentTest, PatternsThatAreDearAreNotMatchedWithoutEnd) {
  const auto schema = Compile(StructOf(R"j({"pattern": "(a|b)*a(a|b){400}c"})j"));
  ASSERT_THAT(schema, IsOk());
  google::protobuf::Value text;
  for (int64_t i = 0; i < 200'000; ++i) text.mutable_string_value()->push_back(i * i % 7 < 3 ? 'a' : 'b');
  const std::vector<Fault> faults = (*schema)->Validate(text);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].keyword, "limit");
  text.mutable_string_value()->resize(1'000);
  ASSERT_EQ((*schema)->Validate(text).size(), 1u);
  EXPECT_EQ((*schema)->Validate(text)[0].keyword, "pattern")
      << "what was spent on one document is not missed by the next";
}

TEST(HostileDocumentTest, AlternativesOfAlternativesAreSaidInFewFaults) {
  std::string schema = R"({"const": 1})";
  for (int depth = 0; depth < 6; ++depth) {
    schema = absl::StrCat(R"({"anyOf": [)", schema, ",", schema, ",", schema, "]}");
  }
  const auto compiled = Compile(StructOf(schema), {.max_steps = 10'000});
  ASSERT_THAT(compiled, IsOk());
  const std::vector<Fault> faults = (*compiled)->Validate(ValueOf("2"));
  EXPECT_LE(faults.size(), kMostFaults);
  EXPECT_EQ(faults.front().alternative, "");
  EXPECT_EQ(absl::c_count_if(faults, [](const Fault& fault) { return fault.alternative.size() == 1; }), 3);
  EXPECT_TRUE(absl::c_all_of(faults, [](const Fault& fault) { return fault.words.fa.size() < 200; }));
}

// That none is met is found out even where nothing more can be said.
TEST(HostileDocumentTest, AlternativesBeyondTheFaultsAreStillAlternatives) {
  std::string schema = R"({"anyOf": [)";
  for (int i = 1; i <= 200; ++i) absl::StrAppend(&schema, R"({"anyOf": [{"const": )", i, R"(}, {"const": 0}]}, )");
  const auto compiled = Compile(StructOf(schema + R"({"const": 201}]})"));
  ASSERT_THAT(compiled, IsOk());
  EXPECT_THAT((*compiled)->Validate(ValueOf("201")), IsEmpty());
  EXPECT_THAT((*compiled)->Validate(ValueOf("200")), IsEmpty());
  const std::vector<Fault> faults = (*compiled)->Validate(ValueOf("202"));
  EXPECT_EQ(faults.size(), kMostFaults);
  EXPECT_EQ(faults.back().alternative, "49");
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
