// Calls by path, with bytes for messages: what a client without our protos would send.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "grpcpp/impl/codegen/rpc_method.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/sync_stream.h"

namespace mosbat::testing {

inline grpc::ByteBuffer BytesOf(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

inline std::string TextOf(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return "";
  std::string text;
  for (const grpc::Slice& slice : slices) text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return text;
}

// `path` must outlive the call.
inline grpc::Status CallUnary(grpc::Channel& channel, const std::string& path, grpc::ClientContext& context,
                              const std::string& request, std::string& answer) {
  const grpc::internal::RpcMethod method(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  grpc::ByteBuffer bytes;
  const grpc::Status status = grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
      &channel, method, &context, BytesOf(request), &bytes);
  answer = TextOf(bytes);
  return status;
}

// A stream both ways, step by step.
class ByteStream {
 public:
  ByteStream(grpc::Channel& channel, std::string path, grpc::ClientContext& context)
      : path_(std::move(path)),
        stream_(grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(
            &channel, grpc::internal::RpcMethod(path_.c_str(), grpc::internal::RpcMethod::BIDI_STREAMING), &context)) {}

  bool Write(const std::string& text) { return stream_->Write(BytesOf(text)); }
  bool WritesDone() { return stream_->WritesDone(); }
  void AwaitMetadata() { stream_->WaitForInitialMetadata(); }
  bool Read(std::string& text) {
    grpc::ByteBuffer bytes;
    if (!stream_->Read(&bytes)) return false;
    text = TextOf(bytes);
    return true;
  }
  grpc::Status Finish() { return stream_->Finish(); }

 private:
  const std::string path_;
  const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream_;
};

}  // namespace mosbat::testing
