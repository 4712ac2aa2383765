#include "services/purchasing/handlers/claim_handlers.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/persian_digits.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/handlers/scope.h"
#include "services/purchasing/handlers/standings.h"

namespace mosbat::purchasing {
namespace {

constexpr int kMostObjection = 2000;

absl::Status NotOfThese(int index) {
  return mosbat::errors::FieldInvalid(
      absl::StrCat("names[", index, "]"),
      {.en = "This claim is of another centre or month.", .fa = "این مطالبه از مرکز یا ماه دیگری است."});
}

}  // namespace

absl::StatusOr<v1::Claim> ClaimHandlers::Get(rpc::Call& call, const v1::GetClaimRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "claims/*", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Claim claim, claims_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(claim.county(), claim.centre())));
  return claim;
}

absl::StatusOr<v1::ListClaimsResponse> ClaimHandlers::List(rpc::Call& call,
                                                           const v1::ListClaimsRequest& request) const {
  const std::string list =
      absl::StrCat("claims?centre=", request.centre(), "&month=", request.month(), "&state=", request.state(),
                   "&hold=", request.hold_reason(), "&statement=", request.statement());
  const ClaimFilter filter{.visibility = call.Visibility(),
                           .centre = request.centre(),
                           .month = request.month(),
                           .statement = request.statement(),
                           .state = request.state(),
                           .hold_reason = request.hold_reason()};
  return ListPage(list, request, &v1::ListClaimsResponse::mutable_claims, [&](const std::string& after, int limit) {
    return claims_.List(call.session(), filter, after, limit);
  });
}

absl::StatusOr<v1::Claim> ClaimHandlers::Review(rpc::Call& call, const v1::ReviewClaimRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "claims/*", request.name()));
  MOSBAT_RETURN_IF_ERROR(request.outcome() == v1::ReviewClaimRequest::APPROVE
                             ? RequireLength("reason", request.reason(), kLongestReason)
                             : RequireReason(request.reason()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim before, claims_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(before.county(), before.centre())));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), before.etag(), before.name()));

  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim after, Within(call, [&](const Transaction& transaction) {
                            return Decide(transaction, before, request, call.caller().id);
                          }));
  call.Audit(after.name(), RowVersionOf(before.etag()), RowVersionOf(after.etag()));
  return after;
}

absl::StatusOr<v1::Claim> ClaimHandlers::Decide(const Transaction& transaction, const v1::Claim& claim,
                                                const v1::ReviewClaimRequest& request,
                                                const std::string& reviewer) const {
  const domain::Review review{.by = reviewer, .at = transaction.now, .reason = request.reason()};
  switch (request.outcome()) {
    case v1::ReviewClaimRequest::APPROVE: {
      MOSBAT_ASSIGN_OR_RETURN(const v1::Claim approved, domain::Approve(claim, review));
      Standings standings(copies_, transaction.session, Standings::Mode::kReading);
      MOSBAT_ASSIGN_OR_RETURN(const bool stood, standings.Cover(claim));
      if (!stood) return errors::RuleEnded(claim.name());
      return funding_.Keep(transaction, "ClaimApproved", approved);
    }
    case v1::ReviewClaimRequest::HOLD: {
      MOSBAT_ASSIGN_OR_RETURN(const v1::Claim held, domain::HoldForReview(claim, review));
      return funding_.Keep(transaction, "ClaimHeld", held);
    }
    case v1::ReviewClaimRequest::REJECT: {
      MOSBAT_ASSIGN_OR_RETURN(const v1::Claim rejected, domain::Reject(claim, review));
      return GiveUp(transaction, "ClaimRejected", claim, rejected);
    }
    case v1::ReviewClaimRequest::RELEASE:
      return Release(transaction, claim, review);
    default:
      return mosbat::errors::FieldRequired("outcome");
  }
}

absl::StatusOr<v1::Claim> ClaimHandlers::Release(const Transaction& transaction, const v1::Claim& claim,
                                                 const domain::Review& review) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim released, domain::MayRelease(claim, review));
  Standings standings(copies_, transaction.session, Standings::Mode::kGuarding);
  MOSBAT_ASSIGN_OR_RETURN(const bool stood, standings.Cover(released));
  if (!stood) return GiveUp(transaction, "ClaimHeld", claim, domain::Hold(released, v1::Claim::RULE_ENDED));
  if (claim.funded()) return funding_.Keep(transaction, "ClaimReleased", domain::Fund(released));
  return funding_.Admit(transaction, released);
}

