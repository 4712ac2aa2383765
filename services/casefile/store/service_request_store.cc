#include "services/casefile/store/service_request_store.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "services/casefile/domain/belonging.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

using Count = v1::CountOpenRequestsResponse::Count;
using common::v1::Decision;

constexpr char kCountOpen[] =
    "SELECT service_type_revision, state, COUNT(*) FROM service_requests "
    "WHERE state IN ('REQUESTED', 'ELIGIBLE', 'SCHEDULED') AND (deliver_until = '' OR deliver_until >= ?) AND ";
constexpr char kOverdue[] =
    "SELECT name FROM service_requests WHERE state = 'ELIGIBLE' AND deliver_until > '' AND deliver_until < ? "
    "AND name > ? ORDER BY name LIMIT ?";
constexpr char kByRevisionAndState[] = " GROUP BY service_type_revision, state ORDER BY service_type_revision, state";

// "subGuidelines/{s}" of "subGuidelines/{s}/revisions/{n}".
std::string SubGuidelineOf(const Decision& decision) {
  const std::string& revision = decision.sub_guideline_revision();
  return revision.substr(0, revision.find("/revisions/"));
}

// Empty where there is no deadline.
std::string DeliverUntil(const v1::ServiceRequest& request) {
  return request.has_deliver_until() ? iran::DayText(request.deliver_until()) : "";
}

}  // namespace

ServiceRequestStore::ServiceRequestStore(const crypto::Keyring& keyring)
    : requests_("service_requests",
                {"state", "deliver_until", "service_type", "service_type_revision", "sub_guideline", "judged_on",
                 "outcome", "asked_at", "case_file", "county", "centre", "social_worker"},
                &keyring),
      states_("service_requests", {"state", "deliver_until"}, &keyring) {}

absl::StatusOr<v1::ServiceRequest> ServiceRequestStore::Insert(db::Session& session, const v1::ServiceRequest& request,
                                                               const std::optional<v1::CaseFile>& file,
                                                               const std::string& rule_clause) const {
  const domain::Belonging belonging = domain::BelongingOf(request, file);
  const Decision& decision = request.decision();
  MOSBAT_ASSIGN_OR_RETURN(
      v1::ServiceRequest inserted,
      requests_.Insert(
          session, request,
          {v1::ServiceRequest::State_Name(request.state()), DeliverUntil(request), request.service_type(),
           request.service_type_revision(), SubGuidelineOf(decision), iran::DayText(decision.judged_date()),
           Decision::Outcome_Name(decision.outcome()), request.centre(), domain::CaseFileOf(request.member()),
           belonging.county, belonging.centre, belonging.worker}));
  MOSBAT_RETURN_IF_ERROR(IndexClauses(session, request, rule_clause));
  return inserted;
}

absl::Status ServiceRequestStore::IndexClauses(db::Session& session, const v1::ServiceRequest& request,
                                               const std::string& rule_clause) const {
  std::set<std::string> clauses = {rule_clause};
  for (const common::v1::DecisionReason& reason : request.decision().reasons()) clauses.insert(reason.clause());
  clauses.erase("");
  if (clauses.empty()) return absl::OkStatus();
  const std::string sub_guideline = SubGuidelineOf(request.decision());
  const std::string judged_on = iran::DayText(request.decision().judged_date());
  std::string sql = "INSERT INTO decision_clauses (sub_guideline, clause, judged_on, request) VALUES ";
  std::vector<db::Value> values;
  for (const std::string& clause : clauses) {
    absl::StrAppend(&sql, values.empty() ? "" : ", ", "(?, ?, ?, ?)");
    values.insert(values.end(), {sub_guideline, clause, judged_on, request.name()});
  }
  return session.Execute(sql, values).status();
}

absl::StatusOr<v1::ServiceRequest> ServiceRequestStore::Replace(db::Session& session,
                                                                const v1::ServiceRequest& request) const {
  return states_.Replace(session, request, {v1::ServiceRequest::State_Name(request.state()), DeliverUntil(request)});
}

absl::StatusOr<v1::ServiceRequest> ServiceRequestStore::Get(db::Session& session, const std::string& name) const {
  return requests_.Get(session, name, errors::ServiceRequestNotFound);
}

