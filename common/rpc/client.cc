#include "common/rpc/client.h"

#include "absl/time/time.h"

#include "common/base/error.h"
#include "common/rpc/errors.h"
#include "common/rpc/metadata.h"
#include "common/rpc/status_conversion.h"

namespace mosbat::rpc {

std::unique_ptr<grpc::ClientContext> ContextFor(const CallContext& call) {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!call.authorization.empty()) context->AddMetadata(kAuthorizationKey, call.authorization);
  if (!call.purpose.empty()) context->AddMetadata(kPurposeKey, PercentEncoded(call.purpose));
  context->set_deadline(absl::ToChronoTime(call.deadline - absl::Milliseconds(50)));
  return context;
}

absl::Status AnswerOf(absl::string_view service, const grpc::Status& status) {
  absl::Status answer = FromGrpcStatus(status);
  // An answer that did not come in time is as good as none: there are 50 ms left to say so.
  const bool down = answer.code() == absl::StatusCode::kUnavailable && ReasonOf(answer).empty();
  if (down || answer.code() == absl::StatusCode::kDeadlineExceeded) return errors::ServiceUnreachable(service);
  return answer;
}

}  // namespace mosbat::rpc
