#include "services/guideline/domain/text_checker.h"

#include <map>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/error.h"
#include "common/schema/contradictions.h"
#include "common/schema/schema.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

const google::protobuf::Value* Property(const google::protobuf::Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? nullptr : &found->second;
}

const google::protobuf::Value* Item(const google::protobuf::ListValue& list, const std::string& token) {
  int index = -1;
  if (!absl::SimpleAtoi(token, &index) || index < 0 || index >= list.values_size()) return nullptr;
  return &list.values(index);
}

// Whether the JSON pointer leads to something in the schema. Its names need no escapes: common/schema refuses the
// others.
bool LeadsIntoSchema(const google::protobuf::Struct& schema, absl::string_view pointer) {
  const std::vector<std::string> tokens = absl::StrSplit(pointer, '/');
  if (tokens.size() < 2 || !tokens.front().empty()) return pointer.empty();
  const google::protobuf::Value* value = Property(schema, tokens[1]);
  for (size_t i = 2; i < tokens.size() && value != nullptr; ++i) {
    value =
        value->has_struct_value() ? Property(value->struct_value(), tokens[i]) : Item(value->list_value(), tokens[i]);
  }
  return value != nullptr;
}

}  // namespace

void TextChecker::PartNumber(absl::string_view field, const std::string& number) {
  if (number.empty()) return faults_.AddRequired(field);
  if (numbers_.count(number) > 0) return;
  const bool is_article = part_ == schema::PartOfText::kArticle;
  (is_article ? errors::AddArticleNotFound : errors::AddClauseNotFound)(field, number, faults_);
}

void TextChecker::Rule(absl::string_view field, const common::v1::Rule& rule, absl::string_view number) {
  const std::string schema_field = absl::StrCat(field, ".schema");
  if (!rule.has_schema()) return faults_.AddRequired(schema_field);
  absl::Status wrong = schema::Compile(rule.schema(), {}, schema_field).status();
  if (wrong.ok()) wrong = schema::RequireNoContradiction(rule.schema(), schema_field);
  AddOfSchema(wrong, schema_field, rule, number);
  const std::map<std::string, std::string> clauses(rule.clauses().begin(), rule.clauses().end());  // in one order
  for (const auto& [pointer, part] : clauses) {
    const std::string entry = absl::StrCat(field, ".clauses[\"", pointer, "\"]");
    if (!LeadsIntoSchema(rule.schema(), pointer)) {
      faults_.AddInvalid(entry, {.en = "The schema has nothing at this JSON pointer.",
                                 .fa = "در این نشانی JSON چیزی در طرح‌واره نیست."});
    }
    PartNumber(entry, part);
  }
}

void TextChecker::AddOfSchema(const absl::Status& status, absl::string_view schema_field, const common::v1::Rule& rule,
                              absl::string_view number) {
  const auto en = FaultsOf(status, Language::kEnglish);
  const auto fa = FaultsOf(status, Language::kPersian);
  for (size_t i = 0; i < en.size(); ++i) {
    const std::string says = schema::ClauseOf(rule, absl::StripPrefix(en[i].first, schema_field), number);
    faults_.Add(ReasonOf(status), en[i].first,
                schema::WithClause({.en = en[i].second, .fa = fa[i].second}, says, part_));
  }
}

}  // namespace mosbat::guideline::domain
