#include "common/facts/unknown_facts.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"

#include "common/base/nearest.h"
#include "common/base/text_limits.h"
#include "common/facts/facts.h"
#include "common/schema/parts.h"
#include "common/schema/rule.h"
#include "common/schema/schema.h"

namespace mosbat::facts {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using Steps = absl::Span<const absl::string_view>;

constexpr char kRequest[] = "request";
// Each is sought among all that a form asks, which takes time.
constexpr size_t kMostGuesses = 10;

bool IsObject(const Value& type) {
  return type.string_value() == "object" ||
         absl::c_any_of(type.list_value().values(), [](const Value& one) { return one.string_value() == "object"; });
}

// What a form says of one value, all schemas for it taken together.
struct Asked {
  std::map<std::string, Asked, std::less<>> properties;
  bool takes_others = false;  // additionalProperties says what they are
  bool takes_named_only = false;
  bool is_typed = false;
  bool may_be_object = false;

  void Add(const Struct& schema) {
    if (const auto type = schema.fields().find("type"); type != schema.fields().end()) {
      is_typed = true;
      may_be_object = may_be_object || IsObject(type->second);
    }
    if (const auto others = schema.fields().find("additionalProperties"); others != schema.fields().end()) {
      const bool are_refused = others->second.kind_case() == Value::kBoolValue && !others->second.bool_value();
      (are_refused ? takes_named_only : takes_others) = true;
    }
  }

  // An object of which nothing is said: any property may be in it.
  bool IsFree() const { return properties.empty() && !takes_named_only && (may_be_object || !is_typed); }
};

// The answers for which a request form asks.
class Answers {
 public:
  explicit Answers(const Struct& form) {
    schema::ForEachPart(form, [this](const schema::Part& part) {
      Asked& asked = At(part.steps);
      if (part.force != schema::Part::Force::kAsked) asked.Add(part.schema);
      schema::ForEachProperty(
          part, [&](absl::string_view name, const std::string&) { asked.properties.try_emplace(std::string(name)); });
    });
  }

  // What may be meant by an answer for which the form does not ask, "" if that cannot be guessed, or shall not be;
  // nothing for one that it asks or leaves open.
  std::optional<std::string> MeantByUnknown(Steps steps, bool guesses) const {
    const Asked* asked = &root_;
    for (size_t i = 0; i < steps.size(); ++i) {
      const auto found = asked->properties.find(steps[i]);
      if (found == asked->properties.end()) {
        // A form without any property is one that asks nothing.
        if (asked->takes_others || (i > 0 && asked->IsFree())) return std::nullopt;
        return guesses ? Meant(*asked, steps.first(i), steps[i]) : "";
      }
      asked = &found->second;
    }
    return std::nullopt;
  }

 private:
  Asked& At(Steps steps) {
    Asked* asked = &root_;
    for (const absl::string_view step : steps) asked = &asked->properties[std::string(step)];
    return *asked;
  }

  static std::string Meant(const Asked& asked, Steps above, absl::string_view name) {
    std::vector<std::string> names;
    for (const auto& [known, below] : asked.properties) names.push_back(known);
    const std::string nearest = NearestTo(name, names);
    if (nearest.empty()) return "";
    return Shortened(absl::StrCat(kRequest, ".", absl::StrJoin(above, "."), above.empty() ? "" : ".", nearest));
  }

  Asked root_;
};

bool IsFact(Steps steps) {
  return absl::c_none_of(steps, [](absl::string_view step) { return absl::StrContains(step, '.'); }) &&
         IsFactPath(absl::StrJoin(steps, "."));
}

Words AnswerUnknownWords(absl::string_view path, const std::string& meant) {
  return {.en = absl::StrCat("The request form does not ask for \"", path, "\"",
                             meant.empty() ? "." : absl::StrCat("; ", DidYouMean(meant).en)),
          .fa = absl::StrCat("فرم درخواست «", path, "» را نمی‌پرسد",
                             meant.empty() ? "." : absl::StrCat("؛ ", DidYouMean(meant).fa))};
}

// What is wrong with naming that, if anything is.
std::optional<Words> WhyUnknown(Steps steps, const std::optional<Answers>& answers, bool guesses) {
  if (steps.size() > 1 && steps.front() == kRequest) {
    if (!answers.has_value()) return std::nullopt;
    const std::optional<std::string> meant = answers->MeantByUnknown(steps.subspan(1), guesses);
    if (!meant.has_value()) return std::nullopt;
    const std::string path = absl::StrJoin(steps, ".");
    const std::vector<absl::string_view> nested = absl::StrSplit(path, '.');
    const bool is_nested = !answers->MeantByUnknown(Steps(nested).subspan(1), /*guesses=*/false).has_value();
    return is_nested ? NestedWords(Shortened(path)) : AnswerUnknownWords(Shortened(path), *meant);
  }
  if (IsFact(steps)) return std::nullopt;
  return FactUnknownWords(absl::StrJoin(steps, "."));
}

}  // namespace

void AddUnknownFacts(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause,
                     const Struct* request_form, FaultList& faults) {
  std::optional<Answers> answers;
  if (request_form != nullptr && schema::Compile(*request_form).ok()) answers.emplace(*request_form);
  std::set<std::vector<absl::string_view>> said;
  schema::ForEachPart(rule.schema(), [&](const schema::Part& part) {
    schema::ForEachProperty(part, [&](absl::string_view name, const std::string& pointer) {
      if (faults.is_full()) return;
      std::vector<absl::string_view> steps = part.steps;
      steps.push_back(name);
      if (said.count(steps) > 0) return;
      std::optional<Words> words = WhyUnknown(steps, answers, said.size() < kMostGuesses);
      if (!words.has_value()) return;
      said.insert(std::move(steps));
      faults.Add("FACT_UNKNOWN", absl::StrCat(field, ".schema", pointer),
                 schema::WithClause(*std::move(words), schema::ClauseOf(rule, pointer, clause)));
    });
  });
}

}  // namespace mosbat::facts
