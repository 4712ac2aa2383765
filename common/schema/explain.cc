#include "common/schema/explain.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/validation_visitor.hpp>

#include "absl/algorithm/container.h"
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
  std::string alternative;  // Fault::alternative
};

// The property that all of the schema is about; nothing if it is about more, or about the whole value.
std::optional<std::string> OnlyPropertyOf(const json& schema) {
  if (!schema.is_object() || !schema.contains("properties") || schema["properties"].size() != 1) return std::nullopt;
  const std::string property = schema["properties"].begin().key();
  for (const auto& [keyword, value] : schema.items()) {
    const bool says_no_more = keyword == "properties" || keyword == "title" || keyword == "description" ||
                              (keyword == "type" && value == "object") ||
                              (keyword == "required" && value == json::array({property}));
    if (!says_no_more) return std::nullopt;
  }
  return property;
}

// A fault that is said only once it is known to be kept; alternatives that fail beside one that holds are not.
struct Reason {
  Fault fault;
  std::function<Words(const std::string& field, const Vocabulary& vocabulary)> words;
  size_t rank = 0;  // among those of its alternative, from 1; 0 of what is demanded in any case
};

// The reasons against one value, in the order in which the schema makes its demands.
class Reasons {
 public:
  explicit Reasons(size_t most) : most_(most) {}

  // Whether whatever else may be demanded in any case would not be said any more.
  bool IsFull() const { return definite_ == most_; }

  // What is left for those of alternatives behind the one that says that none is met.
  size_t RoomForAlternatives() const { return most_ - std::min(all_.size() + 1, most_); }

  void Add(Reason reason) {
    if (IsFull()) return;
    ++definite_;
    all_.push_back(std::move(reason));
  }
  void AddOfAlternatives(std::vector<Reason> reasons) { absl::c_move(reasons, std::back_inserter(all_)); }

