#include "common/schema/check.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/error.h"
#include "common/base/persian_digits.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/schema/json.h"
#include "common/schema/keywords.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

constexpr char kDefinitions[] = "#/definitions/";
constexpr absl::string_view kTypes[] = {"array", "boolean", "integer", "null", "number", "object", "string"};

// What looking for two equal entries costs beside another keyword.
constexpr int kStepsOfUniqueItems = 500;

bool IsType(const json& value) {
  return value.is_string() && absl::c_linear_search(kTypes, value.get_ref<const std::string&>());
}

bool AreDistinct(const json& array) { return std::set<json>(array.begin(), array.end()).size() == array.size(); }

class Checker {
 public:
  Checker(const json& root, const Limits& limits, absl::string_view field)
      : root_(root), limits_(limits), field_(field) {}

  absl::StatusOr<json> Run() {
    MOSBAT_ASSIGN_OR_RETURN(json checked, Schema(root_, ""));
    MOSBAT_ASSIGN_OR_RETURN(const Cost cost, CostOf(checked, checked, "", 1));
    if (cost.steps > limits_.max_steps) {
      return TooLarge("", {.en = absl::StrCat("To check one value would take more than ", limits_.max_steps, " steps."),
                           .fa = ToPersianDigits(absl::StrCat("بررسی یک مقدار بیش از ", limits_.max_steps,
                                                              " گام می‌خواهد."))});
    }
    return checked;
  }

 private:
  using KeywordCheck = absl::StatusOr<json> (Checker::*)(const std::string& keyword, const json& value,
                                                         const std::string& at);

  static const std::map<std::string, KeywordCheck>& KeywordChecks() {
    static const auto* const checks = new std::map<std::string, KeywordCheck>{
        {"type", &Checker::Type},
        {"properties", &Checker::SchemasByName},
        {"definitions", &Checker::SchemasByName},
        {"required", &Checker::Required},
        {"additionalProperties", &Checker::OneSchema},
        {"enum", &Checker::Enum},
        {"const", &Checker::Any},
        {"minimum", &Checker::Number},
        {"maximum", &Checker::Number},
        {"exclusiveMinimum", &Checker::Number},
        {"exclusiveMaximum", &Checker::Number},
        {"multipleOf", &Checker::PositiveNumber},
        {"minLength", &Checker::Count},
        {"maxLength", &Checker::Count},
        {"minItems", &Checker::Count},
        {"maxItems", &Checker::Count},
        {"uniqueItems", &Checker::Boolean},
        {"pattern", &Checker::Pattern},
        {"format", &Checker::Format},
        {"items", &Checker::OneSchema},
        {"allOf", &Checker::SchemaList},
        {"anyOf", &Checker::SchemaList},
        {"oneOf", &Checker::SchemaList},
        {"not", &Checker::OneSchema},
        {"if", &Checker::OneSchema},
        {"then", &Checker::OneSchema},
        {"else", &Checker::OneSchema},
        {"title", &Checker::Text},
        {"description", &Checker::Text},
        {"$schema", &Checker::Dialect},
        {"$ref", &Checker::Reference},
    };
    return *checks;
  }

  absl::StatusOr<json> Schema(const json& node, const std::string& at) {
    if (node.is_boolean()) return node;
    if (!node.is_object()) {
      return Malformed(at,
                       {.en = "A schema is an object, true or false.", .fa = "طرح باید یک شیء، true یا false باشد."});
    }
    json checked = json::object();
    for (const auto& [keyword, value] : node.items()) {
      const std::string below = Below(at, keyword);
      const auto check = KeywordChecks().find(keyword);
      if (check == KeywordChecks().end()) {
        const std::string shown = Shortened(keyword);
        return Unsupported(below, {.en = absl::StrCat("The keyword \"", shown, "\" is not supported."),
                                   .fa = absl::StrCat("کلیدواژه «", shown, "» پشتیبانی نمی‌شود.")});
      }
      MOSBAT_RETURN_IF_ERROR(CheckPlace(node, keyword, at));
      MOSBAT_ASSIGN_OR_RETURN(json kept, (this->*check->second)(keyword, value, below));
      if (!kept.is_discarded()) checked[NameForLibrary(keyword)] = std::move(kept);
    }
    return checked;
  }

