#include "services/purchasing/domain/statement.h"

#include <algorithm>
#include <tuple>

#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing::domain {
namespace {

auto LineKey(const v1::StatementLine& line) { return std::tie(line.month(), line.tariff(), line.service_type()); }

// The line of the claim's month, tariff and type, made in its place if there is none.
v1::StatementLine& LineOf(const v1::Claim& claim, v1::Statement& statement) {
  v1::StatementLine wanted;
  wanted.set_month(claim.month());
  wanted.set_service_type(claim.service_type());
  wanted.set_tariff(claim.tariff());
  wanted.set_unit(claim.unit());
  auto& lines = *statement.mutable_lines();
  const auto place = std::lower_bound(lines.begin(), lines.end(), wanted,
                                      [](const auto& a, const auto& b) { return LineKey(a) < LineKey(b); });
  if (place != lines.end() && LineKey(*place) == LineKey(wanted)) return *place;
  const auto index = place - lines.begin();
  *lines.Add() = wanted;
  std::rotate(lines.begin() + index, lines.end() - 1, lines.end());
  return *(lines.begin() + index);
}

bool Prepared(const v1::Statement& statement, const std::string& who) {
  return std::count(statement.prepared_by().begin(), statement.prepared_by().end(), who) > 0;
}

}  // namespace

absl::Status Add(const v1::Claim& claim, v1::Statement& statement) {
  v1::StatementSum& stated = *statement.mutable_stated();
  MOSBAT_RETURN_IF_ERROR(AddTo(*stated.mutable_amount(), claim.amount().amount()));
  stated.set_count(stated.count() + 1);
  v1::StatementLine& line = LineOf(claim, statement);
  MOSBAT_RETURN_IF_ERROR(AddTo(*line.mutable_amount(), claim.amount().amount()));
  line.set_count(line.count() + 1);
  line.set_quantity(line.quantity() + claim.quantity());
  return absl::OkStatus();
}

void NotePreparer(const std::string& preparer, absl::Time now, v1::Statement& statement) {
  *statement.mutable_prepare_time() = ToTimestamp(now);
  if (!Prepared(statement, preparer)) statement.add_prepared_by(preparer);
}

absl::StatusOr<v1::Statement> Approve(v1::Statement statement, const std::string& approver, absl::Time now) {
  if (statement.state() != v1::Statement::CLOSED) {
    return errors::StatementNotClosed(statement.name(), statement.state());
  }
  if (Prepared(statement, approver)) return errors::ApproverIsPreparer(statement.name());
  statement.set_state(v1::Statement::APPROVED);
  statement.set_approved_by(approver);
  *statement.mutable_approve_time() = ToTimestamp(now);
  return statement;
}

absl::StatusOr<v1::Statement> PutIntoBatch(v1::Statement statement, const std::string& batch) {
  if (!statement.payment_batch().empty()) {
    return errors::StatementInBatch(statement.name(), statement.payment_batch());
  }
  if (statement.state() != v1::Statement::APPROVED) {
    return errors::StatementNotApproved(statement.name(), statement.state());
  }
  statement.set_payment_batch(batch);
  return statement;
}

absl::StatusOr<v1::Statement> Pay(v1::Statement statement) {
  if (statement.state() != v1::Statement::APPROVED) {
    return errors::StatementNotApproved(statement.name(), statement.state());
  }
  statement.set_state(v1::Statement::PAID);
  return statement;
}

absl::StatusOr<v1::PaymentBatch> Approve(v1::PaymentBatch batch, const std::string& approver, absl::Time now) {
  if (batch.state() != v1::PaymentBatch::DRAFT) return errors::PaymentBatchNotDraft(batch.name(), batch.state());
  if (batch.created_by() == approver) return errors::ApproverIsPreparer(batch.name());
  batch.set_state(v1::PaymentBatch::APPROVED);
  batch.set_approved_by(approver);
  *batch.mutable_approve_time() = ToTimestamp(now);
  return batch;
}

absl::StatusOr<v1::PaymentBatch> Confirm(v1::PaymentBatch batch, const std::string& by, const std::string& reference,
                                         absl::Time now) {
  if (batch.state() != v1::PaymentBatch::APPROVED) return errors::PaymentBatchNotApproved(batch.name(), batch.state());
  batch.set_state(v1::PaymentBatch::CONFIRMED);
  batch.set_confirmed_by(by);
  *batch.mutable_confirm_time() = ToTimestamp(now);
  batch.set_bank_reference(reference);
  return batch;
}

v1::PaymentBatch PartOf(const v1::PaymentBatch& batch, const v1::Statement& statement) {
  v1::PaymentBatch part;
  part.set_name(batch.name());
  part.set_state(batch.state());
  part.add_statements(statement.name());
  part.set_province(batch.province());
  *part.mutable_amount() = statement.stated().amount();
  if (batch.has_confirm_time()) *part.mutable_confirm_time() = batch.confirm_time();
  part.set_bank_reference(batch.bank_reference());
  return part;
}

}  // namespace mosbat::purchasing::domain
