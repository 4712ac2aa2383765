#include "services/purchasing/store/statement_store.h"

#include "common/base/status_macros.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/store/row_names.h"

namespace mosbat::purchasing {
namespace {

constexpr char kAddToSettle[] = "INSERT INTO statements_to_settle (statement) VALUES (?)";
constexpr char kRemoveToSettle[] = "DELETE FROM statements_to_settle WHERE statement = ?";
constexpr char kToSettle[] = "SELECT statement FROM statements_to_settle ORDER BY statement LIMIT ?";

}  // namespace

absl::StatusOr<v1::Statement> StatementStore::Put(db::Session& session, const v1::Statement& statement) const {
  const std::initializer_list<db::Value> columns = {v1::Statement::State_Name(statement.state()), statement.centre(),
                                                    statement.county(), statement.month()};
  return statement.etag().empty() ? statements_.Insert(session, statement, columns)
                                  : statements_.Replace(session, statement, columns);
}

absl::StatusOr<v1::Statement> StatementStore::Get(db::Session& session, const std::string& name) const {
  return statements_.Get(session, name, errors::StatementNotFound);
}

absl::StatusOr<std::optional<v1::Statement>> StatementStore::Find(db::Session& session, const std::string& name) const {
  return statements_.Find(session, name);
}

absl::StatusOr<std::vector<v1::Statement>> StatementStore::List(db::Session& session, const StatementFilter& filter,
                                                                const std::string& after, int limit) const {
  const std::string state =
      filter.state == v1::Statement::STATE_UNSPECIFIED ? "" : v1::Statement::State_Name(filter.state);
  db::Where where;
  where.VisibleTo(filter.visibility, {.centre = "centre"})
      .Equal("centre", filter.centre)
      .Equal("month", filter.month)
      .Equal("state", state);
  return statements_.List(session, where, after, limit);
}

absl::Status StatementStore::AddToSettle(db::Session& session, const std::string& name) const {
  return session.Execute(kAddToSettle, {name}).status();
}

absl::Status StatementStore::RemoveToSettle(db::Session& session, const std::string& name) const {
  return session.Execute(kRemoveToSettle, {name}).status();
}

absl::StatusOr<std::vector<std::string>> StatementStore::ListToSettle(db::Session& session, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kToSettle, {limit}));
  return NamesIn(rows);
}

}  // namespace mosbat::purchasing
