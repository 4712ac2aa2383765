#include "common/db/sqlite/connection.h"

#include <utility>
#include <variant>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/db/store_errors.h"

namespace mosbat::db::sqlite {
namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr size_t kCachedStatements = 256;
constexpr int kStepsBetweenDeadlineChecks = 10'000;

// Binds views: SQLITE_STATIC, because the values outlive the statement's run.
struct Binder {
  sqlite3_stmt* statement;
  int index;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
  int operator()(absl::string_view text) const {
    // A null pointer would bind NULL.
    return sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  int operator()(Bytes bytes) const {
    if (bytes.data.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes.data.data(), bytes.data.size(), SQLITE_STATIC);
  }
};

absl::StatusOr<Row::Cell> CellOf(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return Row::Cell();
    case SQLITE_INTEGER:
      return Row::Cell(static_cast<int64_t>(sqlite3_column_int64(statement, column)));
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
      const auto* const data = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
      return Row::Cell(data == nullptr ? std::string() : std::string(data, size));
    }
    default:
      return absl::InternalError(absl::StrCat("column ", column, " is of a type that no store of ours has"));
  }
}

int PastDeadline(void* deadline) { return SystemClock().Now() >= *static_cast<const absl::Time*>(deadline) ? 1 : 0; }

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, int flags) {
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<Connection> connection(new Connection(database));
  if (code != SQLITE_OK) return connection->Failure(absl::StrCat("open ", path));
  sqlite3_busy_timeout(database, kBusyTimeoutMs);
  return connection;
}

Connection::Connection(sqlite3* database) : database_(database), statements_(kCachedStatements) {}

Connection::~Connection() {
  statements_.Clear();
  sqlite3_close(database_);
}

absl::Status Connection::Run(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (Statement* const cached = statements_.Find(sql); cached != nullptr) {
    statement = cached->get();
  } else {
    if (sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) {
      return Failure(sql);
    }
    statements_.Add(sql, Statement(statement));
  }
  const absl::Cleanup reset = [statement] { sqlite3_reset(statement); };
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  return code == SQLITE_DONE ? absl::OkStatus() : Failure(sql);
}

absl::StatusOr<int64_t> Connection::Execute(absl::string_view sql, absl::Span<const Value> values, bool read_only) {
  MOSBAT_ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Prepared(sql, read_only));
  const absl::Cleanup reset = [statement] {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  };
  MOSBAT_RETURN_IF_ERROR(Bind(statement, sql, values));
  const sqlite3_int64 before = sqlite3_total_changes64(database_);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  if (code != SQLITE_DONE) return Failure(sql);
  return sqlite3_total_changes64(database_) - before;
}

absl::StatusOr<std::vector<Row>> Connection::Query(absl::string_view sql, absl::Span<const Value> values,
                                                   bool read_only) {
  MOSBAT_ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Prepared(sql, read_only));
  const absl::Cleanup reset = [statement] {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  };
  MOSBAT_RETURN_IF_ERROR(Bind(statement, sql, values));
  const int columns = sqlite3_column_count(statement);
  std::vector<Row> rows;
  int code = sqlite3_step(statement);
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    std::vector<Row::Cell> cells;
    cells.reserve(static_cast<size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      MOSBAT_ASSIGN_OR_RETURN(Row::Cell cell, CellOf(statement, column));
      cells.push_back(std::move(cell));
    }
    rows.emplace_back(std::move(cells));
  }
  if (code != SQLITE_DONE) return Failure(sql);
  return rows;
}

void Connection::InterruptAt(absl::Time deadline) {
  deadline_ = deadline;
  const bool bounded = deadline != absl::InfiniteFuture();
  sqlite3_progress_handler(database_, bounded ? kStepsBetweenDeadlineChecks : 0, bounded ? PastDeadline : nullptr,
                           &deadline_);
}

absl::StatusOr<sqlite3_stmt*> Connection::Prepared(absl::string_view sql, bool read_only) {
  if (errors::IsTransactionControl(sql)) return errors::TransactionControl();
  sqlite3_stmt* statement = nullptr;
  if (Statement* const cached = statements_.Find(sql); cached != nullptr) {
    statement = cached->get();
  } else {
    if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK) {
      return Failure(sql);
    }
    if (statement == nullptr) return absl::InternalError("an empty SQL statement");
    statements_.Add(sql, Statement(statement));
  }
  if (read_only && sqlite3_stmt_readonly(statement) == 0) return errors::WriteOnSnapshot();
  return statement;
}

absl::Status Connection::Bind(sqlite3_stmt* statement, absl::string_view sql, absl::Span<const Value> values) {
  if (static_cast<int>(values.size()) != sqlite3_bind_parameter_count(statement)) {
    return absl::InternalError(absl::StrCat(values.size(), " values for: ", sql));
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::visit(Binder{statement, static_cast<int>(i) + 1}, values[i].get()) != SQLITE_OK) return Failure(sql);
  }
  return absl::OkStatus();
}

// Texts of SQLite name tables, columns and files, never values.
absl::Status Connection::Failure(absl::string_view sql) {
  const int code = sqlite3_extended_errcode(database_);
  const std::string text = absl::StrCat("SQLite ", code, ", ", sqlite3_errmsg(database_), ", in: ", sql);
  last_failure_ = code & 0xff;
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return errors::UniqueViolation();
    default:
      break;
  }
  switch (last_failure_) {
    case SQLITE_BUSY:
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
      return errors::StoreUnavailable(text);
    case SQLITE_INTERRUPT:
      return errors::DeadlinePassed();
    default:
      return absl::StrContains(sqlite3_errmsg(database_), "no such table") ? errors::MissingTable(text)
                                                                           : absl::InternalError(text);
  }
}

absl::StatusOr<int64_t> ConnectionSession::Execute(absl::string_view sql, absl::Span<const Value> values) {
  if (!failure_.ok()) return failure_;
  return Noted(connection_.Execute(sql, values, read_only_));
}

absl::StatusOr<std::vector<Row>> ConnectionSession::Query(absl::string_view sql, absl::Span<const Value> values) {
  if (!failure_.ok()) return failure_;
  return Noted(connection_.Query(sql, values, read_only_));
}

template <typename T>
absl::StatusOr<T> ConnectionSession::Noted(absl::StatusOr<T> answer) {
  if (!answer.ok() && !IsUniqueViolation(answer.status())) failure_ = answer.status();
  return answer;
}

}  // namespace mosbat::db::sqlite
