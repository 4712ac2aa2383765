#include "services/purchasing/handlers/statement_handlers.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/claim.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/domain/statement.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/handlers/scope.h"
#include "services/purchasing/handlers/standings.h"

namespace mosbat::purchasing {

absl::StatusOr<v1::Statement> StatementHandlers::Prepare(rpc::Call& call,
                                                         const v1::PrepareStatementRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("centre", "centres/*", request.centre()));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay last_day, domain::LastDayOf("month", request.month()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Statement statement, Opened(call, request));
  if (iran::TehranDay(call.now()) <= last_day) return errors::MonthNotOver(request.month());

  const int64_t version_before = RowVersionOf(statement.etag());
  MOSBAT_RETURN_IF_ERROR(Collect(call, statement));
  if (statement.stated().count() == 0) return errors::NothingToState(request.centre(), request.month());
  MOSBAT_ASSIGN_OR_RETURN(ClaimSums beside, claims_.Sums(call.session(), request.centre(), request.month()));
  *statement.mutable_held() = std::move(beside.held);
  *statement.mutable_rejected() = std::move(beside.rejected);
  *statement.mutable_pending() = std::move(beside.pending);
  domain::NotePreparer(call.caller().id, call.now(), statement);
  MOSBAT_ASSIGN_OR_RETURN(statement, statements_.Put(call.session(), statement));
  call.Audit(statement.name(), version_before, RowVersionOf(statement.etag()));
  return statement;
}

absl::StatusOr<v1::Statement> StatementHandlers::Opened(rpc::Call& call,
                                                        const v1::PrepareStatementRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<registry::v1::Centre> centre,
                          copies_.FindCentre(call.session(), request.centre()));
  if (!centre.has_value()) return errors::CentreNotFound(request.centre());
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre->county(), centre->name())));
  const std::string name = domain::StatementNameOf(request.centre(), request.month());
  MOSBAT_ASSIGN_OR_RETURN(std::optional<v1::Statement> stored, statements_.Find(call.session(), name));
  if (stored.has_value() && stored->state() != v1::Statement::OPEN) {
    return errors::StatementNotOpen(name, stored->state());
  }
  if (stored.has_value()) return *std::move(stored);
  v1::Statement statement;
  statement.set_name(name);
  statement.set_state(v1::Statement::OPEN);
  statement.set_centre(request.centre());
  statement.set_county(centre->county());
  statement.set_month(request.month());
  return statement;
}

absl::Status StatementHandlers::Collect(rpc::Call& call, v1::Statement& statement) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Claim> claims,
                          claims_.ListToState(call.session(), statement.centre(), statement.month(), kClaimsAtOnce));
  Standings standings(copies_, call.session(), Standings::Mode::kReading);
  std::vector<v1::Claim> ended;
  for (const v1::Claim& claim : claims) {
    MOSBAT_ASSIGN_OR_RETURN(const bool stood, standings.Cover(claim));
    if (!stood) {
      ended.push_back(claim);
      continue;
    }
    MOSBAT_ASSIGN_OR_RETURN(const v1::Claim stated, domain::State(claim, statement.name()));
    MOSBAT_RETURN_IF_ERROR(domain::Add(stated, statement));
    MOSBAT_RETURN_IF_ERROR(Within(call, [&](const Transaction& transaction) {
                             return funding_.Keep(transaction, "ClaimStated", stated);
                           }).status());
  }
  if (claims.size() < kClaimsAtOnce) statement.set_state(v1::Statement::CLOSED);
  return Within(call, [&](const Transaction& transaction) { return funding_.HoldEnded(transaction, ended); });
}

absl::StatusOr<v1::Statement> StatementHandlers::Approve(rpc::Call& call,
                                                         const v1::ApproveStatementRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "statements/*", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Statement before, statements_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(before.county(), before.centre())));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), before.etag(), before.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Statement approved, domain::Approve(before, call.caller().id, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(approved, statements_.Put(call.session(), approved));
  call.Audit(approved.name(), RowVersionOf(before.etag()), RowVersionOf(approved.etag()));
  return approved;
}

absl::StatusOr<v1::Statement> StatementHandlers::Get(rpc::Call& call, const v1::GetStatementRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "statements/*", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Statement statement, statements_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(statement.county(), statement.centre())));
  return statement;
}

absl::StatusOr<v1::ListStatementsResponse> StatementHandlers::List(rpc::Call& call,
                                                                   const v1::ListStatementsRequest& request) const {
  const std::string list =
      absl::StrCat("statements?centre=", request.centre(), "&month=", request.month(), "&state=", request.state());
  const StatementFilter filter{
      .visibility = call.Visibility(), .centre = request.centre(), .month = request.month(), .state = request.state()};
  return ListPage(
      list, request, &v1::ListStatementsResponse::mutable_statements,
      [&](const std::string& after, int limit) { return statements_.List(call.session(), filter, after, limit); });
}

}  // namespace mosbat::purchasing
