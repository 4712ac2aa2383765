#include "services/suite/key_check_store.h"

#include <vector>

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::suite {
namespace {

constexpr char kGet[] = "SELECT value FROM key_check WHERE name = ?";
constexpr char kInsert[] = "INSERT INTO key_check (name, value) VALUES (?, ?)";
constexpr char kName[] = "keys";

absl::StatusOr<std::string> Get(db::Session& session) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kGet, {kName}));
  return rows.empty() ? std::string() : std::string(rows.front().Text(0));
}

absl::Status KeysWrong() {
  return MakeError(absl::StatusCode::kFailedPrecondition, "KEYS_WRONG",
                   {.en = "The database was written under other keys; put those back.",
                    .fa = "پایگاه داده با کلیدهای دیگری نوشته شده است؛ همان کلیدها را برگردانید."});
}

}  // namespace

absl::StatusOr<std::string> KeyCheckOf(db::Database& database) {
  std::string value;
  MOSBAT_RETURN_IF_ERROR(database.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(value, Get(session));
    return absl::OkStatus();
  }));
  return value;
}

absl::Status KeepKeyCheck(db::Database& database, absl::string_view check_value) {
  return database.Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::string kept, Get(session));
    if (kept.empty()) return session.Execute(kInsert, {kName, check_value}).status();
    return kept == check_value ? absl::OkStatus() : KeysWrong();
  });
}

absl::Status RequireKeys(db::Database& database, absl::string_view check_value) {
  MOSBAT_ASSIGN_OR_RETURN(const std::string kept, KeyCheckOf(database));
  return kept == check_value ? absl::OkStatus() : KeysWrong();
}

}  // namespace mosbat::suite
