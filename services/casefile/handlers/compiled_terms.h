// The rule and the forms of a service type's revision, compiled once: a revision never changes.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

#include "common/schema/schema.h"
#include "mosbat/catalog/v1/service_type.pb.h"

namespace mosbat::casefile {

struct CompiledTerms {
  std::shared_ptr<const schema::CompiledSchema> eligibility;
  std::shared_ptr<const schema::CompiledSchema> request_form;  // null where nothing is asked
  std::shared_ptr<const schema::CompiledSchema> form;          // likewise
};

// Thread-safe.
class CompiledTermsCache {
 public:
  // FAILED_PRECONDITION / SERVICE_TYPE_QUARANTINED, with the term and the path in its schema, if one of them does not
  // compile.
  absl::StatusOr<std::shared_ptr<const CompiledTerms>> Get(const catalog::v1::ServiceTypeRevision& revision) const;

 private:
  mutable std::mutex mutex_;
  mutable absl::flat_hash_map<std::string, std::shared_ptr<const CompiledTerms>> compiled_;
};

}  // namespace mosbat::casefile
