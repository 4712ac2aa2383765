#include "services/purchasing/handlers/claim_intake.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/claim.h"
#include "services/purchasing/domain/standing.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing {
namespace {

// The payload as a `Message`; nothing if it is another.
template <typename Message>
std::optional<Message> PayloadAs(const feed::v1::Event& event) {
  Message message;
  if (!event.payload().Is<Message>() || !event.payload().UnpackTo(&message)) return std::nullopt;
  return message;
}

}  // namespace

absl::Status ClaimIntake::Apply(const Transaction& transaction, const feed::v1::Event& event) const {
  db::Session& session = transaction.session;
  if (const auto delivery = PayloadAs<casefile::v1::Delivery>(event)) {
    return TakeDelivery(transaction, *delivery, event.event_time());
  }
  if (const auto centre = PayloadAs<registry::v1::Centre>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool newer, copies_.Keep(session, *centre));
    return newer ? HoldEnded(transaction, *centre) : absl::OkStatus();
  }
  if (const auto licence = PayloadAs<registry::v1::Licence>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool newer, copies_.Keep(session, *licence));
    if (!newer) return absl::OkStatus();
    MOSBAT_ASSIGN_OR_RETURN(const std::optional<registry::v1::Centre> centre,
                            copies_.FindCentre(session, licence->centre()));
    return centre.has_value() ? HoldEnded(transaction, *centre) : absl::OkStatus();
  }
  if (const auto type = PayloadAs<catalog::v1::ServiceType>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool newer, copies_.Keep(session, *type));
    const std::optional<absl::CivilDay> end = domain::StandingOf(*type).end;
    if (!newer || !end.has_value()) return absl::OkStatus();
    return HoldFrom(transaction, {.centre = "", .service_type = type->name(), .from = *end});
  }
  return absl::OkStatus();
}

absl::Status ClaimIntake::TakeDelivery(const Transaction& transaction, const casefile::v1::Delivery& delivery,
                                       const google::protobuf::Timestamp& recorded) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Claim claim, domain::ClaimOf(delivery, recorded));
  MOSBAT_ASSIGN_OR_RETURN(const bool taken, claims_.Exists(transaction.session, claim.name()));
  if (taken) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const bool stood, Stood(transaction.session, claim));
  if (!stood) {
    return funding_.Keep(transaction, "ClaimHeld", domain::Hold(std::move(claim), v1::Claim::RULE_ENDED)).status();
  }
  return funding_.Admit(transaction, std::move(claim)).status();
}

absl::StatusOr<bool> ClaimIntake::Stood(db::Session& session, const v1::Claim& claim) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<registry::v1::Centre> centre,
                          copies_.FindCentre(session, claim.centre()));
  if (!centre.has_value()) return errors::NotSeenYet(claim.centre());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<catalog::v1::ServiceType> type,
                          copies_.FindServiceType(session, claim.service_type()));
  if (!type.has_value()) return errors::NotSeenYet(claim.service_type());
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<registry::v1::Licence> papers, copies_.PapersOf(session, *centre));
  const absl::CivilDay day = iran::StoredDay(claim.occurred_on());
  return domain::StandingOf(*centre, papers).Covers(day) && domain::StandingOf(*type).Covers(day);
}

absl::Status ClaimIntake::HoldEnded(const Transaction& transaction, const registry::v1::Centre& centre) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<registry::v1::Licence> papers,
                          copies_.PapersOf(transaction.session, centre));
  const std::optional<absl::CivilDay> end = domain::StandingOf(centre, papers).end;
  if (!end.has_value()) return absl::OkStatus();
  return HoldFrom(transaction, {.centre = centre.name(), .service_type = "", .from = *end});
}

absl::Status ClaimIntake::HoldFrom(const Transaction& transaction, const UndecidedFilter& filter) const {
  std::set<std::string> credits;
  std::string after;
  while (true) {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Claim> claims,
                            claims_.ListUndecided(transaction.session, filter, after, kClaimsAtOnce));
    for (const v1::Claim& claim : claims) {
      after = claim.name();
      if (!claim.reviewed_by().empty()) continue;
      MOSBAT_RETURN_IF_ERROR(
          funding_.LetGo(transaction, "ClaimHeld", claim, domain::Hold(claim, v1::Claim::RULE_ENDED)).status());
      credits.insert(claim.credit());
    }
    if (claims.size() < kClaimsAtOnce) break;
  }
  for (const std::string& credit : credits) {
    MOSBAT_RETURN_IF_ERROR(funding_.ReleaseWaiting(transaction, credit).status());
  }
  return absl::OkStatus();
}

}  // namespace mosbat::purchasing
