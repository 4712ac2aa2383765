#include "services/guideline/domain/deputyship.h"

#include <string>
#include <utility>

#include "common/base/fault_list.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/checks.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using iran::StoredDay;

absl::Status Check(const v1::Deputyship& deputyship) {
  FaultList faults("deputyship");
  CheckTitle("title", deputyship.title(), faults);
  if (deputyship.has_valid_from() && deputyship.has_valid_until() &&
      StoredDay(deputyship.valid_until()) <= StoredDay(deputyship.valid_from())) {
    errors::AddDatesOutOfOrder("valid_until", "valid_from", faults);
  }
  if (!deputyship.successor().empty()) {
    faults.AddAll(ParseName("successor", "deputyships/*", deputyship.successor()).status());
    if (!deputyship.has_valid_until()) {
      faults.AddInvalid("successor", {.en = "Only a deputyship that ends, with valid_until, has a successor.",
                                      .fa = "فقط معاونتی که پایان آن (valid_until) معلوم است جانشین دارد."});
    }
  }
  return faults.ToStatus();
}

absl::StatusOr<v1::Deputyship> Checked(v1::Deputyship deputyship, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(Check(deputyship));
  *deputyship.mutable_update_time() = ToTimestamp(now);
  return deputyship;
}

}  // namespace

absl::StatusOr<v1::Deputyship> NewDeputyship(v1::Deputyship deputyship, absl::string_view name, absl::Time now) {
  ClearServerFields(deputyship);
  deputyship.set_name(std::string(name));
  *deputyship.mutable_create_time() = ToTimestamp(now);
  return Checked(std::move(deputyship), now);
}

absl::StatusOr<v1::Deputyship> Edit(v1::Deputyship deputyship, const v1::UpdateDeputyshipRequest& request,
                                    absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(ApplyUpdate(request.update_mask(), request.deputyship(), deputyship));
  return Checked(std::move(deputyship), now);
}

bool HasEndedBy(const v1::Deputyship& deputyship, absl::CivilDay day) {
  return deputyship.has_valid_until() && StoredDay(deputyship.valid_until()) <= day;
}

absl::Status RequireValid(const v1::Deputyship& deputyship, absl::CivilDay day) {
  const bool has_begun = !deputyship.has_valid_from() || StoredDay(deputyship.valid_from()) <= day;
  if (has_begun && !HasEndedBy(deputyship, day)) return absl::OkStatus();
  return errors::DeputyshipNotValid(deputyship.name(), day);
}

}  // namespace mosbat::guideline::domain
