// What an error of MySQL or MariaDB means for the transaction in which it happened.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mosbat::db::mysql {

enum class Fault {
  kNone,
  kUnique,      // the statement is undone, the transaction goes on
  kConflict,    // the transaction is lost to another, or the cluster cannot take it now: the body runs again
  kConnection,  // so is the connection: it is dropped, and the body runs again
  kOther,
};

Fault FaultOf(int code);

// Whether a COMMIT that failed with `code` has certainly left nothing behind. Of any other failure (the connection
// lost, the cluster's vote not heard) nobody here can tell.
bool CertainlyNotCommitted(int code);

// The status of a failed statement. Names the SQL, which holds no values; the server's own text only where it speaks of
// names and syntax, because its other texts quote values.
absl::Status StatusOf(int code, absl::string_view sql_state, absl::string_view text, absl::string_view sql);

}  // namespace mosbat::db::mysql
