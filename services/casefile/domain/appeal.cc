#include "services/casefile/domain/appeal.h"

#include <string>

#include "common/base/error.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile::domain {

absl::StatusOr<v1::ServiceRequest> Appeal(v1::ServiceRequest request, const Step& step) {
  if (request.has_appeal()) return errors::AlreadyAppealed(request.name());
  if (request.state() != v1::ServiceRequest::REFUSED) {
    return errors::ServiceRequestNotRefused(request.name(), request.state());
  }
  v1::Appeal& appeal = *request.mutable_appeal();
  appeal.set_state(v1::Appeal::OPEN);
  appeal.set_reason(std::string(step.reason));
  appeal.set_appealed_by(std::string(step.by));
  *appeal.mutable_appeal_time() = ToTimestamp(step.at);
  return request;
}

absl::StatusOr<v1::ServiceRequest> DecideAppeal(v1::ServiceRequest request, v1::Appeal::State outcome,
                                                const Step& step) {
  if (outcome != v1::Appeal::GRANTED && outcome != v1::Appeal::DISMISSED) {
    return mosbat::errors::FieldInvalid("outcome", {.en = "An appeal is granted or dismissed.",
                                                    .fa = "اعتراض یا پذیرفته می‌شود یا رد."});
  }
  v1::Appeal& appeal = *request.mutable_appeal();
  if (appeal.state() != v1::Appeal::OPEN) return errors::AppealNotOpen(request.name());
  if (step.by == request.requested_by() || step.by == appeal.appealed_by()) {
    return errors::DeciderIsParty(request.name());
  }
  appeal.set_state(outcome);
  appeal.set_decision_reason(std::string(step.reason));
  appeal.set_decided_by(std::string(step.by));
  *appeal.mutable_decide_time() = ToTimestamp(step.at);
  if (outcome == v1::Appeal::GRANTED) request.set_state(v1::ServiceRequest::ELIGIBLE);
  return request;
}

absl::CivilDay PromisedFrom(const v1::ServiceRequest& request) {
  const bool granted = request.appeal().state() == v1::Appeal::GRANTED;
  return granted ? iran::TehranDay(request.appeal().decide_time()) : iran::StoredDay(request.asked_on());
}

}  // namespace mosbat::casefile::domain
