#include "services/purchasing/handlers/credit_handlers.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/handlers/scope.h"

namespace mosbat::purchasing {
namespace {

constexpr int kFirstFiscalYear = 1390;
constexpr int kLastFiscalYear = 1600;
constexpr int kMostSubject = 200;

absl::Status CheckFiscalYear(int year) {
  if (year >= kFirstFiscalYear && year <= kLastFiscalYear) return absl::OkStatus();
  return mosbat::errors::FieldInvalid(
      "fiscal_year", {.en = "A fiscal year is a Jalali year like 1405.", .fa = "سال مالی یک سال شمسی مانند ۱۴۰۵ است."});
}

}  // namespace

absl::StatusOr<v1::Credit> CreditHandlers::Allocate(rpc::Call& call, const v1::AllocateCreditRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("province", "provinces/*", request.province()));
  MOSBAT_RETURN_IF_ERROR(CheckFiscalYear(request.fiscal_year()));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t amount, domain::AmountIn("amount", request.amount(), 1, domain::kMostRials));
  const domain::CreditName name{.province = request.province(), .fiscal_year = request.fiscal_year()};

  MOSBAT_RETURN_IF_ERROR(credits_.Ensure(call.session(), name));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Credit before, credits_.Get(call.session(), name.str()));
  MOSBAT_ASSIGN_OR_RETURN(const bool allocated, credits_.Allocate(call.session(), name.str(), amount, call.now()));
  if (!allocated) return mosbat::errors::AlreadyExists(name.str());
  return Book(call, before, amount);
}

absl::StatusOr<v1::Credit> CreditHandlers::Adjust(rpc::Call& call, const v1::AdjustCreditRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(domain::CreditName::Parse("name", request.name()).status());
  MOSBAT_ASSIGN_OR_RETURN(const int64_t change,
                          domain::AmountIn("change", request.change(), -domain::kMostRials, domain::kMostRials));
  if (change == 0) return mosbat::errors::FieldRequired("change.amount");
  MOSBAT_RETURN_IF_ERROR(RequireReason(request.reason()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Credit before, credits_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), before.etag(), before.name()));
  if (!before.has_allocate_time()) return errors::CreditNotAllocated(before.name());
  if (change > domain::kMostRials - before.allocated().amount()) {
    return errors::AmountOutOfRange("change.amount", -domain::kMostRials,
                                    domain::kMostRials - before.allocated().amount());
  }

  MOSBAT_ASSIGN_OR_RETURN(const bool adjusted, credits_.Adjust(call.session(), before.name(), change));
  if (!adjusted) return errors::CreditInUse(before.name());
  return Book(call, before, change);
}

absl::StatusOr<v1::Credit> CreditHandlers::Get(rpc::Call& call, const v1::GetCreditRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(domain::CreditName::Parse("name", request.name()).status());
  MOSBAT_ASSIGN_OR_RETURN(v1::Credit credit, WithWaiting(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(credit.province())));
  return credit;
}

absl::StatusOr<v1::ListCreditsResponse> CreditHandlers::List(rpc::Call& call,
                                                             const v1::ListCreditsRequest& request) const {
  const std::string list = absl::StrCat("credits?province=", request.province(), "&year=", request.fiscal_year());
  const CreditFilter filter{
      .visibility = call.Visibility(), .province = request.province(), .fiscal_year = request.fiscal_year()};
  return ListPage(list, request, &v1::ListCreditsResponse::mutable_credits, [&](const std::string& after, int limit) {
    return credits_.List(call.session(), filter, after, limit);
  });
}

