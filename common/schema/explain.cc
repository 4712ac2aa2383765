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

// Explains one value. A visit adds the faults of one constraint, none if it holds.
class Explainer final : public valijson::constraints::ConstraintVisitor {
 public:
  Explainer(const json& root, const Vocabulary& vocabulary, Position position, std::vector<Fault>& faults)
      : root_(root), vocabulary_(vocabulary), at_(std::move(position)), faults_(faults) {
    while (at_.schema->is_object() && at_.schema->contains("$ref")) {
      const auto& target = (*at_.schema)["$ref"].get_ref<const std::string&>();
      at_.schema = &root_.at(json::json_pointer(target.substr(1)));
    }
  }

  void Explain(const Subschema& schema) {
    if (schema.getAlwaysInvalid()) {
      Add("false", at_.path, at_.schema_path, NotAllowedWords(FieldOfPath(at_.path), vocabulary_));
      return;
    }
    Subschema::ApplyFunction explain = [this](const Constraint& constraint) {
      if (faults_.size() < kMostFaults) constraint.accept(*this);
      return true;
    };
    schema.apply(explain);
  }

  bool visit(const ConstConstraint& constraint) override { return Leaf("const", constraint); }
  bool visit(const EnumConstraint& constraint) override { return Leaf("enum", constraint); }
  bool visit(const TypeConstraint& constraint) override { return Leaf("type", constraint); }
  bool visit(const MaximumConstraint& constraint) override {
    return Leaf(constraint.getExclusiveMaximum() ? "exclusiveMaximum" : "maximum", constraint);
  }
  bool visit(const MinimumConstraint& constraint) override {
    return Leaf(constraint.getExclusiveMinimum() ? "exclusiveMinimum" : "minimum", constraint);
  }
  bool visit(const MaxItemsConstraint& constraint) override { return Leaf("maxItems", constraint); }
  bool visit(const MinItemsConstraint& constraint) override { return Leaf("minItems", constraint); }
  bool visit(const MaxLengthConstraint& constraint) override { return Leaf("maxLength", constraint); }
  bool visit(const MinLengthConstraint& constraint) override { return Leaf("minLength", constraint); }
  bool visit(const UniqueItemsConstraint& constraint) override { return Leaf("uniqueItems", constraint); }
  bool visit(const NotConstraint& constraint) override { return Leaf("not", constraint); }
  bool visit(const PolyConstraint& constraint) override {
    return Leaf(dynamic_cast<const OwnKeyword&>(constraint).keyword(), constraint);
  }

  bool visit(const RequiredConstraint&) override {
    if (!at_.value->is_object()) return true;
    for (const json& name : (*at_.schema)["required"]) {
      const auto& property = name.get_ref<const std::string&>();
      if (at_.value->contains(property)) continue;
      const std::string path = Below(at_.path, property);
      const bool is_described = at_.schema->contains("properties") && (*at_.schema)["properties"].contains(property);
      const std::string schema_path =
          is_described ? Below(absl::StrCat(at_.schema_path, "/properties"), property) : Reached("required");
      Add("required", path, schema_path, MissingWords(FieldOfPath(path), vocabulary_));
    }
    return false;
  }

