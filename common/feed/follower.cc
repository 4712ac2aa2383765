#include "common/feed/follower.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/observe/log.h"

namespace mosbat::feed {
namespace {

constexpr char kCursor[] = "SELECT feed_id, position FROM feed_cursors WHERE feed = ?";
constexpr char kNewCursor[] = "INSERT INTO feed_cursors (feed, feed_id, position) VALUES (?, ?, 0)";
constexpr char kMoveCursor[] = "UPDATE feed_cursors SET position = ? WHERE feed = ? AND feed_id = ? AND position = ?";
constexpr char kParkedSubject[] = "SELECT COUNT(*) FROM feed_parked WHERE feed = ? AND subject = ?";
constexpr char kPark[] = "INSERT INTO feed_parked (feed, seq, subject, reason, body) VALUES (?, ?, ?, ?, ?)";
constexpr char kParked[] = "SELECT seq, subject, body FROM feed_parked WHERE feed = ? ORDER BY seq LIMIT 200";
constexpr char kUnpark[] = "DELETE FROM feed_parked WHERE feed = ? AND seq = ?";
constexpr char kCountParked[] = "SELECT COUNT(*) FROM feed_parked WHERE feed = ?";

constexpr absl::Duration kReconnectAfter = absl::Milliseconds(200);
constexpr absl::Duration kLookEvery = absl::Milliseconds(20);
constexpr size_t kLongestReason = 255;

struct Cursor {
  std::string feed_id;
  int64_t position = 0;
};

absl::StatusOr<Cursor> ReadCursor(db::Session& session, const std::string& feed) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCursor, {feed}));
  if (rows.empty()) return Cursor{};
  return Cursor{.feed_id = rows.front().Text(0), .position = rows.front().Int(1)};
}

absl::Status CopyBehind(const std::string& feed) {
  return MakeError(absl::StatusCode::kUnavailable, "COPY_BEHIND",
                   {.en = absl::StrCat("This replica has not yet learned what you last saw of ", feed, "; try again."),
                    .fa = absl::StrCat("این نسخه هنوز به آخرین تغییری که از ", feed,
                                       " دیده‌اید نرسیده است؛ دوباره تلاش کنید.")},
                   {{"feed", feed}});
}

absl::Status FeedRestarted(const std::string& feed) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED",
      {.en = absl::StrCat("The store of ", feed, " was restored: positions from before are no longer good."),
       .fa = absl::StrCat("پایگاه دادهٔ ", feed,
                          " بازیابی شده و موقعیت‌های پیشین معتبر نیست.")},
      {{"feed", feed}});
}

std::string ReasonText(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return absl::StrCat(reason.empty() ? absl::StatusCodeToString(status.code()) : reason, ": ", status.message())
      .substr(0, kLongestReason);
}

}  // namespace

Follower::Follower(FollowerOptions options, db::Database& database, std::unique_ptr<FeedSource> source,
                   ApplyEvent apply)
    : options_(std::move(options)), database_(database), source_(std::move(source)), apply_(std::move(apply)) {}

Follower::~Follower() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  source_->Cancel();
  if (thread_.joinable()) thread_.join();
}

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
}

FollowerState Follower::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

absl::Status Follower::WaitFor(const std::string& feed_id, int64_t seq, absl::Time deadline) {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (state_.feed_id == feed_id && state_.position >= seq) return absl::OkStatus();
      changed_.wait_for(lock, absl::ToChronoMilliseconds(kLookEvery),
                        [&] { return stop_ || (state_.feed_id == feed_id && state_.position >= seq); });
    }
    Cursor cursor;
    MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(cursor, ReadCursor(session, options_.feed));
      return absl::OkStatus();
    }));
    if (cursor.feed_id == feed_id && cursor.position >= seq) return absl::OkStatus();
    if (!cursor.feed_id.empty() && cursor.feed_id != feed_id) return FeedRestarted(options_.feed);
    if (absl::Now() >= deadline) return CopyBehind(options_.feed);
  }
}

absl::StatusOr<std::string> Follower::Position(db::Session& session, const std::string& feed) {
  MOSBAT_ASSIGN_OR_RETURN(const Cursor cursor, ReadCursor(session, feed));
  return absl::StrCat(feed, "@", cursor.feed_id, ":", cursor.position);
}

absl::StatusOr<bool> Follower::ApplyBatch(const v1::FollowResponse& batch) {
  if (batch.events().empty() && IsKnown(batch)) return true;
  // An event that fails may have written something: the batch runs again and parks it without trying.
  Failures failures;
  while (true) {
    const size_t known = failures.size();
    absl::StatusOr<Applied> applied = TryBatch(batch, failures);
    if (!applied.ok() && failures.size() > known) continue;
    if (!applied.ok()) return applied.status();
    maybe_parked_ = maybe_parked_ || !failures.empty();
    {
      const std::lock_guard lock(mutex_);
      state_.feed_id = batch.feed_id();
      state_.position = std::max(state_.position, applied->position);
      state_.last_seq = std::max(state_.last_seq, batch.last_seq());
    }
    changed_.notify_all();
    return applied->mine;
  }
}

