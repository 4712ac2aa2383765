// What both kinds of SQLite database agree on.
#pragma once

namespace mosbat::db::sqlite {

// How often a body that ends in a unique violation runs in all.
inline constexpr int kTries = 5;

// The code under which such runs are counted.
inline constexpr char kUniqueCode[] = "SQLITE_CONSTRAINT_UNIQUE";

}  // namespace mosbat::db::sqlite
