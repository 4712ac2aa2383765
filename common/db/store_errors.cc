#include "common/db/store_errors.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"

#include "common/base/error.h"
#include "common/db/database.h"

namespace mosbat::db {
namespace {

constexpr char kUniqueUrl[] = "mosbat/db.unique_violation";
constexpr char kUnknownUrl[] = "mosbat/db.outcome_unknown";
constexpr char kMissingTableUrl[] = "mosbat/db.missing_table";
constexpr char kDetailUrl[] = "mosbat/db.detail";
constexpr char kStoreUnavailable[] = "STORE_UNAVAILABLE";

absl::Status Marked(absl::Status status, absl::string_view url, absl::string_view text = "") {
  status.SetPayload(url, absl::Cord(text));
  return status;
}

}  // namespace

bool IsUniqueViolation(const absl::Status& status) { return status.GetPayload(kUniqueUrl).has_value(); }
bool IsOutcomeUnknown(const absl::Status& status) { return status.GetPayload(kUnknownUrl).has_value(); }

namespace errors {

bool IsStoreUnavailable(const absl::Status& status) { return ReasonOf(status) == kStoreUnavailable; }

absl::Status UniqueViolation() { return Marked(absl::AlreadyExistsError("a unique key is taken"), kUniqueUrl); }

absl::Status LostRace() {
  return MakeError(
      absl::StatusCode::kAborted, "LOST_RACE",
      {.en = "Other changes came first, again and again; please try once more.",
       .fa = "تغییرهای دیگری پی‌درپی زودتر انجام شدند؛ لطفاً دوباره "
             "تلاش "
             "کنید."});
}

absl::Status OutcomeUnknown(absl::string_view detail) {
  return Marked(
      Marked(MakeError(
                 absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN",
                 {.en = "The connection to the store was lost while the change was being stored; send the same "
                        "request again to learn whether it was.",
                  .fa = "ارتباط با پایگاه داده هنگام ثبت قطع شد؛ همان درخواست را دوباره بفرستید تا نتیجه روشن شود."}),
             kDetailUrl, detail),
      kUnknownUrl);
}

absl::Status StoreUnavailable(absl::string_view detail) {
  return Marked(MakeError(absl::StatusCode::kUnavailable, kStoreUnavailable,
                          {.en = "The store cannot be reached or written at the moment; please try again.",
                           .fa = "پایگاه داده اکنون در دسترس نیست؛ لطفاً دوباره تلاش کنید."}),
                kDetailUrl, detail);
}

absl::Status DeadlinePassed() { return absl::DeadlineExceededError("the deadline passed in the store"); }

absl::Status MissingTable(absl::string_view detail) { return Marked(absl::InternalError(detail), kMissingTableUrl); }

absl::Status TransactionControl() {
  return absl::InternalError("a transaction body may not begin, end or nest transactions");
}

absl::Status WriteOnSnapshot() { return absl::InternalError("a body of Read() tried to write"); }

bool IsMissingTable(const absl::Status& status) { return status.GetPayload(kMissingTableUrl).has_value(); }

bool IsTransactionControl(absl::string_view sql) {
  sql = absl::StripLeadingAsciiWhitespace(sql);
  for (const absl::string_view word : {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"}) {
    if (!absl::StartsWithIgnoreCase(sql, word)) continue;
    const absl::string_view rest = sql.substr(word.size());
    if (rest.empty() || (!absl::ascii_isalnum(static_cast<unsigned char>(rest.front())) && rest.front() != '_')) {
      return true;
    }
  }
  return false;
}

}  // namespace errors
}  // namespace mosbat::db
