// The error catalogue of purchasing: one function per error.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "mosbat/purchasing/v1/claim.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/purchasing/v1/payment_batch.pb.h"
#include "mosbat/purchasing/v1/statement.pb.h"

namespace mosbat::purchasing::errors {

// Tariffs.
absl::Status TariffNotFound(absl::string_view name);                             // NOT_FOUND / TARIFF_NOT_FOUND
absl::Status NoTariffOnDay(absl::string_view service_type, absl::CivilDay day);  // NOT_FOUND / NO_TARIFF_ON_DAY
absl::Status TariffDayTaken(absl::string_view tariff);  // FAILED_PRECONDITION / TARIFF_DAY_TAKEN

// Money.
absl::Status AmountOutOfRange(absl::string_view field, int64_t least,
                              int64_t most);            // INVALID_ARGUMENT / FIELD_INVALID
absl::Status CurrencyUnknown(absl::string_view field);  // INVALID_ARGUMENT / FIELD_INVALID

// Credits.
absl::Status CreditNotFound(absl::string_view name);      // NOT_FOUND / CREDIT_NOT_FOUND
absl::Status CreditNotAllocated(absl::string_view name);  // FAILED_PRECONDITION / CREDIT_NOT_ALLOCATED
absl::Status CreditInUse(absl::string_view name);         // FAILED_PRECONDITION / CREDIT_IN_USE
absl::Status CreditTooLow(absl::string_view name,
                          int64_t free);  // FAILED_PRECONDITION / CREDIT_TOO_LOW
absl::Status ClaimsWaiting(absl::string_view name,
                           int64_t count);                // FAILED_PRECONDITION / CLAIMS_WAITING
absl::Status CommitmentNotFound(absl::string_view name);  // NOT_FOUND / COMMITMENT_NOT_FOUND
absl::Status CommitmentNotActive(absl::string_view name,
                                 v1::Commitment::State state);  // FAILED_PRECONDITION / COMMITMENT_NOT_ACTIVE

// Claims.
absl::Status ClaimNotFound(absl::string_view name);  // NOT_FOUND / CLAIM_NOT_FOUND
absl::Status ClaimState(absl::string_view name,
                        v1::Claim::State state);            // FAILED_PRECONDITION / CLAIM_STATE
absl::Status ClaimRejectedForGood(absl::string_view name);  // FAILED_PRECONDITION / CLAIM_REJECTED_FOR_GOOD
absl::Status RuleEnded(absl::string_view name);             // FAILED_PRECONDITION / RULE_ENDED
absl::Status NotSeenYet(absl::string_view subject);         // FAILED_PRECONDITION / NOT_SEEN_YET

// Statements.
absl::Status CentreNotFound(absl::string_view name);  // NOT_FOUND / CENTRE_NOT_FOUND
absl::Status MonthInvalid(absl::string_view field);   // INVALID_ARGUMENT / FIELD_INVALID
absl::Status MonthNotOver(absl::string_view month);   // FAILED_PRECONDITION / MONTH_NOT_OVER
absl::Status NothingToState(absl::string_view centre,
                            absl::string_view month);    // FAILED_PRECONDITION / NOTHING_TO_STATE
absl::Status StatementNotFound(absl::string_view name);  // NOT_FOUND / STATEMENT_NOT_FOUND
absl::Status StatementNotOpen(absl::string_view name,
                              v1::Statement::State state);  // FAILED_PRECONDITION / STATEMENT_NOT_OPEN
absl::Status StatementNotClosed(absl::string_view name,
                                v1::Statement::State state);  // FAILED_PRECONDITION / STATEMENT_NOT_CLOSED
absl::Status ApproverIsPreparer(absl::string_view name);      // FAILED_PRECONDITION / APPROVER_IS_PREPARER

// Payment batches.
absl::Status StatementNotApproved(absl::string_view name,
                                  v1::Statement::State state);  // FAILED_PRECONDITION / STATEMENT_NOT_APPROVED
absl::Status StatementInBatch(absl::string_view statement,
                              absl::string_view batch);     // FAILED_PRECONDITION / STATEMENT_IN_BATCH
absl::Status PaymentBatchNotFound(absl::string_view name);  // NOT_FOUND / PAYMENT_BATCH_NOT_FOUND
absl::Status PaymentBatchNotDraft(absl::string_view name,
                                  v1::PaymentBatch::State state);  // FAILED_PRECONDITION / PAYMENT_BATCH_NOT_DRAFT
absl::Status PaymentBatchNotApproved(
    absl::string_view name, v1::PaymentBatch::State state);  // FAILED_PRECONDITION / PAYMENT_BATCH_NOT_APPROVED

}  // namespace mosbat::purchasing::errors