absl::StatusOr<std::vector<v1::ServiceRequest>> ServiceRequestStore::List(db::Session& session,
                                                                          const ServiceRequestFilter& filter,
                                                                          const std::string& after, int limit) const {
  db::Where where;
  where.VisibleTo(filter.visibility, {.centre = "centre", .worker = "social_worker"})
      .Equal("asked_at", filter.centre)
      .Equal("case_file", filter.case_file)
      .Equal("service_type", filter.service_type);
  if (filter.state != v1::ServiceRequest::STATE_UNSPECIFIED) {
    where.Equal("state", v1::ServiceRequest::State_Name(filter.state));
  }
  return requests_.List(session, where, after, limit);
}

absl::StatusOr<std::vector<v1::ServiceRequest>> ServiceRequestStore::ListDecisions(db::Session& session,
                                                                                   const DecisionFilter& filter,
                                                                                   const DecisionKey& after,
                                                                                   int limit) const {
  // Along the key of the clauses where one is named, else along one of the requests'.
  const bool by_clause = !filter.clause.empty();
  const std::string day = by_clause ? "c.judged_on" : "r.judged_on";
  const std::string name = by_clause ? "c.request" : "r.name";
  db::Where where;
  where.Equal(by_clause ? "c.sub_guideline" : "r.sub_guideline", filter.sub_guideline)
      .Equal("c.clause", filter.clause)
      .VisibleTo(filter.visibility, {.county = "r.county", .centre = "r.centre", .worker = "r.social_worker"});
  if (filter.outcome != Decision::OUTCOME_UNSPECIFIED) where.Equal("r.outcome", Decision::Outcome_Name(filter.outcome));
  if (filter.from.has_value()) where.AtLeast(day, iran::DayText(*filter.from));
  if (filter.to.has_value()) where.AtMost(day, iran::DayText(*filter.to));
  const std::string sql = absl::StrCat(
      "SELECT r.name FROM ",
      by_clause ? "decision_clauses c JOIN service_requests r ON r.name = c.request" : "service_requests r", " WHERE ",
      where.sql(), where.sql().empty() ? "" : " AND ", "(", day, " > ? OR (", day, " = ? AND ", name,
      " > ?)) ORDER BY ", day, ", ", name, " LIMIT ?");
  std::vector<db::Value> values = where.values();
  values.insert(values.end(), {after.judged_on, after.judged_on, after.request, limit});
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql, values));
  std::vector<v1::ServiceRequest> decided;
  decided.reserve(rows.size());
  for (const db::Row& row : rows) {
    MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest request, Get(session, row.Text(0)));
    decided.push_back(std::move(request));
  }
  return decided;
}

absl::StatusOr<std::vector<std::string>> ServiceRequestStore::ListOverdue(db::Session& session, absl::CivilDay today,
                                                                          const std::string& after, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kOverdue, {iran::DayText(today), after, limit}));
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const db::Row& row : rows) names.push_back(row.Text(0));
  return names;
}

absl::StatusOr<std::vector<Count>> ServiceRequestStore::CountOpen(db::Session& session,
                                                                  const OpenRequestsFilter& filter) const {
  db::Where where;
  where.Equal("service_type", filter.service_type)
      .InArea("county", filter.area)
      .VisibleTo(filter.visibility, {.centre = "centre", .worker = "social_worker"});
  const std::string today = iran::DayText(filter.today);
  std::vector<db::Value> values = where.values();
  values.insert(values.begin(), today);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(absl::StrCat(kCountOpen, where.sql(), kByRevisionAndState), values));
  std::vector<Count> counts;
  for (const db::Row& row : rows) {
    v1::ServiceRequest::State state = v1::ServiceRequest::STATE_UNSPECIFIED;
    if (!v1::ServiceRequest::State_Parse(row.Text(1), &state)) return absl::DataLossError("a stored state is none");
    Count& count = counts.emplace_back();
    count.set_service_type_revision(row.Text(0));
    count.set_state(state);
    count.set_requests(row.Int(2));
  }
  return counts;
}

}  // namespace mosbat::casefile
