#include "services/purchasing/domain/claim.h"

#include <utility>

#include "absl/time/civil_time.h"

#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing::domain {
namespace {

v1::Tariff::Unit UnitOf(casefile::v1::Delivery::Unit unit) {
  switch (unit) {
    case casefile::v1::Delivery::DELIVERY:
      return v1::Tariff::DELIVERY;
    case casefile::v1::Delivery::VISIT:
      return v1::Tariff::VISIT;
    case casefile::v1::Delivery::SESSION:
      return v1::Tariff::SESSION;
    case casefile::v1::Delivery::FILE_MONTH:
      return v1::Tariff::FILE_MONTH;
    default:
      return v1::Tariff::UNIT_UNSPECIFIED;
  }
}

void Note(const Review& review, v1::Claim& claim) {
  claim.set_reviewed_by(review.by);
  *claim.mutable_review_time() = ToTimestamp(review.at);
  claim.set_review_reason(review.reason);
}

absl::Status WrongState(const v1::Claim& claim) { return errors::ClaimState(claim.name(), claim.state()); }

}  // namespace

absl::StatusOr<v1::Claim> ClaimOf(const casefile::v1::Delivery& delivery, const google::protobuf::Timestamp& recorded) {
  MOSBAT_RETURN_IF_ERROR(ParseName("name", "deliveries/*", delivery.name()).status());
  MOSBAT_RETURN_IF_ERROR(ParseName("service_type", "serviceTypes/*", delivery.service_type()).status());
  MOSBAT_RETURN_IF_ERROR(
      ParseName("sub_guideline_revision", "subGuidelines/*/revisions/*", delivery.sub_guideline_revision()).status());
  MOSBAT_RETURN_IF_ERROR(ParseName("centre", "centres/*", delivery.centre()).status());
  MOSBAT_RETURN_IF_ERROR(ParseName("county", "provinces/*/counties/*", delivery.county()).status());
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, iran::DayOf("occurred_on", delivery.occurred_on()));
  v1::Claim claim;
  claim.set_name(ClaimNameOf(delivery.name()));
  claim.set_cause(delivery.name());
  claim.set_service_type(delivery.service_type());
  claim.set_service_type_revision(delivery.service_type_revision());
  claim.set_sub_guideline_revision(delivery.sub_guideline_revision());
  claim.set_centre(delivery.centre());
  claim.set_county(delivery.county());
  *claim.mutable_occurred_on() = delivery.occurred_on();
  claim.set_month(MonthOf(day));
  claim.set_unit(UnitOf(delivery.unit()));
  claim.set_quantity(delivery.quantity() == 0 ? 1 : delivery.quantity());
  claim.set_credit(CreditName::Of(delivery.county(), day).str());
  *claim.mutable_create_time() = recorded;
  return claim;
}

bool QuantityIsValid(const v1::Claim& claim) { return claim.quantity() >= 1 && claim.quantity() <= kMostQuantity; }

v1::Claim Price(v1::Claim claim, const v1::Tariff& tariff) {
  claim.set_tariff(tariff.name());
  *claim.mutable_amount() = InRials(claim.quantity() * tariff.amount().amount());
  return claim;
}

v1::Claim Hold(v1::Claim claim, v1::Claim::HoldReason reason) {
  claim.set_state(v1::Claim::HELD);
  claim.set_hold_reason(reason);
  claim.set_funded(reason == v1::Claim::REVIEW);
  return claim;
}

v1::Claim Fund(v1::Claim claim) {
  claim.set_state(v1::Claim::PENDING);
  claim.clear_hold_reason();
  claim.set_funded(true);
  return claim;
}

absl::StatusOr<v1::Claim> Approve(v1::Claim claim, const Review& review) {
  if (claim.state() != v1::Claim::PENDING) return WrongState(claim);
  Note(review, claim);
  claim.set_state(v1::Claim::APPROVED);
  return claim;
}

absl::StatusOr<v1::Claim> HoldForReview(v1::Claim claim, const Review& review) {
  if (claim.state() != v1::Claim::PENDING) return WrongState(claim);
  Note(review, claim);
  return Hold(std::move(claim), v1::Claim::REVIEW);
}

absl::StatusOr<v1::Claim> Reject(v1::Claim claim, const Review& review) {
  if (claim.state() != v1::Claim::PENDING && claim.state() != v1::Claim::HELD && claim.state() != v1::Claim::OBJECTED) {
    return WrongState(claim);
  }
  Note(review, claim);
  claim.set_state(v1::Claim::REJECTED);
  claim.clear_hold_reason();
  claim.set_funded(false);
  return claim;
}

absl::StatusOr<v1::Claim> MayRelease(v1::Claim claim, const Review& review) {
  const bool waits_for_reviewer = claim.state() == v1::Claim::HELD && (claim.hold_reason() == v1::Claim::REVIEW ||
                                                                       claim.hold_reason() == v1::Claim::RULE_ENDED);
  if (!waits_for_reviewer && claim.state() != v1::Claim::OBJECTED) return WrongState(claim);
  if (claim.hold_reason() == v1::Claim::RULE_ENDED) claim.set_rule_waived(true);
  Note(review, claim);
  return claim;
}

absl::StatusOr<v1::Claim> Object(v1::Claim claim, const std::string& objection, absl::Time now) {
  if (claim.state() != v1::Claim::REJECTED) return WrongState(claim);
  if (claim.has_object_time()) return errors::ClaimRejectedForGood(claim.name());
  claim.set_state(v1::Claim::OBJECTED);
  claim.set_objection(objection);
  *claim.mutable_object_time() = ToTimestamp(now);
  return claim;
}

absl::StatusOr<v1::Claim> State(v1::Claim claim, const std::string& statement) {
  if (claim.state() != v1::Claim::APPROVED) return WrongState(claim);
  claim.set_state(v1::Claim::STATED);
  claim.set_statement(statement);
  return claim;
}

absl::StatusOr<v1::Claim> Pay(v1::Claim claim) {
  if (claim.state() != v1::Claim::STATED) return WrongState(claim);
  claim.set_state(v1::Claim::PAID);
  return claim;
}

v1::Claim WithoutTexts(v1::Claim claim) {
  claim.clear_review_reason();
  claim.clear_objection();
  return claim;
}

}  // namespace mosbat::purchasing::domain
