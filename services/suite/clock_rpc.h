// The trial clock's one method: moves the business clock of the whole process, durably.
#pragma once

#include "common/base/clock.h"
#include "common/rpc/method.h"
#include "common/rpc/unary_runner.h"
#include "mosbat/trial/v1/clock.grpc.pb.h"

namespace mosbat::suite {

class ClockRpc final : public trial::v1::ClockService::CallbackService {
 public:
  ClockRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, TrialClock& clock)
      : runner_(runner), clock_(clock), methods_(trial::v1::ClockService::service_full_name(), metrics) {}

  grpc::ServerUnaryReactor* Advance(grpc::CallbackServerContext* context, const trial::v1::AdvanceRequest* request,
                                    trial::v1::AdvanceResponse* response) override {
    // Where the clock stands is its stored offset, which the handler reads, on the real time, read once for all runs:
    // `call.now()` is of the offset in memory, which another call may have outdated.
    return runner_.Run(
        *context, methods_.Get("Advance"), *request, *response,
        [this, real_now = clock_.real().Now()](rpc::Call& call, const trial::v1::AdvanceRequest& advance) {
          return MoveClock(call, advance, real_now);
        });
  }

 private:
  absl::StatusOr<trial::v1::AdvanceResponse> MoveClock(rpc::Call& call, const trial::v1::AdvanceRequest& request,
                                                       absl::Time real_now) const;

  rpc::UnaryRunner& runner_;
  TrialClock& clock_;
  const rpc::MethodTable methods_;
};

}  // namespace mosbat::suite
