// Soundness: of random schemas, random changes to them and random documents, no document is ever accepted by the older
// schema and refused by the newer one where FindBreaks found nothing.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "common/schema/compatibility.h"
#include "common/schema/schema_test_support.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

constexpr uint64_t kSeed = 20260321;
constexpr int kPairs = 2'500;
constexpr int kDocuments = 40;

// Small words, so that schemas and documents meet often.
class RandomJson {
 public:
  explicit RandomJson(uint64_t seed) : random_(seed) {}

  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  template <typename T>
  T OneOf(const std::vector<T>& values) {
    return values[static_cast<size_t>(Below(static_cast<int>(values.size())))];
  }
  std::string Name() { return OneOf<std::string>({"a", "b", "c"}); }

  json Scalar() {
    switch (Below(5)) {
      case 0:
        return nullptr;
      case 1:
        return Below(2) == 0;
      case 2:
        return Below(9) - 2;
      case 3:
        return (Below(40) - 8) / 4.0;
      default:
        return OneOf<std::string>({"", "a", "ab", "abc", "bcd", "2026-03-21", "2026-02-30"});
    }
  }

  json Document(int depth) {
    const int kind = depth == 0 ? 0 : Below(4);
    if (kind < 2) return Scalar();
    json document = kind == 2 ? json::object() : json::array();
    for (int n = Below(4); n > 0; --n) {
      if (kind == 2) {
        document[OneOf<std::string>({"a", "b", "c", "d"})] = Document(depth - 1);
      } else {
        document.push_back(Document(depth - 1));
      }
    }
    return document;
  }

  json Schema(int depth) {
    if (Below(12) == 0) return Below(3) > 0;
    json schema = json::object();
    for (int n = 1 + Below(3); n > 0; --n) AddKeyword(schema, depth);
    return schema;
  }

  // A change somewhere in it.
  void Change(json& schema, int depth) {
    if (!schema.is_object() || schema.empty() || Below(8) == 0) {
      schema = Schema(depth);
      return;
    }
    const auto chosen = std::next(schema.begin(), Below(static_cast<int>(schema.size())));
    const std::string keyword = chosen.key();
    json& value = chosen.value();
    const int how = Below(10);
    if (how == 0) {
      AddKeyword(schema, depth);
    } else if (how == 1) {
      schema.erase(keyword);
    } else if ((keyword == "minimum" || keyword == "maximum") && Below(2) == 0) {
      schema[keyword == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum"] = value;
      schema.erase(keyword);
    } else if (value.is_number()) {
      value = value.get<double>() + Below(3) - 1;
      if (keyword == "multipleOf" || keyword.find("Length") != std::string::npos ||
          keyword.find("Items") != std::string::npos) {
        value = std::max(keyword == "multipleOf" ? 1 : 0, value.get<int>());
      }
    } else if ((keyword == "properties" || keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf") &&
               !value.empty()) {
      Change(*std::next(value.begin(), Below(static_cast<int>(value.size()))), depth - 1);
    } else if (keyword == "items" || keyword == "additionalProperties" || keyword == "not" || keyword == "if" ||
               keyword == "then" || keyword == "else") {
      Change(value, depth - 1);
    } else if ((keyword == "enum" || keyword == "required") && value.size() > 1 && Below(2) == 0) {
      value.erase(value.begin());
    } else if (keyword == "enum") {
      value.push_back(Scalar());
    } else {
      AddKeyword(schema, depth);
    }
    if (!schema.contains("if")) {
      schema.erase("then");
      schema.erase("else");
    }
  }

 private:
  json Schemas(int depth) {
    json schemas = json::array();
    for (int n = 1 + Below(3); n > 0; --n) schemas.push_back(Schema(depth - 1));
    return schemas;
  }

  void AddKeyword(json& schema, int depth) {
    static const std::vector<std::string> kTypes = {"array",  "boolean", "integer", "null",
                                                    "number", "object",  "string"};
    switch (Below(depth > 0 ? 22 : 12)) {
      case 0:
      case 1:
        schema["type"] = OneOf(kTypes);
        break;
      case 2: {
        const std::string one = OneOf(kTypes);
        schema["type"] = json::array({one, one == "null" ? "string" : "null"});
        break;
      }
      case 3: {
        schema["enum"] = json::array();
        for (int n = 1 + Below(4); n > 0; --n) schema["enum"].push_back(Scalar());
        break;
      }
      case 4:
        schema["const"] = Scalar();
        break;
      case 5:
        schema[OneOf<std::string>({"minimum", "exclusiveMinimum"})] = Below(6) - 2;
        break;
      case 6:
        schema[OneOf<std::string>({"maximum", "exclusiveMaximum"})] = Below(8);
        break;
      case 7:
        schema["multipleOf"] = OneOf<double>({0.25, 0.5, 1, 2, 3, 4});
        break;
      case 8:
        schema[OneOf<std::string>({"minLength", "minItems"})] = Below(3);
        break;
      case 9:
        schema[OneOf<std::string>({"maxLength", "maxItems"})] = Below(5);
        break;
      case 10:
        schema["pattern"] = OneOf<std::string>({"^a", "b", "c$"});
        break;
      case 11:
        if (Below(2) == 0) {
          schema["format"] = "date";
        } else {
          schema["uniqueItems"] = Below(3) > 0;
        }
        break;
      case 12:
      case 13:
      case 14:
        schema["properties"][Name()] = Schema(depth - 1);
        break;
      case 15:
        schema["required"] = json::array({Name()});
        break;
      case 16:
        schema["additionalProperties"] = Schema(depth - 1);
        break;
      case 17:
        schema["items"] = Schema(depth - 1);
        break;
      case 18:
        schema["allOf"] = Schemas(depth);
        break;
      case 19:
        schema[OneOf<std::string>({"anyOf", "oneOf"})] = Schemas(depth);
        break;
      case 20:
        schema["not"] = Schema(depth - 1);
        break;
      default:
        schema["if"] = Schema(depth - 1);
        schema["then"] = Schema(depth - 1);
        schema["else"] = Schema(depth - 1);
    }
  }

  std::mt19937_64 random_;
};

// Schemas stand in a field, so that documents and schemas of any type can be tried.
google::protobuf::Struct InField(const json& value) { return StructOf(json{{"v", value}}.dump()); }
google::protobuf::Struct SchemaInField(const json& schema) {
  return StructOf(json{{"properties", {{"v", schema}}}}.dump());
}

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
