#include "services/suite/clock_rpc.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "services/suite/trial_store.h"

namespace mosbat::suite {
namespace {

constexpr int kMostDays = 3660;

absl::Status ClockWouldGoBack(const char* field) {
  return MakeFieldError(
      "CLOCK_WOULD_GO_BACK",
      {.field = field,
       .words = {
           .en = "The clock only moves forward, by 0 to 3660 days.",
           .fa =
               "ساعت آزمایشی فقط رو به جلو و تا ۳۶۶۰ روز جابه‌جا می‌شود."}});
}

}  // namespace

absl::StatusOr<trial::v1::AdvanceResponse> ClockRpc::MoveClock(rpc::Call& call,
                                                               const trial::v1::AdvanceRequest& request,
                                                               absl::Time real_now) const {
  constexpr absl::Duration kDay = absl::Hours(24);
  if (request.days() < 0 || request.days() > kMostDays) return ClockWouldGoBack("days");
  MOSBAT_ASSIGN_OR_RETURN(const absl::Duration before, ClockOffset(call.session()));
  absl::Duration by = kDay * request.days();
  if (request.has_until()) {
    by = ToTime(request.until()) - (real_now + before);
    if (by <= absl::ZeroDuration() || by > kDay * kMostDays) return ClockWouldGoBack("until");
  }
  const absl::Duration after = before + by;
  MOSBAT_RETURN_IF_ERROR(MoveClockOffset(call.session(), before, after));
  call.Audit("trial/clock");
  call.AfterCommit([this, after] { clock_.SetOffset(after); });
  trial::v1::AdvanceResponse response;
  *response.mutable_now() = ToTimestamp(real_now + after);
  return response;
}

}  // namespace mosbat::suite