  // Keywords that would be ignored where they stand.
  absl::Status CheckPlace(const json& node, const std::string& keyword, const std::string& at) {
    const bool only_at_root = keyword == "definitions" || keyword == "$schema";
    if (only_at_root && !at.empty()) {
      return Unsupported(Below(at, keyword),
                         {.en = absl::StrCat("\"", keyword, "\" stands only at the top of a schema."),
                          .fa = absl::StrCat("«", keyword, "» فقط در بالای طرح می‌آید.")});
    }
    if ((keyword == "then" || keyword == "else") && !node.contains("if")) {
      return Unsupported(Below(at, keyword), {.en = absl::StrCat("\"", keyword, "\" means nothing without \"if\"."),
                                              .fa = absl::StrCat("«", keyword, "» بدون «if» معنایی ندارد.")});
    }
    const bool says_nothing = only_at_root || keyword == "title" || keyword == "description" || keyword == "$ref";
    if (node.contains("$ref") && !says_nothing) {
      return Unsupported(Below(at, keyword), {.en = absl::StrCat("\"", keyword, "\" means nothing beside \"$ref\"."),
                                              .fa = absl::StrCat("«", keyword, "» در کنار «$ref» معنایی ندارد.")});
    }
    return absl::OkStatus();
  }

  static std::string NameForLibrary(const std::string& keyword) {
    if (keyword == "pattern") return kOwnPattern;
    if (keyword == "format") return kOwnFormat;
    return keyword == "multipleOf" ? kOwnMultipleOf : keyword;
  }

  absl::StatusOr<json> Any(const std::string&, const json& value, const std::string&) { return value; }

  absl::StatusOr<json> OneSchema(const std::string& keyword, const json& value, const std::string& at) {
    if (keyword == "items" && value.is_array()) {
      return Unsupported(
          at,
          {.en = "\"items\" is one schema for all entries, not a list of them.",
           .fa = "«items» یک طرح برای همه موارد است، نه فهرستی از طرح‌ها."});
    }
    return Schema(value, at);
  }

  absl::StatusOr<json> SchemaList(const std::string&, const json& value, const std::string& at) {
    if (!value.is_array() || value.empty()) {
      return Malformed(at, {.en = "This is a list of at least one schema.",
                            .fa = "این باید فهرستی از دست‌کم یک طرح باشد."});
    }
    json checked = json::array();
    for (const json& schema : value) {
      MOSBAT_ASSIGN_OR_RETURN(json one, Schema(schema, Below(at, absl::StrCat(checked.size()))));
      checked.push_back(std::move(one));
    }
    return checked;
  }

  absl::StatusOr<json> SchemasByName(const std::string&, const json& value, const std::string& at) {
    if (!value.is_object()) {
      return Malformed(at, {.en = "This is an object of schemas by name.",
                            .fa = "این باید شیئی از طرح‌ها با نامشان باشد."});
    }
    json checked = json::object();
    for (const auto& [name, schema] : value.items()) {
      // The library keeps schemas by unescaped paths: "a/b" would be taken for "b" in "a".
      if (name.empty() || name.find_first_of("/~%#") != std::string::npos) {
        return Unsupported(Below(at, name), {.en = "A name here may not be empty nor hold / ~ % or #.",
                                             .fa = "نام در اینجا نباید خالی باشد یا / ~ % # داشته باشد."});
      }
      MOSBAT_ASSIGN_OR_RETURN(json one, Schema(schema, Below(at, name)));
      checked[name] = std::move(one);
    }
    return checked;
  }

  absl::StatusOr<json> Type(const std::string&, const json& value, const std::string& at) {
    const bool right = value.is_array()
                           ? !value.empty() && std::all_of(value.begin(), value.end(), IsType) && AreDistinct(value)
                           : IsType(value);
    if (right) return value;
    return Malformed(at,
                     {.en = "A type is array, boolean, integer, null, number, object or string, or a list of these.",
                      .fa = "نوع یکی از array، boolean، integer، null، number، object، string یا فهرستی از "
                            "آن‌هاست."});
  }

  absl::StatusOr<json> Required(const std::string&, const json& value, const std::string& at) {
    const bool right = value.is_array() && AreDistinct(value) &&
                       std::all_of(value.begin(), value.end(), [](const json& name) { return name.is_string(); });
    if (right) return value;
    return Malformed(at, {.en = "This is a list of property names, each once.",
                          .fa = "این باید فهرستی از نام فیلدها، هر کدام یک بار، باشد."});
  }

  absl::StatusOr<json> Enum(const std::string&, const json& value, const std::string& at) {
    if (value.is_array() && !value.empty()) return value;
    return Malformed(at, {.en = "This is a list of at least one value.",
                          .fa = "این باید فهرستی از دست‌کم یک مقدار باشد."});
  }

  absl::StatusOr<json> Number(const std::string&, const json& value, const std::string& at) {
    if (value.is_number()) return value;
    return Malformed(at, {.en = "This is a number.", .fa = "این باید عدد باشد."});
  }

