#include "services/guideline/domain/result_classes.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"

#include "common/schema/parts.h"
#include "common/schema/schema.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using schema::Part;

constexpr char kForm[] = "terms.form.rule.schema";
constexpr char kResult[] = "result";

const Value* Member(const Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? nullptr : &found->second;
}

// What a form says of its property `result`.
class ResultInForm {
 public:
  explicit ResultInForm(const Struct& form) : definitions_(Member(form, "definitions")) {
    schema::ForEachPart(form, [this](const Part& part) { Add(part); });
  }

  bool is_asked() const { return is_asked_; }

  struct Listed {
    std::string pointer;
    std::string value;
  };
  // The texts that an `enum` lists for it, wherever that stands.
  const std::vector<Listed>& listed() const { return listed_; }

  // The form without all that it asks beside the result: what is demanded of that; where all of it is demanded in some
  // case only, what one of the cases demands.
  Struct Only() const {
    Struct only;
    if (definitions_ != nullptr) (*only.mutable_fields())["definitions"] = *definitions_;
    const bool has_cases_only = demanded_.empty() && !demanded_in_case_.empty();
    auto& schemas = *(*only.mutable_fields())[has_cases_only ? "anyOf" : "allOf"].mutable_list_value();
    if (!has_cases_only) schemas.add_values()->set_bool_value(true);
    for (const Value& result : has_cases_only ? demanded_in_case_ : demanded_) {
      auto& properties = (*schemas.add_values()->mutable_struct_value()->mutable_fields())["properties"];
      (*properties.mutable_struct_value()->mutable_fields())[kResult] = result;
    }
    return only;
  }

 private:
  void Add(const Part& part) {
    if (part.steps.empty()) {
      schema::ForEachProperty(
          part, [this](absl::string_view name, const std::string&) { is_asked_ = is_asked_ || name == kResult; });
      const Value* const properties = Member(part.schema, "properties");
      const Value* const result = properties == nullptr ? nullptr : Member(properties->struct_value(), kResult);
      if (result == nullptr || part.force == Part::Force::kAsked) return;
      (part.force == Part::Force::kDemanded ? demanded_ : demanded_in_case_).push_back(*result);
    } else if (part.steps.size() == 1 && part.steps.front() == kResult && part.force != Part::Force::kAsked) {
      AddListed(part);
    }
  }

  void AddListed(const Part& part) {
    const Value* const values = Member(part.schema, "enum");
    if (values == nullptr || !seen_.insert(part.pointer).second) return;
    for (int i = 0; i < values->list_value().values_size(); ++i) {
      const Value& value = values->list_value().values(i);
      if (value.kind_case() != Value::kStringValue) continue;
      listed_.push_back({absl::StrCat(part.pointer, "/enum/", i), value.string_value()});
    }
  }

  const Value* const definitions_;
  bool is_asked_ = false;
  std::vector<Value> demanded_;
  std::vector<Value> demanded_in_case_;
  std::set<std::string> seen_;  // a definition may be used twice
  std::vector<Listed> listed_;
};

bool Takes(const schema::CompiledSchema& form, const std::string& code) {
  Struct answers;
  (*answers.mutable_fields())[kResult].set_string_value(code);
  return form.Validate(answers).empty();
}

}  // namespace

void CheckResultClasses(const v1::Terms& terms, FaultList& faults) {
  if (terms.result_classes().empty() || !terms.has_form()) return;
  const Struct& form = terms.form().rule().schema();
  if (!schema::Compile(form).ok()) return;
  const ResultInForm result(form);
  if (!result.is_asked()) return errors::AddResultNotAsked(absl::StrCat(kForm, "/properties"), faults);

  const auto only = schema::Compile(result.Only());
  if (!only.ok()) return;
  std::set<std::string> codes;
  for (int i = 0; i < terms.result_classes_size(); ++i) {
    const std::string& code = terms.result_classes(i).code();
    codes.insert(code);
    if (Takes(**only, code)) continue;
    errors::AddResultNotInForm(absl::StrCat("terms.result_classes[", i, "].code"), code, faults);
  }
  for (const ResultInForm::Listed& one : result.listed()) {
    if (codes.count(one.value) > 0) continue;
    errors::AddResultClassUnknown(absl::StrCat(kForm, one.pointer), one.value, faults);
  }
}

}  // namespace mosbat::guideline::domain
