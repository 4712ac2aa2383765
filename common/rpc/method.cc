#include "common/rpc/method.h"

#include <cstdio>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace mosbat::rpc {
namespace {

[[noreturn]] void Refuse(const std::string& what) {
  std::fprintf(stderr, "mosbat: %s\n", what.c_str());
  std::abort();
}

// The fields along "service_type.owner", the last one a text; empty if there is no such path.
std::vector<const google::protobuf::FieldDescriptor*> PathOf(const google::protobuf::Descriptor& request,
                                                             const std::string& path) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  const google::protobuf::Descriptor* message = &request;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (const std::string& name : names) {
    const auto* const field = message == nullptr ? nullptr : message->FindFieldByName(name);
    if (field == nullptr || field->is_repeated()) return {};
    fields.push_back(field);
    message = field->message_type();
  }
  if (fields.back()->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) return {};
  return fields;
}

}  // namespace

bool Method::Allows(access::v1::Role role) const {
  return absl::c_linear_search(access.roles(), role) || absl::c_linear_search(access.roles(), access::v1::PUBLIC);
}

bool Method::ValidatesOnly(const google::protobuf::Message& request) const {
  return validate_only != nullptr && request.GetReflection()->GetBool(request, validate_only);
}

MethodTable::MethodTable(absl::string_view service_full_name, observe::Metrics& metrics) {
  const auto* const service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service_full_name));
  if (service == nullptr) Refuse(absl::StrCat("no descriptor of ", service_full_name));
  for (int i = 0; i < service->method_count(); ++i) {
    const auto& descriptor = *service->method(i);
    auto method = std::make_unique<Method>();
    method->full_name = absl::StrCat(service->full_name(), "/", descriptor.name());
    if (!descriptor.options().HasExtension(access::v1::access)) Refuse(method->full_name + " has no access option");
    method->access = descriptor.options().GetExtension(access::v1::access);
    if (method->access.kind() == access::v1::Access::KIND_UNSPECIFIED)
      Refuse(method->full_name + " is neither READ nor WRITE");
    if (method->access.roles().empty()) Refuse(method->full_name + " names no role");
    if (method->access.scope().rule_case() == access::v1::ScopeRule::RULE_NOT_SET)
      Refuse(method->full_name + " has no scope rule");
    const auto& request = *descriptor.input_type();
    method->request_id = request.FindFieldByName("request_id");
    if (method->writes()) method->validate_only = request.FindFieldByName("validate_only");
    if (method->validate_only != nullptr &&
        (method->validate_only->is_repeated() ||
         method->validate_only->type() != google::protobuf::FieldDescriptor::TYPE_BOOL))
      Refuse(method->full_name + ": validate_only is no bool");
    if (method->access.scope().has_field()) {
      method->scope_path = PathOf(request, method->access.scope().field());
      if (method->scope_path.empty())
        Refuse(absl::StrCat(method->full_name, ": no text field ", method->access.scope().field()));
    }
    method->metrics = metrics.ForMethod(std::string(service->full_name()), descriptor.name());
    methods_.emplace(descriptor.name(), std::move(method));
  }
}

const Method& MethodTable::Get(absl::string_view name) const {
  const auto found = methods_.find(name);
  if (found == methods_.end()) Refuse(absl::StrCat("no method ", name));
  return *found->second;
}

}  // namespace mosbat::rpc
