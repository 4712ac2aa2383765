#include "common/facts/unknown_facts.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/nearest.h"
#include "common/facts/facts.h"
#include "common/schema/rule.h"
#include "common/schema/schema.h"

namespace mosbat::facts {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kRequestPrefix[] = "request.";

// The paths of the properties that a schema speaks of.
class PropertyPaths {
 public:
  explicit PropertyPaths(const Struct& root) : root_(root) {
    Schema(root, "", "");
    std::sort(paths_.begin(), paths_.end());
  }

  // Path in the document, with a dot for each step, and place in the schema; in byte order.
  const std::vector<std::pair<std::string, std::string>>& paths() const { return paths_; }

 private:
  void Schema(const Struct& schema, const std::string& prefix, const std::string& at) {
    for (const auto& [keyword, value] : schema.fields()) {
      const std::string below = absl::StrCat(at, "/", keyword);
      if (keyword == "properties") {
        for (const auto& [name, property] : value.struct_value().fields()) {
          const std::string place = absl::StrCat(below, "/", name);
          Name(prefix, name, place);
          Schema(property, absl::StrCat(prefix, name, "."), place);
        }
      } else if (keyword == "required") {
        for (int i = 0; i < value.list_value().values_size(); ++i) {
          Name(prefix, value.list_value().values(i).string_value(), absl::StrCat(below, "/", i));
        }
      } else if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf") {
        for (int i = 0; i < value.list_value().values_size(); ++i) {
          Schema(value.list_value().values(i), prefix, absl::StrCat(below, "/", i));
        }
      } else if (keyword == "not" || keyword == "if" || keyword == "then" || keyword == "else") {
        Schema(value, prefix, below);
      } else if (keyword == "$ref") {
        Reference(value.string_value(), prefix);
      }
    }
  }

  void Schema(const Value& schema, const std::string& prefix, const std::string& at) {
    if (schema.has_struct_value()) Schema(schema.struct_value(), prefix, at);
  }

  void Reference(absl::string_view target, const std::string& prefix) {
    const std::string at(absl::StripPrefix(target, "#"));
    if (!followed_.emplace(at, prefix).second) return;
    const std::string name(absl::StripPrefix(at, "/definitions/"));
    Schema(root_.fields().at("definitions").struct_value().fields().at(name), prefix, at);
  }

  void Name(const std::string& prefix, const std::string& name, const std::string& place) {
    paths_.emplace_back(absl::StrCat(prefix, name), place);
  }

  const Struct& root_;
  std::set<std::pair<std::string, std::string>> followed_;
  std::vector<std::pair<std::string, std::string>> paths_;
};

// What the request form asks for, with a dot for each step.
std::vector<std::string> AnswersOf(const Struct& request_form) {
  std::vector<std::string> answers;
  if (!schema::Compile(request_form).ok()) return answers;
  const PropertyPaths asked(request_form);
  for (const auto& [path, place] : asked.paths()) answers.push_back(path);
  return answers;
}

Words AnswerUnknownWords(absl::string_view path, const std::string& near) {
  return {.en = absl::StrCat("The request form does not ask for \"", path, "\"",
                             near.empty() ? "." : absl::StrCat("; did you mean ", kRequestPrefix, near, "?")),
          .fa = absl::StrCat("فرم درخواست «", path, "» را نمی‌پرسد",
                             near.empty() ? "." : absl::StrCat("؛ منظورتان ", kRequestPrefix, near, " است؟"))};
}

}  // namespace

void AddUnknownFacts(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause,
                     const Struct* request_form, FaultList& faults) {
  if (!schema::Compile(rule.schema()).ok()) return;
  const auto answers = request_form == nullptr ? std::vector<std::string>() : AnswersOf(*request_form);
  const auto is_asked = [&](absl::string_view answer) {
    return request_form == nullptr || std::find(answers.begin(), answers.end(), answer) != answers.end();
  };
  std::set<std::string> named;
  const PropertyPaths asked(rule.schema());
  for (const auto& [path, place] : asked.paths()) {
    absl::string_view answer = path;
    const bool is_answer = absl::ConsumePrefix(&answer, kRequestPrefix);
    const bool is_known = is_answer ? is_asked(answer) : IsFactPath(path);
    if (is_known || !named.insert(path).second) continue;
    Words words = is_answer ? AnswerUnknownWords(path, NearestTo(answer, answers)) : FactUnknownWords(path);
    faults.Add("FACT_UNKNOWN", absl::StrCat(field, ".schema", place),
               schema::WithClause(std::move(words), schema::ClauseOf(rule, place, clause)));
  }
}

}  // namespace mosbat::facts
