#include "common/db/mysql/connection.h"

#include <cppconn/connection.h>
#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_driver.h>

#include <atomic>
#include <limits>
#include <mutex>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/db/store_errors.h"

namespace mosbat::db::mysql {
namespace {

constexpr size_t kCachedStatements = 128;  // times connections: below the server's max_prepared_stmt_count
constexpr int kConnectTimeoutSeconds = 5;
// Above the longest stall of a cluster that heals itself; a thread is never blocked for longer.
constexpr int kReadTimeoutSeconds = 60;
constexpr absl::Duration kShortestLimit = absl::Milliseconds(125);
constexpr absl::Duration kLongestLimit = absl::Hours(1);  // above it: none
constexpr int kUnknownVariable = 1193;
constexpr int kStatementOutdated = 1615;

// The same quoting and concatenation as SQLite's, and no silent conversion.
constexpr char kSqlMode[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES,"
    "ANSI_QUOTES,PIPES_AS_CONCAT', SESSION innodb_lock_wait_timeout = 3";

sql::SQLString Text(absl::string_view text) { return {text.data(), text.size()}; }

// The client library wants to know each thread that uses it.
struct ClientThread {
  ClientThread() { driver()->threadInit(); }
  ~ClientThread() { driver()->threadEnd(); }

  // The first call in a process is not thread-safe; a local static makes it so.
  static sql::Driver* driver() {
    static sql::Driver* const instance = sql::mysql::get_driver_instance();
    return instance;
  }
};

// Nor is the first connect, in which the library makes its own start.
std::unique_ptr<sql::Connection> Connect(sql::ConnectOptionsMap& options) {
  static std::mutex first_connect;
  static std::atomic<bool> started = false;
  std::unique_lock lock(first_connect, std::defer_lock);
  if (!started) lock.lock();
  std::unique_ptr<sql::Connection> connection(ClientThread::driver()->connect(options));
  started = true;
  return connection;
}

struct Binder {
  sql::PreparedStatement& statement;
  unsigned int index;

  void operator()(std::monostate) const { statement.setNull(index, sql::DataType::VARCHAR); }
  void operator()(int64_t value) const { statement.setInt64(index, value); }
  void operator()(absl::string_view text) const { statement.setString(index, Text(text)); }
  // A copy, where setBlob would keep a pointer to a stream until the statement runs.
  void operator()(Bytes bytes) const { statement.setString(index, Text(bytes.data)); }
};

// The library converts silently, and wrongly out of range: each type is asked for as what it is.
absl::StatusOr<Row::Cell> CellOf(const sql::ResultSet& result, sql::ResultSetMetaData& columns, unsigned int column) {
  if (result.isNull(column)) return Row::Cell();
  switch (columns.getColumnType(column)) {
    case sql::DataType::TINYINT:
    case sql::DataType::SMALLINT:
    case sql::DataType::MEDIUMINT:
    case sql::DataType::INTEGER:
    case sql::DataType::BIGINT:
      if (!columns.isSigned(column) && result.getUInt64(column) > std::numeric_limits<int64_t>::max()) break;
      return Row::Cell(static_cast<int64_t>(result.getInt64(column)));
    case sql::DataType::DECIMAL:
    case sql::DataType::NUMERIC: {  // SUM over BIGINT
      int64_t value = 0;
      if (!absl::SimpleAtoi(result.getString(column).asStdString(), &value)) break;
      return Row::Cell(value);
    }
    case sql::DataType::CHAR:
    case sql::DataType::VARCHAR:
    case sql::DataType::LONGVARCHAR:
    case sql::DataType::BINARY:
    case sql::DataType::VARBINARY:
    case sql::DataType::LONGVARBINARY:
      return Row::Cell(result.getString(column).asStdString());
    default:
      break;
  }
  return absl::InternalError(absl::StrCat("column ", column - 1, " is of a type or size that no store of ours has"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Server& server) {
  static thread_local const ClientThread client_thread;
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString(server.socket.empty() ? absl::StrCat("tcp://", server.host, ":", server.port)
                                                             : absl::StrCat("unix://", server.socket));
  options["userName"] = sql::SQLString(server.user);
  options["password"] = sql::SQLString(server.password);
  if (!server.database.empty()) options["schema"] = sql::SQLString(server.database);
  options["OPT_CONNECT_TIMEOUT"] = kConnectTimeoutSeconds;
  options["OPT_READ_TIMEOUT"] = kReadTimeoutSeconds;
  options["OPT_WRITE_TIMEOUT"] = kReadTimeoutSeconds;
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  options["CLIENT_FOUND_ROWS"] = true;  // an UPDATE counts the rows that it matched, as on SQLite
  try {
    std::unique_ptr<Connection> connection(new Connection(Connect(options)));
    if (const absl::Status set_up = connection->SetUp(); !set_up.ok()) return absl::UnavailableError(set_up.ToString());
    return connection;
  } catch (const std::exception& error) {  // sql::SQLException is one
    return absl::UnavailableError(absl::StrReplaceAll(error.what(), {{"\n", " "}}));
  }
}

Connection::Connection(std::unique_ptr<sql::Connection> connection)
    : connection_(std::move(connection)), control_(connection_->createStatement()), statements_(kCachedStatements) {}

Connection::~Connection() = default;

absl::Status Connection::SetUp() {
  MOSBAT_RETURN_IF_ERROR(Run("SET NAMES utf8mb4 COLLATE utf8mb4_bin"));
  MOSBAT_RETURN_IF_ERROR(Run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
  MOSBAT_RETURN_IF_ERROR(Run(kSqlMode));
  for (const char* const optional : {"SET SESSION innodb_snapshot_isolation = ON", "SET SESSION wsrep_sync_wait = 1"}) {
    const absl::Status status = Run(optional);
    if (!status.ok() && last_failure_ != kUnknownVariable) return status;
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Row> version, Query("SELECT VERSION()", {}));
  is_mariadb_ = absl::StrContains(version.front().Text(0), "MariaDB");
  return absl::OkStatus();
}

absl::Status Connection::Run(const std::string& sql) {
  return Guarded(sql, [&] {
    control_->execute(sql);
    return absl::OkStatus();
  });
}

absl::StatusOr<int64_t> Connection::Execute(absl::string_view sql, absl::Span<const Value> values) {
  int64_t count = 0;
  MOSBAT_RETURN_IF_ERROR(Guarded(sql, [&]() -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(sql::PreparedStatement* const statement, Bound(sql, values));
    count = statement->executeUpdate();
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<std::vector<Row>> Connection::Query(absl::string_view sql, absl::Span<const Value> values) {
  std::vector<Row> rows;
  MOSBAT_RETURN_IF_ERROR(Guarded(sql, [&]() -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(sql::PreparedStatement* const statement, Bound(sql, values));
    const std::unique_ptr<sql::ResultSet> result(statement->executeQuery());
    sql::ResultSetMetaData& columns = *result->getMetaData();
    const unsigned int count = columns.getColumnCount();
    while (result->next()) {  // to the end: rows left unread would garble the next statement
      std::vector<Row::Cell> cells;
      cells.reserve(count);
      for (unsigned int column = 1; column <= count; ++column) {
        MOSBAT_ASSIGN_OR_RETURN(Row::Cell cell, CellOf(*result, columns, column));
        cells.push_back(std::move(cell));
      }
      rows.emplace_back(std::move(cells));
    }
    return absl::OkStatus();
  }));
  return rows;
}

// In steps of two, so that calls with like deadlines need no statement for it.
absl::Status Connection::LimitStatements(absl::Time deadline) {
  absl::Duration limit = absl::InfiniteDuration();
  const absl::Duration left = deadline - SystemClock().Now();
  if (left <= kLongestLimit) {
    for (limit = kShortestLimit; limit < left;) limit *= 2;
  }
  if (limit == statement_limit_) return absl::OkStatus();
  const int64_t milliseconds = limit == absl::InfiniteDuration() ? 0 : absl::ToInt64Milliseconds(limit);
  MOSBAT_RETURN_IF_ERROR(
      Run(is_mariadb_ ? absl::StrCat("SET SESSION max_statement_time = ", static_cast<double>(milliseconds) / 1000)
                      : absl::StrCat("SET SESSION max_execution_time = ", milliseconds)));
  statement_limit_ = limit;
  return absl::OkStatus();
}

absl::StatusOr<sql::PreparedStatement*> Connection::Bound(absl::string_view sql, absl::Span<const Value> values) {
  auto* cached = statements_.Find(sql);
  if (cached == nullptr) {
    if (errors::IsTransactionControl(sql)) return errors::TransactionControl();
    std::unique_ptr<sql::PreparedStatement> prepared(connection_->prepareStatement(Text(sql)));
    cached = &statements_.Add(sql, std::move(prepared));
  }
  sql::PreparedStatement& statement = **cached;
  for (size_t i = 0; i < values.size(); ++i) {
    std::visit(Binder{statement, static_cast<unsigned int>(i) + 1}, values[i].get());
  }
  return &statement;
}

absl::Status Connection::Guarded(absl::string_view sql, absl::FunctionRef<absl::Status()> use) {
  try {
    return use();
  } catch (const sql::SQLException& error) {
    last_failure_ = error.getErrorCode();
    // Code 0 comes from the library itself, which then says nothing about the state of the wire.
    if (last_failure_ == 0 || FaultOf(last_failure_) == Fault::kConnection) usable_ = false;
    if (last_failure_ == kStatementOutdated) statements_.Erase(sql);
    return StatusOf(last_failure_, error.getSQLState(), error.what(), sql);
  } catch (const std::exception& error) {
    last_failure_ = 0;
    usable_ = false;
    return absl::InternalError(absl::StrCat(error.what(), ", in: ", sql));
  }
}

absl::StatusOr<int64_t> ConnectionSession::Execute(absl::string_view sql, absl::Span<const Value> values) {
  if (!failure_.ok()) return failure_;
  return Noted(connection_.Execute(sql, values));
}

absl::StatusOr<std::vector<Row>> ConnectionSession::Query(absl::string_view sql, absl::Span<const Value> values) {
  if (!failure_.ok()) return failure_;
  return Noted(connection_.Query(sql, values));
}

template <typename T>
absl::StatusOr<T> ConnectionSession::Noted(absl::StatusOr<T> answer) {
  if (!answer.ok() && !IsUniqueViolation(answer.status())) {
    failure_ = answer.status();
    code_ = connection_.last_failure();
  }
  return answer;
}

}  // namespace mosbat::db::mysql
