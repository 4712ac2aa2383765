#include "services/casefile/store/rule_copies.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/number_order.h"
#include "common/base/status_macros.h"
#include "common/feed/follower.h"
#include "common/iran/day_range.h"
#include "common/iran/day_text.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using catalog::v1::ServiceTypeRevision;
using guideline::v1::Directive;
using guideline::v1::SubGuidelineRevision;

// Before and after every day.
constexpr char kNoDay[] = "";
constexpr char kEndOfDays[] = "9999-12-31";

// More than one type is ever entrusted by.
constexpr int kMostEntrustments = 10'000;

// Of the latest effective date; usually one.
constexpr char kDirectivesOn[] =
    "repeal_date > ? AND effective_date = "
    "(SELECT MAX(effective_date) FROM copied_directives WHERE effective_date <= ? AND repeal_date > ?)";
constexpr int kMostOfOneDay = 100;

// The text itself, while it is not withdrawn and one of its sub-guideline is in force.
constexpr char kTextOn[] =
    "SELECT its.name FROM copied_sub_guideline_revisions its "
    "WHERE its.name = ? AND its.effective_date <= ? AND its.withdrawn_on > ? AND EXISTS "
    "(SELECT 1 FROM copied_sub_guideline_revisions any_one WHERE any_one.sub_guideline = its.sub_guideline "
    "AND any_one.effective_date <= ? AND any_one.end_date > ?)";
constexpr char kRevisionOn[] =
    "SELECT offered.name FROM copied_service_type_revisions offered "
    "WHERE offered.service_type = ? AND offered.effective_date <= ? AND NOT EXISTS "
    "(SELECT 1 FROM copied_sub_guideline_revisions its WHERE its.name = offered.sub_guideline_revision "
    "AND its.withdrawn_on <= offered.effective_date) "
    "ORDER BY offered.number DESC LIMIT 1";

// The day, or `otherwise` where it is not set.
template <typename Message>
std::string DayOr(bool has, const Message& date, absl::string_view otherwise) {
  return has ? iran::DayText(date) : std::string(otherwise);
}

// "subGuidelines/{id}" of "subGuidelines/{id}/revisions/{n}".
std::string SubGuidelineOf(absl::string_view revision) {
  return std::string(revision.substr(0, revision.rfind("/revisions/")));
}

// The first and the last day that the entrustment covers: no day, and so the last before the first, for one that covers
// none. Between the two it may have gaps.
std::string CoversFrom(const Entrustment& entrustment) {
  return entrustment.covered_days().empty() ? kEndOfDays : iran::DayText(entrustment.covered_days(0).from());
}
std::string CoversUntil(const Entrustment& entrustment) {
  if (entrustment.covered_days().empty()) return kNoDay;
  const common::v1::DayRange& last = *entrustment.covered_days().rbegin();
  return DayOr(last.has_until(), last.until(), kEndOfDays);
}

template <typename Message>
absl::StatusOr<Message> Unpacked(const feed::v1::Event& event) {
  Message message;
  if (!event.payload().UnpackTo(&message)) return absl::DataLossError("an event's payload is not its message");
  return message;
}

// The message whose name the query finds, nothing if it finds none.
template <typename Message>
absl::StatusOr<std::optional<Message>> FindBy(db::Session& session, const db::CopyTable<Message>& table,
                                              absl::string_view sql, std::initializer_list<db::Value> values) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql, values));
  if (rows.empty()) return std::optional<Message>();
  return table.Find(session, rows.front().Text(0));
}

}  // namespace

