#include "services/casefile/store/quota_store.h"

#include <initializer_list>
#include <vector>

#include "absl/strings/string_view.h"

#include "common/base/status_macros.h"
#include "common/db/store_errors.h"
#include "common/iran/day_text.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

constexpr char kUsedBy[] = "SELECT entrustment, period_from FROM quota_uses WHERE request = ?";
constexpr char kInsertUse[] = "INSERT INTO quota_uses (request, entrustment, period_from) VALUES (?, ?, ?)";
constexpr char kDeleteUse[] = "DELETE FROM quota_uses WHERE request = ? AND entrustment = ? AND period_from = ?";

constexpr char kUsed[] = "SELECT used FROM quota_periods WHERE entrustment = ? AND period_from = ?";
constexpr char kInsertPeriod[] = "INSERT INTO quota_periods (entrustment, period_from, used) VALUES (?, ?, 1)";
constexpr char kRaise[] =
    "UPDATE quota_periods SET used = used + 1 WHERE entrustment = ? AND period_from = ? AND used < ?";
constexpr char kLower[] =
    "UPDATE quota_periods SET used = used - 1 WHERE entrustment = ? AND period_from = ? AND used > 0";

// Runs a statement that must change one row, because this transaction has just seen that row.
absl::Status ChangeOne(db::Session& session, absl::string_view sql, std::initializer_list<db::Value> values) {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session.Execute(sql, values));
  return changed == 1 ? absl::OkStatus() : db::errors::UniqueViolation();
}

absl::Status Raise(db::Session& session, const domain::QuotaPeriod& period, const std::string& from) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kUsed, {period.entrustment, from}));
  if (rows.empty()) return session.Execute(kInsertPeriod, {period.entrustment, from}).status();
  const int64_t used = rows.front().Int(0);
  if (used >= period.deliveries) {
    return errors::QuotaExhausted(
        {.entrustment = period.entrustment, .from = period.from, .until = period.until, .quota = period.deliveries},
        used);
  }
  return ChangeOne(session, kRaise, {period.entrustment, from, period.deliveries});
}

}  // namespace

absl::Status QuotaStore::Use(db::Session& session, const std::string& request,
                             const domain::QuotaPeriod& period) const {
  const std::string from = iran::DayText(period.from);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> held, session.Query(kUsedBy, {request}));
  const bool same = !held.empty() && held.front().Text(0) == period.entrustment && held.front().Text(1) == from;
  if (same) return absl::OkStatus();
  MOSBAT_RETURN_IF_ERROR(Raise(session, period, from));
  if (!held.empty()) {
    MOSBAT_RETURN_IF_ERROR(GiveBack(session, request));
  }
  return session.Execute(kInsertUse, {request, period.entrustment, from}).status();
}

absl::Status QuotaStore::GiveBack(db::Session& session, const std::string& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> held, session.Query(kUsedBy, {request}));
  if (held.empty()) return absl::OkStatus();
  const std::string entrustment = held.front().Text(0);
  const std::string from = held.front().Text(1);
  MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kDeleteUse, {request, entrustment, from}));
  return ChangeOne(session, kLower, {entrustment, from});
}

absl::StatusOr<int64_t> QuotaStore::CountUsed(db::Session& session, const domain::QuotaPeriod& period) const {
  const std::string from = iran::DayText(period.from);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kUsed, {period.entrustment, from}));
  return rows.empty() ? 0 : rows.front().Int(0);
}

}  // namespace mosbat::casefile
