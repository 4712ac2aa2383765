// The little that the registry needs of guideline: the directive in force on a day, and one by its name.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::registry {

// Thread-safe.
class GuidelineClient {
 public:
  virtual ~GuidelineClient() = default;

  // FAILED_PRECONDITION / DIRECTIVE_NOT_IN_FORCE if none is in force on that day; UNAVAILABLE / SERVICE_UNREACHABLE.
  virtual absl::StatusOr<guideline::v1::Directive> ResolveDirective(const rpc::CallContext& call,
                                                                    absl::CivilDay day) = 0;

  // A draft too. NOT_FOUND / DIRECTIVE_NOT_FOUND; UNAVAILABLE / SERVICE_UNREACHABLE.
  virtual absl::StatusOr<guideline::v1::Directive> GetDirective(const rpc::CallContext& call,
                                                                const std::string& name) = 0;
};

}  // namespace mosbat::registry
