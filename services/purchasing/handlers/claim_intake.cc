#include "services/purchasing/handlers/claim_intake.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/feed/follower.h"
#include "common/feed/position.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/claim.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/domain/standing.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/handlers/standings.h"

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
  if (const auto delivery = PayloadAs<casefile::v1::Delivery>(event)) {
    return TakeDelivery(transaction, *delivery, event.event_time());
  }
  if (const auto centre = PayloadAs<registry::v1::Centre>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool changed, copies_.Keep(transaction.session, *centre));
    return changed ? HoldEnded(transaction, {.centre = centre->name()}) : absl::OkStatus();
  }
  if (const auto type = PayloadAs<catalog::v1::ServiceType>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool changed, copies_.Keep(transaction.session, *type));
    const std::optional<absl::CivilDay> last = domain::StandingOf(*type).ranges.back().last;
    if (!changed || !last.has_value()) return absl::OkStatus();
    return HoldEnded(transaction, {.service_type = type->name(), .from = *last + 1});
  }
  if (const auto sub_guideline = PayloadAs<guideline::v1::SubGuideline>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool changed, copies_.Keep(transaction.session, *sub_guideline));
    return changed ? HoldEnded(transaction, {.sub_guideline = sub_guideline->name()}) : absl::OkStatus();
  }
  if (const auto directive = PayloadAs<guideline::v1::Directive>(event)) {
    MOSBAT_ASSIGN_OR_RETURN(const bool changed, copies_.Keep(transaction.session, *directive));
    if (!changed || !directive->has_repeal_date()) return absl::OkStatus();
    return HoldEnded(transaction, {.from = iran::StoredDay(directive->repeal_date())});
  }
  return absl::OkStatus();
}

absl::Status ClaimIntake::TakeDelivery(const Transaction& transaction, const casefile::v1::Delivery& delivery,
                                       const google::protobuf::Timestamp& recorded) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Claim claim, domain::ClaimOf(delivery, recorded));
  MOSBAT_ASSIGN_OR_RETURN(const bool taken, claims_.Exists(transaction.session, claim.name()));
  if (taken) return absl::OkStatus();
  MOSBAT_RETURN_IF_ERROR(RequireSeen(transaction.session, delivery));
  Standings standings(copies_, transaction.session, Standings::Mode::kGuarding);
  MOSBAT_ASSIGN_OR_RETURN(const bool stood, standings.Cover(claim));
  if (!stood) {
    return funding_.Keep(transaction, "ClaimHeld", domain::Hold(std::move(claim), v1::Claim::RULE_ENDED)).status();
  }
  return funding_.Admit(transaction, std::move(claim)).status();
}

absl::Status ClaimIntake::RequireSeen(db::Session& session, const casefile::v1::Delivery& delivery) const {
  for (const std::string& text : delivery.positions()) {
    const std::optional<feed::Position> there = feed::Position::Parse(text);
    if (!there.has_value() || std::ranges::find(kFollowedFeeds, there->feed) == std::end(kFollowedFeeds)) continue;
    MOSBAT_ASSIGN_OR_RETURN(const std::string own, feed::Follower::Position(session, there->feed));
    const std::optional<feed::Position> here = feed::Position::Parse(own);
    const bool behind = !here.has_value() || (here->feed_id == there->feed_id && here->seq < there->seq);
    if (behind) return errors::NotSeenYet(text);
  }
  MOSBAT_ASSIGN_OR_RETURN(const auto centre, copies_.FindCentre(session, delivery.centre()));
  if (!centre.has_value()) return errors::NotSeenYet(delivery.centre());
  MOSBAT_ASSIGN_OR_RETURN(const auto type, copies_.FindServiceType(session, delivery.service_type()));
  if (!type.has_value()) return errors::NotSeenYet(delivery.service_type());
  const std::string name = domain::SubGuidelineOf(delivery.sub_guideline_revision());
  MOSBAT_ASSIGN_OR_RETURN(const auto sub_guideline, copies_.FindSubGuideline(session, name));
  return sub_guideline.has_value() ? absl::OkStatus() : errors::NotSeenYet(name);
}

absl::Status ClaimIntake::HoldEnded(const Transaction& transaction, const UnstatedFilter& filter) const {
  Standings standings(copies_, transaction.session, Standings::Mode::kFollowing);
  std::vector<v1::Claim> ended;
  std::string after;
  while (true) {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Claim> claims,
                            claims_.ListUnstated(transaction.session, filter, after, kClaimsAtOnce));
    for (const v1::Claim& claim : claims) {
      MOSBAT_ASSIGN_OR_RETURN(const bool stood, standings.Cover(claim));
      if (!stood) ended.push_back(claim);
    }
    if (claims.size() < kClaimsAtOnce) return funding_.HoldEnded(transaction, ended);
    after = claims.back().name();
  }
}

}  // namespace mosbat::purchasing
