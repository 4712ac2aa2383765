// What a step of purchasing runs in: the transaction of a call, or one of the service's own (own_work.h).
#pragma once

#include <cstdint>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "common/rpc/call.h"
#include "mosbat/feed/v1/feed.pb.h"

namespace mosbat::purchasing {

// What happened to one row.
struct Change {
  absl::string_view resource;
  int64_t row_version_before = 0;  // 0: it is new
  int64_t row_version_after = 0;
};

struct Transaction {
  db::Session& session;
  absl::Time now;
  // Writes an event with the change.
  absl::FunctionRef<void(feed::v1::Event event)> emit;
  // Tells of each changed claim and commitment.
  absl::FunctionRef<void(const Change& change)> changed;
};

// Runs `step` in the transaction of `call`.
template <typename Step>
auto Within(rpc::Call& call, Step step) {
  const auto emit = [&call](feed::v1::Event event) { call.Emit(std::move(event)); };
  const auto changed = [&call](const Change& change) {
    call.AuditChange(change.resource, change.row_version_before, change.row_version_after);
  };
  return step(Transaction{.session = call.session(), .now = call.now(), .emit = emit, .changed = changed});
}

}  // namespace mosbat::purchasing
