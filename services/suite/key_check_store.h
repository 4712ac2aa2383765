// Which keys a database was written under: a process with others would write what nobody can read together.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"

namespace mosbat::suite {

// The check value kept in the database, "" in one that is new.
absl::StatusOr<std::string> KeyCheckOf(db::Database& database);

// Keeps it, once.
absl::Status KeepKeyCheck(db::Database& database, absl::string_view check_value);

// FAILED_PRECONDITION / KEYS_WRONG if the database was written under other keys.
absl::Status RequireKeys(db::Database& database, absl::string_view check_value);

}  // namespace mosbat::suite