absl::StatusOr<v1::Claim> ClaimHandlers::GiveUp(const Transaction& transaction, absl::string_view event,
                                                const v1::Claim& before, const v1::Claim& after) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim stored, funding_.LetGo(transaction, event, before, after));
  MOSBAT_RETURN_IF_ERROR(funding_.ReleaseWaiting(transaction, before.credit()).status());
  return stored;
}

absl::StatusOr<v1::Claim> ClaimHandlers::Object(rpc::Call& call, const v1::ObjectClaimRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "claims/*", request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireText("objection", request.objection(), kMostObjection));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim before, claims_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(before.county(), before.centre())));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), before.etag(), before.name()));

  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim objected, domain::Object(before, request.objection(), call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Claim after, Within(call, [&](const Transaction& transaction) {
                            return funding_.Keep(transaction, "ClaimObjected", objected);
                          }));
  call.Audit(after.name(), RowVersionOf(before.etag()), RowVersionOf(after.etag()));
  return after;
}

absl::StatusOr<v1::ApproveClaimsResponse> ClaimHandlers::Approve(rpc::Call& call,
                                                                 const v1::ApproveClaimsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("centre", "centres/*", request.centre()));
  MOSBAT_RETURN_IF_ERROR(domain::LastDayOf("month", request.month()).status());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<registry::v1::Centre> centre,
                          copies_.FindCentre(call.session(), request.centre()));
  if (!centre.has_value()) return errors::CentreNotFound(request.centre());
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre->county(), centre->name())));
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Claim> claims, Chosen(call.session(), request));

  v1::ApproveClaimsResponse response;
  *response.mutable_approved_amount() = domain::InRials(0);
  const domain::Review review{.by = call.caller().id, .at = call.now(), .reason = ""};
  Standings standings(copies_, call.session(), Standings::Mode::kReading);
  for (const v1::Claim& claim : claims) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::Claim approved, domain::Approve(claim, review));
    MOSBAT_ASSIGN_OR_RETURN(const bool stood, standings.Cover(claim));
    if (!stood) return errors::RuleEnded(claim.name());
    MOSBAT_RETURN_IF_ERROR(Within(call, [&](const Transaction& transaction) {
                             return funding_.Keep(transaction, "ClaimApproved", approved);
                           }).status());
    MOSBAT_RETURN_IF_ERROR(domain::AddTo(*response.mutable_approved_amount(), claim.amount().amount()));
  }
  response.set_approved_count(static_cast<int32_t>(claims.size()));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t left, claims_.CountPending(call.session(), request.centre(), request.month()));
  response.set_remaining_count(left);
  call.Audit(request.centre());
  return response;
}

absl::StatusOr<std::vector<v1::Claim>> ClaimHandlers::Chosen(db::Session& session,
                                                             const v1::ApproveClaimsRequest& request) const {
  if (request.names().empty()) {
    return claims_.ListPending(session, request.centre(), request.month(), kClaimsAtOnce);
  }
  if (request.names_size() > kClaimsAtOnce) {
    return mosbat::errors::FieldInvalid(
        "names", {.en = absl::StrCat("At most ", kClaimsAtOnce, " claims at once."),
                  .fa = absl::StrCat("حداکثر ", ToPersianDigits(kClaimsAtOnce), " مطالبه در هر بار.")});
  }
  std::vector<v1::Claim> claims;
  std::set<std::string> seen;
  for (int i = 0; i < request.names_size(); ++i) {
    if (!seen.insert(request.names(i)).second) continue;
    MOSBAT_RETURN_IF_ERROR(RequireName(absl::StrCat("names[", i, "]"), "claims/*", request.names(i)));
    MOSBAT_ASSIGN_OR_RETURN(v1::Claim claim, claims_.Get(session, request.names(i)));
    if (claim.centre() != request.centre() || claim.month() != request.month()) return NotOfThese(i);
    claims.push_back(std::move(claim));
  }
  return claims;
}

}  // namespace mosbat::purchasing
