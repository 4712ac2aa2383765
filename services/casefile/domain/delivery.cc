#include "services/casefile/domain/delivery.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

#include "common/base/error.h"
#include "common/base/persian_digits.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/appeal.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile::domain {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr int kMostUnits = 1000;

int QuantityOf(const v1::Delivery& delivery) { return delivery.quantity() == 0 ? 1 : delivery.quantity(); }

// The two enums have the same numbers; one belongs to sub-guidelines, the other to deliveries.
v1::Delivery::Unit UnitOf(guideline::v1::PaymentUnitTerm::PaymentUnit unit) {
  switch (unit) {
    case guideline::v1::PaymentUnitTerm::DELIVERY:
      return v1::Delivery::DELIVERY;
    case guideline::v1::PaymentUnitTerm::VISIT:
      return v1::Delivery::VISIT;
    case guideline::v1::PaymentUnitTerm::SESSION:
      return v1::Delivery::SESSION;
    case guideline::v1::PaymentUnitTerm::FILE_MONTH:
      return v1::Delivery::FILE_MONTH;
    default:
      return v1::Delivery::UNIT_UNSPECIFIED;
  }
}

}  // namespace

std::string DeliveryNameOf(absl::string_view service_request) {
  return absl::StrCat("deliveries/", service_request.substr(service_request.find('/') + 1));
}

v1::Delivery NewDelivery(const v1::Delivery& wanted, const v1::ServiceRequest& request,
                         const guideline::v1::Terms& terms) {
  v1::Delivery delivery = wanted;
  delivery.set_name(DeliveryNameOf(request.name()));
  delivery.set_service_type(request.service_type());
  delivery.set_service_type_revision(request.service_type_revision());
  delivery.set_sub_guideline_revision(request.decision().sub_guideline_revision());
  delivery.set_centre(request.centre());
  delivery.set_county(request.county());
  delivery.set_member(request.member());
  if (delivery.worker().empty()) delivery.set_worker(request.social_worker());
  delivery.set_unit(UnitOf(terms.payment_unit().unit()));
  delivery.set_quantity(QuantityOf(wanted));
  return delivery;
}

bool IsSame(const v1::Delivery& wanted, const v1::Delivery& stored) {
  return MessageDifferencer::Equals(wanted.occurred_on(), stored.occurred_on()) &&
         MessageDifferencer::Equals(wanted.form(), stored.form()) && QuantityOf(wanted) == stored.quantity() &&
         (wanted.worker().empty() || wanted.worker() == stored.worker());
}

absl::Status CheckQuantity(const v1::Delivery& delivery) {
  const bool countable = delivery.unit() == v1::Delivery::VISIT || delivery.unit() == v1::Delivery::SESSION;
  const int most = countable ? kMostUnits : 1;
  if (delivery.quantity() >= 1 && delivery.quantity() <= most) return absl::OkStatus();
  return mosbat::errors::FieldInvalid("delivery.quantity",
                                      {.en = absl::StrCat("1 to ", most, " for this service type."),
                                       .fa = absl::StrCat("برای این نوع خدمت ۱ تا ", ToPersianDigits(most), ".")});
}

absl::Status RequireInTime(absl::CivilDay day, const v1::ServiceRequest& request, const guideline::v1::Terms& terms) {
  const absl::CivilDay promised_from = PromisedFrom(request);
  if (day < promised_from) return errors::OccurredBeforeRequest(promised_from);
  if (!request.has_deliver_until()) return absl::OkStatus();
  const absl::CivilDay last = iran::StoredDay(request.deliver_until());
  return day > last ? errors::DeadlinePassed(last, terms.deadline().clause()) : absl::OkStatus();
}

v1::Delivery ForEvent(v1::Delivery delivery) {
  delivery.clear_form();
  return delivery;
}

}  // namespace mosbat::casefile::domain