  bool visit(const PropertiesConstraint& constraint) override {
    if (!at_.value->is_object()) return true;
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
        Add("additionalProperties", path, Reached("additionalProperties"),
            UnknownWords(FieldOfPath(path), vocabulary_));
      }
    }
    return false;
  }

  bool visit(const SingularItemsConstraint& constraint) override {
    if (!at_.value->is_array()) return true;
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
    const Subschema* const demanded = condition ? constraint.getThenSubschema() : constraint.getElseSubschema();
    const char* const keyword = condition ? "then" : "else";
    if (demanded != nullptr && at_.schema->contains(keyword)) {
      Descend(*demanded, {&(*at_.schema)[keyword], Reached(keyword), at_.value, at_.path});
    }
    return false;
  }

  bool visit(const AnyOfConstraint& constraint) override {
    const Tried tried = Try("anyOf", constraint);
    if (tried.holding == 0) Add("anyOf", at_.path, Reached("anyOf"), NoAlternativeWords(tried.reasons));
    return false;
  }

  bool visit(const OneOfConstraint& constraint) override {
    const Tried tried = Try("oneOf", constraint);
    if (tried.holding == 0) Add("oneOf", at_.path, Reached("oneOf"), NoAlternativeWords(tried.reasons));
    if (tried.holding > 1) AddLeaf("oneOf");
    return false;
  }

  // Keywords that CheckSchema or the choice of our own lets nobody write.
  bool visit(const ContainsConstraint& constraint) override { return Leaf("contains", constraint); }
  bool visit(const DependenciesConstraint& constraint) override { return Leaf("dependencies", constraint); }
  bool visit(const FormatConstraint& constraint) override { return Leaf("format", constraint); }
  bool visit(const LinearItemsConstraint& constraint) override { return Leaf("items", constraint); }
  bool visit(const MaxPropertiesConstraint& constraint) override { return Leaf("maxProperties", constraint); }
  bool visit(const MinPropertiesConstraint& constraint) override { return Leaf("minProperties", constraint); }
  bool visit(const MultipleOfDoubleConstraint& constraint) override { return Leaf("multipleOf", constraint); }
  bool visit(const MultipleOfIntConstraint& constraint) override { return Leaf("multipleOf", constraint); }
  bool visit(const PatternConstraint& constraint) override { return Leaf("pattern", constraint); }
  bool visit(const PropertyNamesConstraint& constraint) override { return Leaf("propertyNames", constraint); }

 private:
  std::string Reached(const char* keyword) const { return absl::StrCat(at_.schema_path, "/", keyword); }

  Position Branch(const char* keyword, unsigned index) const {
    return {&(*at_.schema)[keyword][index], absl::StrCat(Reached(keyword), "/", index), at_.value, at_.path};
  }

  void Descend(const Subschema& schema, Position position) {
    if (faults_.size() < kMostFaults) Explainer(root_, vocabulary_, std::move(position), faults_).Explain(schema);
  }

  void Add(const char* keyword, std::string path, std::string schema_path, Words words) {
    if (faults_.size() >= kMostFaults) return;
    faults_.push_back({std::move(path), keyword, std::move(schema_path), std::move(words)});
  }

  bool Leaf(const char* keyword, const Constraint& constraint) {
    if (!Holds(constraint, *at_.value)) AddLeaf(keyword);
    return false;
  }

  void AddLeaf(const char* keyword) {
    const json demanded = at_.schema->value(keyword, json());
    Add(keyword, at_.path, Reached(keyword),
        FaultWords(keyword, FieldOfPath(at_.path), demanded, *at_.value, vocabulary_));
  }

  // How many alternatives hold, and the first reason of each that does not.
  struct Tried {
    int holding = 0;
    std::vector<Words> reasons;
  };

  template <typename AlternativesConstraint>
  Tried Try(const char* keyword, const AlternativesConstraint& constraint) {
    Tried tried;
    constraint.applyToSubschemas([&](unsigned index, const Subschema* schema) {
      std::vector<Fault> faults;
      Explainer(root_, vocabulary_, Branch(keyword, index), faults).Explain(*schema);
      if (faults.empty()) {
        ++tried.holding;
      } else {
        tried.reasons.push_back(std::move(faults.front().words));
      }
      return true;
    });
    return tried;
  }

  const json& root_;
  const Vocabulary& vocabulary_;
  Position at_;
  std::vector<Fault>& faults_;
};

}  // namespace

bool Holds(const Subschema& schema, const json& value) {
  return Ask(value, [&](auto& validator) { return validator.validateSchema(schema); });
}

std::vector<Fault> Explain(const Subschema& schema, const json& text, const json& document,
                           const Vocabulary& vocabulary) {
  std::vector<Fault> faults;
  Explainer(text, vocabulary, {&text, "", &document, ""}, faults).Explain(schema);
  return faults;
}

}  // namespace mosbat::schema
