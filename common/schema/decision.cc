#include "common/schema/decision.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "nlohmann/json.hpp"

#include "common/base/sha256.h"
#include "common/schema/rule.h"

namespace mosbat::schema {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// Above it not every whole number is a double.
constexpr double kLargestExact = 9007199254740992.0;

nlohmann::json JsonOf(const Struct& document);

nlohmann::json JsonOf(const Value& value) {
  switch (value.kind_case()) {
    case Value::kNumberValue: {
      const double number = value.number_value();
      const bool whole = std::floor(number) == number && std::fabs(number) <= kLargestExact;
      return whole ? nlohmann::json(static_cast<int64_t>(number)) : nlohmann::json(number);
    }
    case Value::kStringValue:
      return value.string_value();
    case Value::kBoolValue:
      return value.bool_value();
    case Value::kStructValue:
      return JsonOf(value.struct_value());
    case Value::kListValue: {
      nlohmann::json list = nlohmann::json::array();
      for (const Value& item : value.list_value().values()) list.push_back(JsonOf(item));
      return list;
    }
    case Value::kNullValue:
    case Value::KIND_NOT_SET:
      break;
  }
  return nullptr;
}

nlohmann::json JsonOf(const Struct& document) {
  nlohmann::json object = nlohmann::json::object();
  for (const auto& [name, value] : document.fields()) object[name] = JsonOf(value);
  return object;
}

}  // namespace

void Decide(const Struct& facts, const common::v1::Rule& rule, absl::string_view clause, const CompiledSchema& compiled,
            common::v1::Decision& decision, const Vocabulary& vocabulary) {
  const std::vector<Fault> faults = compiled.Validate(facts, vocabulary);
  decision.set_outcome(faults.empty() ? common::v1::Decision::ELIGIBLE : common::v1::Decision::NOT_ELIGIBLE);
  decision.clear_reasons();
  for (const Fault& fault : faults) {
    common::v1::DecisionReason& reason = *decision.add_reasons();
    reason.set_path(fault.path);
    reason.set_keyword(fault.keyword);
    reason.set_clause(ClauseOf(rule, fault.schema_path, clause));
    reason.set_text_en(fault.words.en);
    reason.set_text_fa(fault.words.fa);
    reason.set_alternative(fault.alternative);
  }
  decision.set_facts_sha256(Sha256Hex(CanonicalJson(facts)));
}

std::string CanonicalJson(const Struct& document) {
  return JsonOf(document).dump(-1, ' ', /*ensure_ascii=*/false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mosbat::schema
