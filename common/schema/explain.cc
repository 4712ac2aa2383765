#include "common/schema/explain.h"

#include <functional>
#include <unordered_map>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/validation_visitor.hpp>

#include "absl/strings/str_cat.h"

#include "common/schema/fault_words.h"
#include "common/schema/json.h"
#include "common/schema/keywords.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;
using valijson::Subschema;
using valijson::adapters::NlohmannJsonAdapter;
using valijson::constraints::Constraint;

// Runs `check` with the library's validator of one value. No pattern reaches it, so it keeps no regular expression.
template <typename Check>
bool Ask(const json& value, Check check) {
  std::unordered_map<std::string, std::regex> no_expressions;
  valijson::ValidationVisitor<NlohmannJsonAdapter> validator(NlohmannJsonAdapter(value), {}, true, nullptr,
                                                             no_expressions);
  return check(validator);
}

bool Holds(const Constraint& constraint, const json& value) {
  return Ask(value, [&](auto& validator) { return constraint.accept(validator); });
}

// Where the explanation stands: in the schema, as it is written and as it is reached, and in the document.
struct Position {
  const json* schema;
  std::string schema_path;
  const json* value;
  std::string path;
};

// Explains one value; a visit is made only to a constraint that does not hold.
class Explainer final : public valijson::constraints::ConstraintVisitor {
 public:
  Explainer(const json& root, Position position, std::vector<Fault>& faults)
      : root_(root), at_(std::move(position)), faults_(faults) {
    while (at_.schema->is_object() && at_.schema->contains("$ref")) {
      const auto& target = (*at_.schema)["$ref"].get_ref<const std::string&>();
      at_.schema = &root_.at(json::json_pointer(target.substr(1)));
    }
  }

  void Explain(const Subschema& schema) {
    if (schema.getAlwaysInvalid()) {
      Add("false", at_.path, at_.schema_path, NotAllowedWords(FieldOfPath(at_.path)));
      return;
    }
    Subschema::ApplyFunction explain = [this](const Constraint& constraint) {
      if (faults_.size() < kMostFaults && !Holds(constraint, *at_.value)) constraint.accept(*this);
      return true;
    };
    schema.apply(explain);
  }

  bool visit(const ConstConstraint&) override { return Leaf("const"); }
  bool visit(const EnumConstraint&) override { return Leaf("enum"); }
  bool visit(const TypeConstraint&) override { return Leaf("type"); }
  bool visit(const MaximumConstraint& constraint) override {
    return Leaf(constraint.getExclusiveMaximum() ? "exclusiveMaximum" : "maximum");
  }
  bool visit(const MinimumConstraint& constraint) override {
    return Leaf(constraint.getExclusiveMinimum() ? "exclusiveMinimum" : "minimum");
  }
  bool visit(const MaxItemsConstraint&) override { return Leaf("maxItems"); }
  bool visit(const MinItemsConstraint&) override { return Leaf("minItems"); }
  bool visit(const MaxLengthConstraint&) override { return Leaf("maxLength"); }
  bool visit(const MinLengthConstraint&) override { return Leaf("minLength"); }
  bool visit(const UniqueItemsConstraint&) override { return Leaf("uniqueItems"); }
  bool visit(const NotConstraint&) override { return Leaf("not"); }
  bool visit(const PolyConstraint& constraint) override {
    return Leaf(dynamic_cast<const OwnKeyword&>(constraint).keyword());
  }

  bool visit(const RequiredConstraint&) override {
    for (const json& name : (*at_.schema)["required"]) {
      const auto& property = name.get_ref<const std::string&>();
      if (at_.value->contains(property)) continue;
      const std::string path = Below(at_.path, property);
      const bool is_described = at_.schema->contains("properties") && (*at_.schema)["properties"].contains(property);
      const std::string schema_path =
          is_described ? Below(absl::StrCat(at_.schema_path, "/properties"), property) : Reached("required");
      Add("required", path, schema_path, MissingWords(FieldOfPath(path)));
    }
    return false;
  }

  bool visit(const PropertiesConstraint& constraint) override {
    const json* const described = at_.schema->contains("properties") ? &(*at_.schema)["properties"] : nullptr;
    constraint.applyToProperties([&](const auto& name, const Subschema* schema) {
      const std::string property(name.begin(), name.end());
      if (at_.value->contains(property)) {
        Descend(*schema, {&described->at(property), Below(Reached("properties"), property), &at_.value->at(property),
                          Below(at_.path, property)});
      }
      return true;
    });
    for (const auto& [name, value] : at_.value->items()) {
      if (described != nullptr && described->contains(name)) continue;
      const std::string path = Below(at_.path, name);
      if (const Subschema* const additional = constraint.getAdditionalPropertiesSubschema()) {
        // The library stands an empty schema for a keyword that is not there.
        if (!at_.schema->contains("additionalProperties")) continue;
        Descend(*additional, {&(*at_.schema)["additionalProperties"], Reached("additionalProperties"), &value, path});
      } else {
        Add("additionalProperties", path, Reached("additionalProperties"), UnknownWords(FieldOfPath(path)));
      }
    }
    return false;
  }

