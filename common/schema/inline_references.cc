#include "common/schema/inline_references.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

constexpr int64_t kMostBytes = 1 << 20;
constexpr int64_t kBytesOfNode = 64;

bool IsOneOf(absl::string_view keyword, std::initializer_list<absl::string_view> keywords) {
  return absl::c_linear_search(keywords, keyword);
}

class Inliner {
 public:
  explicit Inliner(const json& root) : root_(root) {}

  json Schema(const json& node) {
    left_ -= kBytesOfNode;
    if (!node.is_object() || left_ < 0) return node.is_boolean() ? node : json(true);
    if (node.contains("$ref")) {
      return Schema(root_.at(json::json_pointer(node["$ref"].get_ref<const std::string&>().substr(1))));
    }
    json inlined = json::object();
    for (const auto& [keyword, value] : node.items()) {
      if (IsOneOf(keyword, {"title", "description", "$schema", "definitions"})) continue;
      inlined[keyword] = Keyword(keyword, value);
    }
    return inlined;
  }

  bool fits() const { return left_ >= 0; }

 private:
  json Keyword(const std::string& keyword, const json& value) {
    if (IsOneOf(keyword, {"additionalProperties", "items", "not", "if", "then", "else"})) return Schema(value);
    if (IsOneOf(keyword, {"properties", "allOf", "anyOf", "oneOf"})) {
      json schemas = value;
      for (json& schema : schemas) schema = Schema(schema);
      return schemas;
    }
    left_ -= static_cast<int64_t>(value.dump(-1, ' ', false, json::error_handler_t::replace).size());
    return value;
  }

  const json& root_;
  int64_t left_ = kMostBytes;
};

}  // namespace

std::optional<json> InlineReferences(const json& schema) {
  Inliner inliner(schema);
  json inlined = inliner.Schema(schema);
  if (!inliner.fits()) return std::nullopt;
  return inlined;
}

}  // namespace mosbat::schema
