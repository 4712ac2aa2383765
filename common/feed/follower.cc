#include "common/feed/follower.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/db/store_errors.h"
#include "common/feed/errors.h"
#include "common/feed/parked_events.h"
#include "common/feed/position.h"
#include "common/observe/log.h"

namespace mosbat::feed {
namespace {

constexpr char kCursor[] = "SELECT feed_id, position FROM feed_cursors WHERE feed = ?";
constexpr char kNewCursor[] = "INSERT INTO feed_cursors (feed, feed_id, position) VALUES (?, ?, 0)";
constexpr char kMoveCursor[] = "UPDATE feed_cursors SET position = ? WHERE feed = ? AND feed_id = ? AND position = ?";
constexpr char kParkedOfSubject[] =
    "SELECT seq, body FROM feed_parked WHERE feed = ? AND subject = ? ORDER BY seq LIMIT 1";
constexpr char kParkedSubjects[] =
    "SELECT DISTINCT subject FROM feed_parked WHERE feed = ? AND subject > ? ORDER BY subject LIMIT ?";
constexpr char kUnpark[] = "DELETE FROM feed_parked WHERE feed = ? AND seq = ?";
constexpr char kCountParked[] = "SELECT COUNT(*) FROM feed_parked WHERE feed = ?";

// Of an error's words in the log.
constexpr size_t kLongestDetail = 255;

constexpr absl::Duration kLookEvery = absl::Milliseconds(20);
// Two heartbeats of the owner.
constexpr absl::Duration kMoments = absl::Milliseconds(500);
constexpr absl::Duration kTryParkedEvery = absl::Seconds(1);
// So that many stuck subjects do not hold up the feed; the next round goes on after them.
constexpr int kSubjectsAtOnce = 200;
// How often an event is tried alone, after an error that another run may mend, before it is parked.
constexpr int kTriesAlone = 5;

struct Cursor {
  std::string feed_id;
  int64_t position = 0;
};

absl::StatusOr<Cursor> ReadCursor(db::Session& session, const std::string& feed) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCursor, {feed}));
  if (rows.empty()) return Cursor{};
  return Cursor{.feed_id = rows.front().Text(0), .position = rows.front().Int(1)};
}

absl::StatusOr<int64_t> CountParked(db::Session& session, const std::string& feed) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCountParked, {feed}));
  return rows.front().Int(0);
}

// Lost races, and what a handler says in the same words: another run may mend it.
bool IsRetriable(const absl::Status& status) {
  return db::IsUniqueViolation(status) || absl::IsAborted(status) || absl::IsUnavailable(status) ||
         absl::IsDeadlineExceeded(status);
}

// Concerns the store and not what was to be written.
bool IsOfTheStore(const absl::Status& status) {
  return db::IsOutcomeUnknown(status) || db::errors::IsStoreUnavailable(status);
}

}  // namespace

Follower::Follower(FollowerOptions options, db::Database& database, const crypto::Keyring& keyring, const Clock& clock,
                   std::unique_ptr<FeedSource> source, ApplyEvent apply)
    : options_(std::move(options)),
      database_(database),
      keyring_(keyring),
      clock_(clock),
      source_(std::move(source)),
      apply_(std::move(apply)) {
  state_.heard = clock_.Now();
}

Follower::~Follower() { Stop(); }

void Follower::BeginStop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  source_->Cancel();
}

void Follower::Stop() {
  BeginStop();
  if (thread_.joinable()) thread_.join();
}

bool Follower::IsStopping() const {
  const std::lock_guard lock(mutex_);
  return stop_;
}

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
}

FollowerState Follower::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

absl::StatusOr<v1::CopyPosition> Follower::Describe(db::Session& session) const {
  MOSBAT_ASSIGN_OR_RETURN(const Cursor cursor, ReadCursor(session, options_.feed));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t parked, CountParked(session, options_.feed));
  const FollowerState state = this->state();
  v1::CopyPosition copy;
  copy.set_feed(options_.feed);
  copy.set_feed_id(cursor.feed_id);
  copy.set_seq(cursor.position);
  copy.set_last_seq(state.last_seq);
  *copy.mutable_heard_time() = ToTimestamp(state.heard);
  copy.set_parked(parked);
  copy.set_refused(state.refused);
  return copy;
}

