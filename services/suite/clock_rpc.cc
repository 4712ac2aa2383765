#include "services/suite/clock_rpc.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
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
                                                               const trial::v1::AdvanceRequest& request) const {
  if (request.days() < 0 || request.days() > kMostDays) return ClockWouldGoBack("days");
  absl::Duration by = absl::Hours(24) * request.days();
  if (request.has_until()) {
    by = absl::FromUnixSeconds(request.until().seconds()) + absl::Nanoseconds(request.until().nanos()) - call.now();
    if (by <= absl::ZeroDuration() || by > absl::Hours(24) * kMostDays) return ClockWouldGoBack("until");
  }
  MOSBAT_ASSIGN_OR_RETURN(const absl::Duration before, ClockOffset(call.session()));
  const absl::Duration after = before + by;
  MOSBAT_RETURN_IF_ERROR(SetClockOffset(call.session(), after));
  call.Audit("trial/clock");
  call.AfterCommit([this, after] { clock_.SetOffset(after); });
  trial::v1::AdvanceResponse response;
  const int64_t micros = absl::ToUnixMicros(call.now() + by);
  response.mutable_now()->set_seconds(micros / 1'000'000);
  response.mutable_now()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return response;
}

}  // namespace mosbat::suite
