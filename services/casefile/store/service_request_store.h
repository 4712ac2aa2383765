// Keeps service requests with their facts and decisions, sealed. Thread-safe; runs in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::casefile {

struct ServiceRequestFilter {
  db::Visibility visibility;
  std::string centre;  // where it was asked for
  std::string case_file;
  std::string service_type;
  v1::ServiceRequest::State state = v1::ServiceRequest::STATE_UNSPECIFIED;  // any
};

struct DecisionFilter {
  db::Visibility visibility;
  std::string sub_guideline;
  std::string clause;  // of the sub-guideline, which is named with it
  common::v1::Decision::Outcome outcome = common::v1::Decision::OUTCOME_UNSPECIFIED;  // any
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
};

// Where a decision stands in the list of them.
struct DecisionKey {
  std::string judged_on;
  std::string request;
};

struct OpenRequestsFilter {
  db::Visibility visibility;
  std::string service_type;
  std::string area;  // as db::Where::InArea takes it
  absl::CivilDay today;
};

class ServiceRequestStore {
 public:
  explicit ServiceRequestStore(const crypto::Keyring& keyring);

  // Returns the request with its etag. It belongs to what `file`, its member's, belongs to, and follows it
  // (CaseFileStore::Replace); without a file to what it names itself. Its decision is found by each clause that it
  // rests on: `rule_clause`, that of the rule, and those of its reasons.
  absl::StatusOr<v1::ServiceRequest> Insert(db::Session& session, const v1::ServiceRequest& request,
                                            const std::optional<v1::CaseFile>& file,
                                            const std::string& rule_clause) const;

  // Replaces the request if it is still at its etag; returns it with the next. ABORTED / STALE_ETAG if another writer
  // came first.
  absl::StatusOr<v1::ServiceRequest> Replace(db::Session& session, const v1::ServiceRequest& request) const;

  // NOT_FOUND / SERVICE_REQUEST_NOT_FOUND if there is none.
  absl::StatusOr<v1::ServiceRequest> Get(db::Session& session, const std::string& name) const;

  // At most `limit` requests with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::ServiceRequest>> List(db::Session& session, const ServiceRequestFilter& filter,
                                                       const std::string& after, int limit) const;

  // At most `limit` requests whose decision matches, in the order of (day judged, name), strictly after `after`.
  absl::StatusOr<std::vector<v1::ServiceRequest>> ListDecisions(db::Session& session, const DecisionFilter& filter,
                                                                const DecisionKey& after, int limit) const;

  // Names strictly after `after` of requests that are ELIGIBLE and whose deadline passed before today, at most `limit`,
  // in byte order.
  absl::StatusOr<std::vector<std::string>> ListOverdue(db::Session& session, absl::CivilDay today,
                                                       const std::string& after, int limit) const;

  // How many requests are still to be delivered, by revision and state, in that order; none whose deadline has passed.
  absl::StatusOr<std::vector<v1::CountOpenRequestsResponse::Count>> CountOpen(db::Session& session,
                                                                              const OpenRequestsFilter& filter) const;

 private:
  absl::Status IndexClauses(db::Session& session, const v1::ServiceRequest& request,
                            const std::string& rule_clause) const;

  db::MessageTable<v1::ServiceRequest> requests_;
  db::MessageTable<v1::ServiceRequest> states_;  // the same rows, of which only these ever change
};

}  // namespace mosbat::casefile