absl::Status Follower::WaitFor(const std::string& feed_id, int64_t seq, absl::Time deadline) {
  const absl::Time begun = absl::Now();
  std::unique_lock lock(mutex_);
  while (!HasReached(feed_id, seq)) {
    const bool is_of_another = !state_.feed_id.empty() && state_.feed_id != feed_id;
    if (is_of_another && looked_ >= begun) return errors::FeedRestarted({{"feed", options_.feed}});
    if (stop_) return errors::CopyBehind(options_.feed);
    const absl::Time now = absl::Now();
    if (!looking_ && now - looked_ >= kLookEvery) {
      MOSBAT_RETURN_IF_ERROR(Look(lock));
      continue;
    }
    if (now >= deadline) return errors::CopyBehind(options_.feed);
    changed_.wait_until(lock, absl::ToChronoTime(std::min(deadline, now + kLookEvery)));
  }
  return absl::OkStatus();
}

absl::Status Follower::Look(std::unique_lock<std::mutex>& lock) {
  looking_ = true;
  lock.unlock();
  Cursor cursor;
  const absl::Status read = database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(cursor, ReadCursor(session, options_.feed));
    return absl::OkStatus();
  });
  lock.lock();
  looking_ = false;
  looked_ = absl::Now();
  if (read.ok() && !cursor.feed_id.empty()) {
    // What was applied since the store was read counts too.
    const int64_t known = state_.feed_id == cursor.feed_id ? state_.position : 0;
    state_.position = std::max(known, cursor.position);
    state_.feed_id = cursor.feed_id;
  }
  changed_.notify_all();
  return read;
}

bool Follower::Holds(const std::string& feed_id, int64_t seq) const {
  const std::lock_guard lock(mutex_);
  return HasReached(feed_id, seq);
}

bool Follower::IsCurrent() const {
  const std::lock_guard lock(mutex_);
  // An owner that was never heard has no last number.
  return state_.last_seq > 0 && state_.position >= state_.last_seq && clock_.Now() - state_.heard <= kMoments;
}

absl::StatusOr<std::string> Follower::Position(db::Session& session, const std::string& feed) {
  MOSBAT_ASSIGN_OR_RETURN(const Cursor cursor, ReadCursor(session, feed));
  return feed::Position{.feed = feed, .feed_id = cursor.feed_id, .seq = cursor.position}.ToString();
}

absl::StatusOr<bool> Follower::ApplyBatch(const v1::FollowResponse& batch) {
  if (Heard(batch) && batch.events().empty()) return true;
  Faults faults;
  Slice slice{.begin = 0, .count = batch.events_size()};
  int tries_alone = 0;
  do {
    const size_t known = faults.size();
    const absl::StatusOr<Applied> applied = TryApply(batch, slice, faults);
    if (applied.ok()) {
      {
        const std::lock_guard lock(mutex_);
        state_.feed_id = batch.feed_id();
        state_.position = applied->position;
      }
      changed_.notify_all();
      if (!applied->mine) return false;
      LogParked(batch, slice, faults);
      slice = {.begin = slice.begin + slice.count, .count = batch.events_size() - slice.begin - slice.count};
      tries_alone = 0;
      continue;
    }
    // What failed may have written something: the slice runs again and parks it without trying.
    if (faults.size() > known) continue;
    if (!IsRetriable(applied.status()) || IsOfTheStore(applied.status()) || slice.count == 0) return applied.status();
    if (slice.count > 1) {  // the event at fault is found by halves
      slice.count /= 2;
      continue;
    }
    const int64_t seq = batch.events(slice.begin).seq();
    if (faults.contains(seq)) return applied.status();  // it was to be parked, and that failed
    if (++tries_alone == kTriesAlone) faults.emplace(seq, applied.status());
  } while (slice.begin < batch.events_size());
  return true;
}

