// The errors of a store as database.h lists them; used by the stores themselves. Details of the server or file stay in
// a payload of our own, which logs show and which never leaves the process.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mosbat::db::errors {

absl::Status UniqueViolation();                           // ALREADY_EXISTS, IsUniqueViolation()
absl::Status LostRace();                                  // ABORTED / LOST_RACE
absl::Status OutcomeUnknown(absl::string_view detail);    // UNAVAILABLE / OUTCOME_UNKNOWN, IsOutcomeUnknown()
absl::Status StoreUnavailable(absl::string_view detail);  // UNAVAILABLE / STORE_UNAVAILABLE
absl::Status DeadlinePassed();                            // DEADLINE_EXCEEDED
absl::Status MissingTable(absl::string_view detail);      // INTERNAL, IsMissingTable()
absl::Status TransactionControl();                        // INTERNAL: a body said BEGIN, COMMIT or the like
absl::Status WriteOnSnapshot();                           // INTERNAL: a body of Read() wrote

bool IsMissingTable(const absl::Status& status);
// Whether the store could not be reached, whatever was asked of it: what comes next would fail as well.
bool IsStoreUnavailable(const absl::Status& status);

// Whether `sql` would begin, end or nest a transaction, which only the store does.
bool IsTransactionControl(absl::string_view sql);

}  // namespace mosbat::db::errors
