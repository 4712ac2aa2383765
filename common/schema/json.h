// protobuf's Struct as nlohmann's JSON, within bounds. Internal to common/schema.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "google/protobuf/struct.pb.h"
#include "nlohmann/json.hpp"

#include "common/base/error.h"

namespace mosbat::schema {

struct Bounds {
  size_t bytes;
  int depth;
  int values;
  size_t items;
};

// Reads one tree. Whole numbers become integers, because Struct has only doubles and 1.0 is an integer in JSON Schema.
class JsonReader {
 public:
  explicit JsonReader(const Bounds& bounds) : bounds_(bounds) {}

  nlohmann::json Read(const google::protobuf::Struct& fields);
  nlohmann::json Read(const google::protobuf::Value& value);

  // What was wrong first; what Read returned is then good for nothing.
  struct Problem {
    std::string path;
    bool too_large = false;
    Words words;
  };
  const std::optional<Problem>& problem() const { return problem_; }

 private:
  nlohmann::json ReadNumber(double number);
  nlohmann::json ReadList(const google::protobuf::ListValue& list);
  std::string ReadText(const std::string& text);
  void Take(size_t bytes);
  void Report(bool too_large, Words words);

  const Bounds bounds_;
  std::string path_;
  int depth_ = 0;
  int values_ = 0;
  size_t bytes_ = 0;
  std::optional<Problem> problem_;
};

// `pointer` with one more token, escaped.
std::string Below(const std::string& pointer, const std::string& token);

// One sentence's worth of a value: numbers and short strings as they are, lists and objects by their kind.
std::string ValueInWords(const nlohmann::json& value, Language language);

}  // namespace mosbat::schema
