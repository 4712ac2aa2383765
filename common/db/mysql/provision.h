// Looking at, and making, the database behind a ServerDatabase.
#pragma once

#include "absl/status/status.h"

#include "common/db/mysql/connection.h"

namespace mosbat::db::mysql {

// OK if `server.database` exists with the collation that the keys of our tables need. FAILED_PRECONDITION /
// DATABASE_MISSING or DATABASE_COLLATION; UNAVAILABLE / STORE_UNAVAILABLE, which says in one line why.
absl::Status RequireDatabase(const Server& server);

// Makes it if it is missing; an empty database of another collation gets the right one. The errors are the same.
absl::Status CreateDatabase(const Server& server);

}  // namespace mosbat::db::mysql
