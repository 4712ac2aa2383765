// Between absl::Status inside the process and grpc::Status on the wire.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

#include "common/base/error.h"

namespace mosbat::rpc {

// The languages that the caller asked for; both where it did not say.
struct Languages {
  bool english = true;
  bool persian = true;
};
Languages LanguagesOf(absl::string_view accept_language);

// Code, English text (at most 1 KiB), and a google.rpc.Status with ErrorInfo, LocalizedMessage in the caller's
// languages, BadRequest and RetryInfo, at most 4 KiB: what does not fit is left out, field faults first. The text of an
// error without a reason never leaves the process: it becomes INTERNAL (or keeps UNAVAILABLE, DEADLINE_EXCEEDED,
// ABORTED, CANCELLED) with a fixed text.
grpc::Status ToGrpcStatus(const absl::Status& status, Languages languages);

// The error that another service answered with, reason and words kept, so that it can be returned as one's own.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace mosbat::rpc
