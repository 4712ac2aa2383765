// Keeps service requests with their facts and decisions, sealed. Thread-safe; runs in the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/casefile/v1/service_request.pb.h"

namespace mosbat::casefile {

struct ServiceRequestFilter {
  db::Visibility visibility;
  std::string centre;
  std::string case_file;
  std::string service_type;
  v1::ServiceRequest::State state = v1::ServiceRequest::STATE_UNSPECIFIED;  // any
};

class ServiceRequestStore {
 public:
  explicit ServiceRequestStore(const crypto::Keyring& keyring);

  // Returns the request with its etag.
  absl::StatusOr<v1::ServiceRequest> Insert(db::Session& session, const v1::ServiceRequest& request) const;

  // Replaces the request if it is still at its etag; returns it with the next. ABORTED / STALE_ETAG if another writer
  // came first.
  absl::StatusOr<v1::ServiceRequest> Replace(db::Session& session, const v1::ServiceRequest& request) const;

  // NOT_FOUND / SERVICE_REQUEST_NOT_FOUND if there is none.
  absl::StatusOr<v1::ServiceRequest> Get(db::Session& session, const std::string& name) const;

  // At most `limit` requests with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::ServiceRequest>> List(db::Session& session, const ServiceRequestFilter& filter,
                                                       const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::ServiceRequest> requests_;
};

}  // namespace mosbat::casefile
