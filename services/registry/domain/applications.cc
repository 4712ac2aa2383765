#include "services/registry/domain/applications.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/application_facts.h"
#include "services/registry/domain/calls.h"
#include "services/registry/domain/directive_terms.h"
#include "services/registry/domain/persons.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

using v1::Application;
using v1::CommissionDecision;

constexpr int kMostReviews = 50;
constexpr int kLongestReview = 4000;
constexpr int kLongestMinutes = 100;
// The steps that an agreement needs an opinion of.
constexpr absl::string_view kSteps[] = {"county"};

absl::Status RequireUndecided(const Application& application, absl::CivilDay today) {
  const Application::State state = StateOn(application, today);
  if (state == Application::SUBMITTED || state == Application::UNDER_REVIEW) return absl::OkStatus();
  return errors::ApplicationDecided(application.name(), state);
}

// The last opinion of a step; null if there is none.
const v1::Review* LastReview(const Application& application, absl::string_view step) {
  const v1::Review* last = nullptr;
  for (const v1::Review& review : application.reviews()) {
    if (review.step() == step) last = &review;
  }
  return last;
}

// Keeps of the directive what AgreementFor() needs on the day of the decision.
void FreezeAgreement(const guideline::v1::Directive& directive, absl::CivilDay today, Application& application) {
  const common::v1::Period& validity = directive.provisions().agreement_validity().period();
  *application.mutable_agreement_validity() = validity;
  if (validity.unit() != common::v1::Period::WORKING_DAYS) return;
  for (const absl::CivilDay holiday : HolidaysOf(directive)) {
    if (holiday > today) *application.add_agreement_holidays() = iran::ToDate(holiday);
  }
}

}  // namespace

Application::State StateOn(const Application& application, absl::CivilDay today) {
  const bool lapsed = application.state() == Application::AGREED && application.centre().empty() &&
                      IsBefore(application.agreement_valid_until(), today);
  return lapsed ? Application::LAPSED : application.state();
}

Application AsOf(Application application, absl::CivilDay today) {
  application.set_state(StateOn(application, today));
  return application;
}

absl::StatusOr<Application> Submit(const Application& wanted, const v1::Call& invitation,
                                   const guideline::v1::Directive& directive, absl::string_view owner, absl::Time now) {
  const absl::CivilDay today = iran::TehranDay(now);
  MOSBAT_RETURN_IF_ERROR(CheckApplicant(wanted.applicant(), today));
  const v1::Call::State state = StateOn(invitation, today);
  if (state != v1::Call::OPEN) return errors::CallNotOpen(invitation.name(), state);
  Application application;
  *application.mutable_applicant() = wanted.applicant();
  MOSBAT_RETURN_IF_ERROR(Evaluate(directive, *application.mutable_applicant()));
  *application.mutable_facts() = FactsOf(application.applicant(), today);
  MOSBAT_RETURN_IF_ERROR(RequireCriteria(application.facts(), application.applicant(), directive));
  application.set_call(invitation.name());
  application.set_county(invitation.county());
  application.set_state(Application::SUBMITTED);
  application.set_directive(directive.name());
  if (directive.provisions().agreement_validity().has_period()) FreezeAgreement(directive, today, application);
  application.set_owner(std::string(owner));
  *application.mutable_submit_time() = ToTimestamp(now);
  return application;
}

absl::StatusOr<Application> Withdraw(Application application, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireUndecided(application, iran::TehranDay(now)));
  application.set_state(Application::WITHDRAWN);
  return application;
}

absl::string_view StepOf(access::v1::Role role) {
  switch (role) {
    case access::v1::COUNTY:
      return "county";
    case access::v1::PROVINCE:
      return "province";
    case access::v1::SECURITY_REVIEWER:
      return "security";
    default:
      return "deputyship";
  }
}

