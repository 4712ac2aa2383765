#include "common/schema/compatibility.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/schema/check.h"
#include "common/schema/fault_words.h"
#include "common/schema/inline_references.h"
#include "common/schema/json.h"
#include "common/schema/known.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

// Steps of one proof. Alternatives of alternatives could take very many; a proof that takes more is none.
constexpr int kMostSteps = 20'000;

// Where a proof stands, in documents and in the newer schema.
struct Place {
  std::string path;
  std::string schema_path;

  Place In(const std::string& property, const std::string& keyword) const {
    return {Below(path, property), absl::StrCat(schema_path, keyword)};
  }
  Place Same(const std::string& keyword) const { return {path, absl::StrCat(schema_path, keyword)}; }
};

class Prover {
 public:
  // Adds what `newer` demands of a value at `at` and what is known of it does not imply.
  void Prove(const Known& older, const json& newer, const Place& at, std::vector<Break>& breaks) {
    if (older.nothing() || breaks.size() >= kMostFaults) return;
    if (newer.is_boolean()) {
      if (!newer.get<bool>()) Add(BreakKind::kRemoved, at, NowRefusedWords(FieldOfPath(at.path)), breaks);
      return;
    }
    if (absl::c_any_of(older.schemas(), [&](const json* schema) { return *schema == newer; })) return;
    if (++steps_ > kMostSteps) return Unproved("schema", at, breaks);
    if (const std::optional<std::vector<json>> values = older.Values()) {
      return ProveForValues(*values, newer, at, breaks);
    }
    std::vector<Break> found;
    for (const auto& [keyword, demanded] : newer.items()) ProveKeyword(older, newer, keyword, demanded, at, found);
    if (!found.empty() && HoldsInEachAlternative(older, newer, at)) return;
    for (Break& one : found) {
      if (breaks.size() < kMostFaults) breaks.push_back(std::move(one));
    }
  }

 private:
  bool IsProved(const Known& older, const json& newer, const Place& at) {
    std::vector<Break> breaks;
    Prove(older, newer, at, breaks);
    return breaks.empty();
  }

  void ProveForValues(const std::vector<json>& values, const json& newer, const Place& at, std::vector<Break>& breaks) {
    const Judge judge(newer);
    for (const json& value : values) {
      if (judge.Accepts(value)) continue;
      Add(BreakKind::kEnum, at, ValueGoneWords(FieldOfPath(at.path), value), breaks);
    }
  }

  // By cases: one of the older alternatives held, so it is enough that the newer schema holds after each.
  bool HoldsInEachAlternative(const Known& older, const json& newer, const Place& at) {
    for (size_t i = 0; i < older.schemas().size(); ++i) {
      for (const char* const keyword : {"anyOf", "oneOf"}) {
        if (!older.schemas()[i]->contains(keyword)) continue;
        json& rest = kept_.emplace_back(*older.schemas()[i]);
        rest.erase(keyword);
        rest.erase("allOf");  // its members stand beside it already
        return absl::c_all_of(older.schemas()[i]->at(keyword), [&](const json& alternative) {
          Known known = older.Without(i);
          known.Add(rest);
          known.Add(alternative);
          return IsProved(known, newer, at);
        });
      }
    }
    return false;
  }

  void ProveKeyword(const Known& older, const json& newer, const std::string& keyword, const json& demanded,
                    const Place& at, std::vector<Break>& breaks) {
    if (keyword == "type") {
      if ((older.types() & ~TypesAllowed(newer)) != 0) Demand(BreakKind::kType, keyword, demanded, at, breaks);
    } else if (keyword == "enum" || keyword == "const") {
      Demand(BreakKind::kEnum, keyword, demanded, at, breaks);  // what has few values does not come here
    } else if (ProveNumber(older, keyword, demanded, at, breaks) || ProveText(older, keyword, demanded, at, breaks) ||
               ProveList(older, keyword, demanded, at, breaks) ||
               ProveObject(older, newer, keyword, demanded, at, breaks)) {
      return;
    } else {
      ProveCondition(older, newer, keyword, demanded, at, breaks);
    }
  }

  // True where the keyword is one of numbers; so on for the others.
  bool ProveNumber(const Known& older, const std::string& keyword, const json& demanded, const Place& at,
                   std::vector<Break>& breaks) {
    const bool from_above = absl::EndsWithIgnoreCase(keyword, "maximum");
    const bool is_bound = from_above || absl::EndsWithIgnoreCase(keyword, "minimum");
    if (!is_bound && keyword != "multipleOf") return false;
    if (!older.MayBe(kNumber)) return true;
    if (is_bound) {
      const double sign = from_above ? -1 : 1;
      const std::optional<Bound> known = from_above ? older.Strongest("maximum", "exclusiveMaximum", sign)
                                                    : older.Strongest("minimum", "exclusiveMinimum", sign);
      const Bound asked = {sign * demanded.get<double>(), absl::StartsWith(keyword, "exclusive")};
      if (!Implies(known, asked)) Demand(BreakKind::kRange, keyword, demanded, at, breaks);
    } else if (!IsMultipleAlready(older, demanded)) {
      Demand(BreakKind::kRange, keyword, demanded, at, breaks);
    }
    return true;
  }

