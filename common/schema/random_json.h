// Random schemas and documents, for the property tests of this folder. The same seed makes the same ones.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"
#include "nlohmann/json.hpp"

#include "common/schema/schema_test_support.h"

namespace mosbat::schema {

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

  nlohmann::json Scalar() {
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

  nlohmann::json Document(int depth) {
    const int kind = depth == 0 ? 0 : Below(4);
    if (kind < 2) return Scalar();
    nlohmann::json document = kind == 2 ? nlohmann::json::object() : nlohmann::json::array();
    for (int n = Below(4); n > 0; --n) {
      if (kind == 2) {
        document[OneOf<std::string>({"a", "b", "c", "d"})] = Document(depth - 1);
      } else {
        document.push_back(Document(depth - 1));
      }
    }
    return document;
  }

  nlohmann::json Schema(int depth) {
    if (Below(12) == 0) return Below(3) > 0;
    nlohmann::json schema = nlohmann::json::object();
    for (int n = 1 + Below(3); n > 0; --n) AddKeyword(schema, depth);
    return schema;
  }

  // A change somewhere in it.
  void Change(nlohmann::json& schema, int depth) {
    if (!schema.is_object() || schema.empty() || Below(8) == 0) {
      schema = Schema(depth);
      return;
    }
    const auto chosen = std::next(schema.begin(), Below(static_cast<int>(schema.size())));
    const std::string keyword = chosen.key();
    nlohmann::json& value = chosen.value();
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
  nlohmann::json Schemas(int depth) {
    nlohmann::json schemas = nlohmann::json::array();
    for (int n = 1 + Below(3); n > 0; --n) schemas.push_back(Schema(depth - 1));
    return schemas;
  }

  void AddKeyword(nlohmann::json& schema, int depth) {
    static const std::vector<std::string> kTypes = {"array",  "boolean", "integer", "null",
                                                    "number", "object",  "string"};
    switch (Below(depth > 0 ? 22 : 12)) {
      case 0:
      case 1:
        schema["type"] = OneOf(kTypes);
        break;
      case 2: {
        const std::string one = OneOf(kTypes);
        schema["type"] = nlohmann::json::array({one, one == "null" ? "string" : "null"});
        break;
      }
      case 3: {
        schema["enum"] = nlohmann::json::array();
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
        schema["required"] = nlohmann::json::array({Name()});
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
inline google::protobuf::Struct InField(const nlohmann::json& value) {
  return StructOf(nlohmann::json{{"v", value}}.dump());
}
inline google::protobuf::Struct SchemaInField(const nlohmann::json& schema) {
  return StructOf(nlohmann::json{{"properties", {{"v", schema}}}}.dump());
}

}  // namespace mosbat::schema
