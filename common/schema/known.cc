#include "common/schema/known.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>

#include "absl/algorithm/container.h"

#include "common/schema/check.h"
#include "common/schema/explain.h"
#include "common/schema/keywords.h"

namespace mosbat::schema {

using nlohmann::json;

unsigned TypesAllowed(const json& schema) {
  static const auto* const words = new std::map<std::string, unsigned>{
      {"null", kNull},     {"boolean", kBoolean}, {"object", kObject}, {"array", kArray},
      {"string", kString}, {"integer", kInteger}, {"number", kNumber}};
  if (!schema.contains("type")) return kAnyType;
  const json& type = schema["type"];
  if (type.is_string()) return words->at(type.get_ref<const std::string&>());
  unsigned types = 0;
  for (const json& one : type) types |= words->at(one.get_ref<const std::string&>());
  return types;
}

bool Implies(const std::optional<Bound>& known, const Bound& asked) {
  return known.has_value() &&
         (known->value > asked.value || (known->value == asked.value && (known->exclusive || !asked.exclusive)));
}

Judge::Judge(const json& schema) : schema_(std::make_unique<valijson::Schema>()) {
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  AddOwnKeywords(parser);
  const json checked = CheckSchema(schema, {}, "").value();  // OK, as a part of one that is
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(checked), *schema_);
}

Judge::~Judge() = default;

bool Judge::Accepts(const json& value) const { return Holds(*schema_, value); }

void Known::Add(const json& schema) {
  if (schema.is_boolean()) {
    nothing_ = nothing_ || !schema.get<bool>();
    return;
  }
  schemas_.push_back(&schema);
  if (!schema.contains("allOf")) return;
  for (const json& member : schema["allOf"]) Add(member);
}

Known Known::Without(size_t i) const {
  Known less = *this;
  less.schemas_.erase(less.schemas_.begin() + static_cast<std::ptrdiff_t>(i));
  return less;
}

unsigned Known::types() const {
  unsigned types = kAnyType;
  for (const json* const schema : schemas_) types &= TypesAllowed(*schema);
  return types;
}

bool Known::Says(const std::string& keyword, const json& value) const {
  return absl::c_any_of(schemas_, [&](const json* schema) {
    const auto found = schema->find(keyword);
    return found != schema->end() && *found == value;
  });
}

Known Known::Property(const std::string& name) const {
  Known property;
  for (const json* const schema : schemas_) {
    const auto properties = schema->find("properties");
    if (properties != schema->end() && properties->contains(name)) {
      property.Add(properties->at(name));
    } else if (schema->contains("additionalProperties")) {
      property.Add(schema->at("additionalProperties"));
    }
  }
  return property;
}

std::set<std::string> Known::PropertyNames() const {
  std::set<std::string> names;
  for (const json* const schema : schemas_) {
    if (!schema->contains("properties")) continue;
    for (const auto& [name, property] : schema->at("properties").items()) names.insert(name);
  }
  return names;
}

bool Known::Requires(const std::string& name) const {
  return absl::c_any_of(schemas_, [&](const json* schema) {
    return schema->contains("required") && absl::c_linear_search(schema->at("required"), json(name));
  });
}

std::optional<Bound> Known::Strongest(const char* inclusive, const char* exclusive, double sign) const {
  std::optional<Bound> strongest;
  for (const json* const schema : schemas_) {
    for (const auto& [keyword, is_exclusive] : {std::pair(inclusive, false), std::pair(exclusive, true)}) {
      if (keyword == nullptr || !schema->contains(keyword)) continue;
      const Bound bound = {sign * schema->at(keyword).get<double>(), is_exclusive};
      if (!Implies(strongest, bound)) strongest = bound;
    }
  }
  return strongest;
}

std::optional<std::vector<json>> Known::Values() const {
  std::optional<std::vector<json>> values;
  for (const json* const schema : schemas_) {
    if (schema->contains("const")) values = {schema->at("const")};
    if (!values.has_value() && schema->contains("enum")) values = schema->at("enum").get<std::vector<json>>();
  }
  if (!values.has_value() && (types() & ~(kNull | kBoolean)) == 0) values = {json(nullptr), json(false), json(true)};
  if (!values.has_value()) return values;
  for (const json* const schema : schemas_) {
    const Judge judge(*schema);
    values->erase(std::remove_if(values->begin(), values->end(), [&](const json& v) { return !judge.Accepts(v); }),
                  values->end());
  }
  return values;
}

Known Known::Part(const char* keyword) const {
  Known part;
  for (const json* const schema : schemas_) {
    if (schema->contains(keyword)) part.Add(schema->at(keyword));
  }
  return part;
}

}  // namespace mosbat::schema
