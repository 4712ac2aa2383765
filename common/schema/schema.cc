#include "common/schema/schema.h"

#include <exception>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "common/base/status_macros.h"
#include "common/schema/check.h"
#include "common/schema/explain.h"
#include "common/schema/json.h"
#include "common/schema/keywords.h"

namespace mosbat::schema {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using nlohmann::json;

class ValijsonSchema final : public CompiledSchema {
 public:
  // `text` is the schema as written, `checked` what CheckSchema made of it.
  ValijsonSchema(json text, const json& checked, const Limits& limits) : text_(std::move(text)), limits_(limits) {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    AddOwnKeywords(parser);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(checked), schema_);
  }

  std::vector<Fault> Validate(const Struct& document, const Vocabulary& vocabulary) const override {
    return Judge(document, vocabulary);
  }
  std::vector<Fault> Validate(const Value& document, const Vocabulary& vocabulary) const override {
    return Judge(document, vocabulary);
  }

 private:
  template <typename Message>
  std::vector<Fault> Judge(const Message& document, const Vocabulary& vocabulary) const {
    JsonReader reader({.bytes = limits_.max_document_bytes,
                       .depth = limits_.max_document_depth,
                       .values = limits_.max_document_values,
                       .items = limits_.max_document_items});
    const json value = reader.Read(document);
    if (reader.problem()) return {{reader.problem()->path, "limit", "", reader.problem()->words, ""}};
    const PatternBudget budget(limits_.max_pattern_work);
    try {
      return Explain(schema_, text_, value, vocabulary, limits_.max_document_steps);
    } catch (const std::exception&) {
      // A budget is spent, or the library has tried a conversion that it should not have: what cannot be judged is not
      // valid.
      return {{"", "limit", "", {.en = "The document cannot be judged.", .fa = "سند قابل بررسی نیست."}, ""}};
    }
  }

  const json text_;
  const Limits limits_;
  valijson::Schema schema_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const CompiledSchema>> Compile(const Struct& schema, const Limits& limits,
                                                              absl::string_view field) {
  MOSBAT_ASSIGN_OR_RETURN(json text, ReadSchema(schema, limits, field));
  MOSBAT_ASSIGN_OR_RETURN(const json checked, CheckSchema(text, limits, field));
  try {
    return std::make_shared<const ValijsonSchema>(std::move(text), checked, limits);
  } catch (const std::exception& refused) {
    return MakeFieldError("SCHEMA_UNSUPPORTED",
                          {std::string(field),
                           {.en = absl::StrCat("The schema cannot be compiled: ", refused.what(), "."),
                            .fa = absl::StrCat("طرح قابل استفاده نیست: ", refused.what(), ".")}});
  }
}

std::string FieldOfPath(absl::string_view pointer) {
  std::string field;
  for (const absl::string_view escaped : absl::StrSplit(pointer, '/', absl::SkipEmpty())) {
    const std::string token = absl::StrReplaceAll(escaped, {{"~1", "/"}, {"~0", "~"}});
    size_t index;
    if (!field.empty() && absl::SimpleAtoi(token, &index)) {
      absl::StrAppend(&field, "[", token, "]");
    } else {
      absl::StrAppend(&field, field.empty() ? "" : ".", token);
    }
  }
  return field;
}

}  // namespace mosbat::schema
