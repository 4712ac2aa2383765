// The methods of one gRPC service: what their descriptors say about access, and their metrics.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "common/observe/metrics.h"
#include "mosbat/access/v1/access.pb.h"

namespace mosbat::rpc {

struct Method {
  std::string full_name;  // "mosbat.guideline.v1.GuidelineService/ApproveSubGuidelineRevision"
  access::v1::Access access;
  // What the runtime reads of a request; null and empty where there is none.
  const google::protobuf::FieldDescriptor* request_id = nullptr;
  const google::protobuf::FieldDescriptor* validate_only = nullptr;
  std::vector<const google::protobuf::FieldDescriptor*> scope_path;
  observe::MethodMetrics* metrics = nullptr;

  bool writes() const { return access.kind() == access::v1::Access::WRITE; }
  bool Allows(access::v1::Role role) const;
  // Whether the request asks only what the call would do.
  bool ValidatesOnly(const google::protobuf::Message& request) const;
};

// Thread-safe once built.
class MethodTable {
 public:
  // The methods of "mosbat.guideline.v1.GuidelineService". Ends the process if one of them has no access option, no
  // kind, no role, a scope field that its request lacks, or a `validate_only` that is no bool: deny by default, before
  // the first call.
  MethodTable(absl::string_view service_full_name, observe::Metrics& metrics);

  // Ends the process for a name that the service does not have.
  const Method& Get(absl::string_view name) const;

 private:
  absl::flat_hash_map<std::string, std::unique_ptr<Method>> methods_;
};

}  // namespace mosbat::rpc
