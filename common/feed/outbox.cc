#include "common/feed/outbox.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"

namespace mosbat::feed {
namespace {

constexpr char kTable[] = "outbox_events";
constexpr char kLastOfSubject[] = "SELECT MAX(id) FROM outbox_events WHERE subject = ?";
constexpr char kInsert[] = "INSERT INTO outbox_events (id, seq, subject, body) VALUES (?, NULL, ?, ?)";
constexpr char kUnnumbered[] = "SELECT id FROM outbox_events WHERE seq IS NULL ORDER BY id LIMIT ?";
constexpr char kCountUnnumbered[] = "SELECT COUNT(*) FROM outbox_events WHERE seq IS NULL";
constexpr char kLastSeq[] = "SELECT COALESCE(MAX(seq), 0) FROM outbox_events";
constexpr char kNumberOne[] = "UPDATE outbox_events SET seq = ? WHERE id = ? AND seq IS NULL";
constexpr char kList[] = "SELECT id, seq, body FROM outbox_events WHERE seq > ? ORDER BY seq LIMIT ?";
constexpr char kOldest[] = "SELECT id, seq FROM outbox_events WHERE seq > 0 ORDER BY seq LIMIT ?";
constexpr char kTruncate[] = "DELETE FROM outbox_events WHERE seq <= ?";
constexpr char kFeedId[] = "SELECT value FROM feed_state WHERE name = 'feed_id'";
constexpr char kInsertFeedId[] = "INSERT INTO feed_state (name, value) VALUES ('feed_id', ?)";

// Transactions that write at the same time wait for no more than this many deletions.
constexpr size_t kTruncatedAtOnce = 100;

}  // namespace

absl::Status Outbox::Append(db::Session& session, absl::Span<const v1::Event> events, absl::Time real_now) {
  for (const v1::Event& event : events) {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> last, session.Query(kLastOfSubject, {event.subject()}));
    absl::Time time = real_now;
    if (!last.front().IsNull(0)) time = std::max(time, TimeOfUuid(last.front().Text(0)) + absl::Milliseconds(1));
    v1::Event stored = event;
    stored.set_id(ids_.NewUuid(time));
    const std::string body = keyring_.Seal(stored.SerializeAsString(), {.table = kTable, .key = stored.id()});
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {stored.id(), stored.subject(), db::Bytes{body}}).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Outbox::Number(db::Database& database) {
  int numbered = 0;
  MOSBAT_RETURN_IF_ERROR(database.Transact([&](db::Session& session) -> absl::Status {
    numbered = 0;
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kUnnumbered, {kMostNumbered}));
    if (rows.empty()) return absl::OkStatus();
    MOSBAT_ASSIGN_OR_RETURN(int64_t seq, LastSeq(session));
    for (const db::Row& row : rows) {
      // Another sequencer's numbers show up as a unique violation or as a row that has its number already.
      MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session.Execute(kNumberOne, {++seq, row.Text(0)}));
      if (changed != 1) return absl::AbortedError("another sequencer was first");
    }
    numbered = static_cast<int>(rows.size());
    return absl::OkStatus();
  }));
  return numbered;
}

absl::StatusOr<std::vector<v1::Event>> Outbox::List(db::Session& session, int64_t after_seq, int limit) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kList, {after_seq, limit}));
  if (rows.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const int64_t last, LastSeq(session));
    if (after_seq > last) return errors::FeedRestarted();
  } else if (rows.front().Int(1) != after_seq + 1) {  // numbers have no gaps
    return errors::FeedTruncated();
  }
  std::vector<v1::Event> events;
  events.reserve(rows.size());
  for (const db::Row& row : rows) {
    MOSBAT_ASSIGN_OR_RETURN(const std::string body, keyring_.Open(row.Bytes(2), {.table = kTable, .key = row.Text(0)}));
    v1::Event event;
    if (!event.ParseFromString(body)) return absl::DataLossError("a stored event is not one");
    event.set_seq(row.Int(1));
    events.push_back(std::move(event));
  }
  return events;
}

absl::StatusOr<int64_t> Outbox::Truncate(db::Database& database, absl::Time before, absl::Time until) {
  int64_t deleted = 0;
  while (true) {
    int64_t count = 0;
    MOSBAT_RETURN_IF_ERROR(database.Transact([&](db::Session& session) -> absl::Status {
      count = 0;
      // The last row of the answer is looked at only to know that the one before it is not the last of the feed.
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                              session.Query(kOldest, {static_cast<int64_t>(kTruncatedAtOnce) + 1}));
      size_t old = 0;
      while (old + 1 < rows.size() && TimeOfUuid(rows[old].Text(0)) < before) ++old;
      if (old == 0) return absl::OkStatus();
      MOSBAT_ASSIGN_OR_RETURN(count, session.Execute(kTruncate, {rows[old - 1].Int(1)}));
      return absl::OkStatus();
    }));
    deleted += count;
    if (count < static_cast<int64_t>(kTruncatedAtOnce) || absl::Now() >= until) return deleted;
  }
}

absl::StatusOr<std::string> Outbox::FeedId(db::Database& database) {
  {
    const std::lock_guard lock(mutex_);
    if (!feed_id_.empty()) return feed_id_;
  }
  std::string id;
  const std::string fresh = ids_.NewUuid(absl::Now());
  MOSBAT_RETURN_IF_ERROR(database.Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kFeedId));
    id = rows.empty() ? fresh : rows.front().Text(0);
    return rows.empty() ? session.Execute(kInsertFeedId, {fresh}).status() : absl::OkStatus();
  }));
  const std::lock_guard lock(mutex_);
  feed_id_ = id;
  return id;
}

absl::StatusOr<int64_t> Outbox::LastSeq(db::Session& session) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kLastSeq));
  return rows.front().Int(0);
}

absl::StatusOr<int64_t> Outbox::CountUnnumbered(db::Session& session) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCountUnnumbered));
  return rows.front().Int(0);
}

}  // namespace mosbat::feed