absl::StatusOr<v1::Commitment> CreditHandlers::Reserve(rpc::Call& call,
                                                       const v1::ReserveCommitmentRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(domain::CreditName::Parse("parent", request.parent()).status());
  v1::Commitment commitment = request.commitment();
  ClearServerFields(commitment);
  MOSBAT_ASSIGN_OR_RETURN(const int64_t amount,
                          domain::AmountIn("commitment.amount", commitment.amount(), 1, domain::kMostRials));
  MOSBAT_RETURN_IF_ERROR(RequireText("commitment.subject", commitment.subject(), kMostSubject));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Credit credit, credits_.Get(call.session(), request.parent()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(credit.province())));

  MOSBAT_ASSIGN_OR_RETURN(const bool reserved, credits_.Reserve(call.session(), credit.name(), amount));
  if (!reserved && credit.waiting_count() > 0) return errors::ClaimsWaiting(credit.name(), credit.waiting_count());
  if (!reserved) return errors::CreditTooLow(credit.name(), credit.free().amount());
  commitment.set_name(absl::StrCat(credit.name(), "/commitments/", call.NewId()));
  commitment.set_state(v1::Commitment::ACTIVE);
  *commitment.mutable_amount() = domain::InRials(amount);
  commitment.set_created_by(call.caller().id);
  *commitment.mutable_create_time() = ToTimestamp(call.now());
  MOSBAT_ASSIGN_OR_RETURN(commitment, credits_.InsertCommitment(call.session(), commitment));
  MOSBAT_RETURN_IF_ERROR(ledger_.Post(call.session(),
                                      {.resource = commitment.name(),
                                       .etag = commitment.etag(),
                                       .from = AccountName(credit.name(), Account::kAvailable),
                                       .to = AccountName(credit.name(), Account::kReserved),
                                       .amount = amount},
                                      call.now()));
  call.Audit(commitment.name(), 0, RowVersionOf(commitment.etag()));
  return commitment;
}

absl::StatusOr<v1::Commitment> CreditHandlers::Release(rpc::Call& call,
                                                       const v1::ReleaseCommitmentRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                          ParseName("name", "credits/*/commitments/*", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(const domain::CreditName credit,
                          domain::CreditName::Parse("name", absl::StrCat("credits/", ids[0])));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Commitment before, credits_.GetCommitment(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(credit.province)));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), before.etag(), before.name()));
  if (before.state() != v1::Commitment::ACTIVE) return errors::CommitmentNotActive(before.name(), before.state());

  MOSBAT_ASSIGN_OR_RETURN(const v1::Commitment released, Within(call, [&](const Transaction& transaction) {
                            return funding_.Release(transaction, before, v1::Commitment::RELEASED);
                          }));
  call.Audit(released.name(), RowVersionOf(before.etag()), RowVersionOf(released.etag()));
  return released;
}

absl::StatusOr<v1::Credit> CreditHandlers::Book(rpc::Call& call, const v1::Credit& before, int64_t change) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::Credit changed, credits_.Get(call.session(), before.name()));
  const std::string allocated = AccountName(before.name(), Account::kAllocated);
  const std::string available = AccountName(before.name(), Account::kAvailable);
  MOSBAT_RETURN_IF_ERROR(ledger_.Post(call.session(),
                                      {.resource = changed.name(),
                                       .etag = changed.etag(),
                                       .from = change > 0 ? allocated : available,
                                       .to = change > 0 ? available : allocated,
                                       .amount = change > 0 ? change : -change},
                                      call.now()));
  MOSBAT_RETURN_IF_ERROR(Within(call, [&](const Transaction& transaction) {
                           return funding_.ReleaseWaiting(transaction, before.name());
                         }).status());
  MOSBAT_ASSIGN_OR_RETURN(v1::Credit after, WithWaiting(call.session(), before.name()));
  call.Audit(after.name(), RowVersionOf(before.etag()), RowVersionOf(after.etag()));
  return after;
}

absl::StatusOr<v1::Credit> CreditHandlers::WithWaiting(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Credit credit, credits_.Get(session, name));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t waiting, claims_.SumWaiting(session, name));
  *credit.mutable_waiting() = domain::InRials(waiting);
  return credit;
}

}  // namespace mosbat::purchasing
