#include "clients/mosbatctl/business_day.h"

#include <algorithm>
#include <string>

#include "clients/mosbatctl/denial.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/clock.h"
#include "common/iran/tehran_day.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::ctl {
namespace {

absl::StatusOr<trial::v1::AdvanceResponse> ReadClock(Calls& calls, absl::string_view as) {
  trial::v1::AdvanceRequest only_read;
  only_read.set_validate_only(true);
  return calls.Call<trial::v1::AdvanceResponse>(as, only_read);
}

// Of the clock, as far as it was read.
absl::CivilDay DayOf(const absl::StatusOr<trial::v1::AdvanceResponse>& clock) {
  const absl::CivilDay today = iran::TehranDay(SystemClock().Now());
  return clock.ok() ? std::max(today, iran::TehranDay(clock->now())) : today;
}

}  // namespace

absl::CivilDay BusinessDay(Calls& calls) { return DayOf(ReadClock(calls, "operator")); }

std::optional<absl::CivilDay> KnownBusinessDay(Calls& calls) {
  const auto clock = ReadClock(calls, "operator");
  if (clock.ok()) return DayOf(clock);
  // Whom the context speaks for is refused where there is such a clock; outside trial mode there is none.
  const Method& anybodys = *MethodOf(*guideline::v1::ResolveDirectiveRequest::descriptor());
  if (IsDenial(ReadClock(calls, calls.UsualCaller(anybodys)).status())) return std::nullopt;
  return DayOf(clock);
}

}  // namespace mosbat::ctl
