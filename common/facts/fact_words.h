// What people call the facts of the facts document and their values: one table for ListFacts and for the reasons of
// decisions, so that both say the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/error.h"
#include "common/schema/vocabulary.h"

namespace mosbat::facts {

struct ValueWords {
  std::string value;  // of a yes or no "true" and "false"
  Words words;
};

struct FactWords {
  std::string name;  // "disability.grade"; also of the object that holds some, "disability"
  Words label;
  std::vector<ValueWords> values;  // where they are few
};

// Null if there is no such fact.
const FactWords* FindWords(absl::string_view name);

// Facts by the table; answers, `request.*`, by the titles of the request form, which has them in one language.
class FactVocabulary final : public schema::Vocabulary {
 public:
  // `request_form` is a JSON Schema, empty where nothing is asked, and outlives this.
  explicit FactVocabulary(const google::protobuf::Struct& request_form) : request_form_(request_form) {}

  std::optional<Words> Label(absl::string_view field) const override;
  std::optional<Words> Value(absl::string_view field, absl::string_view value) const override;

 private:
  const google::protobuf::Struct& request_form_;
};

}  // namespace mosbat::facts
