#include "services/casefile/domain/service_request.h"

#include <string>

#include "common/base/fault_list.h"
#include "common/base/text_limits.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/appeal.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile::domain {
namespace {

constexpr int kLongestTopic = 200;
constexpr int kMostParticipants = 1000;

absl::Status CheckGroup(const v1::GroupSession& group) {
  FaultList faults;
  if (group.topic().empty()) faults.AddRequired("service_request.group.topic");
  CheckLength("service_request.group.topic", group.topic(), kLongestTopic, faults);
  CheckRange("service_request.group.participants", group.participants(), 1, kMostParticipants, faults);
  return faults.ToStatus();
}

}  // namespace

absl::Status CheckRecipient(const v1::ServiceRequest& request, absl::CivilDay today) {
  switch (request.recipient_case()) {
    case v1::ServiceRequest::kMember:
      return absl::OkStatus();
    case v1::ServiceRequest::kPerson:
      return CheckPerson("service_request.person", request.person(), today);
    case v1::ServiceRequest::kGroup:
      return CheckGroup(request.group());
    case v1::ServiceRequest::RECIPIENT_NOT_SET:
      break;
  }
  return mosbat::errors::FieldRequired("service_request.recipient");
}

absl::Status RequireRecipientOf(const guideline::v1::Terms& terms, const v1::ServiceRequest& request) {
  using guideline::v1::RecipientTerm;
  const RecipientTerm::Recipient wanted = terms.recipient().recipient();
  const bool good = (wanted == RecipientTerm::MEMBER && request.has_member()) ||
                    (wanted == RecipientTerm::PERSON && (request.has_member() || request.has_person())) ||
                    (wanted == RecipientTerm::GROUP && request.has_group());
  return good ? absl::OkStatus() : errors::RecipientNotAllowed(request.service_type());
}

void ApplyDecision(v1::ServiceRequest& request) {
  const bool eligible = request.decision().outcome() == common::v1::Decision::ELIGIBLE;
  request.set_state(eligible ? v1::ServiceRequest::ELIGIBLE : v1::ServiceRequest::REFUSED);
}

void SetDeadline(v1::ServiceRequest& request, const guideline::v1::Terms& terms,
                 absl::Span<const absl::CivilDay> holidays) {
  if (!terms.has_deadline()) return;
  *request.mutable_deliver_until() =
      iran::ToDate(iran::AddPeriod(PromisedFrom(request), terms.deadline().within(), holidays));
}

bool IsOverdue(const v1::ServiceRequest& request, absl::CivilDay today) {
  return request.state() == v1::ServiceRequest::ELIGIBLE && request.has_deliver_until() &&
         iran::StoredDay(request.deliver_until()) < today;
}

v1::ServiceRequest AsOf(v1::ServiceRequest request, absl::CivilDay today) {
  if (IsOverdue(request, today)) request.set_state(v1::ServiceRequest::EXPIRED);
  return request;
}

absl::Status RequireEligible(const v1::ServiceRequest& request) {
  if (request.state() == v1::ServiceRequest::ELIGIBLE) return absl::OkStatus();
  return errors::ServiceRequestNotEligible(request.name(), request.state());
}

absl::Status RequireDeliverable(const v1::ServiceRequest& request) {
  return request.state() == v1::ServiceRequest::EXPIRED ? absl::OkStatus() : RequireEligible(request);
}

absl::StatusOr<v1::ServiceRequest> Cancel(v1::ServiceRequest request, absl::string_view reason) {
  if (absl::Status eligible = RequireEligible(request); !eligible.ok()) return eligible;
  request.set_state(v1::ServiceRequest::CANCELLED);
  request.set_cancel_reason(std::string(reason));
  return request;
}

}  // namespace mosbat::casefile::domain
