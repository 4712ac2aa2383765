#include "common/schema/contradictions.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

#include "common/base/fault_list.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/schema/check.h"
#include "common/schema/json.h"
#include "common/schema/known.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

// Not `if` and `not`, which may well ask for what cannot be.
constexpr const char* kSchemas[] = {"additionalProperties", "items", "then", "else"};
constexpr const char* kListsOfSchemas[] = {"properties", "allOf", "anyOf", "oneOf"};
// Those of them that speak of the same value as the schema in which they stand.
constexpr const char* kBranches[] = {"then", "else"};
constexpr const char* kListsOfBranches[] = {"allOf", "anyOf", "oneOf"};
// Those that say something of a plain value, whatever else stands beside them.
constexpr const char* kOfPlainValues[] = {"type",       "minimum",   "maximum",  "exclusiveMinimum", "exclusiveMaximum",
                                          "multipleOf", "minLength", "maxLength"};

// Whether what `node` says of `kinds` bears on every value that it takes: its `type` lets no other kind through.
bool SpeaksOf(unsigned kinds, const json& node) { return !node.contains("type") || (TypesAllowed(node) & ~kinds) == 0; }

// Whether `node` lets no object through that has a property `name`.
bool Refuses(const json& node, const json& name) {
  const auto properties = node.find("properties");
  if (properties != node.end()) {
    const auto property = properties->find(name.get_ref<const std::string&>());
    if (property != properties->end()) return *property == false;
  }
  return node.contains("additionalProperties") && node["additionalProperties"] == false;
}

class Finder {
 public:
  Finder(const json& root, absl::string_view field) : root_(root), field_(field) {}

  void Look(const json& node, const std::string& at) {
    if (!node.is_object()) return;
    if (node.contains("$ref")) return LookAtReference(node["$ref"].get<std::string>());
    if (SpeaksOf(kObject, node)) LookAtRequired(node, at, node, "properties");
    // A branch may well speak of a value that is no object, where that may come.
    if (at.empty() || TypesAllowed(node) == kObject) LookAtBranches(node, at, node, Below(at, "properties"));
    if (SpeaksOf(kNumber, node)) LookAtBounds(node, at);
    if (SpeaksOf(kString, node)) LookAtCounts(node, "minLength", "maxLength", at);
    if (SpeaksOf(kArray, node)) LookAtCounts(node, "minItems", "maxItems", at);
    for (const char* const keyword : {"const", "enum"}) {
      if (node.contains(keyword)) LookAtValues(node, keyword, at);
    }
    for (const char* const keyword : kSchemas) {
      if (node.contains(keyword)) Look(node[keyword], Below(at, keyword));
    }
    for (const char* const keyword : kListsOfSchemas) {
      if (!node.contains(keyword)) continue;
      for (const auto& [name, schema] : node[keyword].items()) Look(schema, Below(Below(at, keyword), name));
    }
  }

  absl::Status ToStatus() const { return faults_.ToStatus(); }

 private:
  void LookAtReference(const std::string& target) {
    const std::string pointer = target.substr(1);
    if (!looked_at_.insert(pointer).second) return;
    Look(root_.at(json::json_pointer(pointer)), pointer);
  }

  // Names what `node` demands and `closed` refuses, whose properties stand at `properties`.
  void LookAtRequired(const json& node, const std::string& at, const json& closed, const std::string& properties) {
    if (!node.contains("required")) return;
    for (const auto& [index, name] : node["required"].items()) {
      if (!Refuses(closed, name)) continue;
      const std::string where = Shortened(properties);
      Add(Below(Below(at, "required"), index),
          {.en = absl::StrCat(ValueInWords(name, Language::kEnglish),
                              " is demanded here and allowed nowhere: describe it in \"", where,
                              "\", or do not demand it."),
           .fa = absl::StrCat(ValueInWords(name, Language::kPersian),
                              " اینجا الزامی است و هیچ‌جا مجاز نیست؛ آن را در «",
                              where, "» شرح دهید یا الزامی نکنید.")});
    }
  }