  // What is demanded in any case has the first claim to the room; of alternatives each loses its last reasons.
  std::vector<Reason> Take() && {
    while (all_.size() > most_) {
      const auto last =
          std::max_element(all_.rbegin(), all_.rend(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
      all_.erase(std::next(last).base());
    }
    return std::move(all_);
  }

 private:
  const size_t most_;
  size_t definite_ = 0;
  std::vector<Reason> all_;
};

// What is the same for all values of one document.
struct Judgement {
  const json& root;
  int64_t steps_left;

  void Spend(int64_t steps) {
    steps_left -= steps;
    if (steps_left < 0) throw std::length_error("the document takes too many steps");
  }
};

// Judges one value. A visit adds the reasons of one constraint, none if it holds, until there is room for no more.
class Explainer final : public valijson::constraints::ConstraintVisitor {
 public:
  Explainer(Judgement& judgement, Position position, Reasons& reasons)
      : judgement_(judgement), at_(std::move(position)), reasons_(reasons) {
    at_.schema = Resolved(at_.schema);
  }

  void Explain(const Subschema& schema) {
    judgement_.Spend(1);
    if (schema.getAlwaysInvalid()) {
      Add("false", at_.path, at_.schema_path, NotAllowedWords);
      return;
    }
    Subschema::ApplyFunction explain = [this](const Constraint& constraint) {
      judgement_.Spend(1);
      constraint.accept(*this);
      return !reasons_.IsFull();
    };
    schema.applyStrict(explain);
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
  bool visit(const NotConstraint& constraint) override {
    if (!Meets(*constraint.getSubschema(), "not")) return false;
    const Position excluded = Excluded();
    Add("not", excluded.path, excluded.schema_path,
        [found = excluded.value](const std::string& field, const Vocabulary& vocabulary) {
          return ExcludedWords(field, *found, vocabulary);
        });
    return false;
  }
  bool visit(const PolyConstraint& constraint) override {
    return Leaf(dynamic_cast<const OwnKeyword&>(constraint).keyword(), constraint);
  }

  bool visit(const RequiredConstraint&) override {
    if (!at_.value->is_object()) return true;
    judgement_.Spend((*at_.schema)["required"].size());
    for (const json& name : (*at_.schema)["required"]) {
      const auto& property = name.get_ref<const std::string&>();
      if (at_.value->contains(property)) continue;
      const std::string path = Below(at_.path, property);
      const bool is_described = at_.schema->contains("properties") && (*at_.schema)["properties"].contains(property);
      const std::string schema_path =
          is_described ? Below(absl::StrCat(at_.schema_path, "/properties"), property) : Reached("required");
      Add("required", path, schema_path, MissingWords);
    }
    return false;
  }

  bool visit(const PropertiesConstraint& constraint) override {
    if (!at_.value->is_object()) return true;
    const json* const described = at_.schema->contains("properties") ? &(*at_.schema)["properties"] : nullptr;
    judgement_.Spend(at_.value->size() + (described == nullptr ? 0 : described->size()));
    constraint.applyToProperties([&](const auto& name, const Subschema* schema) {
      const std::string property(name.begin(), name.end());
      if (at_.value->contains(property)) {
        Descend(*schema, {&described->at(property), Below(Reached("properties"), property), &at_.value->at(property),
                          Below(at_.path, property), at_.alternative});
      }
      return !reasons_.IsFull();
    });
    for (const auto& [name, value] : at_.value->items()) {
      if (reasons_.IsFull()) return false;
      if (described != nullptr && described->contains(name)) continue;
      const std::string path = Below(at_.path, name);
      if (const Subschema* const additional = constraint.getAdditionalPropertiesSubschema()) {
        // The library stands an empty schema for a keyword that is not there.
        if (!at_.schema->contains("additionalProperties")) continue;
        Descend(*additional, {&(*at_.schema)["additionalProperties"], Reached("additionalProperties"), &value, path,
                              at_.alternative});
      } else {
        Add("additionalProperties", path, Reached("additionalProperties"), UnknownWords);
      }
    }
    return false;
  }

  bool visit(const SingularItemsConstraint& constraint) override {
    if (!at_.value->is_array()) return true;
    size_t index = 0;
    for (const json& item : *at_.value) {
      if (reasons_.IsFull()) return false;
      Descend(*constraint.getItemsSubschema(), {&(*at_.schema)["items"], Reached("items"), &item,
                                                absl::StrCat(at_.path, "/", index++), at_.alternative});
    }
    return false;
  }

  bool visit(const AllOfConstraint& constraint) override {
    constraint.applyToSubschemas([&](unsigned index, const Subschema* schema) {
      Descend(*schema, Branch("allOf", index));
      return !reasons_.IsFull();
    });
    return false;
  }

  bool visit(const ConditionalConstraint& constraint) override {
    const bool condition = Meets(*constraint.getIfSubschema(), "if");
    const Subschema* const demanded = condition ? constraint.getThenSubschema() : constraint.getElseSubschema();
    const char* const keyword = condition ? "then" : "else";
    if (demanded != nullptr && at_.schema->contains(keyword)) {
      Descend(*demanded, {&(*at_.schema)[keyword], Reached(keyword), at_.value, at_.path, at_.alternative});
    }
    return false;
  }

  bool visit(const AnyOfConstraint& constraint) override { return Alternatives("anyOf", constraint, false); }
  bool visit(const OneOfConstraint& constraint) override { return Alternatives("oneOf", constraint, true); }

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

  const json* Resolved(const json* schema) const {
    while (schema->is_object() && schema->contains("$ref")) {
      const auto& target = (*schema)["$ref"].get_ref<const std::string&>();
      schema = &judgement_.root.at(json::json_pointer(target.substr(1)));
    }
    return schema;
  }

  // What `not` excludes: where it speaks of one property alone, that property, else the value itself.
  Position Excluded() const {
    Position at{&(*at_.schema)["not"], Reached("not"), at_.value, at_.path, at_.alternative};
    for (;;) {
      at.schema = Resolved(at.schema);
      const std::optional<std::string> property = OnlyPropertyOf(*at.schema);
      if (!property.has_value() || !at.value->is_object() || !at.value->contains(*property)) return at;
      at = {&at.schema->at("properties").at(*property), Below(at.schema_path + "/properties", *property),
            &at.value->at(*property), Below(at.path, *property), at.alternative};
    }
  }

  Position Branch(const char* keyword, unsigned index) const {
    return {&(*at_.schema)[keyword][index], absl::StrCat(Reached(keyword), "/", index), at_.value, at_.path,
            at_.alternative};
  }

  void Descend(const Subschema& schema, Position position) {
    Explainer(judgement_, std::move(position), reasons_).Explain(schema);
  }

  // Whether the value itself meets the schema of a keyword that demands nothing by it alone.
  bool Meets(const Subschema& schema, const char* keyword) const {
    return Explained(schema, {&(*at_.schema)[keyword], Reached(keyword), at_.value, at_.path, ""}, 1).empty();
  }

  std::vector<Reason> Explained(const Subschema& schema, Position position, size_t most) const {
    Reasons reasons(most);
    Explainer(judgement_, std::move(position), reasons).Explain(schema);
    return std::move(reasons).Take();
  }

  template <typename WordsOf>
  void Add(const char* keyword, std::string path, std::string schema_path, WordsOf words) {
    reasons_.Add({{std::move(path), keyword, std::move(schema_path), {}, at_.alternative}, std::move(words)});
  }

  bool Leaf(const char* keyword, const Constraint& constraint) {
    judgement_.Spend(StepsOfLeaf(keyword));
    if (!Holds(constraint, *at_.value)) AddLeaf(keyword);
    return false;
  }

  // Beside one for the constraint itself: what it compares, and the text that it reads.
  int64_t StepsOfLeaf(absl::string_view keyword) const {
    constexpr size_t kBytesReadInAStep = 256;
    constexpr size_t kPairsComparedInAStep = 4;
    const size_t entries = at_.value->is_array() ? at_.value->size() : 0;
    if (keyword == "uniqueItems") return entries * entries / 2 / kPairsComparedInAStep;
    const size_t compared = keyword == "enum" ? (*at_.schema)["enum"].size() : 1;
    const size_t bytes = at_.value->is_string() ? at_.value->get_ref<const std::string&>().size() : 0;
    return compared * (1 + bytes / kBytesReadInAStep) - 1;
  }

  void AddLeaf(const char* keyword) {
    Add(keyword, at_.path, Reached(keyword),
        [keyword, schema = at_.schema, found = at_.value](const std::string& field, const Vocabulary& vocabulary) {
          return FaultWords(keyword, field, schema->value(keyword, json()), *found, vocabulary);
        });
  }

  // Where none holds that is said, and then what each lacks; where only one may, which of them do.
  template <typename AlternativesConstraint>
  bool Alternatives(const char* keyword, const AlternativesConstraint& constraint, bool only_one_may_hold) {
    const size_t count = (*at_.schema)[keyword].size();
    const size_t room = reasons_.RoomForAlternatives();
    std::vector<Reason> lacking;
    std::vector<std::string> holding;
    constraint.applyToSubschemas([&](unsigned index, const Subschema* schema) {
      if (count == 1) {
        Descend(*schema, Branch(keyword, index));
        return true;
      }
      Position branch = Branch(keyword, index);
      branch.alternative = absl::StrCat(at_.alternative, at_.alternative.empty() ? "" : ".", index + 1);
      // Each gets its share of the room, and where none is left still room for the reason that shows that it fails.
      const size_t share = std::max<size_t>((room - lacking.size()) / (count - index), 1);
      std::vector<Reason> reasons = Explained(*schema, branch, share);
      if (reasons.empty()) holding.push_back(std::move(branch.alternative));
      for (size_t i = 0; i < reasons.size() && lacking.size() < room; ++i) {
        reasons[i].rank = i + 1;
        lacking.push_back(std::move(reasons[i]));
      }
      return only_one_may_hold || holding.empty();
    });
    if (holding.size() > 1) {
      Add(keyword, at_.path, Reached(keyword),
          [count, met = std::move(holding)](const std::string& field, const Vocabulary& vocabulary) {
            return SeveralAlternativesWords(count, met, field, vocabulary);
          });
    } else if (count > 1 && holding.empty()) {
      Add(keyword, at_.path, Reached(keyword), [count](const std::string& field, const Vocabulary& vocabulary) {
        return NoAlternativeWords(count, field, vocabulary);
      });
      reasons_.AddOfAlternatives(std::move(lacking));
    }
    return false;
  }

  Judgement& judgement_;
  Position at_;
  Reasons& reasons_;
};

}  // namespace

bool Holds(const Subschema& schema, const json& value) {
  return Ask(value, [&](auto& validator) { return validator.validateSchema(schema); });
}

std::vector<Fault> Explain(const Subschema& schema, const json& text, const json& document,
                           const Vocabulary& vocabulary, int64_t max_steps) {
  Judgement judgement{.root = text, .steps_left = max_steps};
  Reasons reasons(kMostFaults);
  Explainer(judgement, {&text, "", &document, "", ""}, reasons).Explain(schema);
  std::vector<Fault> faults;
  for (Reason& reason : std::move(reasons).Take()) {
    Words words = reason.words(FieldOfPath(reason.fault.path), vocabulary);
    const std::string& alternative = reason.fault.alternative;
    reason.fault.words = alternative.empty() ? std::move(words) : AlternativeWords(alternative, words);
    faults.push_back(std::move(reason.fault));
  }
  return faults;
}

}  // namespace mosbat::schema
