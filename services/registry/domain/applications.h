// The rules of an application: its states, opinions and decision.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/access/v1/access.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/call.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry::domain {

// The state on a day: AGREED becomes LAPSED after the last day of the agreement if no centre was established.
v1::Application::State StateOn(const v1::Application& application, absl::CivilDay today);

// The application as it is answered on a day.
v1::Application AsOf(v1::Application application, absl::CivilDay today);

// A new SUBMITTED application in an open call, judged by `directive`. APPLICANT_INVALID, CALL_NOT_OPEN,
// APPLICANT_CRITERIA_NOT_MET.
absl::StatusOr<v1::Application> Submit(const v1::Application& wanted, const v1::Call& invitation,
                                       const guideline::v1::Directive& directive, absl::string_view owner,
                                       absl::Time now);

// APPLICATION_DECIDED.
absl::StatusOr<v1::Application> Withdraw(v1::Application application, absl::Time now);

// Who gives an opinion, and which step of the way is theirs.
struct Reviewer {
  std::string id;
  access::v1::Role role = access::v1::ROLE_UNSPECIFIED;
};
absl::string_view StepOf(access::v1::Role role);

// REVIEWER_IS_APPLICANT, APPLICATION_DECIDED, TOO_MANY_REVIEWS, FIELD_INVALID.
absl::StatusOr<v1::Application> Review(v1::Application application, const Reviewer& reviewer,
                                       v1::Review::Opinion opinion, absl::string_view text, absl::Time now);

// Whether the commission may agree: REVIEW_MISSING, NO_REVIEW_IN_FAVOUR.
absl::Status RequireReviews(const v1::Application& application);

// AGREED or REFUSED. APPLICATION_DECIDED, and those of RequireReviews() for an agreement.
absl::StatusOr<v1::Application> Decide(v1::Application application, const v1::CommissionDecision& decision,
                                       absl::Time now);

// The agreement in principle for an AGREED application, from today for the period that was frozen on submission.
v1::Licence AgreementFor(const v1::Application& application, absl::Time now);

}  // namespace mosbat::registry::domain
