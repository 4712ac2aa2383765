// What a step of purchasing runs in: the transaction of a call, or one of the service's own (a follower's batch, a
// sweep).
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "common/rpc/call.h"
#include "mosbat/feed/v1/feed.pb.h"

namespace mosbat::purchasing {

struct Transaction {
  db::Session& session;
  absl::Time now;
  // Writes an event with the change.
  absl::FunctionRef<void(feed::v1::Event event)> emit;
};

// Runs `step` in the transaction of `call`.
template <typename Step>
auto Within(rpc::Call& call, Step step) {
  const auto emit = [&call](feed::v1::Event event) { call.Emit(std::move(event)); };
  return step(Transaction{.session = call.session(), .now = call.now(), .emit = emit});
}

}  // namespace mosbat::purchasing
