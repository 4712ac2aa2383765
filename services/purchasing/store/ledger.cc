#include "services/purchasing/store/ledger.h"

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "services/purchasing/domain/money.h"

namespace mosbat::purchasing {
namespace {

constexpr char kPost[] =
    "INSERT INTO postings (movement, leg, account, amount, posted_at) VALUES (?, 1, ?, ?, ?), (?, 2, ?, ?, ?)";
// "@" is followed by "A" in byte order: every version of one resource, and of no other.
constexpr char kListOf[] =
    "SELECT movement, account, amount, posted_at FROM postings WHERE movement > ? AND movement < ? "
    "ORDER BY posted_at, movement, leg LIMIT 1000";
constexpr char kBalance[] = "SELECT SUM(amount) FROM postings WHERE account = ?";

}  // namespace

std::string AccountName(absl::string_view owner, Account account) {
  switch (account) {
    case Account::kAllocated:
      return absl::StrCat(owner, "/allocated");
    case Account::kAvailable:
      return absl::StrCat(owner, "/available");
    case Account::kReserved:
      return absl::StrCat(owner, "/reserved");
    case Account::kPayable:
      return absl::StrCat(owner, "/payable");
    case Account::kPaid:
      return absl::StrCat(owner, "/paid");
  }
  return "";
}

absl::Status Ledger::Post(db::Session& session, const Movement& movement, absl::Time now) const {
  if (movement.amount <= 0) return absl::InvalidArgumentError("a movement of money has a positive amount");
  const std::string name = absl::StrCat(movement.resource, "@", RowVersionOf(movement.etag));
  const int64_t at = absl::ToUnixMicros(now);
  return session.Execute(kPost, {name, movement.from, -movement.amount, at, name, movement.to, movement.amount, at})
      .status();
}

absl::StatusOr<std::vector<v1::Posting>> Ledger::ListOf(db::Session& session, const std::string& resource) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kListOf, {absl::StrCat(resource, "@"), absl::StrCat(resource, "A")}));
  std::vector<v1::Posting> postings;
  postings.reserve(rows.size());
  for (const db::Row& row : rows) {
    v1::Posting& posting = postings.emplace_back();
    posting.set_movement(row.Text(0));
    posting.set_account(row.Text(1));
    *posting.mutable_amount() = domain::InRials(row.Int(2));
    *posting.mutable_post_time() = ToTimestamp(absl::FromUnixMicros(row.Int(3)));
  }
  return postings;
}

absl::StatusOr<int64_t> Ledger::Balance(db::Session& session, const std::string& account) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kBalance, {account}));
  return rows.front().IsNull(0) ? 0 : rows.front().Int(0);
}

}  // namespace mosbat::purchasing