  static bool IsMultipleAlready(const Known& older, const json& divisor) {
    return absl::c_any_of(older.schemas(), [&](const json* schema) {
      if (!schema->contains("multipleOf")) return false;
      const json& known = schema->at("multipleOf");
      if (known == divisor) return true;
      // Of fractions the library judges within the precision of a double, so only whole ones are sure.
      return !older.MayBe(kFraction) && known.is_number_integer() && divisor.is_number_integer() &&
             known.get<int64_t>() % divisor.get<int64_t>() == 0;
    });
  }

  bool ProveText(const Known& older, const std::string& keyword, const json& demanded, const Place& at,
                 std::vector<Break>& breaks) {
    if (keyword == "minLength" || keyword == "maxLength") {
      if (older.MayBe(kString)) ProveCount(older, keyword, keyword == "maxLength", demanded, at, breaks);
      return true;
    }
    if (keyword != "pattern" && keyword != "format") return false;
    if (older.MayBe(kString) && !older.Says(keyword, demanded)) {
      Demand(BreakKind::kPattern, keyword, demanded, at, breaks);
    }
    return true;
  }

  bool ProveList(const Known& older, const std::string& keyword, const json& demanded, const Place& at,
                 std::vector<Break>& breaks) {
    const bool is_count = keyword == "minItems" || keyword == "maxItems";
    if (!is_count && keyword != "items" && keyword != "uniqueItems") return false;
    if (!older.MayBe(kArray)) return true;
    const std::optional<Bound> most = older.Strongest("maxItems", nullptr, -1);
    const auto holds_at_most = [&](double count) { return Implies(most, {-count, false}); };
    if (is_count) {
      ProveCount(older, keyword, keyword == "maxItems", demanded, at, breaks);
    } else if (keyword == "items") {
      if (!holds_at_most(0)) Prove(older.Item(), demanded, at.In("*", "/items"), breaks);
    } else if (demanded.get<bool>() && !older.Says(keyword, demanded) && !holds_at_most(1)) {
      Demand(BreakKind::kPattern, keyword, demanded, at, breaks);
    }
    return true;
  }

  void ProveCount(const Known& older, const std::string& keyword, bool from_above, const json& demanded,
                  const Place& at, std::vector<Break>& breaks) {
    const double sign = from_above ? -1 : 1;
    std::optional<Bound> known = older.Strongest(keyword.c_str(), nullptr, sign);
    if (!known.has_value() && !from_above) known = Bound{0, false};
    if (!Implies(known, {sign * demanded.get<double>(), false})) {
      Demand(BreakKind::kLength, keyword, demanded, at, breaks);
    }
  }

  bool ProveObject(const Known& older, const json& newer, const std::string& keyword, const json& demanded,
                   const Place& at, std::vector<Break>& breaks) {
    if (keyword != "required" && keyword != "properties" && keyword != "additionalProperties") return false;
    if (!older.MayBe(kObject)) return true;
    if (keyword == "required") {
      ProveRequired(older, newer, demanded, at, breaks);
    } else if (keyword == "properties") {
      for (const auto& [name, schema] : demanded.items()) {
        Prove(older.Property(name), schema, at.In(name, Below("/properties", name)), breaks);
      }
    } else {
      ProveOthers(older, newer, demanded, at, breaks);
    }
    return true;
  }

  void ProveRequired(const Known& older, const json& newer, const json& names, const Place& at,
                     std::vector<Break>& breaks) {
    for (const json& entry : names) {
      const auto& name = entry.get_ref<const std::string&>();
      if (older.Requires(name)) continue;
      const bool is_described = newer.contains("properties") && newer["properties"].contains(name);
      const Place place = at.In(name, is_described ? Below("/properties", name) : "/required");
      Add(BreakKind::kNewRequired, place, NowRequiredWords(FieldOfPath(place.path)), breaks);
    }
  }

  // The properties that `properties` of the newer schema does not name.
  void ProveOthers(const Known& older, const json& newer, const json& schema, const Place& at,
                   std::vector<Break>& breaks) {
    for (const std::string& name : older.PropertyNames()) {
      if (newer.contains("properties") && newer["properties"].contains(name)) continue;
      Prove(older.Property(name), schema, at.In(name, "/additionalProperties"), breaks);
    }
    const Known unnamed = older.UnnamedProperty();
    const Place place = at.In("*", "/additionalProperties");
    if (schema != json(false)) return Prove(unnamed, schema, place, breaks);
    if (!unnamed.nothing()) Add(BreakKind::kClosed, place, NowClosedWords(FieldOfPath(at.path)), breaks);
  }

