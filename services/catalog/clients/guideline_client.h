// What the catalog asks of guideline: the text that a service type is to rest on, and the directive of a day.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog {

// Asks on behalf of the caller, never inside a transaction. Thread-safe. Every method: NOT_FOUND if there is none,
// UNAVAILABLE / SERVICE_UNREACHABLE if guideline cannot be asked.
class GuidelineClient {
 public:
  virtual ~GuidelineClient() = default;

  virtual absl::StatusOr<guideline::v1::SubGuideline> GetSubGuideline(const rpc::CallContext& call,
                                                                      const std::string& name) = 0;

  virtual absl::StatusOr<guideline::v1::SubGuidelineRevision> GetSubGuidelineRevision(const rpc::CallContext& call,
                                                                                      const std::string& name) = 0;

  // The directive in force on `day`.
  virtual absl::StatusOr<guideline::v1::Directive> ResolveDirective(const rpc::CallContext& call,
                                                                    absl::CivilDay day) = 0;
};

}  // namespace mosbat::catalog
