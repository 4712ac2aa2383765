#include "services/registry/domain/directive_terms.h"

#include "common/iran/tehran_day.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {

std::vector<absl::CivilDay> HolidaysOf(const guideline::v1::Directive& directive) {
  std::vector<absl::CivilDay> days;
  for (const auto& holiday : directive.provisions().holidays().days()) days.push_back(iran::StoredDay(holiday.date()));
  return days;
}

absl::StatusOr<absl::CivilDay> LastDayOfCall(const guideline::v1::Directive& directive, absl::CivilDay opening) {
  const std::optional<absl::CivilDay> last =
      LastDayOf(directive.provisions().call_window().period(), HolidaysOf(directive), opening);
  if (!last.has_value()) return errors::DirectiveSilent(directive.name(), "call_window");
  return *last;
}

std::optional<absl::CivilDay> LastDayOf(const common::v1::Period& period, absl::Span<const absl::CivilDay> holidays,
                                        absl::CivilDay first) {
  if (period.n() <= 0) return std::nullopt;
  return iran::AddPeriod(first, period, holidays) - 1;
}

bool IsBefore(const google::type::Date& date, absl::CivilDay day) {
  return date.year() != 0 && iran::StoredDay(date) < day;
}

}  // namespace mosbat::registry::domain
