// Whether a database is for trying or for real, fixed when it is made, and how far its business clock was moved.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/db/database.h"

namespace mosbat::suite {

// Fixes the mode, once; FAILED_PRECONDITION / TRIAL_MODE_FIXED if it is the other one already.
absl::Status FixMode(db::Database& database, bool trial);

// FAILED_PRECONDITION / TRIAL_MODE_FIXED if the database is not of this mode.
absl::Status RequireMode(db::Database& database, bool trial);

// How far the business clock was moved; zero in a database that is for real.
absl::StatusOr<absl::Duration> ClockOffset(db::Session& session);

// From `from`, which the session read; ABORTED if another transaction has moved it since.
absl::Status MoveClockOffset(db::Session& session, absl::Duration from, absl::Duration to);

}  // namespace mosbat::suite
