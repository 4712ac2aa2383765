#include "services/purchasing/store/claim_store.h"

#include <cstddef>
#include <utility>

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/store/row_names.h"

namespace mosbat::purchasing {
namespace {

constexpr char kExists[] = "SELECT row_version FROM claims WHERE name = ?";
constexpr char kWaiting[] =
    "SELECT name, amount FROM claims WHERE credit = ? AND hold_reason = 'NO_CREDIT' ORDER BY occurred_on, name LIMIT ?";
constexpr char kSumWaiting[] = "SELECT SUM(amount) FROM claims WHERE credit = ? AND hold_reason = 'NO_CREDIT'";
constexpr char kUnpriced[] =
    "SELECT name FROM claims WHERE hold_reason = 'NO_TARIFF' AND service_type = ? AND unit = ? AND occurred_on >= ? "
    "ORDER BY occurred_on, name LIMIT ?";
// From the tariffs, which are few, to the claims that wait: each a look into an index.
constexpr char kPriceable[] =
    "SELECT DISTINCT claims.occurred_on, claims.name FROM tariffs CROSS JOIN claims "
    "WHERE claims.hold_reason = 'NO_TARIFF' AND claims.service_type = tariffs.service_type "
    "AND claims.unit = tariffs.unit AND claims.occurred_on >= tariffs.effective_date "
    "ORDER BY claims.occurred_on, claims.name LIMIT ?";
constexpr char kPending[] = "centre = ? AND state = 'PENDING' AND month = ?";
constexpr char kUnstated[] =
    "hold_reason IN ('', 'NO_TARIFF', 'NO_CREDIT') AND state IN ('PENDING', 'APPROVED', 'HELD')";
constexpr char kToState[] =
    "centre = ? AND state = 'APPROVED' AND (month = ? OR month IN (SELECT statements.month FROM statements "
    "WHERE statements.centre = ? AND statements.month < ? AND statements.state <> 'OPEN'))";
constexpr char kStated[] = "statement = ? AND state = 'STATED'";
constexpr char kSums[] =
    "SELECT state, COUNT(*), SUM(amount) FROM claims WHERE centre = ? AND month = ? "
    "AND state IN ('PENDING', 'HELD', 'REJECTED', 'OBJECTED') GROUP BY state";
constexpr char kCountPending[] = "SELECT COUNT(*) FROM claims WHERE centre = ? AND state = 'PENDING' AND month = ?";

std::string HoldReasonText(v1::Claim::HoldReason reason) {
  return reason == v1::Claim::HOLD_REASON_UNSPECIFIED ? "" : v1::Claim::HoldReason_Name(reason);
}

std::string StateText(v1::Claim::State state) {
  return state == v1::Claim::STATE_UNSPECIFIED ? "" : v1::Claim::State_Name(state);
}

absl::Status AddTo(v1::StatementSum& sum, const db::Row& row) {
  sum.set_count(sum.count() + row.Int(1));
  return domain::AddTo(*sum.mutable_amount(), row.Int(2));
}

}  // namespace

absl::StatusOr<v1::Claim> ClaimStore::Put(db::Session& session, const v1::Claim& claim) const {
  const std::string state = StateText(claim.state());
  const std::string hold_reason = HoldReasonText(claim.hold_reason());
  const std::string sub_guideline = domain::SubGuidelineOf(claim.sub_guideline_revision());
  const std::string day = iran::DayText(claim.occurred_on());
  const std::initializer_list<db::Value> columns = {state,
                                                    hold_reason,
                                                    claim.centre(),
                                                    claim.county(),
                                                    claim.credit(),
                                                    claim.service_type(),
                                                    sub_guideline,
                                                    v1::Tariff::Unit_Name(claim.unit()),
                                                    day,
                                                    claim.month(),
                                                    claim.amount().amount(),
                                                    claim.statement()};
  return claim.etag().empty() ? claims_.Insert(session, claim, columns) : claims_.Replace(session, claim, columns);
}

absl::StatusOr<v1::Claim> ClaimStore::Get(db::Session& session, const std::string& name) const {
  return claims_.Get(session, name, errors::ClaimNotFound);
}

absl::StatusOr<bool> ClaimStore::Exists(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kExists, {name}));
  return !rows.empty();
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::List(db::Session& session, const ClaimFilter& filter,
                                                        const std::string& after, int limit) const {
  db::Where where;
  where.VisibleTo(filter.visibility, {.centre = "centre"})
      .Equal("centre", filter.centre)
      .Equal("month", filter.month)
      .Equal("statement", filter.statement)
      .Equal("state", StateText(filter.state))
      .Equal("hold_reason", HoldReasonText(filter.hold_reason));
  return claims_.List(session, where, after, limit);
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::ListWaiting(db::Session& session, const std::string& credit,
                                                               int64_t money, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(std::vector<db::Row> queue, session.Query(kWaiting, {credit, limit}));
  size_t paid = 0;
  for (; paid < queue.size() && queue[paid].Int(1) <= money; ++paid) money -= queue[paid].Int(1);
  queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(paid), queue.end());
  return GetAll(session, queue);
}

