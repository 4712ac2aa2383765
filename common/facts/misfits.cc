#include "common/facts/misfits.h"

#include <climits>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

#include "common/base/text_limits.h"
#include "common/facts/fact_words.h"
#include "common/facts/facts.h"
#include "common/schema/json.h"
#include "common/schema/parts.h"
#include "common/schema/rule.h"

namespace mosbat::facts {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr absl::string_view kOfNumbers[] = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"};
constexpr absl::string_view kOfTexts[] = {"minLength", "maxLength", "pattern", "format"};
constexpr absl::string_view kOfOthers[] = {"properties",  "required", "additionalProperties", "items", "minItems",
                                           "uniqueItems", "maxItems"};

const Value* Find(const Struct& schema, absl::string_view keyword) {
  const auto found = schema.fields().find(std::string(keyword));
  return found == schema.fields().end() ? nullptr : &found->second;
}

// The one value, or those of a list.
std::vector<const Value*> Each(const Value& value) {
  std::vector<const Value*> each;
  if (!value.has_list_value()) return {&value};
  for (const Value& one : value.list_value().values()) each.push_back(&one);
  return each;
}

// What one fact, which is no object, can be.
class Kind {
 public:
  explicit Kind(const Fact& fact) : fact_(fact), words_(*FindWords(fact.name)) {}

  bool IsType(absl::string_view type) const {
    switch (fact_.type) {
      case Fact::Type::kBoolean:
        return type == "boolean";
      case Fact::Type::kInteger:
        return type == "integer" || type == "number";
      case Fact::Type::kString:
        return type == "string";
      case Fact::Type::kObject:
        break;
    }
    return false;
  }

  bool MayBe(const Value& value) const {
    switch (fact_.type) {
      case Fact::Type::kBoolean:
        return value.kind_case() == Value::kBoolValue;
      case Fact::Type::kInteger:
        return value.kind_case() == Value::kNumberValue;
      case Fact::Type::kString:
        return value.kind_case() == Value::kStringValue &&
               (words_.values.empty() || absl::c_any_of(words_.values, [&](const ValueWords& known) {
                  return known.value == value.string_value();
                }));
      case Fact::Type::kObject:
        break;
    }
    return false;
  }

  // The keywords that say nothing of it.
  std::vector<absl::string_view> SilentKeywords() const {
    std::vector<absl::string_view> silent(std::begin(kOfOthers), std::end(kOfOthers));
    if (fact_.type != Fact::Type::kInteger) silent.insert(silent.end(), std::begin(kOfNumbers), std::end(kOfNumbers));
    if (fact_.type != Fact::Type::kString) silent.insert(silent.end(), std::begin(kOfTexts), std::end(kOfTexts));
    return silent;
  }

  // "age_years is a whole number", "sex is one of FEMALE (female), MALE (male)".
  Words Said() const {
    const auto say = [&](Language language) {
      const bool persian = language == Language::kPersian;
      if (fact_.type == Fact::Type::kInteger) {
        return absl::StrCat(fact_.name, persian ? " عددی صحیح است" : " is a whole number");
      }
      if (fact_.type == Fact::Type::kBoolean) {
        return absl::StrCat(fact_.name,
                            persian ? " یا true است یا false، بدون گیومه" : " is true or false, without quotes");
      }
      if (words_.values.empty()) return absl::StrCat(fact_.name, persian ? " متن است" : " is a text");
      std::vector<std::string> values;
      for (const ValueWords& value : words_.values) {
        values.push_back(absl::StrCat(value.value, " (", persian ? value.words.fa : value.words.en, ")"));
      }
      return persian ? absl::StrCat(fact_.name, " یکی از این‌هاست: ", absl::StrJoin(values, "، "))
                     : absl::StrCat(fact_.name, " is one of ", absl::StrJoin(values, ", "));
    };
    return {.en = say(Language::kEnglish), .fa = say(Language::kPersian)};
  }

 private:
  const Fact& fact_;
  const FactWords& words_;
};

// The fact that a part speaks of; null where it is none, or an object.
const Fact* FactAt(absl::Span<const absl::string_view> steps) {
  if (absl::c_any_of(steps, [](absl::string_view step) { return absl::StrContains(step, '.'); })) return nullptr;
  const auto found = absl::c_find_if(Facts(), [path = absl::StrJoin(steps, ".")](const Fact& fact) {
    return fact.name == path && fact.type != Fact::Type::kObject;
  });
  return found == Facts().end() ? nullptr : &*found;
}

Words NeverWords(const Value& value, const Words& said) {
  const auto shown = [&](Language language) {
    schema::JsonReader reader(
        {.bytes = SIZE_MAX, .depth = INT_MAX, .values = INT_MAX, .items = SIZE_MAX});  // it compiled
    return Shortened(schema::ValueInWords(reader.Read(value), language));
  };
  return {.en = absl::StrCat("It is never ", shown(Language::kEnglish), ": ", said.en, "."),
          .fa = absl::StrCat("مقدار آن هیچ‌گاه ", shown(Language::kPersian), " نیست: ", said.fa, ".")};
}

Words SilentWords(absl::string_view keyword, const Words& said) {
  return {.en = absl::StrCat("\"", keyword, "\" says nothing here: ", said.en, "."),
          .fa = absl::StrCat("«", keyword, "» اینجا بی‌اثر است: ", said.fa, ".")};
}

}  // namespace

void AddMisfits(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause, FaultList& faults) {
  schema::ForEachPart(rule.schema(), [&](const schema::Part& part) {
    const Fact* const fact = FactAt(part.steps);
    if (fact == nullptr || faults.is_full()) return;
    const Kind kind(*fact);
    const auto add = [&](const std::string& below, Words words) {
      const std::string pointer = absl::StrCat(part.pointer, "/", below);
      faults.Add("FACT_MISUSED", absl::StrCat(field, ".schema", pointer),
                 schema::WithClause(std::move(words), schema::ClauseOf(rule, pointer, clause)));
    };
    const Value* const type = Find(part.schema, "type");
    // What is only asked may well be asked in vain.
    if (type != nullptr && part.force != schema::Part::Force::kAsked) {
      const std::vector<const Value*> types = Each(*type);
      if (absl::c_none_of(types, [&](const Value* one) { return kind.IsType(one->string_value()); })) {
        add("type", NeverWords(*types.front(), kind.Said()));
      }
    }
    if (const Value* const value = Find(part.schema, "const"); value != nullptr && !kind.MayBe(*value)) {
      add("const", NeverWords(*value, kind.Said()));
    }
    if (const Value* const values = Find(part.schema, "enum"); values != nullptr) {
      for (int i = 0; i < values->list_value().values_size(); ++i) {
        const Value& value = values->list_value().values(i);
        if (!kind.MayBe(value)) add(absl::StrCat("enum/", i), NeverWords(value, kind.Said()));
      }
    }
    for (const absl::string_view keyword : kind.SilentKeywords()) {
      if (Find(part.schema, keyword) != nullptr) add(std::string(keyword), SilentWords(keyword, kind.Said()));
    }
  });
}

}  // namespace mosbat::facts
