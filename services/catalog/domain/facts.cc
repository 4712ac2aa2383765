#include "services/catalog/domain/facts.h"

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "common/base/fault_list.h"
#include "common/facts/fact_words.h"
#include "common/facts/facts.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using v1::Fact;

void Set(const Words& words, common::v1::Title& title) {
  title.set_fa(words.fa);
  title.set_en(words.en);
}

Fact::Type TypeOf(facts::Fact::Type type) {
  switch (type) {
    case facts::Fact::Type::kBoolean:
      return Fact::BOOLEAN;
    case facts::Fact::Type::kInteger:
      return Fact::INTEGER;
    case facts::Fact::Type::kString:
      return Fact::STRING;
    case facts::Fact::Type::kObject:
      return Fact::OBJECT;
  }
  return Fact::TYPE_UNSPECIFIED;
}

Fact::Source SourceOf(facts::Fact::Source source) {
  switch (source) {
    case facts::Fact::Source::kCaseFile:
      return Fact::CASE_FILE;
    case facts::Fact::Source::kDeliveries:
      return Fact::DELIVERIES;
    case facts::Fact::Source::kRequest:
      return Fact::REQUEST;
  }
  return Fact::SOURCE_UNSPECIFIED;
}

Fact FactOf(const facts::Fact& known) {
  Fact fact;
  fact.set_name(known.name);
  fact.set_type(TypeOf(known.type));
  fact.set_unit(known.unit);
  fact.set_source(SourceOf(known.source));
  if (!known.absent_when.en.empty()) Set(known.absent_when, *fact.mutable_absent_when());
  const facts::FactWords& words = *facts::FindWords(known.name);
  Set(words.label, *fact.mutable_label());
  for (const facts::ValueWords& value : words.values) {
    if (fact.type() == Fact::STRING) fact.add_values(value.value);
    Fact::ValueLabel& label = *fact.add_value_labels();
    label.set_value(value.value);
    Set(value.words, *label.mutable_label());
  }
  return fact;
}

std::vector<Fact> MakeFacts() {
  std::vector<Fact> facts;
  for (const facts::Fact& known : facts::Facts()) facts.push_back(FactOf(known));
  return facts;
}

const Fact* Find(absl::string_view path) {
  const auto found = absl::c_find_if(Facts(), [&](const Fact& fact) { return fact.name() == path; });
  return found == Facts().end() ? nullptr : &*found;
}

bool IsOfType(const Fact& fact, const Value& value) {
  switch (fact.type()) {
    case Fact::BOOLEAN:
      return value.has_bool_value();
    case Fact::INTEGER:
      return value.has_number_value() && std::floor(value.number_value()) == value.number_value();
    case Fact::STRING:
      return value.has_string_value() &&
             (fact.values().empty() || absl::c_linear_search(fact.values(), value.string_value()));
    case Fact::OBJECT:
      return value.has_struct_value();
    default:
      return false;
  }
}

Value ExampleOf(const Fact& fact) {
  Value value;
  switch (fact.type()) {
    case Fact::BOOLEAN:
      value.set_bool_value(true);
      break;
    case Fact::INTEGER:
      value.set_number_value(1);
      break;
    case Fact::STRING:
      value.set_string_value(fact.values().empty() ? "" : fact.values(0));
      break;
    default:
      value.mutable_struct_value();
  }
  return value;
}

void Check(const Struct& document, const std::string& prefix, FaultList& faults) {
  std::map<absl::string_view, const Value*> in_order;
  for (const auto& [name, value] : document.fields()) in_order.emplace(name, &value);
  for (const auto& [name, value] : in_order) {
    if (faults.is_full()) return;
    const std::string path = absl::StrCat(prefix, name);
    // A dot in a name is no step, though the path looks like one that is known.
    const bool is_one_step = !absl::StrContains(name, '.');
    const Fact* const fact = is_one_step ? Find(path) : nullptr;
    if (fact != nullptr && !IsOfType(*fact, *value)) {
      faults.Add("FACT_INVALID", path, errors::FactInvalidWords(*fact));
    } else if (fact == nullptr && is_one_step && facts::HoldsFacts(path) && value->has_struct_value()) {
      Check(value->struct_value(), absl::StrCat(path, "."), faults);
    } else if (fact == nullptr) {
      faults.Add("FACT_UNKNOWN", path, facts::FactUnknownWords(path));
    }
  }
}

}  // namespace

const std::vector<Fact>& Facts() {
  static const auto* const facts = new std::vector<Fact>(MakeFacts());
  return *facts;
}

Struct ExampleFacts() {
  Struct document;
  for (const Fact& fact : Facts()) {
    const std::vector<std::string> steps = absl::StrSplit(fact.name(), '.');
    Struct* at = &document;
    for (size_t i = 0; i + 1 < steps.size(); ++i) at = (*at->mutable_fields())[steps[i]].mutable_struct_value();
    (*at->mutable_fields())[steps.back()] = ExampleOf(fact);
  }
  return document;
}

absl::Status CheckFacts(const Struct& facts) {
  FaultList faults("facts");
  Check(facts, "", faults);
  return faults.ToStatus();
}

}  // namespace mosbat::catalog::domain
