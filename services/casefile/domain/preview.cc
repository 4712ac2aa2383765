#include "services/casefile/domain/preview.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "mosbat/registry/v1/centre.pb.h"
#include "services/casefile/domain/provider.h"

namespace mosbat::casefile::domain {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kAnswers[] = "request";

Value Anything() {
  Value schema;
  schema.set_bool_value(true);
  return schema;
}

// The keyword's value, null where it is not there.
const Value* Find(const Value& schema, absl::string_view keyword) {
  const auto& fields = schema.struct_value().fields();
  const auto found = fields.find(std::string(keyword));
  return found == fields.end() ? nullptr : &found->second;
}

// Takes the answers out of the schemas for the whole document; those below, of one property, say nothing of them.
class AnswersTakenOut {
 public:
  explicit AnswersTakenOut(const Value& rule) : rule_(rule) {}

  Value Of(const Value& schema) const {
    if (!Asks(schema)) return schema;
    if (const Value* const target = Target(schema)) return Of(*target);
    Value result = schema;
    auto& keywords = *result.mutable_struct_value()->mutable_fields();
    if (Names(schema)) {
      (*keywords["properties"].mutable_struct_value()->mutable_fields())[kAnswers] = Anything();
    }
    for (const char* const keyword : {"allOf", "anyOf"}) {
      const Value* const schemas = Find(schema, keyword);
      if (schemas != nullptr) *keywords[keyword].mutable_list_value() = OfEach(*schemas);
    }
    if (const Value* const refused = Find(schema, "not"); refused != nullptr && Asks(*refused)) keywords.erase("not");
    // That no second alternative holds depends on the answers.
    if (const Value* const alternatives = Find(schema, "oneOf"); alternatives != nullptr && AsksAny(*alternatives)) {
      keywords.erase("oneOf");
      AddAnyOf(OfEach(*alternatives), result);
    }
    if (const Value* const condition = Find(schema, "if")) {
      google::protobuf::ListValue branches;
      for (const char* const keyword : {"then", "else"}) {
        const Value* const branch = Find(schema, keyword);
        *branches.add_values() = branch == nullptr ? Anything() : Of(*branch);
        if (branch != nullptr) keywords[keyword] = *branches.values().rbegin();
      }
      if (Asks(*condition)) {
        for (const char* const keyword : {"if", "then", "else"}) keywords.erase(keyword);
        AddAnyOf(std::move(branches), result);
      }
    }
    return result;
  }

 private:
  // What the schema's $ref leads to, null without one.
  const Value* Target(const Value& schema) const {
    const Value* const reference = Find(schema, "$ref");
    if (reference == nullptr) return nullptr;
    return Find(*Find(rule_, "definitions"), absl::StripPrefix(reference->string_value(), "#/definitions/"));
  }

  // Whether the schema itself has a schema for the answers.
  static bool Names(const Value& schema) {
    const Value* const properties = Find(schema, "properties");
    if (properties != nullptr && Find(*properties, kAnswers) != nullptr) return true;
    const Value* const others = Find(schema, "additionalProperties");
    return others != nullptr && others->has_struct_value();
  }

  // Whether the schema's verdict may change with the answers.
  bool Asks(const Value& schema) const {
    if (const Value* const target = Target(schema)) return Asks(*target);
    return Names(schema) ||
           absl::c_any_of(std::initializer_list<const char*>{"not", "if", "then", "else"},
                          [&](const char* keyword) {
                            const Value* const part = Find(schema, keyword);
                            return part != nullptr && Asks(*part);
                          }) ||
           absl::c_any_of(std::initializer_list<const char*>{"allOf", "anyOf", "oneOf"}, [&](const char* keyword) {
             const Value* const parts = Find(schema, keyword);
             return parts != nullptr && AsksAny(*parts);
           });
  }
  bool AsksAny(const Value& schemas) const {
    return absl::c_any_of(schemas.list_value().values(), [this](const Value& schema) { return Asks(schema); });
  }

  google::protobuf::ListValue OfEach(const Value& schemas) const {
    google::protobuf::ListValue each;
    for (const Value& schema : schemas.list_value().values()) *each.add_values() = Of(schema);
    return each;
  }

  static void AddAnyOf(google::protobuf::ListValue schemas, Value& result) {
    auto& keywords = *result.mutable_struct_value()->mutable_fields();
    Value& either = *keywords["allOf"].mutable_list_value()->add_values();
    *(*either.mutable_struct_value()->mutable_fields())["anyOf"].mutable_list_value() = std::move(schemas);
  }

  const Value& rule_;
};

}  // namespace

Struct WithoutAnswers(const Struct& rule) {
  Value whole;
  *whole.mutable_struct_value() = rule;
  Struct result = AnswersTakenOut(whole).Of(whole).struct_value();
  if (const Value* const definitions = Find(whole, "definitions")) {
    (*result.mutable_fields())["definitions"] = *definitions;
  }
  return result;
}

bool Meets(const schema::CompiledSchema* rule, const Struct& facts) {
  return rule != nullptr && rule->Validate(facts).empty();
}

bool IsEntrusted(const v1::CaseFile& file, absl::Span<const catalog::v1::Entrustment> entrustments) {
  registry::v1::Centre centre;
  centre.set_name(file.centre());
  centre.set_county(file.county());
  return absl::c_any_of(entrustments, [&](const auto& entrustment) { return Covers(entrustment, centre); });
}

void Count(bool meets_now, bool would_meet, bool is_entrusted, v1::PreviewRulesResponse::Change& change) {
  if (meets_now && would_meet) change.set_stay(change.stay() + 1);
  if (!meets_now && would_meet) {
    change.set_gain(change.gain() + 1);
    change.set_gain_entrusted(change.gain_entrusted() + is_entrusted);
  }
  if (meets_now && !would_meet) {
    change.set_lose(change.lose() + 1);
    change.set_lose_entrusted(change.lose_entrusted() + is_entrusted);
  }
  if (!meets_now && !would_meet) change.set_stay_out(change.stay_out() + 1);
}

}  // namespace mosbat::casefile::domain