  bool visit(const SingularItemsConstraint& constraint) override {
    size_t index = 0;
    for (const json& item : *at_.value) {
      Descend(*constraint.getItemsSubschema(),
              {&(*at_.schema)["items"], Reached("items"), &item, absl::StrCat(at_.path, "/", index++)});
    }
    return false;
  }

  bool visit(const AllOfConstraint& constraint) override {
    constraint.applyToSubschemas([&](unsigned index, const Subschema* schema) {
      Descend(*schema, Branch("allOf", index));
      return true;
    });
    return false;
  }

  bool visit(const ConditionalConstraint& constraint) override {
    const bool condition = schema::Holds(*constraint.getIfSubschema(), *at_.value);
    const char* const keyword = condition ? "then" : "else";
    Descend(condition ? *constraint.getThenSubschema() : *constraint.getElseSubschema(),
            {&(*at_.schema)[keyword], Reached(keyword), at_.value, at_.path});
    return false;
  }

  bool visit(const AnyOfConstraint& constraint) override { return Alternatives("anyOf", constraint); }

  bool visit(const OneOfConstraint& constraint) override {
    bool none_holds = true;
    constraint.applyToSubschemas([&](unsigned, const Subschema* schema) {
      none_holds = none_holds && !schema::Holds(*schema, *at_.value);
      return true;
    });
    return none_holds ? Alternatives("oneOf", constraint) : Leaf("oneOf");
  }

  // Keywords that CheckSchema or the choice of our own lets nobody write.
  bool visit(const ContainsConstraint&) override { return Leaf("contains"); }
  bool visit(const DependenciesConstraint&) override { return Leaf("dependencies"); }
  bool visit(const FormatConstraint&) override { return Leaf("format"); }
  bool visit(const LinearItemsConstraint&) override { return Leaf("items"); }
  bool visit(const MaxPropertiesConstraint&) override { return Leaf("maxProperties"); }
  bool visit(const MinPropertiesConstraint&) override { return Leaf("minProperties"); }
  bool visit(const MultipleOfDoubleConstraint&) override { return Leaf("multipleOf"); }
  bool visit(const MultipleOfIntConstraint&) override { return Leaf("multipleOf"); }
  bool visit(const PatternConstraint&) override { return Leaf("pattern"); }
  bool visit(const PropertyNamesConstraint&) override { return Leaf("propertyNames"); }

 private:
  std::string Reached(const char* keyword) const { return absl::StrCat(at_.schema_path, "/", keyword); }

  Position Branch(const char* keyword, unsigned index) const {
    return {&(*at_.schema)[keyword][index], absl::StrCat(Reached(keyword), "/", index), at_.value, at_.path};
  }

  void Descend(const Subschema& schema, Position position) {
    if (!schema::Holds(schema, *position.value)) Explainer(root_, std::move(position), faults_).Explain(schema);
  }

  void Add(const char* keyword, std::string path, std::string schema_path, Words words) {
    if (faults_.size() >= kMostFaults) return;
    faults_.push_back({std::move(path), keyword, std::move(schema_path), std::move(words)});
  }

  bool Leaf(const char* keyword) {
    const json demanded = at_.schema->value(keyword, json());
    Add(keyword, at_.path, Reached(keyword), FaultWords(keyword, FieldOfPath(at_.path), demanded, *at_.value));
    return false;
  }

  // One fault that says what each alternative asks for.
  template <typename AlternativesConstraint>
  bool Alternatives(const char* keyword, const AlternativesConstraint& constraint) {
    std::vector<Words> reasons;
    constraint.applyToSubschemas([&](unsigned index, const Subschema* schema) {
      std::vector<Fault> faults;
      Explainer(root_, Branch(keyword, index), faults).Explain(*schema);
      if (!faults.empty()) reasons.push_back(std::move(faults.front().words));
      return true;
    });
    Add(keyword, at_.path, Reached(keyword), NoAlternativeWords(reasons));
    return false;
  }

  const json& root_;
  Position at_;
  std::vector<Fault>& faults_;
};

}  // namespace

bool Holds(const Subschema& schema, const json& value) {
  return Ask(value, [&](auto& validator) { return validator.validateSchema(schema); });
}

std::vector<Fault> Explain(const Subschema& schema, const json& text, const json& document) {
  std::vector<Fault> faults;
  Explainer(text, {&text, "", &document, ""}, faults).Explain(schema);
  return faults;
}

}  // namespace mosbat::schema