  absl::StatusOr<json> PositiveNumber(const std::string&, const json& value, const std::string& at) {
    if (value.is_number() && value.get<double>() > 0) return value;
    return Malformed(at, {.en = "This is a number greater than 0.",
                          .fa = "این باید عددی بزرگ‌تر از صفر باشد."});
  }

  absl::StatusOr<json> Count(const std::string&, const json& value, const std::string& at) {
    if (value.is_number_integer() && value.get<int64_t>() >= 0) return value;
    return Malformed(at, {.en = "This is a whole number, 0 or more.", .fa = "این باید عدد صحیح صفر یا بیشتر باشد."});
  }

  absl::StatusOr<json> Boolean(const std::string&, const json& value, const std::string& at) {
    if (value.is_boolean()) return value;
    return Malformed(at, {.en = "This is true or false.", .fa = "این باید true یا false باشد."});
  }

  absl::StatusOr<json> Text(const std::string&, const json& value, const std::string& at) {
    if (value.is_string()) return json(json::value_t::discarded);
    return Malformed(at, {.en = "This is a text.", .fa = "این باید متن باشد."});
  }

  absl::StatusOr<json> Dialect(const std::string&, const json& value, const std::string& at) {
    if (value.is_string() &&
        absl::StripSuffix(value.get_ref<const std::string&>(), "#") == "http://json-schema.org/draft-07/schema") {
      return json(json::value_t::discarded);
    }
    return Unsupported(at, {.en = "Schemas are written in draft-07.",
                            .fa = "طرح‌ها بر پایه draft-07 نوشته می‌شوند."});
  }

  absl::StatusOr<json> Format(const std::string&, const json& value, const std::string& at) {
    if (!value.is_string()) return Text("", value, at);
    if (value == "date") return value;
    return Unsupported(at, {.en = "The only format is \"date\".",
                            .fa = "تنها قالب پشتیبانی‌شده «date» است."});
  }

