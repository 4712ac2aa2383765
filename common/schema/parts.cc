#include "common/schema/parts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mosbat::schema {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using Force = Part::Force;

constexpr absl::string_view kDefinitions = "/definitions/";

std::map<absl::string_view, const Value*> InOrder(const Struct& object) {
  std::map<absl::string_view, const Value*> in_order;
  for (const auto& [name, value] : object.fields()) in_order.emplace(name, &value);
  return in_order;
}

class Walk {
 public:
  Walk(const Struct& root, absl::FunctionRef<void(const Part&)> visit) : root_(root), visit_(visit) {}

  void Schema(const Struct& schema, Force force) {
    visit_({.schema = schema, .steps = steps_, .pointer = pointer_, .force = force});
    for (const auto& [keyword, value] : InOrder(schema)) {
      if (keyword == "allOf") {
        List(keyword, *value, force);
      } else if (keyword == "anyOf" || keyword == "oneOf") {
        List(keyword, *value, std::max(force, Force::kDemandedInCase));
      } else if (keyword == "then" || keyword == "else") {
        Below(keyword, *value, std::max(force, Force::kDemandedInCase));
      } else if (keyword == "if" || keyword == "not") {
        Below(keyword, *value, Force::kAsked);
      } else if (keyword == "properties") {
        Properties(value->struct_value(), force);
      } else if (keyword == "$ref") {
        Reference(value->string_value(), force);
      }
    }
  }

 private:
  // What is true or false speaks of nothing.
  void Below(absl::string_view token, const Value& schema, Force force) {
    if (!schema.has_struct_value()) return;
    const size_t above = pointer_.size();
    absl::StrAppend(&pointer_, "/", token);
    Schema(schema.struct_value(), force);
    pointer_.resize(above);
  }

  void List(absl::string_view keyword, const Value& schemas, Force force) {
    for (int i = 0; i < schemas.list_value().values_size(); ++i) {
      Below(absl::StrCat(keyword, "/", i), schemas.list_value().values(i), force);
    }
  }

  void Properties(const Struct& properties, Force force) {
    for (const auto& [name, schema] : InOrder(properties)) {
      steps_.push_back(name);
      Below(absl::StrCat("properties/", name), *schema, force);
      steps_.pop_back();
    }
  }

  void Reference(absl::string_view target, Force force) {
    const absl::string_view pointer = absl::StripPrefix(target, "#");
    const std::string name(absl::StripPrefix(pointer, kDefinitions));
    const Value& definition = root_.fields().at("definitions").struct_value().fields().at(name);
    if (!definition.has_struct_value()) return;
    const std::string above = std::exchange(pointer_, std::string(pointer));
    Schema(definition.struct_value(), force);
    pointer_ = above;
  }

  const Struct& root_;
  const absl::FunctionRef<void(const Part&)> visit_;
  std::vector<absl::string_view> steps_;
  std::string pointer_;
};

}  // namespace

void ForEachPart(const Struct& schema, absl::FunctionRef<void(const Part&)> visit) {
  Walk(schema, visit).Schema(schema, Force::kDemanded);
}

void ForEachProperty(const Part& part,
                     absl::FunctionRef<void(absl::string_view name, const std::string& pointer)> visit) {
  const auto& keywords = part.schema.fields();
  if (const auto properties = keywords.find("properties"); properties != keywords.end()) {
    for (const auto& [name, schema] : InOrder(properties->second.struct_value())) {
      visit(name, absl::StrCat(part.pointer, "/properties/", name));
    }
  }
  if (const auto required = keywords.find("required"); required != keywords.end()) {
    const auto& names = required->second.list_value().values();
    for (int i = 0; i < names.size(); ++i) {
      visit(names[i].string_value(), absl::StrCat(part.pointer, "/required/", i));
    }
  }
}

}  // namespace mosbat::schema
