#include "common/feed/parked_events.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/feed/errors.h"

namespace mosbat::feed {
namespace {

constexpr char kParkedTable[] = "feed_parked";
constexpr size_t kLongestDetail = 255;

constexpr char kPark[] = "INSERT INTO feed_parked (feed, seq, subject, reason, detail, body) VALUES (?, ?, ?, ?, ?, ?)";
// Rows as ToMessage() takes them.
constexpr char kFirsts[] =
    "SELECT p.seq, p.subject, p.reason, p.detail, p.body, f.waiting FROM feed_parked p JOIN "
    "(SELECT MIN(seq) AS seq, COUNT(*) - 1 AS waiting FROM feed_parked WHERE feed = ? AND subject > ? "
    "GROUP BY subject ORDER BY subject LIMIT ?) f ON p.seq = f.seq WHERE p.feed = ? ORDER BY p.subject";
constexpr char kOne[] =
    "SELECT p.seq, p.subject, p.reason, p.detail, p.body, "
    "(SELECT COUNT(*) FROM feed_parked o WHERE o.feed = p.feed AND o.subject = p.subject AND o.seq > p.seq) "
    "FROM feed_parked p WHERE p.feed = ? AND p.seq = ?";
constexpr char kFirstOfSubject[] = "SELECT MIN(seq) FROM feed_parked WHERE feed = ? AND subject = ?";
constexpr char kUnpark[] = "DELETE FROM feed_parked WHERE feed = ? AND seq = ?";
constexpr char kKeepSkipped[] =
    "INSERT INTO feed_skipped (feed, seq, subject, reason, detail, body, skipped_by, skip_reason, skipped_us) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::string PlaceKey(absl::string_view feed, int64_t seq) { return absl::StrCat(feed, "|", seq); }

}  // namespace

absl::Status ParkedEvents::Park(db::Session& session, absl::string_view feed, const v1::Event& event,
                                absl::string_view reason, absl::string_view detail) const {
  const std::string body =
      keyring_.Seal(event.SerializeAsString(), {.table = kParkedTable, .key = PlaceKey(feed, event.seq())});
  return session
      .Execute(kPark, {feed, event.seq(), event.subject(), reason, TextPrefix(detail, kLongestDetail), db::Bytes{body}})
      .status();
}

absl::StatusOr<v1::Event> ParkedEvents::Open(absl::string_view feed, int64_t seq, absl::string_view body) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string opened,
                          keyring_.Open(body, {.table = kParkedTable, .key = PlaceKey(feed, seq)}));
  v1::Event event;
  if (!event.ParseFromString(opened)) return absl::DataLossError("a parked event is not one");
  return event;
}

v1::ParkedEvent ParkedEvents::ToMessage(absl::string_view feed, const db::Row& row) const {
  v1::ParkedEvent parked;
  parked.set_feed(std::string(feed));
  parked.set_seq(row.Int(0));
  parked.set_subject(row.Text(1));
  parked.set_reason(row.Text(2));
  parked.set_detail(row.Text(3));
  parked.set_waiting(row.Int(5));
  absl::StatusOr<v1::Event> event = Open(feed, row.Int(0), row.Bytes(4));
  if (!event.ok()) return parked;
  parked.set_type(event->type());
  *parked.mutable_event_time() = std::move(*event->mutable_event_time());
  return parked;
}

absl::StatusOr<std::vector<v1::ParkedEvent>> ParkedEvents::List(db::Session& session, absl::string_view feed,
                                                                absl::string_view after_subject, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kFirsts, {feed, after_subject, int64_t{limit}, feed}));
  std::vector<v1::ParkedEvent> parked;
  for (const db::Row& row : rows) parked.push_back(ToMessage(feed, row));
  return parked;
}

absl::StatusOr<v1::ParkedEvent> ParkedEvents::Skip(db::Session& session, absl::string_view feed, int64_t seq,
                                                   const Skipping& skipping) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kOne, {feed, seq}));
  if (rows.empty()) return errors::ParkedEventNotFound(feed, seq);
  const db::Row& row = rows.front();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> firsts, session.Query(kFirstOfSubject, {feed, row.Text(1)}));
  if (firsts.front().Int(0) < seq) return errors::EarlierEventParked(feed, seq, firsts.front().Int(0));
  // A follower that tries it at this moment deletes it too: one of both finds it gone.
  MOSBAT_ASSIGN_OR_RETURN(const int64_t unparked, session.Execute(kUnpark, {feed, seq}));
  if (unparked == 0) return errors::ParkedEventNotFound(feed, seq);
  MOSBAT_RETURN_IF_ERROR(
      session
          .Execute(kKeepSkipped, {feed, seq, row.Text(1), row.Text(2), row.Text(3), db::Bytes{row.Bytes(4)},
                                  skipping.by, skipping.reason, absl::ToUnixMicros(skipping.time)})
          .status());
  return ToMessage(feed, row);
}

}  // namespace mosbat::feed