  absl::StatusOr<json> Pattern(const std::string&, const json& value, const std::string& at) {
    if (!value.is_string()) return Text("", value, at);
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > limits_.max_pattern_bytes) {
      return TooLarge(at,
                      {.en = absl::StrCat("A pattern has at most ", limits_.max_pattern_bytes, " bytes."),
                       .fa = ToPersianDigits(absl::StrCat("الگو حداکثر ", limits_.max_pattern_bytes, " بایت دارد."))});
    }
    // Compiling is work too: no pattern is, once those before it have cost what all may.
    if (instructions_.count(text) > 0) return value;
    const re2::RE2 pattern(text, PatternOptions());
    if (pattern.ok()) {
      all_instructions_ += instructions_[text] = pattern.ProgramSize();
      if (all_instructions_ <= limits_.max_steps) return value;
      return TooLarge(at, {.en = absl::StrCat("All patterns together take more than ", limits_.max_steps, " steps."),
                           .fa = ToPersianDigits(absl::StrCat("الگوها روی هم بیش از ", limits_.max_steps,
                                                              " گام می‌خواهند."))});
    }
    return Unsupported(at, {.en = absl::StrCat("This is no pattern of RE2: ", pattern.error(), "."),
                            .fa = absl::StrCat("این الگوی RE2 نیست: ", pattern.error(), ".")});
  }

  absl::StatusOr<json> Reference(const std::string&, const json& value, const std::string& at) {
    if (!value.is_string()) return Text("", value, at);
    const auto& target = value.get_ref<const std::string&>();
    absl::string_view name = target;
    if (absl::ConsumePrefix(&name, kDefinitions) && root_.contains("definitions") && root_["definitions"].is_object() &&
        root_["definitions"].contains(std::string(name))) {
      return value;
    }
    const std::string shown = Shortened(target);
    return Unsupported(
        at, {.en = absl::StrCat("\"", shown, "\" is not one of this schema's own \"#/definitions/…\"."),
             .fa = absl::StrCat("«", shown,
                                "» از تعریف‌های همین طرح («#/definitions/…») نیست.")});
  }

  // What one value must pass at most, with every reference written out: keywords, enum values and instructions of
  // patterns, and schemas within schemas.
  struct Cost {
    int steps = 0;
    int levels = 0;
  };

  void Add(const Cost& more, Cost& sum) const {
    sum.steps = std::min(sum.steps + more.steps, limits_.max_steps + 1);
    sum.levels = std::max(sum.levels, more.levels);
  }

  // `level` is how deep `node` lies itself. A schema that contains itself is refused: its cost has no bound.
  absl::StatusOr<Cost> CostOf(const json& root, const json& node, const std::string& at, int level) {
    if (level > limits_.max_levels) return TooManyLevels(at);
    Cost cost{.steps = 1};
    if (node.is_object()) {
      for (const auto& [keyword, value] : node.items()) {
        if (keyword == "definitions") continue;
        MOSBAT_ASSIGN_OR_RETURN(const Cost more, CostOfKeyword(root, keyword, value, Below(at, keyword), level));
        Add(more, cost);
      }
    }
    ++cost.levels;
    return cost;
  }

  absl::StatusOr<Cost> CostOfKeyword(const json& root, const std::string& keyword, const json& value,
                                     const std::string& at, int level) {
    if (keyword == "$ref") return CostOfReference(root, value.get<std::string>(), at, level);
    if (keyword == kOwnPattern) return Cost{.steps = instructions_.at(value.get<std::string>())};
    if (keyword == "uniqueItems") return Cost{.steps = value.get<bool>() ? kStepsOfUniqueItems : 1};
    if (keyword == "enum" || keyword == "required") {
      return Cost{.steps = static_cast<int>(std::min<size_t>(value.size(), 1'000'000))};
    }
    const bool is_schema = keyword == "not" || keyword == "if" || keyword == "then" || keyword == "else" ||
                           keyword == "items" || keyword == "additionalProperties";
    if (is_schema) return CostOf(root, value, at, level + 1);
    const bool holds_schemas =
        keyword == "properties" || keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf";
    if (!holds_schemas) return Cost{.steps = 1};
    Cost cost;
    for (const auto& [name, schema] : value.items()) {
      MOSBAT_ASSIGN_OR_RETURN(const Cost more, CostOf(root, schema, Below(at, name), level + 1));
      Add(more, cost);
    }
    return cost;
  }

  absl::StatusOr<Cost> CostOfReference(const json& root, const std::string& target, const std::string& at, int level) {
    const std::string name = target.substr(sizeof(kDefinitions) - 1);
    const auto [known, is_new] = cost_of_definition_.emplace(name, std::nullopt);
    if (!is_new) {
      if (!known->second.has_value()) {
        const std::string shown = Shortened(target);
        return Unsupported(at, {.en = absl::StrCat("\"", shown, "\" contains itself."),
                                .fa = absl::StrCat("«", shown, "» خودش را در بر دارد.")});
      }
      if (level + known->second->levels > limits_.max_levels) return TooManyLevels(at);
      return *known->second;
    }
    MOSBAT_ASSIGN_OR_RETURN(const Cost cost,
                            CostOf(root, root["definitions"][name], absl::StrCat("/definitions/", name), level + 1));
    cost_of_definition_[name] = cost;
    return cost;
  }

  absl::Status TooManyLevels(const std::string& at) const {
    return TooLarge(
        at,
        {.en = absl::StrCat("Schemas lie within schemas more than ", limits_.max_levels, " deep, $ref written out."),
         .fa = ToPersianDigits(absl::StrCat("طرح‌ها با احتساب ارجاع‌ها بیش از ",
                                            limits_.max_levels, " لایه تودرتو هستند."))});
  }

  absl::Status Error(absl::string_view reason, const std::string& at, Words words) const {
    return MakeFieldError(reason, {absl::StrCat(field_, at), std::move(words)});
  }
  absl::Status Malformed(const std::string& at, Words words) const {
    return Error("SCHEMA_MALFORMED", at, std::move(words));
  }
  absl::Status Unsupported(const std::string& at, Words words) const {
    return Error("SCHEMA_UNSUPPORTED", at, std::move(words));
  }
  absl::Status TooLarge(const std::string& at, Words words) const {
    return Error("SCHEMA_TOO_LARGE", at, std::move(words));
  }

  const json& root_;
  const Limits& limits_;
  const absl::string_view field_;
  std::map<std::string, int> instructions_;  // of each pattern
  int all_instructions_ = 0;
  std::map<std::string, std::optional<Cost>> cost_of_definition_;  // nothing while it is being counted
};

}  // namespace

absl::StatusOr<json> ReadSchema(const google::protobuf::Struct& schema, const Limits& limits, absl::string_view field) {
  // A list of a schema is bounded by its bytes and steps.
  JsonReader reader({.bytes = limits.max_bytes,
                     .depth = limits.max_depth,
                     .values = static_cast<int>(limits.max_bytes),
                     .items = limits.max_bytes});
  json text = reader.Read(schema);
  if (!reader.problem()) return text;
  return MakeFieldError(reader.problem()->too_large ? "SCHEMA_TOO_LARGE" : "SCHEMA_MALFORMED",
                        {absl::StrCat(field, reader.problem()->path), reader.problem()->words});
}

absl::StatusOr<json> CheckSchema(const json& schema, const Limits& limits, absl::string_view field) {
  return Checker(schema, limits, field).Run();
}

}  // namespace mosbat::schema
