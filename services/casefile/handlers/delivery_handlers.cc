#include "services/casefile/handlers/delivery_handlers.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/domain/delivery.h"
#include "services/casefile/domain/eligibility.h"
#include "services/casefile/domain/frequency.h"
#include "services/casefile/domain/service_request.h"
#include "services/casefile/errors.h"
#include "services/casefile/handlers/audit_names.h"
#include "services/casefile/handlers/names.h"
#include "services/casefile/handlers/scope.h"

namespace mosbat::casefile {

absl::StatusOr<v1::Delivery> DeliveryHandlers::Record(rpc::Call& call, const v1::RecordDeliveryRequest& request) const {
  v1::Delivery wanted = request.delivery();
  ClearServerFields(wanted);
  MOSBAT_RETURN_IF_ERROR(RequireName("delivery.service_request", kServiceRequestPattern, wanted.service_request()));
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("delivery.worker", kStaffPattern, wanted.worker()));
  MOSBAT_RETURN_IF_ERROR(iran::DayOf("delivery.occurred_on", wanted.occurred_on()).status());
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceRequest asked, requests_.Get(call.session(), wanted.service_request()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::CaseFile> file, files_.FindOfMember(call.session(), asked.member()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(asked, file)));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::Delivery> stored,
                          deliveries_.Find(call.session(), domain::DeliveryNameOf(asked.name())));
  if (stored.has_value()) {
    if (!domain::IsSame(wanted, *stored)) return errors::AlreadyDelivered(stored->name());
    call.Audit(stored->name(), RowVersionOf(stored->etag()), RowVersionOf(stored->etag()));
    return *stored;
  }
  MOSBAT_RETURN_IF_ERROR(domain::RequireDeliverable(asked));
  MOSBAT_ASSIGN_OR_RETURN(const catalog::v1::ServiceTypeRevision revision,
                          rules_.Promised(call.session(), asked.service_type_revision()));
  v1::Delivery delivery = domain::NewDelivery(wanted, asked, revision.terms());
  MOSBAT_ASSIGN_OR_RETURN(const guideline::v1::Directive directive, CheckAgainstRules(call, delivery, asked, revision));
  if (file.has_value()) {
    MOSBAT_RETURN_IF_ERROR(domain::RequireMemberOn(*file, *domain::FindMember(*file, asked.member()),
                                                   iran::StoredDay(delivery.occurred_on())));
    MOSBAT_RETURN_IF_ERROR(files_.RestOn(call.session(), *file));
  }
  if (!asked.has_group()) {
    MOSBAT_RETURN_IF_ERROR(AddToHistory(call, deliveries_.KeysOf(asked, file), delivery, revision.terms(), directive));
  }

  delivery.set_directive(directive.name());
  *delivery.mutable_record_time() = ToTimestamp(call.now());
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> positions, RuleCopies::Positions(call.session()));
  delivery.mutable_positions()->Assign(positions.begin(), positions.end());
  MOSBAT_ASSIGN_OR_RETURN(delivery, deliveries_.Insert(call.session(), delivery, file));
  MOSBAT_RETURN_IF_ERROR(MarkDelivered(call, asked, delivery));
  call.Emit(rpc::NewEvent("DeliveryRecorded", delivery.name(), domain::ForEvent(delivery),
                          {delivery.service_type_revision()}));
  call.Audit(delivery.name(), 0, RowVersionOf(delivery.etag()));
  return delivery;
}

absl::StatusOr<v1::Delivery> DeliveryHandlers::Get(rpc::Call& call, const v1::GetDeliveryRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kDeliveryPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Delivery delivery, deliveries_.Get(call.session(), request.name()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::CaseFile> file,
                          files_.FindOfMember(call.session(), delivery.member()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(delivery, file)));
  AuditCare(call, delivery);
  return delivery;
}