  void ProveCondition(const Known& older, const json& newer, const std::string& keyword, const json& demanded,
                      const Place& at, std::vector<Break>& breaks) {
    if (keyword == "allOf") {
      for (size_t i = 0; i < demanded.size(); ++i) {
        Prove(older, demanded[i], at.Same(absl::StrCat("/allOf/", i)), breaks);
      }
    } else if (keyword == "anyOf" || keyword == "oneOf") {
      ProveAlternatives(older, keyword, demanded, at, breaks);
    } else if (keyword == "not") {
      if (!IsExcluded(older, demanded, at)) Unproved(keyword, at, breaks);
    } else if (keyword == "if") {
      ProveConditional(older, newer, at, breaks);
    } else if (keyword != "then" && keyword != "else" && !older.Says(keyword, demanded)) {
      Unproved(keyword, at, breaks);  // one that this proof knows nothing of
    }
  }

  void ProveAlternatives(const Known& older, const std::string& keyword, const json& alternatives, const Place& at,
                         std::vector<Break>& breaks) {
    if (older.Says(keyword, alternatives)) return;
    if (alternatives.size() == 1)
      return Prove(older, alternatives[0], at.Same(absl::StrCat("/", keyword, "/0")), breaks);
    const bool one_holds = keyword == "anyOf" && absl::c_any_of(alternatives, [&](const json& alternative) {
                             return IsProved(older, alternative, at);
                           });
    if (!one_holds) Unproved(keyword, at, breaks);
  }

  bool IsExcluded(const Known& older, const json& excluded, const Place& at) {
    if (excluded.is_boolean()) return !excluded.get<bool>();
    if ((older.types() & TypesAllowed(excluded)) == 0) return true;
    return absl::c_any_of(older.schemas(), [&](const json* schema) {
      return schema->contains("not") && IsProved(Known(excluded), schema->at("not"), at);
    });
  }

  void ProveConditional(const Known& older, const json& newer, const Place& at, std::vector<Break>& breaks) {
    Known if_so = older;
    Known if_not = older;
    if_so.Add(newer["if"]);
    for (const json* const schema : older.schemas()) {
      if (!schema->contains("if") || schema->at("if") != newer["if"]) continue;
      if (schema->contains("then")) if_so.Add(schema->at("then"));
      if (schema->contains("else")) if_not.Add(schema->at("else"));
    }
    if (newer.contains("then")) Prove(if_so, newer["then"], at.Same("/then"), breaks);
    if (newer.contains("else")) Prove(if_not, newer["else"], at.Same("/else"), breaks);
  }

  void Demand(BreakKind kind, const std::string& keyword, const json& demanded, const Place& at,
              std::vector<Break>& breaks) {
    Add(kind, at.Same(absl::StrCat("/", keyword)), NewDemandWords(keyword, FieldOfPath(at.path), demanded), breaks);
  }

  void Unproved(const std::string& keyword, const Place& at, std::vector<Break>& breaks) {
    Add(BreakKind::kCondition, at.Same(absl::StrCat("/", keyword)), UnprovedWords(keyword, FieldOfPath(at.path)),
        breaks);
  }

  static void Add(BreakKind kind, const Place& at, Words words, std::vector<Break>& breaks) {
    if (breaks.size() < kMostFaults) breaks.push_back({kind, at.path, at.schema_path, std::move(words)});
  }

  int steps_ = 0;
  std::deque<json> kept_;  // schemas that were cut from others
};

}  // namespace

absl::StatusOr<std::vector<Break>> FindBreaks(const google::protobuf::Struct& older,
                                              const google::protobuf::Struct& newer, Documents documents) {
  MOSBAT_ASSIGN_OR_RETURN(const json old_text, ReadSchema(older, {}, "older"));
  MOSBAT_RETURN_IF_ERROR(CheckSchema(old_text, {}, "older").status());
  MOSBAT_ASSIGN_OR_RETURN(const json new_text, ReadSchema(newer, {}, "newer"));
  MOSBAT_RETURN_IF_ERROR(CheckSchema(new_text, {}, "newer").status());
  const std::optional<json> old_schema = InlineReferences(old_text);
  const std::optional<json> new_schema = InlineReferences(new_text);
  std::vector<Break> breaks;
  if (!old_schema.has_value() || !new_schema.has_value()) {
    breaks.push_back({BreakKind::kCondition, "", "", UnprovedWords("$ref", "")});
    return breaks;
  }
  const json object = {{"type", "object"}};
  Known known(*old_schema);
  if (documents == Documents::kObjects) known.Add(object);
  Prover().Prove(known, *new_schema, {}, breaks);
  return breaks;
}

}  // namespace mosbat::schema
