#include "services/guideline/domain/result_classes.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"

#include "common/schema/schema.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kForm[] = "terms.form.rule.schema";
constexpr char kResult[] = "result";
constexpr absl::string_view kDefinitions = "#/definitions/";

const Value* Member(const Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? nullptr : &found->second;
}

// A schema in its place, "/properties/result" or, behind $ref, "/definitions/finding".
struct Place {
  std::string pointer;
  Value schema;
};

Place Follow(const Struct& form, Place place) {
  while (const Value* const target = Member(place.schema.struct_value(), "$ref")) {
    const std::string name(absl::StripPrefix(target->string_value(), kDefinitions));
    place = {absl::StrCat("/definitions/", name), *Member(Member(form, "definitions")->struct_value(), name)};
  }
  return place;
}

// The form without all that it asks beside the result.
Struct OnlyResult(const Struct& form, const Value& result) {
  Struct only;
  if (const Value* const definitions = Member(form, "definitions")) {
    (*only.mutable_fields())["definitions"] = *definitions;
  }
  (*(*only.mutable_fields())["properties"].mutable_struct_value()->mutable_fields())[kResult] = result;
  return only;
}

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
  const Value* const properties = Member(form, "properties");
  const Value* const result = properties == nullptr ? nullptr : Member(properties->struct_value(), kResult);
  if (result == nullptr) return errors::AddResultNotAsked(absl::StrCat(kForm, "/properties"), faults);

  const auto compiled = schema::Compile(OnlyResult(form, *result));
  if (!compiled.ok()) return;
  std::set<std::string> codes;
  for (int i = 0; i < terms.result_classes_size(); ++i) {
    const std::string& code = terms.result_classes(i).code();
    codes.insert(code);
    if (Takes(**compiled, code)) continue;
    errors::AddResultNotInForm(absl::StrCat("terms.result_classes[", i, "].code"), code, faults);
  }
  const Place place = Follow(form, {"/properties/result", *result});
  const Value* const listed = Member(place.schema.struct_value(), "enum");
  if (listed == nullptr) return;
  for (int i = 0; i < listed->list_value().values_size(); ++i) {
    const std::string& value = listed->list_value().values(i).string_value();
    if (codes.count(value) > 0) continue;
    errors::AddResultClassUnknown(absl::StrCat(kForm, place.pointer, "/enum/", i), value, faults);
  }
}

}  // namespace mosbat::guideline::domain
