#include "common/db/migration.h"

#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/db/store_errors.h"

namespace mosbat::db {
namespace {

constexpr char kMigrationsTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "owner VARCHAR(63) NOT NULL, name VARCHAR(127) NOT NULL, applied_at_us BIGINT NOT NULL, PRIMARY KEY (owner, name))";
constexpr char kLeasesTable[] =
    "CREATE TABLE IF NOT EXISTS schema_leases ("
    "name VARCHAR(63) NOT NULL PRIMARY KEY, holder VARCHAR(63) NOT NULL, expires_at_us BIGINT NOT NULL)";

constexpr char kLeaseName[] = "migrate";
constexpr absl::Duration kLease = absl::Seconds(30);
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(100);

using Applied = std::set<std::pair<std::string, std::string>>;  // (owner, name)

absl::Status SchemaNewer(const std::string& owner, const std::string& name) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "SCHEMA_NEWER",
      {.en = absl::StrCat("The database has the migration ", owner, "/", name,
                          ", which this program does not know: it belongs to a newer version."),
       .fa = absl::StrCat(
           "پایگاه داده تغییر ", owner, "/", name,
           " را دارد که این برنامه نمی‌شناسد: از نسخه‌ای تازه‌تر "
           "است.")},
      {{"owner", owner}, {"migration", name}});
}

absl::Status SchemaOld(const std::string& owner, const std::string& name) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "SCHEMA_OLD",
      {.en = absl::StrCat("The database lacks the migration ", owner, "/", name, "; run `mosbat migrate`."),
       .fa = absl::StrCat("پایگاه داده تغییر ", owner, "/", name, " را ندارد؛ «mosbat migrate» را اجرا کنید.")},
      {{"owner", owner}, {"migration", name}});
}

absl::Status MigrationRunning() {
  return MakeError(absl::StatusCode::kAborted, "MIGRATION_RUNNING",
                   {.en = "Another process is changing the schema of this database.",
                    .fa = "پردازهٔ دیگری در حال تغییر ساختار این پایگاه داده است."});
}

absl::StatusOr<Applied> ReadApplied(Session& session) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Row> rows, session.Query("SELECT owner, name FROM schema_migrations"));
  Applied applied;
  for (const Row& row : rows) applied.emplace(row.Text(0), row.Text(1));
  return applied;
}

// Migrations of other owners are none of our business: they share the database.
absl::Status RequireNothingNewer(const Applied& applied, const std::vector<MigrationSet>& sets) {
  for (const MigrationSet& set : sets) {
    Applied unknown;
    for (const auto& [owner, name] : applied) {
      if (owner == set.owner) unknown.emplace(owner, name);
    }
    for (const Migration& migration : *set.migrations) unknown.erase({set.owner, migration.name});
    if (!unknown.empty()) return SchemaNewer(set.owner, unknown.begin()->second);
  }
  return absl::OkStatus();
}

// The leased row that keeps two migrating processes apart: GET_LOCK would hold on one node of a cluster only. A process
// that dies leaves it to expire. Were two to hold it after all, IF NOT EXISTS and the key of schema_migrations keep the
// outcome right.
class Lease {
 public:
  explicit Lease(Database& database) : database_(database), holder_(SystemIds().NewUuid(SystemClock().Now())) {}