absl::StatusOr<int64_t> ClaimStore::SumWaiting(db::Session& session, const std::string& credit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kSumWaiting, {credit}));
  return rows.front().IsNull(0) ? 0 : rows.front().Int(0);
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::ListUnpriced(db::Session& session, const std::string& service_type,
                                                                v1::Tariff::Unit unit, absl::CivilDay from,
                                                                int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(
      const std::vector<db::Row> names,
      session.Query(kUnpriced, {service_type, v1::Tariff::Unit_Name(unit), iran::DayText(from), limit}));
  return GetAll(session, names);
}

absl::StatusOr<std::vector<std::string>> ClaimStore::ListPriceable(db::Session& session, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kPriceable, {limit}));
  return NamesIn(rows, 1);
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::ListUnstated(db::Session& session, const UnstatedFilter& filter,
                                                                const std::string& after, int limit) const {
  db::Where where(kUnstated);
  where.Equal("centre", filter.centre)
      .Equal("service_type", filter.service_type)
      .Equal("sub_guideline", filter.sub_guideline)
      .AtLeast("occurred_on", filter.from.has_value() ? iran::DayText(*filter.from) : "");
  return claims_.List(session, where, after, limit);
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::ListPending(db::Session& session, const std::string& centre,
                                                               const std::string& month, int limit) const {
  return claims_.List(session, kPending, {centre, month}, "", limit);
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::ListToState(db::Session& session, const std::string& centre,
                                                               const std::string& month, int limit) const {
  return claims_.List(session, kToState, {centre, month, centre, month}, "", limit);
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::ListStated(db::Session& session, const std::string& statement,
                                                              int limit) const {
  return claims_.List(session, kStated, {statement}, "", limit);
}

absl::StatusOr<int64_t> ClaimStore::CountPending(db::Session& session, const std::string& centre,
                                                 const std::string& month) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCountPending, {centre, month}));
  return rows.front().Int(0);
}

absl::StatusOr<ClaimSums> ClaimStore::Sums(db::Session& session, const std::string& centre,
                                           const std::string& month) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kSums, {centre, month}));
  ClaimSums sums;
  for (v1::StatementSum* sum : {&sums.held, &sums.rejected, &sums.pending}) *sum->mutable_amount() = domain::InRials(0);
  for (const db::Row& row : rows) {
    const std::string& state = row.Text(0);
    v1::StatementSum& sum = state == "HELD" ? sums.held : state == "PENDING" ? sums.pending : sums.rejected;
    MOSBAT_RETURN_IF_ERROR(AddTo(sum, row));
  }
  return sums;
}

absl::StatusOr<std::vector<v1::Claim>> ClaimStore::GetAll(db::Session& session,
                                                          const std::vector<db::Row>& names) const {
  std::vector<v1::Claim> claims;
  claims.reserve(names.size());
  for (const db::Row& row : names) {
    MOSBAT_ASSIGN_OR_RETURN(v1::Claim claim, Get(session, row.Text(0)));
    claims.push_back(std::move(claim));
  }
  return claims;
}

}  // namespace mosbat::purchasing
