#include "common/audit/trail.h"

#include "common/base/status_macros.h"

namespace mosbat::audit {
namespace {

constexpr char kTable[] = "audit_entries";
constexpr char kInsert[] = "INSERT INTO audit_entries (id, actor, subject, mac, body) VALUES (?, ?, ?, ?, ?)";
constexpr char kList[] = "SELECT id, mac, body FROM audit_entries WHERE id > ?";
constexpr char kOfSubject[] = " AND subject = ?";
constexpr char kOfActor[] = " AND actor = ?";
constexpr char kInOrder[] = " ORDER BY id LIMIT ?";

}  // namespace

absl::Status Trail::Append(db::Session& session, const v1::Entry& entry) const {
  const std::string body = entry.SerializeAsString();
  const std::string sealed = keyring_.Seal(body, {.table = kTable, .key = entry.id()});
  return session
      .Execute(kInsert, {entry.id(), entry.actor(), entry.subject(), keyring_.AuditMac(body), db::Bytes{sealed}})
      .status();
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
  for (const db::Row& row : rows) {
    MOSBAT_ASSIGN_OR_RETURN(const std::string body, keyring_.Open(row.Bytes(2), {.table = kTable, .key = row.Text(0)}));
    v1::Entry entry;
    if (keyring_.AuditMac(body) != row.Text(1) || !entry.ParseFromString(body)) {
      return absl::DataLossError("an audit entry was altered");
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace mosbat::audit