absl::StatusOr<Application> Review(Application application, const Reviewer& reviewer, v1::Review::Opinion opinion,
                                   absl::string_view text, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireText("text", text, kLongestReview));
  if (reviewer.id == application.owner()) return errors::ReviewerIsApplicant(application.name());
  MOSBAT_RETURN_IF_ERROR(RequireUndecided(application, iran::TehranDay(now)));
  if (opinion == v1::Review::OPINION_UNSPECIFIED) {
    return mosbat::errors::FieldInvalid(
        "opinion", {.en = "An opinion is FOR, AGAINST or INCOMPLETE.", .fa = "نظر باید موافق، مخالف یا ناقص باشد."});
  }
  if (application.reviews_size() >= kMostReviews) return errors::TooManyReviews(application.name(), kMostReviews);
  v1::Review& review = *application.add_reviews();
  review.set_step(std::string(StepOf(reviewer.role)));
  review.set_opinion(opinion);
  review.set_text(std::string(text));
  review.set_reviewer(reviewer.id);
  review.set_role(reviewer.role);
  *review.mutable_review_time() = ToTimestamp(now);
  application.set_state(Application::UNDER_REVIEW);
  return application;
}

absl::Status RequireReviews(const Application& application) {
  for (const absl::string_view step : kSteps) {
    if (LastReview(application, step) == nullptr) return errors::ReviewMissing(application.name(), step);
  }
  const auto in_favour = [&](const v1::Review& review) {
    return review.opinion() == v1::Review::FOR && LastReview(application, review.step()) == &review;
  };
  const auto& reviews = application.reviews();
  if (std::none_of(reviews.begin(), reviews.end(), in_favour)) return errors::NoReviewInFavour(application.name());
  return absl::OkStatus();
}

absl::StatusOr<Application> Decide(Application application, const CommissionDecision& decision, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireLength("reason", decision.reason(), kLongestReason));
  MOSBAT_RETURN_IF_ERROR(RequireLength("minutes", decision.minutes(), kLongestMinutes));
  MOSBAT_RETURN_IF_ERROR(RequireUndecided(application, iran::TehranDay(now)));
  switch (decision.outcome()) {
    case CommissionDecision::AGREE:
      MOSBAT_RETURN_IF_ERROR(RequireReviews(application));
      application.set_state(Application::AGREED);
      break;
    case CommissionDecision::REFUSE:
      MOSBAT_RETURN_IF_ERROR(RequireReason(decision.reason()));
      application.set_state(Application::REFUSED);
      break;
    default:
      return mosbat::errors::FieldInvalid(
          "outcome", {.en = "An outcome is AGREE or REFUSE.", .fa = "نتیجه باید موافقت یا رد باشد."});
  }
  *application.mutable_decision() = decision;
  *application.mutable_decision()->mutable_decide_time() = ToTimestamp(now);
  return application;
}

v1::Licence AgreementFor(const Application& application, absl::Time now) {
  const absl::CivilDay today = iran::TehranDay(now);
  v1::Licence agreement;
  agreement.set_kind(v1::Licence::AGREEMENT_IN_PRINCIPLE);
  agreement.set_state(v1::Licence::VALID);
  agreement.set_county(application.county());
  agreement.set_application(application.name());
  *agreement.mutable_holder() = HolderOf(application.applicant());
  agreement.set_directive(application.directive());
  agreement.set_owner(application.owner());
  *agreement.mutable_valid_from() = iran::ToDate(today);
  std::vector<absl::CivilDay> holidays;
  for (const google::type::Date& day : application.agreement_holidays()) holidays.push_back(iran::StoredDay(day));
  const std::optional<absl::CivilDay> last = LastDayOf(application.agreement_validity(), holidays, today);
  if (last.has_value()) *agreement.mutable_valid_until() = iran::ToDate(*last);
  *agreement.mutable_issue_time() = ToTimestamp(now);
  return agreement;
}

}  // namespace mosbat::registry::domain
