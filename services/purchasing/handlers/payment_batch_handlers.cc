#include "services/purchasing/handlers/payment_batch_handlers.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/persian_digits.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/domain/statement.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/handlers/scope.h"

namespace mosbat::purchasing {
namespace {

constexpr int kMostStatements = 100;
constexpr int kMostReference = 100;
constexpr char kField[] = "payment_batch.statements";

absl::Status StatementsInvalid() {
  return mosbat::errors::FieldInvalid(
      kField, {.en = absl::StrCat("1 to ", kMostStatements, " statements of one province, each once."),
               .fa = absl::StrCat("۱ تا ", ToPersianDigits(kMostStatements),
                                  " صورت‌وضعیت از یک استان، هر کدام یک بار.")});
}

// In byte order; FIELD_INVALID for none, too many, or one twice.
absl::StatusOr<std::vector<std::string>> SortedNames(const v1::PaymentBatch& batch) {
  std::vector<std::string> names(batch.statements().begin(), batch.statements().end());
  std::sort(names.begin(), names.end());
  if (names.empty() || names.size() > kMostStatements) return StatementsInvalid();
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) return StatementsInvalid();
  for (const std::string& name : names) MOSBAT_RETURN_IF_ERROR(RequireName(kField, "statements/*", name));
  return names;
}

}  // namespace

absl::StatusOr<v1::PaymentBatch> PaymentBatchHandlers::Create(rpc::Call& call,
                                                              const v1::CreatePaymentBatchRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> names, SortedNames(request.payment_batch()));
  v1::PaymentBatch batch;
  batch.set_name(absl::StrCat("paymentBatches/", call.NewId()));
  batch.set_state(v1::PaymentBatch::DRAFT);
  batch.set_created_by(call.caller().id);
  *batch.mutable_create_time() = ToTimestamp(call.now());
  MOSBAT_RETURN_IF_ERROR(Fill(call, names, batch));
  MOSBAT_ASSIGN_OR_RETURN(batch, stores_.batches.Insert(call.session(), batch));
  call.Audit(batch.name(), 0, RowVersionOf(batch.etag()));
  return batch;
}

absl::Status PaymentBatchHandlers::Fill(rpc::Call& call, const std::vector<std::string>& names,
                                        v1::PaymentBatch& batch) const {
  for (const std::string& name : names) {
    MOSBAT_ASSIGN_OR_RETURN(v1::Statement statement, stores_.statements.Get(call.session(), name));
    MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(statement.county(), statement.centre())));
    const std::string province = domain::ProvinceOf(statement.county());
    if (!batch.province().empty() && batch.province() != province) return StatementsInvalid();
    batch.set_province(province);
    MOSBAT_RETURN_IF_ERROR(domain::AddTo(*batch.mutable_amount(), statement.stated().amount().amount()));
    MOSBAT_ASSIGN_OR_RETURN(statement, domain::PutIntoBatch(std::move(statement), batch.name()));
    MOSBAT_RETURN_IF_ERROR(stores_.statements.Put(call.session(), statement).status());
    batch.add_statements(name);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PaymentBatch> PaymentBatchHandlers::Read(rpc::Call& call, const std::string& name,
                                                            const std::string& etag) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "paymentBatches/*", name));
  MOSBAT_ASSIGN_OR_RETURN(v1::PaymentBatch batch, stores_.batches.Get(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(batch.province())));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(etag, batch.etag(), batch.name()));
  return batch;
}

