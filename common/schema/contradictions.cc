#include "common/schema/contradictions.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

#include "common/base/fault_list.h"
#include "common/base/status_macros.h"
#include "common/schema/check.h"
#include "common/schema/json.h"
#include "common/schema/known.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

constexpr const char* kSchemas[] = {"additionalProperties", "items", "not", "if", "then", "else"};
constexpr const char* kListsOfSchemas[] = {"properties", "definitions", "allOf", "anyOf", "oneOf"};
// Those that say something of a plain value, whatever else stands beside them.
constexpr const char* kOfPlainValues[] = {"type",       "minimum",   "maximum",  "exclusiveMinimum", "exclusiveMaximum",
                                          "multipleOf", "minLength", "maxLength"};

class Finder {
 public:
  explicit Finder(absl::string_view field) : field_(field) {}

  void Look(const json& node, const std::string& at) {
    if (!node.is_object()) return;
    LookAtRequired(node, at);
    LookAtBounds(node, at);
    for (const auto& [least, most] : {std::pair("minLength", "maxLength"), std::pair("minItems", "maxItems")}) {
      if (node.contains(least) && node.contains(most) && node[least].get<int64_t>() > node[most].get<int64_t>()) {
        AddNothingBetween(node, least, most, at);
      }
    }
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
  void LookAtRequired(const json& node, const std::string& at) {
    if (!node.contains("required")) return;
    const json properties = node.value("properties", json::object());
    const bool is_closed = node.contains("additionalProperties") && node["additionalProperties"] == false;
    for (const auto& [index, name] : node["required"].items()) {
      const auto property = properties.find(name.get_ref<const std::string&>());
      const bool is_refused = property == properties.end() ? is_closed : *property == false;
      if (!is_refused) continue;
      const std::string field = ValueInWords(name, Language::kEnglish);
      Add(Below(Below(at, "required"), index),
          {.en = absl::StrCat(field,
                              " is demanded here and allowed nowhere: describe it in \"properties\", or do not "
                              "demand it."),
           .fa = absl::StrCat(
               ValueInWords(name, Language::kPersian),
               " اینجا الزامی است و هیچ‌جا مجاز نیست؛ آن را در «properties» شرح دهید یا الزامی نکنید.")});
    }
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
             "هیچ مقداری از این با نوع و حدهایی که کنار آن آمده است نمی‌خواند."});
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
    faults_.Add("SCHEMA_CONTRADICTORY", absl::StrCat(field_, at), std::move(words));
  }

  const absl::string_view field_;
  FaultList faults_;
};

}  // namespace

absl::Status RequireNoContradiction(const google::protobuf::Struct& schema, absl::string_view field) {
  MOSBAT_ASSIGN_OR_RETURN(const json text, ReadSchema(schema, {}, field));
  Finder finder(field);
  finder.Look(text, "");
  return finder.ToStatus();
}

}  // namespace mosbat::schema