bool Follower::IsKnown(const v1::FollowResponse& batch) {
  const std::lock_guard lock(mutex_);
  state_.last_seq = std::max(state_.last_seq, batch.last_seq());
  return state_.feed_id == batch.feed_id();
}

absl::StatusOr<Follower::Applied> Follower::TryBatch(const v1::FollowResponse& batch, Failures& failures) {
  Applied applied;
  MOSBAT_RETURN_IF_ERROR(database_.Transact([&](db::Session& session) -> absl::Status {
    applied = {};
    MOSBAT_ASSIGN_OR_RETURN(Cursor cursor, ReadCursor(session, options_.feed));
    if (cursor.feed_id.empty()) {
      MOSBAT_RETURN_IF_ERROR(session.Execute(kNewCursor, {options_.feed, batch.feed_id()}).status());
      cursor.feed_id = batch.feed_id();
    }
    if (cursor.feed_id != batch.feed_id()) return FeedRestarted(options_.feed);
    applied = {.mine = true, .position = cursor.position};
    if (batch.events().empty()) return absl::OkStatus();
    const int64_t last = batch.events(batch.events_size() - 1).seq();
    // Moved before the events are applied, so that of two replicas one waits for the other here and applies nothing.
    MOSBAT_ASSIGN_OR_RETURN(const int64_t moved, session.Execute(kMoveCursor, {last, options_.feed, cursor.feed_id,
                                                                               batch.events(0).seq() - 1}));
    if (moved != 1) {
      applied.mine = false;  // another replica was here: take up the cursor where it is
      return absl::OkStatus();
    }
    applied.position = last;
    for (const v1::Event& event : batch.events()) MOSBAT_RETURN_IF_ERROR(ApplyOrPark(session, event, failures));
    return absl::OkStatus();
  }));
  return applied;
}

absl::Status Follower::ApplyOrPark(db::Session& session, const v1::Event& event, Failures& failures) {
  const auto failed = failures.find(event.seq());
  if (failed != failures.end()) return Park(session, event, failed->second);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> waiting,
                          session.Query(kParkedSubject, {options_.feed, event.subject()}));
  if (waiting.front().Int(0) > 0) return Park(session, event, "waits for an earlier event of its subject");
  const absl::Status applied = apply_(session, event);
  if (!applied.ok() && !Retriable(applied)) {
    failures[event.seq()] = ReasonText(applied);
    observe::LogError(options_.follower, "an event was parked",
                      {{"feed", options_.feed}, {"seq", absl::StrCat(event.seq())}, {"reason", ReasonText(applied)}});
  }
  return applied;
}

absl::Status Follower::Park(db::Session& session, const v1::Event& event, const std::string& reason) {
  return session
      .Execute(kPark, {options_.feed, event.seq(), event.subject(), reason, db::Bytes{event.SerializeAsString()}})
      .status();
}

bool Follower::Retriable(const absl::Status& status) {
  // Faults of the store and lost races concern the transaction, not the event.
  return db::IsUniqueViolation(status) || absl::IsAborted(status) || absl::IsUnavailable(status) ||
         absl::IsDeadlineExceeded(status);
}

absl::Status Follower::RetryParked() {
  if (!maybe_parked_) return absl::OkStatus();
  std::vector<db::Row> rows;
  MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(rows, session.Query(kParked, {options_.feed}));
    return absl::OkStatus();
  }));
  std::vector<std::string> stuck;
  for (const db::Row& row : rows) {
    if (std::find(stuck.begin(), stuck.end(), row.Text(1)) != stuck.end()) continue;
    v1::Event event;
    if (!event.ParseFromString(row.Bytes(2))) return absl::DataLossError("a parked event is not one");
    const absl::Status applied = database_.Transact([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const int64_t unparked, session.Execute(kUnpark, {options_.feed, row.Int(0)}));
      return unparked == 0 ? absl::OkStatus() : apply_(session, event);
    });
    if (!applied.ok()) stuck.push_back(row.Text(1));
  }
  int64_t parked = 0;
  MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> count, session.Query(kCountParked, {options_.feed}));
    parked = count.front().Int(0);
    return absl::OkStatus();
  }));
  maybe_parked_ = parked > 0;
  const std::lock_guard lock(mutex_);
  state_.parked = parked;
  return absl::OkStatus();
}

void Follower::Run() {
  while (true) {
    v1::FollowRequest request;
    absl::Status status = database_.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const Cursor cursor, ReadCursor(session, options_.feed));
      request.set_follower(options_.follower);
      request.set_feed_id(cursor.feed_id);
      request.set_after_seq(cursor.position);
      return absl::OkStatus();
    });
    if (status.ok()) {
      status = source_->Follow(request, [&](const v1::FollowResponse& batch) {
        const absl::StatusOr<bool> mine = ApplyBatch(batch);
        if (!mine.ok()) {
          observe::LogError(options_.follower, "a batch could not be applied",
                            {{"feed", options_.feed}, {"error", std::string(mine.status().message())}});
          return false;
        }
        const absl::Status retried = RetryParked();
        const std::lock_guard lock(mutex_);
        return *mine && retried.ok() && !stop_;
      });
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoMilliseconds(kReconnectAfter), [&] { return stop_; });
    if (stop_) return;
  }
}

}  // namespace mosbat::feed
