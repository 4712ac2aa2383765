// A month's statement: OPEN → CLOSED → APPROVED → PAID, and the payment batch that pays it: DRAFT → APPROVED →
// CONFIRMED.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "mosbat/purchasing/v1/claim.pb.h"
#include "mosbat/purchasing/v1/payment_batch.pb.h"
#include "mosbat/purchasing/v1/statement.pb.h"

namespace mosbat::purchasing::domain {

// Adds a claim to the statement's sum and to its line. OUT_OF_RANGE if the sum would pass the largest amount.
absl::Status Add(const v1::Claim& claim, v1::Statement& statement);

// Notes who prepared a part of it.
void NotePreparer(const std::string& preparer, absl::Time now, v1::Statement& statement);

// FAILED_PRECONDITION / STATEMENT_NOT_CLOSED, or APPROVER_IS_PREPARER for each who prepared a part.
absl::StatusOr<v1::Statement> Approve(v1::Statement statement, const std::string& approver, absl::Time now);

// Takes an APPROVED statement into `batch`. FAILED_PRECONDITION / STATEMENT_IN_BATCH, STATEMENT_NOT_APPROVED.
absl::StatusOr<v1::Statement> PutIntoBatch(v1::Statement statement, const std::string& batch);

// FAILED_PRECONDITION / STATEMENT_NOT_APPROVED.
absl::StatusOr<v1::Statement> Pay(v1::Statement statement);

// FAILED_PRECONDITION / PAYMENT_BATCH_NOT_DRAFT, or APPROVER_IS_PREPARER.
absl::StatusOr<v1::PaymentBatch> Approve(v1::PaymentBatch batch, const std::string& approver, absl::Time now);

// FAILED_PRECONDITION / PAYMENT_BATCH_NOT_APPROVED.
absl::StatusOr<v1::PaymentBatch> Confirm(v1::PaymentBatch batch, const std::string& by, const std::string& reference,
                                         absl::Time now);

// What a batch is for one of its statements: for who may see that, but not the others.
v1::PaymentBatch PartOf(const v1::PaymentBatch& batch, const v1::Statement& statement);

}  // namespace mosbat::purchasing::domain