bool Follower::Heard(const v1::FollowResponse& batch) {
  const std::lock_guard lock(mutex_);
  state_.heard = clock_.Now();
  state_.last_seq = batch.last_seq();
  return state_.feed_id == batch.feed_id();
}

absl::StatusOr<Follower::Applied> Follower::TryApply(const v1::FollowResponse& batch, Slice slice, Faults& faults) {
  Applied applied;
  MOSBAT_RETURN_IF_ERROR(database_.Transact([&](db::Session& session) -> absl::Status {
    applied = {};
    MOSBAT_ASSIGN_OR_RETURN(Cursor cursor, ReadCursor(session, options_.feed));
    if (cursor.feed_id.empty()) {
      MOSBAT_RETURN_IF_ERROR(session.Execute(kNewCursor, {options_.feed, batch.feed_id()}).status());
      cursor.feed_id = batch.feed_id();
    }
    if (cursor.feed_id != batch.feed_id()) return errors::FeedRestarted({{"feed", options_.feed}});
    applied = {.mine = true, .position = cursor.position};
    if (slice.count == 0) return absl::OkStatus();
    const int64_t first = batch.events(slice.begin).seq();
    const int64_t last = batch.events(slice.begin + slice.count - 1).seq();
    // Moved before the events are applied, so that of two replicas one waits for the other here and applies nothing.
    MOSBAT_ASSIGN_OR_RETURN(const int64_t moved,
                            session.Execute(kMoveCursor, {last, options_.feed, cursor.feed_id, first - 1}));
    if (moved != 1) {
      applied.mine = false;  // another replica was here: take up the cursor where it is
      return absl::OkStatus();
    }
    applied.position = last;
    for (int i = slice.begin; i < slice.begin + slice.count; ++i) {
      MOSBAT_RETURN_IF_ERROR(ApplyOrPark(session, batch.events(i), faults));
    }
    return absl::OkStatus();
  }));
  return applied;
}

absl::Status Follower::ApplyOrPark(db::Session& session, const v1::Event& event, Faults& faults) {
  const auto fault = faults.find(event.seq());
  if (fault != faults.end()) {
    return Park(session, event, errors::ReasonOrCode(fault->second), fault->second.message());
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> waiting,
                          session.Query(kParkedOfSubject, {options_.feed, event.subject()}));
  if (!waiting.empty()) {
    return Park(session, event, kEarlierEventParked, absl::StrCat("behind event ", waiting.front().Int(0)));
  }
  const absl::Status applied = apply_(session, event);
  if (!applied.ok() && !IsRetriable(applied)) faults.emplace(event.seq(), applied);
  return applied;
}

absl::Status Follower::Park(db::Session& session, const v1::Event& event, absl::string_view reason,
                            absl::string_view detail) {
  return ParkedEvents(keyring_).Park(session, options_.feed, event, reason, detail);
}

void Follower::LogParked(const v1::FollowResponse& batch, Slice slice, const Faults& faults) const {
  for (int i = slice.begin; i < slice.begin + slice.count; ++i) {
    const auto fault = faults.find(batch.events(i).seq());
    if (fault == faults.end()) continue;
    observe::LogError(options_.follower, "an event was parked",
                      {{"feed", options_.feed},
                       {"seq", fault->first},
                       {"reason", errors::ReasonOrCode(fault->second)},
                       {"detail", TextPrefix(fault->second.message(), kLongestDetail)}});
  }
}

absl::Status Follower::RetryParked() {
  std::vector<db::Row> subjects;
  MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(
        subjects, session.Query(kParkedSubjects, {options_.feed, parked_tried_up_to_, int64_t{kSubjectsAtOnce}}));
    return absl::OkStatus();
  }));
  for (const db::Row& subject : subjects) MOSBAT_RETURN_IF_ERROR(RetryParkedOf(subject.Text(0)));
  parked_tried_up_to_ = subjects.size() < static_cast<size_t>(kSubjectsAtOnce) ? "" : subjects.back().Text(0);
  parked_tried_ = clock_.Now();
  int64_t parked = 0;
  MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(parked, CountParked(session, options_.feed));
    return absl::OkStatus();
  }));
  const std::lock_guard lock(mutex_);
  state_.parked = parked;
  return absl::OkStatus();
}