  // The same of the schemas within `node` that speak of the same value, through every $ref: Compile() bounds them.
  void LookAtBranches(const json& node, const std::string& at, const json& closed, const std::string& properties) {
    for (const char* const keyword : kBranches) {
      if (node.contains(keyword)) LookAtBranch(node[keyword], Below(at, keyword), closed, properties);
    }
    for (const char* const keyword : kListsOfBranches) {
      if (!node.contains(keyword)) continue;
      for (const auto& [index, branch] : node[keyword].items()) {
        LookAtBranch(branch, Below(Below(at, keyword), index), closed, properties);
      }
    }
  }

  void LookAtBranch(const json& branch, const std::string& at, const json& closed, const std::string& properties) {
    if (!branch.is_object()) return;
    if (branch.contains("$ref")) {
      const std::string pointer = branch["$ref"].get<std::string>().substr(1);
      return LookAtBranch(root_.at(json::json_pointer(pointer)), pointer, closed, properties);
    }
    LookAtRequired(branch, at, closed, properties);
    LookAtBranches(branch, at, closed, properties);
  }

  // The strongest from below against the strongest from above.
  void LookAtBounds(const json& node, const std::string& at) {
    for (const char* const least : {"minimum", "exclusiveMinimum"}) {
      for (const char* const most : {"maximum", "exclusiveMaximum"}) {
        if (!node.contains(least) || !node.contains(most)) continue;
        const bool is_exclusive = least[0] == 'e' || most[0] == 'e';
        const double from = node[least].get<double>();
        const double to = node[most].get<double>();
        if (from > to || (from == to && is_exclusive)) AddNothingBetween(node, least, most, at);
      }
    }
  }

  void LookAtCounts(const json& node, const char* least, const char* most, const std::string& at) {
    if (!node.contains(least) || !node.contains(most)) return;
    if (node[least].get<int64_t>() > node[most].get<int64_t>()) AddNothingBetween(node, least, most, at);
  }

  void LookAtValues(const json& node, const char* keyword, const std::string& at) {
    json beside = json::object();
    for (const char* const other : kOfPlainValues) {
      if (node.contains(other)) beside[other] = node[other];
    }
    const Judge judge(beside);
    const json values = keyword == absl::string_view("const") ? json::array({node[keyword]}) : node[keyword];
    if (absl::c_any_of(values, [&](const json& value) { return judge.Accepts(value); })) return;
    Add(Below(at, keyword),
        {.en = "No value of this meets the type and the bounds that stand beside it.",
         .fa =
             "هیچ‌یک از این مقدارها با نوع و حدهایی که کنار آن آمده است سازگار نیست."});
  }

  void AddNothingBetween(const json& node, const char* least, const char* most, const std::string& at) {
    const auto say = [&](Language language) {
      return std::pair(ValueInWords(node[least], language), ValueInWords(node[most], language));
    };
    const auto [from_en, to_en] = say(Language::kEnglish);
    const auto [from_fa, to_fa] = say(Language::kPersian);
    Add(Below(at, most),
        {.en = absl::StrCat("\"", least, "\" is ", from_en, " and \"", most, "\" ", to_en, ": nothing lies between."),
         .fa =
             absl::StrCat("«", least, "» ", from_fa, " و «", most, "» ", to_fa, " است؛ هیچ مقداری میان این دو نیست.")});
  }

  void Add(const std::string& at, Words words) {
    if (!said_of_.insert(at).second) return;
    faults_.Add("SCHEMA_CONTRADICTORY", absl::StrCat(field_, at), std::move(words));
  }

  const json& root_;
  const absl::string_view field_;
  std::set<std::string> looked_at_;  // definitions
  std::set<std::string> said_of_;
  FaultList faults_;
};

}  // namespace

absl::Status RequireNoContradiction(const google::protobuf::Struct& schema, absl::string_view field) {
  MOSBAT_ASSIGN_OR_RETURN(const json text, ReadSchema(schema, {}, field));
  Finder finder(text, field);
  finder.Look(text, "");
  return finder.ToStatus();
}

}  // namespace mosbat::schema
