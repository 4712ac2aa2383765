#include "services/registry/domain/entry_day.h"

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {

absl::StatusOr<EntryDay> DecideEntryDay(absl::string_view field, const google::type::Date& date,
                                        const iran::Entry& entry) {
  EntryDay decided = {.day = entry.today, .historical = false};
  if (date.year() != 0) {
    MOSBAT_ASSIGN_OR_RETURN(decided.day, iran::DayOf(field, date));
  }
  MOSBAT_ASSIGN_OR_RETURN(decided.historical, iran::IsHistorical(field, decided.day, entry));
  if (decided.day > entry.today) return errors::DateInFuture(field);
  return decided;
}

}  // namespace mosbat::registry::domain
