#include "common/testing/backends.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

#include "common/db/open.h"
#include "common/testing/mariadb_server.h"
#include "common/testing/temp_folder.h"

namespace mosbat::testing {
namespace {

// Backends are opened in fixtures, which have no way to return an error.
template <typename T>
T OrDie(absl::StatusOr<T> answer, absl::string_view what) {
  if (answer.ok()) return *std::move(answer);
  std::fprintf(stderr, "%s: %s\n", std::string(what).c_str(), answer.status().ToString().c_str());
  std::abort();
}

std::unique_ptr<db::Database> Migrated(std::unique_ptr<db::Database> database,
                                       const std::vector<db::MigrationSet>& sets) {
  OrDie(db::Migrate(*database, sets), "cannot migrate a test database");
  return database;
}

int NextNumber() {
  static std::atomic<int> number = 0;
  return ++number;
}

std::unique_ptr<db::Database> OpenSqliteMemory(const std::vector<db::MigrationSet>& sets) {
  return Migrated(OrDie(db::Open({.address = "sqlite::memory:", .service = "test"}), "cannot open SQLite"), sets);
}

std::unique_ptr<db::Database> OpenSqliteFile(const std::vector<db::MigrationSet>& sets) {
  static const TempFolder folder;
  const std::string address = absl::StrCat("sqlite:", folder.path(), "/", NextNumber());
  return Migrated(OrDie(db::Open({.address = address, .service = "test", .create = true}), "cannot open SQLite"), sets);
}

std::unique_ptr<db::Database> OpenMariaDb(const std::vector<db::MigrationSet>& sets) {
  const std::string address = MariaDbServer::Shared().Address(absl::StrCat("t", NextNumber()));
  return Migrated(OrDie(db::Open({.address = address, .service = "test", .create = true}), "cannot open MariaDB"),
                  sets);
}

}  // namespace

void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

std::vector<Backend> AllBackends() {
  std::vector<Backend> backends = {SqliteMemory(), {.name = "SqliteFile", .Open = OpenSqliteFile}};
  if (MariaDbServer::IsInstalled()) {
    backends.push_back({.name = "MariaDb", .Open = OpenMariaDb});
  } else {
    std::printf("SKIPPED: MariaDb, because mariadbd is not installed\n");
  }
  return backends;
}

Backend SqliteMemory() { return {.name = "SqliteMemory", .Open = OpenSqliteMemory}; }

std::string BackendName(const ::testing::TestParamInfo<Backend>& info) { return info.param.name; }

}  // namespace mosbat::testing
