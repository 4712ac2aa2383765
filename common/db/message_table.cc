#include "common/db/message_table.h"

#include <optional>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"

namespace mosbat::db {
namespace {

constexpr char kSelected[] = "SELECT name, row_version, body FROM ";

std::string InsertSql(absl::string_view table, const std::vector<std::string>& columns) {
  std::string names = "name, ";
  std::string marks = "?, ";
  for (const std::string& column : columns) {
    absl::StrAppend(&names, column, ", ");
    absl::StrAppend(&marks, "?, ");
  }
  return absl::StrCat("INSERT INTO ", table, " (", names, "row_version, body) VALUES (", marks, "?, ?)");
}

std::string ReplaceSql(absl::string_view table, const std::vector<std::string>& columns) {
  std::string sets;
  for (const std::string& column : columns) absl::StrAppend(&sets, column, " = ?, ");
  return absl::StrCat("UPDATE ", table, " SET ", sets, "row_version = ?, body = ? WHERE name = ? AND row_version = ?");
}

BodyTable::Stored StoredOf(const Row& row) {
  return {.name = row.Text(0), .row_version = row.Int(1), .body = row.Bytes(2)};
}

}  // namespace

BodyTable::BodyTable(std::string table, std::vector<std::string> columns, const crypto::Keyring* keyring)
    : table_(std::move(table)),
      keyring_(keyring),
      insert_sql_(InsertSql(table_, columns)),
      replace_sql_(ReplaceSql(table_, columns)),
      get_sql_(absl::StrCat(kSelected, table_, " WHERE name = ?")) {}

absl::Status BodyTable::Insert(Session& session, const std::string& name, absl::string_view body,
                               absl::Span<const Value> columns) const {
  const std::optional<std::string> sealed = Sealed(name, 1, body);
  std::vector<Value> values = {name};
  values.insert(values.end(), columns.begin(), columns.end());
  values.insert(values.end(), {1, Bytes{sealed.has_value() ? absl::string_view(*sealed) : body}});
  return session.Execute(insert_sql_, values).status();
}

absl::StatusOr<int64_t> BodyTable::Replace(Session& session, const std::string& name, int64_t row_version,
                                           absl::string_view body, absl::Span<const Value> columns) const {
  const int64_t next = row_version + 1;
  const std::optional<std::string> sealed = Sealed(name, next, body);
  std::vector<Value> values(columns.begin(), columns.end());
  values.insert(values.end(), {next, Bytes{sealed.has_value() ? absl::string_view(*sealed) : body}, name, row_version});
  MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session.Execute(replace_sql_, values));
  if (changed == 0) return errors::StaleEtag(name);
  return next;
}

absl::StatusOr<BodyTable::Stored> BodyTable::Get(Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Row> rows, session.Query(get_sql_, {name}));
  if (rows.empty()) return absl::NotFoundError(absl::StrCat(name, " is not in ", table_));
  return Opened(StoredOf(rows.front()));
}

absl::StatusOr<std::vector<BodyTable::Stored>> BodyTable::List(Session& session, absl::string_view where,
                                                               absl::Span<const Value> values, const std::string& after,
                                                               int limit) const {
  const std::string sql =
      absl::StrCat(kSelected, table_, " WHERE ", where.empty() ? "" : absl::StrCat("(", where, ") AND "),
                   "name > ? ORDER BY name LIMIT ?");
  std::vector<Value> all(values.begin(), values.end());
  all.insert(all.end(), {after, limit});
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Row> rows, session.Query(sql, all));
  std::vector<Stored> stored;
  stored.reserve(rows.size());
  for (const Row& row : rows) {
    MOSBAT_ASSIGN_OR_RETURN(Stored opened, Opened(StoredOf(row)));
    stored.push_back(std::move(opened));
  }
  return stored;
}

std::optional<std::string> BodyTable::Sealed(const std::string& name, int64_t row_version,
                                             absl::string_view body) const {
  if (keyring_ == nullptr) return std::nullopt;
  return keyring_->Seal(body, {.table = table_, .key = name, .row_version = row_version});
}

absl::StatusOr<BodyTable::Stored> BodyTable::Opened(Stored row) const {
  if (keyring_ == nullptr) return row;
  MOSBAT_ASSIGN_OR_RETURN(row.body,
                          keyring_->Open(row.body, {.table = table_, .key = row.name, .row_version = row.row_version}));
  return row;
}

}  // namespace mosbat::db
