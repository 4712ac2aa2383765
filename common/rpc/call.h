// One call, as a handler sees it. Knows no gRPC.
//
// A handler is a function from Call and request to absl::StatusOr<Response>. It reads and writes through session(),
// says what happened with Emit(), and checks the caller's scope against the rows it reads with RequireScope(). The
// runner owns the transaction, the audit entry and the events, and may run the handler again after a lost race:
// everything that could differ between two runs (time, ids, randomness) comes from here and is the same in both.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "common/auth/principal.h"
#include "common/base/ids.h"
#include "common/db/database.h"
#include "common/db/where.h"
#include "mosbat/audit/v1/audit.pb.h"
#include "mosbat/feed/v1/feed.pb.h"

namespace mosbat::rpc {

// What the caller sent besides the request; the same for every run of the handler.
struct CallContext {
  auth::Principal caller;
  std::string request_id;     // "" if the method has none or the caller named none
  std::string purpose;        // metadata `mosbat-purpose`, decoded
  std::string authorization;  // the token as it came, to pass on when asking another service on the caller's behalf
  absl::Time now;             // the business clock, read once
  absl::Time deadline;
  std::function<bool()> abandoned;  // whether nobody waits for the answer any more; unset where that is not known
};

class Call {
 public:
  Call(const CallContext& context, IdGenerator& ids) : context_(context), ids_(ids) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const auth::Principal& caller() const { return context_.caller; }
  const std::string& request_id() const { return context_.request_id; }
  const std::string& purpose() const { return context_.purpose; }
  const std::string& authorization() const { return context_.authorization; }
  absl::Time now() const { return context_.now; }
  absl::Time deadline() const { return context_.deadline; }

  // CANCELLED / CANCELLED_BY_CALLER once nobody waits for the answer any more; what reads for long asks between two
  // pages.
  absl::Status RequireWaiting() const;

  // The transaction or snapshot of this run.
  db::Session& session() const { return *session_; }

  // A new UUIDv7; the n-th one is the same in every run.
  std::string NewId();

  // A number in [0, bound); the n-th one is drawn from the same random bits in every run.
  uint64_t Random(uint64_t bound);

  // The same as below, for the caller of this call.
  absl::Status RequireScope(const auth::Belonging& row);

  // The caller's scope, for a list that filters by it. Counts as the check that a `from_row` method owes.
  const auth::Principal& FilterByScope();

  // The same, as the lists of stores take it.
  db::Visibility Visibility();

  // Something happened to `event.subject`, now. Written with the change; the outbox gives it its id.
  void Emit(feed::v1::Event event);

  // Runs `action` in the calling thread after the commit; not at all if the call fails. For what a sweep would do later
  // anyway, never for a promise.
  void AfterCommit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }

  // What the audit entry should name: the resource, and its row version before and after.
  void Audit(absl::string_view subject, int64_t row_version_before = 0, int64_t row_version_after = 0);

  // One audit entry for each of these resources in place of the call's one, so that what was read of a household is
  // found by its name; a name counts once. Without names the entry of Audit() stays.
  void AuditEach(absl::Span<const std::string> names);

  // The same for what a list shows, each by `name(item)`; a page without items is audited as `list` itself.
  template <typename Items, typename Name>
  void AuditList(absl::string_view list, const Items& items, Name name) {
    Audit(list);
    std::vector<std::string> names;
    for (const auto& item : items) names.push_back(std::invoke(name, item));
    AuditEach(names);
  }

  // A row that the call changed besides the one of Audit(): an entry of its own, so that who changed it is found by its
  // name. A row that Audit() names, or that changed before in this run, has one entry.
  void AuditChange(absl::string_view subject, int64_t row_version_before, int64_t row_version_after);

  // For the runner.
  void BeginRun(db::Session& session);
  bool scope_checked() const { return scope_checked_; }
  const std::vector<feed::v1::Event>& events() const { return events_; }
  // What each audit entry of the call names; at least one.
  std::vector<audit::v1::Entry> audits() const;
  const std::vector<std::function<void()>>& after_commit() const { return after_commit_; }

 private:
  const CallContext& context_;
  IdGenerator& ids_;
  db::Session* session_ = nullptr;
  std::vector<std::string> drawn_ids_;
  size_t next_id_ = 0;
  std::vector<uint64_t> drawn_numbers_;
  size_t next_number_ = 0;
  bool scope_checked_ = false;
  std::vector<feed::v1::Event> events_;
  audit::v1::Entry audit_;
  std::set<std::string> audited_names_;
  std::map<std::string, audit::v1::Entry> audited_changes_;
  std::vector<std::function<void()>> after_commit_;
};

// OK if the row is in the caller's scope; else PERMISSION_DENIED / NOT_IN_SCOPE, which names the deputyship of a row
// that is another's, and never where a row lies: what belongs to a deputyship is there for all to read, a person's file
// not.
absl::Status RequireScope(const auth::Principal& caller, const auth::Belonging& row);

// An event about `subject` whose payload is the resource after the change.
feed::v1::Event NewEvent(absl::string_view type, absl::string_view subject, const google::protobuf::Message& payload,
                         std::vector<std::string> rests_on = {});

}  // namespace mosbat::rpc
