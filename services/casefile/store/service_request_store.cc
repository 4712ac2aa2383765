#include "services/casefile/store/service_request_store.h"

#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

// "caseFiles/{f}" of "caseFiles/{f}/members/{m}"; "" for a recipient without a file.
std::string CaseFileOf(const v1::ServiceRequest& request) {
  return request.member().substr(0, request.member().find("/members/"));
}

}  // namespace

ServiceRequestStore::ServiceRequestStore(const crypto::Keyring& keyring)
    : requests_("service_requests", {"state", "service_type", "centre", "county", "social_worker", "case_file"},
                &keyring) {}

absl::StatusOr<v1::ServiceRequest> ServiceRequestStore::Insert(db::Session& session,
                                                               const v1::ServiceRequest& request) const {
  return requests_.Insert(session, request,
                          {v1::ServiceRequest::State_Name(request.state()), request.service_type(), request.centre(),
                           request.county(), request.social_worker(), CaseFileOf(request)});
}

absl::StatusOr<v1::ServiceRequest> ServiceRequestStore::Replace(db::Session& session,
                                                                const v1::ServiceRequest& request) const {
  return requests_.Replace(session, request,
                           {v1::ServiceRequest::State_Name(request.state()), request.service_type(), request.centre(),
                            request.county(), request.social_worker(), CaseFileOf(request)});
}

absl::StatusOr<v1::ServiceRequest> ServiceRequestStore::Get(db::Session& session, const std::string& name) const {
  return requests_.Get(session, name, errors::ServiceRequestNotFound);
}

absl::StatusOr<std::vector<v1::ServiceRequest>> ServiceRequestStore::List(db::Session& session,
                                                                          const ServiceRequestFilter& filter,
                                                                          const std::string& after, int limit) const {
  db::Where where;
  where.VisibleTo(filter.visibility, {.centre = "centre", .worker = "social_worker"})
      .Equal("centre", filter.centre)
      .Equal("case_file", filter.case_file)
      .Equal("service_type", filter.service_type);
  if (filter.state != v1::ServiceRequest::STATE_UNSPECIFIED) {
    where.Equal("state", v1::ServiceRequest::State_Name(filter.state));
  }
  return requests_.List(session, where, after, limit);
}

}  // namespace mosbat::casefile