absl::StatusOr<v1::ListDeliveriesResponse> DeliveryHandlers::List(rpc::Call& call,
                                                                  const v1::ListDeliveriesRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("centre", kCentrePattern, request.centre()));
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("service_type", kServiceTypePattern, request.service_type()));
  DeliveryFilter filter{
      .visibility = call.Visibility(), .centre = request.centre(), .service_type = request.service_type()};
  if (request.has_from_date()) {
    MOSBAT_ASSIGN_OR_RETURN(filter.from, iran::DayOf("from_date", request.from_date()));
  }
  if (request.has_to_date()) {
    MOSBAT_ASSIGN_OR_RETURN(filter.to, iran::DayOf("to_date", request.to_date()));
  }
  const std::string list =
      absl::StrCat("deliveries|", filter.centre, "|", filter.service_type, "|", request.from_date().SerializeAsString(),
                   "|", request.to_date().SerializeAsString());
  MOSBAT_ASSIGN_OR_RETURN(
      v1::ListDeliveriesResponse response,
      ListPage(
          list, request, &v1::ListDeliveriesResponse::mutable_deliveries,
          [&](const std::string& after, int limit) { return deliveries_.List(call.session(), filter, after, limit); },
          [](v1::Delivery delivery) {
            delivery.clear_form();
            return delivery;
          }));
  call.AuditList("deliveries", response.deliveries(), HouseholdOf());
  return response;
}

absl::StatusOr<guideline::v1::Directive> DeliveryHandlers::CheckAgainstRules(
    rpc::Call& call, const v1::Delivery& delivery, const v1::ServiceRequest& request,
    const catalog::v1::ServiceTypeRevision& revision) const {
  const absl::CivilDay day = iran::StoredDay(delivery.occurred_on());
  MOSBAT_ASSIGN_OR_RETURN(
      const guideline::v1::Directive directive,
      rules_.RequireInForce(call.session(), revision, "delivery.occurred_on", day, iran::TehranDay(call.now())));
  MOSBAT_RETURN_IF_ERROR(domain::CheckQuantity(delivery));
  MOSBAT_RETURN_IF_ERROR(domain::RequireInTime(day, request, revision.terms()));
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, rules_.GetCentre(call.session(), delivery.centre()));
  MOSBAT_ASSIGN_OR_RETURN(const catalog::v1::Entrustment entrustment,
                          rules_.RequireProvider(call.session(), revision, centre, day));
  if (!delivery.worker().empty()) {
    MOSBAT_RETURN_IF_ERROR(rules_.RequireStaff(call.session(), delivery.centre(), delivery.worker(), day));
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<const CompiledTerms> terms, terms_.Get(revision));
  std::vector<FieldFault> faults =
      domain::CheckAnswers("form", delivery.form(), revision.terms().form(), terms->form.get());
  if (!faults.empty()) return errors::FormInvalid(std::move(faults));
  MOSBAT_RETURN_IF_ERROR(rules_.UseQuota(call.session(), entrustment, day, request.name()));
  return directive;
}

absl::Status DeliveryHandlers::AddToHistory(rpc::Call& call, const PersonKeys& person, const v1::Delivery& delivery,
                                            const guideline::v1::Terms& terms,
                                            const guideline::v1::Directive& directive) const {
  const absl::CivilDay day = iran::StoredDay(delivery.occurred_on());
  MOSBAT_ASSIGN_OR_RETURN(const ServiceHistory history,
                          deliveries_.GetHistory(call.session(), person, delivery.service_type()));
  if (terms.has_frequency() && domain::WouldExceed(history.days, day, terms.frequency().at_most(),
                                                   terms.frequency().per(), HolidaysOf(directive))) {
    return errors::FrequencyExceeded(terms.frequency().at_most(), terms.frequency().clause());
  }
  return deliveries_.AddToHistory(call.session(), person, delivery, history);
}

absl::Status DeliveryHandlers::MarkDelivered(rpc::Call& call, v1::ServiceRequest request,
                                             const v1::Delivery& delivery) const {
  request.set_state(v1::ServiceRequest::DELIVERED);
  request.set_delivery(delivery.name());
  return requests_.Replace(call.session(), request).status();
}

}  // namespace mosbat::casefile
