#include "services/gateway/grpc/readable.h"

#include <memory>

#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/codegen/proto_utils.h"

namespace mosbat::gateway {

bool IsReadable(const std::string& path, const grpc::ByteBuffer& message) {
  const std::string name = absl::StrReplaceAll(absl::StripPrefix(path, "/"), {{"/", "."}});
  const google::protobuf::MethodDescriptor* const method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) return true;
  const std::unique_ptr<google::protobuf::Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method->input_type())->New());
  grpc::ByteBuffer copy = message;  // parsing takes its bytes
  return grpc::SerializationTraits<google::protobuf::Message>::Deserialize(&copy, request.get()).ok();
}

}  // namespace mosbat::gateway