absl::Status RuleCopies::Apply(db::Session& session, const feed::v1::Event& event) const {
  const google::protobuf::Any& payload = event.payload();
  if (payload.Is<Directive>()) {
    MOSBAT_ASSIGN_OR_RETURN(const Directive directive, Unpacked<Directive>(event));
    const bool issued = directive.state() == Directive::ISSUED;
    return directives_
        .Keep(session, directive,
              {DayOr(issued && directive.has_effective_date(), directive.effective_date(), kEndOfDays),
               DayOr(directive.has_repeal_date(), directive.repeal_date(), kEndOfDays)})
        .status();
  }
  if (payload.Is<SubGuidelineRevision>()) {
    MOSBAT_ASSIGN_OR_RETURN(const SubGuidelineRevision revision, Unpacked<SubGuidelineRevision>(event));
    // Only an approval sets the effective date; until then there is no day on which it is in force.
    const bool withdrawn = revision.state() == SubGuidelineRevision::WITHDRAWN;
    return sub_guideline_revisions_
        .Keep(session, revision,
              {SubGuidelineOf(revision.name()),
               DayOr(revision.has_effective_date(), revision.effective_date(), kEndOfDays),
               DayOr(revision.has_end_date(), revision.end_date(), kEndOfDays),
               DayOr(withdrawn && revision.has_end_date(), revision.end_date(), kEndOfDays)})
        .status();
  }
  if (payload.Is<ServiceType>()) {
    MOSBAT_ASSIGN_OR_RETURN(const ServiceType type, Unpacked<ServiceType>(event));
    return service_types_.Keep(session, type).status();
  }
  if (payload.Is<ServiceTypeRevision>()) {
    MOSBAT_ASSIGN_OR_RETURN(const ServiceTypeRevision revision, Unpacked<ServiceTypeRevision>(event));
    return revisions_
        .Keep(session, revision,
              {revision.service_type(), revision.number(), iran::DayText(revision.effective_date()),
               revision.sub_guideline_revision()})
        .status();
  }
  if (payload.Is<Entrustment>()) {
    MOSBAT_ASSIGN_OR_RETURN(const Entrustment entrustment, Unpacked<Entrustment>(event));
    return entrustments_
        .Keep(session, entrustment, {entrustment.service_type(), CoversFrom(entrustment), CoversUntil(entrustment)})
        .status();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Directive>> RuleCopies::DirectiveInForceOn(db::Session& session,
                                                                        absl::CivilDay day) const {
  const std::string text = iran::DayText(day);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Directive> latest,
                          directives_.List(session, kDirectivesOn, {text, text, text}, kMostOfOneDay));
  if (latest.empty()) return std::optional<Directive>();
  return std::optional<Directive>(
      *std::max_element(latest.begin(), latest.end(),
                        [](const Directive& a, const Directive& b) { return NumberLess(a.number(), b.number()); }));
}

absl::StatusOr<bool> RuleCopies::IsSubGuidelineInForceOn(db::Session& session, absl::string_view revision,
                                                         absl::CivilDay day) const {
  const std::string text = iran::DayText(day);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kTextOn, {revision, text, text, text, text}));
  return !rows.empty();
}

absl::StatusOr<ServiceType> RuleCopies::GetServiceType(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(std::optional<ServiceType> type, service_types_.Find(session, name));
  if (!type.has_value()) return errors::ServiceTypeNotFound(name);
  return *std::move(type);
}

absl::StatusOr<std::optional<ServiceTypeRevision>> RuleCopies::RevisionOn(db::Session& session,
                                                                          const std::string& service_type,
                                                                          absl::CivilDay day) const {
  const std::string text = iran::DayText(day);
  return FindBy(session, revisions_, kRevisionOn, {service_type, text});
}

absl::StatusOr<std::optional<Directive>> RuleCopies::FindDirective(db::Session& session,
                                                                   const std::string& name) const {
  return directives_.Find(session, name);
}

absl::StatusOr<std::optional<ServiceTypeRevision>> RuleCopies::FindRevision(db::Session& session,
                                                                            const std::string& name) const {
  return revisions_.Find(session, name);
}

absl::StatusOr<ServiceTypeRevision> RuleCopies::GetRevision(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(std::optional<ServiceTypeRevision> revision, FindRevision(session, name));
  if (!revision.has_value()) return absl::InternalError(absl::StrCat("there is no copy of ", name));
  return *std::move(revision);
}

absl::StatusOr<std::vector<Entrustment>> RuleCopies::ListEntrustmentsOn(db::Session& session,
                                                                        const std::string& service_type,
                                                                        absl::CivilDay day) const {
  const std::string text = iran::DayText(day);
  MOSBAT_ASSIGN_OR_RETURN(std::vector<Entrustment> entrustments,
                          entrustments_.List(session, "service_type = ? AND covers_from <= ? AND covers_until >= ?",
                                             {service_type, text, text}, kMostEntrustments));
  std::erase_if(entrustments, [&](const Entrustment& one) { return !iran::Contains(one.covered_days(), day); });
  return entrustments;
}

absl::StatusOr<std::vector<std::string>> RuleCopies::Positions(db::Session& session) {
  std::vector<std::string> positions;
  for (const char* const feed : {"guideline", "catalog", "registry"}) {
    MOSBAT_ASSIGN_OR_RETURN(std::string position, feed::Follower::Position(session, feed));
    positions.push_back(std::move(position));
  }
  return positions;
}

}  // namespace mosbat::casefile
