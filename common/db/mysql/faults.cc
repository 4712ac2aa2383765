#include "common/db/mysql/faults.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/db/store_errors.h"

namespace mosbat::db::mysql {

Fault FaultOf(int code) {
  switch (code) {
    case 0:
      return Fault::kNone;
    case 1062:  // duplicate entry
    case 1586:  // the same, naming the key
      return Fault::kUnique;
    case 1020:  // the record has changed since this snapshot (innodb_snapshot_isolation)
    case 1047:  // this node is not part of the cluster's primary component
    case 1180:  // the cluster did not vote
    case 1205:  // lock wait timeout
    case 1213:  // deadlock, or the cluster voted against it
    case 1290:  // the server is read-only: a failover is under way
    case 1615:  // a prepared statement met a changed table
      return Fault::kConflict;
    case 1053:  // server shutdown in progress
    case 1152:  // aborted connection
    case 1158:  // network errors, as the server saw them
    case 1159:
    case 1160:
    case 1161:
    case 1184:
    case 1243:  // unknown prepared statement: the server lost this connection's state
    case 1927:  // the connection was killed
    case 4031:  // disconnected for inactivity
      return Fault::kConnection;
    default:
      return code >= 2000 && code <= 2099 ? Fault::kConnection : Fault::kOther;
  }
}

bool CertainlyNotCommitted(int code) {
  switch (code) {
    case 1020:
    case 1047:
    case 1205:
    case 1213:
    case 1290:
      return true;
    default:
      return false;
  }
}

absl::Status StatusOf(int code, absl::string_view sql_state, absl::string_view text, absl::string_view sql) {
  const bool names_no_value = absl::StartsWith(sql_state, "42") || FaultOf(code) == Fault::kConnection || code == 0;
  const std::string detail = absl::StrCat("MySQL ", code, " (", sql_state, ")", names_no_value ? ": " : "",
                                          names_no_value ? text : "", ", in: ", sql);
  switch (code) {
    case 1040:  // too many connections
    case 1047:
    case 1180:
    case 1203:  // too many connections of this user
    case 1290:
      return errors::StoreUnavailable(detail);
    case 1146:
      return errors::MissingTable(detail);
    case 1969:  // max_statement_time of MariaDB
    case 3024:  // max_execution_time of MySQL
      return errors::DeadlinePassed();
    default:
      break;
  }
  switch (FaultOf(code)) {
    case Fault::kUnique:
      return errors::UniqueViolation();
    case Fault::kConflict:
      return errors::LostRace();
    case Fault::kConnection:
      return errors::StoreUnavailable(detail);
    default:
      return absl::InternalError(detail);
  }
}

}  // namespace mosbat::db::mysql
