// Schema changes: numbered .sql files, one table change each, compiled into the binary (mosbat_schema in CMake).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/database.h"

namespace mosbat::db {

struct Migration {
  std::string name;  // "0001_directives"
  std::string sql;   // one statement, with IF NOT EXISTS
};

// The migrations of one owner within a database ("feed", "guideline"), in their order.
struct MigrationSet {
  std::string owner;
  const std::vector<Migration>* migrations;
};

// Applies what is missing, under a leased row that keeps two processes apart; safe to run again and to interrupt. How
// many were applied. FAILED_PRECONDITION / SCHEMA_NEWER if the database has a migration that this binary does not know.
absl::StatusOr<int> Migrate(Database& database, const std::vector<MigrationSet>& sets);

// OK if every migration is applied; FAILED_PRECONDITION / SCHEMA_OLD or SCHEMA_NEWER else.
absl::Status RequireMigrated(Database& database, const std::vector<MigrationSet>& sets);

}  // namespace mosbat::db