// Oldest first, as far as it goes; what fails stays parked. Only an error of the store is one of the round too: for
// each of hundreds of subjects, it would be waited for anew.
absl::Status Follower::RetryParkedOf(const std::string& subject) {
  bool more = true;
  while (more && !IsStopping()) {
    const absl::Status tried = database_.Transact([&](db::Session& session) -> absl::Status {
      more = false;
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                              session.Query(kParkedOfSubject, {options_.feed, subject}));
      if (rows.empty()) return absl::OkStatus();
      const int64_t seq = rows.front().Int(0);
      MOSBAT_ASSIGN_OR_RETURN(const v1::Event event,
                              ParkedEvents(keyring_).Open(options_.feed, seq, rows.front().Bytes(1)));
      more = true;
      // 0 where another replica, or an operator who skips it, was first.
      MOSBAT_ASSIGN_OR_RETURN(const int64_t unparked, session.Execute(kUnpark, {options_.feed, seq}));
      return unparked == 0 ? absl::OkStatus() : apply_(session, event);
    });
    if (!tried.ok()) return IsOfTheStore(tried) ? tried : absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status Follower::FollowOnce() {
  v1::FollowRequest request;
  MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const Cursor cursor, ReadCursor(session, options_.feed));
    request.set_follower(options_.follower);
    request.set_feed_id(cursor.feed_id);
    request.set_after_seq(cursor.position);
    return absl::OkStatus();
  }));
  absl::Status applied;
  const absl::Status followed = source_->Follow(request, [&](const v1::FollowResponse& batch) {
    const absl::StatusOr<bool> mine = ApplyBatch(batch);
    applied = mine.status();
    if (!applied.ok()) return false;
    last_failure_.clear();
    if (batch.events_size() > 0 || clock_.Now() - parked_tried_ >= kTryParkedEvery) applied = RetryParked();
    const std::lock_guard lock(mutex_);
    state_.refused.clear();
    return *mine && applied.ok() && !stop_;
  });
  return applied.ok() ? followed : applied;
}

absl::Duration Follower::Ended(const absl::Status& status) {
  const bool refused = errors::IsRefusal(status);
  const std::string reason = status.ok() ? "" : errors::ReasonOrCode(status);
  {
    const std::lock_guard lock(mutex_);
    if (stop_) return absl::ZeroDuration();
    if (refused) state_.refused = reason;
    if (!status.ok()) ++state_.failures[reason];
  }
  // Said once for as long as it lasts; how often it was tried is in the metrics.
  const bool is_news = reason != std::exchange(last_failure_, reason);
  if (is_news && !status.ok()) {
    observe::Log(refused ? observe::Severity::kError : observe::Severity::kWarning, options_.follower,
                 refused ? "a feed refuses the cursor: the copy must be rebuilt" : "a feed was lost",
                 {{"feed", options_.feed}, {"reason", reason}, {"error", status.message()}});
  }
  return refused ? options_.refused_after : options_.reconnect_after;
}

void Follower::Run() {
  while (!IsStopping()) {
    const absl::Time until = absl::Now() + Ended(FollowOnce());
    do {
      // Parked events may wait for what another feed says, however long this one is not heard. A store that fails here
      // fails in FollowOnce too, and is told of there.
      if (!IsStopping() && clock_.Now() - parked_tried_ >= kTryParkedEvery) RetryParked().IgnoreError();
      std::unique_lock lock(mutex_);
      const absl::Duration pause = std::min(until - absl::Now(), options_.reconnect_after);
      changed_.wait_for(lock, absl::ToChronoMilliseconds(pause), [&] { return stop_; });
    } while (!IsStopping() && absl::Now() < until);
  }
}

}  // namespace mosbat::feed
