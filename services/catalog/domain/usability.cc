#include "services/catalog/domain/usability.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/fault_list.h"
#include "common/base/timestamps.h"
#include "common/schema/schema.h"
#include "services/catalog/domain/facts.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using guideline::v1::Terms;

constexpr char kRequestPrefix[] = "request.";

// A fault of the document's size or of the library's judging, not of a demand.
bool FailsToJudge(const schema::CompiledSchema& compiled, const Struct& document) {
  const std::vector<schema::Fault> faults = compiled.Validate(document);
  return std::any_of(faults.begin(), faults.end(), [](const schema::Fault& fault) { return fault.keyword == "limit"; });
}

std::optional<Words> WhyUnusable(absl::string_view term, const Struct& schema, const std::vector<Struct>& probes) {
  const auto compiled = schema::Compile(schema, {}, term);
  if (!compiled.ok()) {
    std::string en = WordsOf(compiled.status(), Language::kEnglish);
    std::string fa = WordsOf(compiled.status(), Language::kPersian);
    const auto faults = FaultsOf(compiled.status(), Language::kEnglish);
    const std::string field = faults.empty() ? std::string(term) : faults.front().first;
    return Words{.en = absl::StrCat(field, ": ", en), .fa = absl::StrCat(field, ": ", fa)};
  }
  for (const Struct& probe : probes) {
    if (!FailsToJudge(**compiled, probe)) continue;
    return Words{.en = absl::StrCat(term, ": it fails to judge a document."),
                 .fa = absl::StrCat(term, ": از بررسی یک سند درمی‌ماند.")};
  }
  return std::nullopt;
}

// The paths of the properties that a schema speaks of.
class PropertyPaths {
 public:
  explicit PropertyPaths(const Struct& root) : root_(root) {
    Schema(root, "", "");
    std::sort(paths_.begin(), paths_.end());
  }

  // Path in the document, with a dot for each step, and place in the schema; in byte order.
  const std::vector<std::pair<std::string, std::string>>& paths() const { return paths_; }

 private:
  void Schema(const Struct& schema, const std::string& prefix, const std::string& at) {
    for (const auto& [keyword, value] : schema.fields()) {
      const std::string below = absl::StrCat(at, "/", keyword);
      if (keyword == "properties") {
        for (const auto& [name, property] : value.struct_value().fields()) {
          const std::string place = absl::StrCat(below, "/", name);
          Name(prefix, name, place);
          Schema(property, absl::StrCat(prefix, name, "."), place);
        }
      } else if (keyword == "required") {
        for (int i = 0; i < value.list_value().values_size(); ++i) {
          Name(prefix, value.list_value().values(i).string_value(), absl::StrCat(below, "/", i));
        }
      } else if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf") {
        for (int i = 0; i < value.list_value().values_size(); ++i) {
          Schema(value.list_value().values(i), prefix, absl::StrCat(below, "/", i));
        }
      } else if (keyword == "not" || keyword == "if" || keyword == "then" || keyword == "else") {
        Schema(value, prefix, below);
      } else if (keyword == "$ref") {
        Reference(value.string_value(), prefix);
      }
    }
  }

  void Schema(const Value& schema, const std::string& prefix, const std::string& at) {
    if (schema.has_struct_value()) Schema(schema.struct_value(), prefix, at);
  }

  void Reference(absl::string_view target, const std::string& prefix) {
    const std::string at(absl::StripPrefix(target, "#"));
    if (!followed_.emplace(at, prefix).second) return;
    const std::string name(absl::StripPrefix(at, "/definitions/"));
    Schema(root_.fields().at("definitions").struct_value().fields().at(name), prefix, at);
  }

  void Name(const std::string& prefix, const std::string& name, const std::string& place) {
    paths_.emplace_back(absl::StrCat(prefix, name), place);
  }

  const Struct& root_;
  std::set<std::pair<std::string, std::string>> followed_;
  std::vector<std::pair<std::string, std::string>> paths_;
};

}  // namespace

std::optional<Words> WhyUnusable(const Terms& terms) {
  if (!terms.has_eligibility()) {
    return Words{.en = "eligibility: there is no rule.", .fa = "eligibility: قاعده‌ای ندارد."};
  }
  const std::vector<Struct> facts = {Struct(), ExampleFacts()};
  const std::vector<Struct> answers = {Struct()};
  std::optional<Words> fault = WhyUnusable("eligibility", terms.eligibility().rule().schema(), facts);
  if (!fault.has_value() && terms.has_request_form()) {
    fault = WhyUnusable("request_form", terms.request_form().rule().schema(), answers);
  }
  if (!fault.has_value() && terms.has_form()) fault = WhyUnusable("form", terms.form().rule().schema(), answers);
  return fault;
}

v1::ServiceType::Quarantine QuarantineFor(const Words& fault, absl::Time since) {
  v1::ServiceType::Quarantine quarantine;
  quarantine.set_reason_en(fault.en);
  quarantine.set_reason_fa(fault.fa);
  *quarantine.mutable_since() = ToTimestamp(since);
  return quarantine;
}

v1::ServiceType Quarantined(v1::ServiceType type, const Terms& current, absl::Time now) {
  const std::optional<Words> fault = WhyUnusable(current);
  if (!fault.has_value()) {
    type.clear_quarantine();
  } else if (!type.has_quarantine()) {
    *type.mutable_quarantine() = QuarantineFor(*fault, now);
  }
  return type;
}

absl::Status RequireKnownFacts(absl::string_view field, const Terms& terms) {
  const Struct& rule = terms.eligibility().rule().schema();
  if (!schema::Compile(rule).ok()) return absl::OkStatus();
  std::set<std::string> answers;
  const Struct& form = terms.request_form().rule().schema();
  if (schema::Compile(form).ok()) {
    const PropertyPaths asked_by_form(form);
    for (const auto& [path, place] : asked_by_form.paths()) answers.insert(path);
  }
  FaultList faults;
  std::set<std::string> named;
  const PropertyPaths asked(rule);
  for (const auto& [path, place] : asked.paths()) {
    absl::string_view answer = path;
    const bool is_known =
        absl::ConsumePrefix(&answer, kRequestPrefix) ? answers.count(std::string(answer)) > 0 : IsFactPath(path);
    if (is_known || !named.insert(path).second) continue;
    faults.Add("FACT_UNKNOWN", absl::StrCat(field, ".eligibility.rule.schema", place), errors::FactUnknownWords(path));
  }
  return faults.ToStatus(absl::StatusCode::kFailedPrecondition);
}

}  // namespace mosbat::catalog::domain
