// Runs handlers as the runner would, without gRPC: on a database in memory, as a caller, at a time that the test
// decides.
//
//   testing::HandlerCalls calls({{"guideline", &guideline::Migrations()}});
//   auto answer = calls.Write(testing::Steering(), [&](rpc::Call& call) { return handlers.Approve(call, request); });
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "common/auth/principal.h"
#include "common/db/database.h"
#include "common/rpc/call.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"

namespace mosbat::testing {

// Principals of the usual roles, national unless an area is said.
auth::Principal As(access::v1::Role role, std::string id, std::string area = "country", std::string deputyship = "");
auth::Principal Steering(std::string id = "steering-officer");
auth::Principal Deputy(std::string deputyship, std::string id);  // a writer of "deputyships/…"

// Calls may run in several threads; what they left behind is looked at when they have ended.
class HandlerCalls {
 public:
  explicit HandlerCalls(const std::vector<db::MigrationSet>& sets, const Backend& backend = SqliteMemory())
      : database_(backend.Open(sets)) {}

  // In a transaction; `handler` is a function from rpc::Call& to absl::StatusOr<Response>.
  template <typename Handler>
  auto Write(auth::Principal caller, Handler handler) -> decltype(handler(std::declval<rpc::Call&>())) {
    return Run(std::move(caller), handler, /*write=*/true);
  }
  // On a snapshot.
  template <typename Handler>
  auto Read(auth::Principal caller, Handler handler) -> decltype(handler(std::declval<rpc::Call&>())) {
    return Run(std::move(caller), handler, /*write=*/false);
  }

  db::Database& database() { return *database_; }
  FakeClock& clock() { return clock_; }
  SequentialIds& ids() { return ids_; }
  // What the calls emitted, in order; only of calls that succeeded.
  const std::vector<feed::v1::Event>& events() const { return events_; }
  // What the audit entries of the last call name.
  const std::vector<audit::v1::Entry>& audits() const { return audits_; }

 private:
  template <typename Handler>
  auto Run(auth::Principal caller, Handler& handler, bool write) -> decltype(handler(std::declval<rpc::Call&>())) {
    rpc::CallContext context{.caller = std::move(caller), .now = clock_.Now(), .deadline = absl::InfiniteFuture()};
    rpc::Call call(context, ids_);
    decltype(handler(call)) answer = absl::UnknownError("not run");
    const auto body = [&](db::Session& session) {
      call.BeginRun(session);
      answer = handler(call);
      return answer.status();
    };
    const absl::Status status = write ? database_->Transact(body) : database_->Read(body);
    if (!status.ok()) return status;
    {
      const std::lock_guard lock(mutex_);
      audits_ = call.audits();
      events_.insert(events_.end(), call.events().begin(), call.events().end());
    }
    for (const auto& action : call.after_commit()) action();
    return answer;
  }

  std::unique_ptr<db::Database> database_;
  FakeClock clock_;
  SequentialIds ids_;
  std::mutex mutex_;
  std::vector<feed::v1::Event> events_;
  std::vector<audit::v1::Entry> audits_;
};

}  // namespace mosbat::testing
