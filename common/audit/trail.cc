#include "common/audit/trail.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"

namespace mosbat::audit {
namespace {

constexpr char kTable[] = "audit_entries";
constexpr char kInsert[] = "INSERT INTO audit_entries (id, actor, subject, mac, body) VALUES (?, ?, ?, ?, ?)";
constexpr char kOneMore[] = ", (?, ?, ?, ?, ?)";
// Entries of one statement: a page of a hundred costs a few of them, and there are two texts to prepare.
constexpr size_t kAtOnce = 25;
constexpr char kList[] = "SELECT id, actor, subject, mac, body FROM audit_entries WHERE id > ?";
constexpr char kOfSubject[] = " AND subject = ?";
constexpr char kOfActor[] = " AND actor = ?";
constexpr char kInOrder[] = " ORDER BY id LIMIT ?";

const std::string& InsertSeveral() {
  static const auto* const sql = [] {
    auto* const text = new std::string(kInsert);
    for (size_t i = 1; i < kAtOnce; ++i) *text += kOneMore;
    return text;
  }();
  return *sql;
}

}  // namespace

absl::Status Trail::Append(db::Session& session, absl::Span<const v1::Entry> entries) const {
  while (!entries.empty()) {
    const size_t count = entries.size() < kAtOnce ? 1 : kAtOnce;
    std::vector<std::string> texts;  // what the values refer to
    texts.reserve(2 * count);
    std::vector<db::Value> values;
    values.reserve(5 * count);
    for (const v1::Entry& entry : entries.first(count)) {
      const std::string body = entry.SerializeAsString();
      const std::string& mac = texts.emplace_back(keyring_.AuditMac(body));
      const std::string& sealed = texts.emplace_back(keyring_.Seal(body, {.table = kTable, .key = entry.id()}));
      values.insert(values.end(), {entry.id(), entry.actor(), entry.subject(), mac, db::Bytes{sealed}});
    }
    MOSBAT_RETURN_IF_ERROR(session.Execute(count == 1 ? absl::string_view(kInsert) : InsertSeveral(), values).status());
    entries.remove_prefix(count);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Entry>> Trail::List(db::Session& session, const std::string& subject,
                                                   const std::string& actor, const std::string& after,
                                                   int limit) const {
  std::string sql = kList;
  std::vector<db::Value> values = {after};
  if (!subject.empty()) {
    sql += kOfSubject;
    values.emplace_back(subject);
  }
  if (!actor.empty()) {
    sql += kOfActor;
    values.emplace_back(actor);
  }
  sql += kInOrder;
  values.emplace_back(limit);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql, values));
  std::vector<v1::Entry> entries;
  entries.reserve(rows.size());
  for (const db::Row& row : rows) entries.push_back(Read(row));
  return entries;
}

v1::Entry Trail::Read(const db::Row& row) const {
  const std::string id = row.Text(0);
  v1::Entry entry;
  const absl::StatusOr<std::string> body = keyring_.Open(row.Bytes(4), {.table = kTable, .key = id});
  if (!body.ok() || !entry.ParseFromString(*body)) {
    entry.Clear();
    entry.set_id(id);
    entry.set_actor(row.Text(1));
    entry.set_subject(row.Text(2));
    entry.set_damage(v1::Entry::UNREADABLE);
    return entry;
  }
  if (keyring_.AuditMac(*body) != row.Text(3)) {
    entry.set_damage(v1::Entry::ALTERED);
  } else if (entry.id() != id || entry.actor() != row.Text(1) || entry.subject() != row.Text(2)) {
    entry.set_damage(v1::Entry::MISFILED);
  }
  entry.set_id(id);  // the place in the list, which the next page goes on after
  return entry;
}

}  // namespace mosbat::audit