absl::StatusOr<v1::PaymentBatch> PaymentBatchHandlers::Approve(rpc::Call& call,
                                                               const v1::ApprovePaymentBatchRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::PaymentBatch before, Read(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(v1::PaymentBatch batch, domain::Approve(before, call.caller().id, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(batch, stores_.batches.Replace(call.session(), batch));
  call.Audit(batch.name(), RowVersionOf(before.etag()), RowVersionOf(batch.etag()));
  return batch;
}

absl::StatusOr<v1::PaymentBatch> PaymentBatchHandlers::Confirm(rpc::Call& call,
                                                               const v1::ConfirmPaymentBatchRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireText("bank_reference", request.bank_reference(), kMostReference));
  MOSBAT_ASSIGN_OR_RETURN(const v1::PaymentBatch before, Read(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(v1::PaymentBatch batch,
                          domain::Confirm(before, call.caller().id, request.bank_reference(), call.now()));
  MOSBAT_ASSIGN_OR_RETURN(batch, stores_.batches.Replace(call.session(), batch));
  int left = kClaimsAtOnce;
  for (const std::string& name : batch.statements()) {
    MOSBAT_RETURN_IF_ERROR(PayStatement(call, name));
    if (left == 0) continue;  // a sweep goes on
    MOSBAT_ASSIGN_OR_RETURN(const int paid, Within(call, [&](const Transaction& transaction) {
                              return paying_.PayClaims(transaction, name, left);
                            }));
    left -= paid;
  }
  call.Audit(batch.name(), RowVersionOf(before.etag()), RowVersionOf(batch.etag()));
  return batch;
}

absl::Status PaymentBatchHandlers::PayStatement(rpc::Call& call, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Statement statement, stores_.statements.Get(call.session(), name));
  MOSBAT_ASSIGN_OR_RETURN(statement, domain::Pay(std::move(statement)));
  MOSBAT_ASSIGN_OR_RETURN(statement, stores_.statements.Put(call.session(), statement));
  MOSBAT_RETURN_IF_ERROR(stores_.statements.AddToSettle(call.session(), name));
  return stores_.ledger.Post(call.session(),
                             {.resource = name,
                              .etag = statement.etag(),
                              .from = AccountName(statement.centre(), Account::kPayable),
                              .to = AccountName(statement.centre(), Account::kPaid),
                              .amount = statement.stated().amount().amount()},
                             call.now());
}

absl::StatusOr<v1::PaymentBatch> PaymentBatchHandlers::Get(rpc::Call& call,
                                                           const v1::GetPaymentBatchRequest& request) const {
  return Read(call, request.name(), "");
}

absl::StatusOr<v1::ListPaymentBatchesResponse> PaymentBatchHandlers::List(
    rpc::Call& call, const v1::ListPaymentBatchesRequest& request) const {
  const std::string list = absl::StrCat("paymentBatches?state=", request.state());
  const PaymentBatchFilter filter{.visibility = call.Visibility(), .state = request.state()};
  return ListPage(
      list, request, &v1::ListPaymentBatchesResponse::mutable_payment_batches,
      [&](const std::string& after, int limit) { return stores_.batches.List(call.session(), filter, after, limit); });
}

absl::StatusOr<v1::TracePaymentResponse> PaymentBatchHandlers::Trace(rpc::Call& call,
                                                                     const v1::TracePaymentRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "claims/*", request.name()));
  v1::TracePaymentResponse trace;
  MOSBAT_ASSIGN_OR_RETURN(*trace.mutable_claim(), stores_.claims.Get(call.session(), request.name()));
  const v1::Claim& claim = trace.claim();
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(claim.county(), claim.centre())));
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Posting> postings, stores_.ledger.ListOf(call.session(), claim.name()));
  if (!claim.tariff().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(*trace.mutable_tariff(), stores_.tariffs.Get(call.session(), claim.tariff()));
  }
  if (!claim.statement().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(*trace.mutable_statement(), stores_.statements.Get(call.session(), claim.statement()));
    MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Posting> payment, stores_.ledger.ListOf(call.session(), claim.statement()));
    postings.insert(postings.end(), payment.begin(), payment.end());
  }
  if (!trace.statement().payment_batch().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::PaymentBatch batch,
                            stores_.batches.Get(call.session(), trace.statement().payment_batch()));
    const bool sees_all = auth::Covers(call.caller(), BelongingOf(batch.province()));
    *trace.mutable_payment_batch() = sees_all ? batch : domain::PartOf(batch, trace.statement());
  }
  for (v1::Posting& posting : postings) *trace.add_postings() = std::move(posting);
  return trace;
}

}  // namespace mosbat::purchasing