  // Takes it, or prolongs it if it is ours; false if another holds it.
  absl::StatusOr<bool> Take() {
    bool taken = false;
    const absl::Time now = SystemClock().Now();
    const absl::Status status = database_.Transact([&](Session& session) -> absl::Status {
      const int64_t expires = absl::ToUnixMicros(now + kLease);
      MOSBAT_ASSIGN_OR_RETURN(
          const std::vector<Row> rows,
          session.Query("SELECT holder, expires_at_us FROM schema_leases WHERE name = ?", {kLeaseName}));
      if (rows.empty()) {
        taken = true;
        return session
            .Execute("INSERT INTO schema_leases (name, holder, expires_at_us) VALUES (?, ?, ?)",
                     {kLeaseName, holder_, expires})
            .status();
      }
      const std::string& holder = rows.front().Text(0);
      const int64_t held_until = rows.front().Int(1);
      taken = holder == holder_ || held_until <= absl::ToUnixMicros(now);
      if (!taken) return absl::OkStatus();
      MOSBAT_ASSIGN_OR_RETURN(const int64_t changed,
                              session.Execute("UPDATE schema_leases SET holder = ?, expires_at_us = ? "
                                              "WHERE name = ? AND holder = ? AND expires_at_us = ?",
                                              {holder_, expires, kLeaseName, holder, held_until}));
      taken = changed == 1;
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    if (taken) expires_ = now + kLease;
    return taken;
  }

  // MIGRATION_RUNNING if it was lost to another.
  absl::Status Keep() {
    if (SystemClock().Now() < expires_ - kLease / 2) return absl::OkStatus();
    MOSBAT_ASSIGN_OR_RETURN(const bool ours, Take());
    return ours ? absl::OkStatus() : MigrationRunning();
  }

  absl::Status WaitAndTake() {
    const absl::Time give_up = SystemClock().Now() + kPatience;
    while (true) {
      MOSBAT_ASSIGN_OR_RETURN(const bool taken, Take());
      if (taken) return absl::OkStatus();
      if (SystemClock().Now() >= give_up) return MigrationRunning();
      std::this_thread::sleep_for(absl::ToChronoMilliseconds(kBetweenLooks));
    }
  }

  absl::Status Release() {
    return database_.Transact([&](Session& session) {
      return session.Execute("DELETE FROM schema_leases WHERE name = ? AND holder = ?", {kLeaseName, holder_}).status();
    });
  }

 private:
  Database& database_;
  const std::string holder_;
  absl::Time expires_ = absl::InfinitePast();
};

// One change and its record. On MySQL the change commits by itself, so a process that dies in between leaves a change
// without a record: it runs again, and IF NOT EXISTS makes that harmless.
absl::Status Apply(Database& database, const std::string& owner, const Migration& migration) {
  return database.Transact([&](Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(
        const std::vector<Row> rows,
        session.Query("SELECT name FROM schema_migrations WHERE owner = ? AND name = ?", {owner, migration.name}));
    if (!rows.empty()) return absl::OkStatus();
    MOSBAT_RETURN_IF_ERROR(session.Execute(migration.sql).status());
    return session
        .Execute("INSERT INTO schema_migrations (owner, name, applied_at_us) VALUES (?, ?, ?)",
                 {owner, migration.name, absl::ToUnixMicros(SystemClock().Now())})
        .status();
  });
}

absl::StatusOr<int> ApplyMissing(Database& database, Lease& lease, const std::vector<MigrationSet>& sets) {
  Applied applied;
  MOSBAT_RETURN_IF_ERROR(database.Read([&](Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(applied, ReadApplied(session));
    return absl::OkStatus();
  }));
  MOSBAT_RETURN_IF_ERROR(RequireNothingNewer(applied, sets));
  int count = 0;
  for (const MigrationSet& set : sets) {
    for (const Migration& migration : *set.migrations) {
      if (applied.contains({set.owner, migration.name})) continue;
      MOSBAT_RETURN_IF_ERROR(lease.Keep());
      MOSBAT_RETURN_IF_ERROR(Apply(database, set.owner, migration));
      ++count;
    }
  }
  return count;
}

}  // namespace

absl::StatusOr<int> Migrate(Database& database, const std::vector<MigrationSet>& sets) {
  for (const char* const table : {kMigrationsTable, kLeasesTable}) {
    MOSBAT_RETURN_IF_ERROR(database.Transact([&](Session& session) { return session.Execute(table).status(); }));
  }
  Lease lease(database);
  MOSBAT_RETURN_IF_ERROR(lease.WaitAndTake());
  const absl::StatusOr<int> count = ApplyMissing(database, lease, sets);
  const absl::Status released = lease.Release();
  if (count.ok() && !released.ok()) return released;
  return count;
}

absl::Status RequireMigrated(Database& database, const std::vector<MigrationSet>& sets) {
  Applied applied;
  const absl::Status read = database.Read([&](Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(applied, ReadApplied(session));
    return absl::OkStatus();
  });
  if (!read.ok() && !errors::IsMissingTable(read)) return read;
  MOSBAT_RETURN_IF_ERROR(RequireNothingNewer(applied, sets));
  for (const MigrationSet& set : sets) {
    for (const Migration& migration : *set.migrations) {
      if (!applied.contains({set.owner, migration.name})) return SchemaOld(set.owner, migration.name);
    }
  }
  return absl::OkStatus();
}

}  // namespace mosbat::db
