#include "clients/mosbatctl/business_day.h"

#include <algorithm>

#include "common/base/clock.h"
#include "common/iran/tehran_day.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::ctl {

absl::CivilDay BusinessDay(Calls& calls) {
  const absl::CivilDay today = iran::TehranDay(SystemClock().Now());
  trial::v1::AdvanceRequest only_read;
  only_read.set_validate_only(true);
  const auto clock = calls.Call<trial::v1::AdvanceResponse>("operator", only_read);
  return clock.ok() ? std::max(today, iran::TehranDay(clock->now())) : today;
}

}  // namespace mosbat::ctl
