#include "services/catalog/domain/keeper.h"

#include "common/iran/tehran_day.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {

bool HasEndedBy(const guideline::v1::Deputyship& deputyship, absl::CivilDay day) {
  return deputyship.has_valid_until() && iran::StoredDay(deputyship.valid_until()) <= day;
}

bool IsThereOn(const guideline::v1::Deputyship& deputyship, absl::CivilDay day) {
  const bool has_begun = !deputyship.has_valid_from() || iran::StoredDay(deputyship.valid_from()) <= day;
  return has_begun && !HasEndedBy(deputyship, day);
}

absl::Status RequireThere(const Keeper& keeper, access::v1::Role role) {
  if (keeper.is_there || role == access::v1::STEERING) return absl::OkStatus();
  return errors::DeputyshipNotValid(keeper.deputyship, keeper.day);
}

}  // namespace mosbat::catalog::domain
