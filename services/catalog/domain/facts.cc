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
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using v1::Fact;

struct Text {
  const char* fa = "";
  const char* en = "";
};

void Set(const Words& words, common::v1::Title& title) {
  title.set_fa(words.fa);
  title.set_en(words.en);
}

struct Entry {
  const char* name;
  Fact::Type type;
  const char* unit = "";
  Fact::Source source = Fact::CASE_FILE;
  Text absent_when = {};
};

Fact FactOf(const Entry& entry) {
  Fact fact;
  fact.set_name(entry.name);
  fact.set_type(entry.type);
  fact.set_unit(entry.unit);
  fact.set_source(entry.source);
  if (*entry.absent_when.en != '\0') {
    fact.mutable_absent_when()->set_fa(entry.absent_when.fa);
    fact.mutable_absent_when()->set_en(entry.absent_when.en);
  }
  const facts::FactWords& words = *facts::FindWords(entry.name);
  Set(words.label, *fact.mutable_label());
  for (const facts::ValueWords& value : words.values) {
    if (entry.type == Fact::STRING) fact.add_values(value.value);
    Fact::ValueLabel& label = *fact.add_value_labels();
    label.set_value(value.value);
    Set(value.words, *label.mutable_label());
  }
  return fact;
}

std::vector<Fact> MakeFacts() {
  constexpr Text kGroup = {"دریافت‌کننده یک گروه است", "the recipient is a group"};
  constexpr Text kNoFile = {"دریافت‌کننده پروندهٔ خانوار ندارد",
                            "the recipient has no case file"};
  constexpr Text kNoDisability = {"معلولیتی ثبت نشده است", "no disability is recorded"};
  constexpr Text kNeverDelivered = {"این خدمت پیش‌تر به این شخص داده نشده است",
                                    "this service was never given to this person before"};
  const Entry entries[] = {
      {"age_months", Fact::INTEGER, "months", Fact::CASE_FILE, kGroup},
      {"age_years", Fact::INTEGER, "years", Fact::CASE_FILE, kGroup},
      {"allowance_receiver", Fact::BOOLEAN, "", Fact::CASE_FILE, kNoFile},
      {"disability.grade", Fact::STRING, "", Fact::CASE_FILE, kNoDisability},
      {"disability.type", Fact::STRING, "", Fact::CASE_FILE, kNoDisability},
      {"file_open", Fact::BOOLEAN},
      {"household_size", Fact::INTEGER, "persons", Fact::CASE_FILE, kNoFile},
      {"is_head", Fact::BOOLEAN, "", Fact::CASE_FILE, kNoFile},
      {"months_since_last_same_service", Fact::INTEGER, "months", Fact::DELIVERIES, kNeverDelivered},
      {"recipient", Fact::STRING, "", Fact::REQUEST},
      {"request", Fact::OBJECT, "", Fact::REQUEST},
      {"sex", Fact::STRING, "", Fact::CASE_FILE, kGroup},
  };
  std::vector<Fact> facts;
  for (const Entry& entry : entries) facts.push_back(FactOf(entry));
  return facts;
}

const Fact* Find(absl::string_view path) {
  const auto found = absl::c_find_if(Facts(), [&](const Fact& fact) { return fact.name() == path; });
  return found == Facts().end() ? nullptr : &*found;
}

// Whether it is an object in which facts stand.
bool HoldsFacts(absl::string_view path) {
  const std::string prefix = absl::StrCat(path, ".");
  return absl::c_any_of(Facts(), [&](const Fact& fact) { return absl::StartsWith(fact.name(), prefix); });
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
  const std::map<std::string, Value> in_order(document.fields().begin(), document.fields().end());
  for (const auto& [name, value] : in_order) {
    const std::string path = absl::StrCat(prefix, name);
    const Fact* const fact = Find(path);
    if (fact != nullptr && !IsOfType(*fact, value)) {
      faults.Add("FACT_INVALID", path, errors::FactInvalidWords(*fact));
    } else if (fact == nullptr && HoldsFacts(path) && value.has_struct_value()) {
      Check(value.struct_value(), absl::StrCat(path, "."), faults);
    } else if (fact == nullptr) {
      faults.Add("FACT_UNKNOWN", path, errors::FactUnknownWords(path));
    }
  }
}

}  // namespace

const std::vector<Fact>& Facts() {
  static const auto* const facts = new std::vector<Fact>(MakeFacts());
  return *facts;
}

bool IsFactPath(absl::string_view path) { return Find(path) != nullptr || HoldsFacts(path); }

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
