#include "common/db/mysql/provision.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::db::mysql {
namespace {

constexpr char kCollation[] = "utf8mb4_bin";
constexpr char kReadCollation[] =
    "SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = ?";
constexpr char kCountTables[] = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ?";

std::string PlaceOf(const Server& server) {
  return server.socket.empty() ? absl::StrCat(server.host, ":", server.port) : server.socket;
}

absl::Status DatabaseMissing(const Server& server) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "DATABASE_MISSING",
                   {.en = absl::StrCat("The database ", server.database, " does not exist at ", PlaceOf(server),
                                       "; `mosbat migrate` makes it."),
                    .fa = absl::StrCat("پایگاه داده ", server.database, " در ", PlaceOf(server),
                                       " وجود ندارد؛ با «mosbat migrate» ساخته می‌شود.")},
                   {{"database", server.database}});
}

absl::Status WrongCollation(const Server& server, const std::string& collation) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "DATABASE_COLLATION",
                   {.en = absl::StrCat("The database ", server.database, " has the collation ", collation,
                                       ", under which different keys may be the same; it must have ", kCollation, "."),
                    .fa = absl::StrCat("مرتب‌سازی پایگاه داده ", server.database, " ", collation,
                                       " است؛ باید ", kCollation, " باشد.")},
                   {{"database", server.database}, {"collation", collation}});
}

absl::Status Unreachable(const Server& server, absl::string_view why) {
  return MakeError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                   {.en = absl::StrCat("The database server at ", PlaceOf(server), " cannot be used: ", why, "."),
                    .fa = absl::StrCat("کارساز پایگاه داده در ", PlaceOf(server), " در دسترس نیست: ", why, ".")},
                   {{"server", PlaceOf(server)}});
}

// A connection that has chosen no database yet.
absl::StatusOr<std::unique_ptr<Connection>> Reach(Server server) {
  server.database.clear();
  absl::StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(server);
  if (!connection.ok()) return Unreachable(server, connection.status().message());
  return connection;
}

absl::Status RequireCollation(Connection& connection, const Server& server) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Row> rows, connection.Query(kReadCollation, {{server.database}}));
  if (rows.empty()) return DatabaseMissing(server);
  const std::string& collation = rows.front().Text(0);
  return collation == kCollation ? absl::OkStatus() : WrongCollation(server, collation);
}

}  // namespace

absl::Status RequireDatabase(const Server& server) {
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Connection> connection, Reach(server));
  return RequireCollation(*connection, server);
}

absl::Status CreateDatabase(const Server& server) {
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Connection> connection, Reach(server));
  const std::string name =
      absl::StrCat("`", server.database, "`");  // of letters, digits and _ only: db::Open() sees to it
  MOSBAT_RETURN_IF_ERROR(connection->Run(
      absl::StrCat("CREATE DATABASE IF NOT EXISTS ", name, " CHARACTER SET utf8mb4 COLLATE ", kCollation)));
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Row> tables, connection->Query(kCountTables, {{server.database}}));
  if (tables.front().Int(0) == 0) {
    MOSBAT_RETURN_IF_ERROR(
        connection->Run(absl::StrCat("ALTER DATABASE ", name, " CHARACTER SET utf8mb4 COLLATE ", kCollation)));
  }
  return RequireCollation(*connection, server);
}

}  // namespace mosbat::db::mysql
