#include "services/catalog/domain/usability.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

#include "common/base/fault_list.h"
#include "common/base/timestamps.h"
#include "common/facts/fact_faults.h"
#include "common/schema/schema.h"
#include "services/catalog/domain/facts.h"

namespace mosbat::catalog::domain {
namespace {

using google::protobuf::Struct;
using guideline::v1::Terms;

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
  FaultList faults;
  facts::AddFactFaults(absl::StrCat(field, ".eligibility.rule"), terms.eligibility().rule(),
                       terms.eligibility().clause(), &terms.request_form().rule().schema(), faults);
  return faults.ToStatus(absl::StatusCode::kFailedPrecondition);
}

}  // namespace mosbat::catalog::domain
