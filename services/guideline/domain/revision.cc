#include "services/guideline/domain/revision.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/fault_list.h"
#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/checks.h"
#include "services/guideline/domain/directive.h"
#include "services/guideline/domain/revision_text.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using iran::StoredDay;
using State = v1::SubGuidelineRevision;

constexpr int kLongestRemark = 4'000;

bool IsAuthor(const v1::SubGuidelineRevision& text, absl::string_view who) {
  return std::any_of(text.authors().begin(), text.authors().end(), [&](const std::string& one) { return one == who; });
}

void AddAuthor(absl::string_view who, v1::SubGuidelineRevision& text) {
  if (!IsAuthor(text, who)) text.add_authors(std::string(who));
}

absl::Status RequireEditable(const v1::SubGuidelineRevision& text) {
  if (text.state() == State::DRAFT || text.state() == State::RETURNED) return absl::OkStatus();
  return errors::RevisionNotEditable(text.name(), text.state());
}

absl::Status RequireSubmitted(const v1::SubGuidelineRevision& text) {
  if (text.state() == State::SUBMITTED) return absl::OkStatus();
  return errors::NotSubmitted(text.name(), text.state());
}

absl::Status RequireComplete(const v1::SubGuidelineRevision& text) {
  FaultList faults;
  const auto require = [&faults](bool there, absl::string_view field) {
    if (!there) errors::AddRevisionIncomplete(field, faults);
  };
  require(text.clauses_size() > 0, "clauses");
  require(text.terms().has_kind(), "terms.kind");
  require(text.terms().has_recipient(), "terms.recipient");
  require(text.terms().has_eligibility(), "terms.eligibility");
  require(text.terms().has_payment_unit(), "terms.payment_unit");
  // In which a delivery names its class.
  require(text.terms().has_form() || text.terms().result_classes().empty(), "terms.form");
  // Once more: an earlier program, which knew of fewer faults, may have stored it.
  faults.AddAll(CheckRevision("", text, /*is_complete=*/true));
  return faults.ToStatus(absl::StatusCode::kFailedPrecondition);
}

// A remark that somebody must make: not empty, and not a book.
void CheckRemark(absl::string_view field, absl::string_view remark, FaultList& faults) {
  if (remark.empty()) faults.AddRequired(field);
  CheckLength(field, remark, kLongestRemark, faults);
}

absl::Status CheckComments(const v1::SubGuidelineRevision& text, const v1::ReturnSubGuidelineRevisionRequest& request) {
  FaultList faults;
  if (request.comments().empty()) faults.AddRequired("comments");
  CheckCount("comments", request.comments_size(), kMostItems, faults);
  for (int i = 0; i < request.comments_size(); ++i) {
    const v1::SubGuidelineRevision::ReturnComment& comment = request.comments(i);
    CheckRemark(absl::StrCat("comments[", i, "].text"), comment.text(), faults);
    const bool known = std::any_of(text.clauses().begin(), text.clauses().end(),
                                   [&](const auto& clause) { return clause.number() == comment.clause(); });
    if (!known && !comment.clause().empty()) {
      errors::AddClauseNotFound(absl::StrCat("comments[", i, "].clause"), comment.clause(), faults);
    }
  }
  return faults.ToStatus();
}

}  // namespace

v1::SubGuidelineRevision AsOf(v1::SubGuidelineRevision text, absl::CivilDay day) {
  if (text.state() == State::APPROVED && text.has_end_date() && StoredDay(text.end_date()) <= day) {
    text.set_state(State::SUPERSEDED);
  }
  return text;
}

v1::SubGuidelineRevision NewDraft(const RevisionName& name, absl::Time now) {
  v1::SubGuidelineRevision text;
  text.set_name(name.text);
  text.set_state(State::DRAFT);
  *text.mutable_create_time() = ToTimestamp(now);
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> Edit(v1::SubGuidelineRevision text, absl::string_view field,
                                              const v1::SubGuidelineRevision& wanted,
                                              const google::protobuf::FieldMask& mask, absl::string_view author,
                                              absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireEditable(text));
  MOSBAT_RETURN_IF_ERROR(ApplyUpdate(mask, wanted, text));
  MOSBAT_RETURN_IF_ERROR(CheckRevision(field, text));
  AddAuthor(author, text);
  *text.mutable_update_time() = ToTimestamp(now);
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> Submit(v1::SubGuidelineRevision text, absl::string_view author,
                                                absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireEditable(text));
  MOSBAT_RETURN_IF_ERROR(RequireComplete(text));
  AddAuthor(author, text);
  text.set_state(State::SUBMITTED);
  text.set_submitted_by(std::string(author));
  *text.mutable_submit_time() = ToTimestamp(now);
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> Return(v1::SubGuidelineRevision text,
                                                const v1::ReturnSubGuidelineRevisionRequest& request,
                                                absl::string_view reviewer, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireSubmitted(text));
  MOSBAT_RETURN_IF_ERROR(CheckComments(text, request));
  text.set_state(State::RETURNED);
  *text.mutable_return_comments() = request.comments();
  text.set_returned_by(std::string(reviewer));
  *text.mutable_return_time() = ToTimestamp(now);
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> Approve(v1::SubGuidelineRevision text, const v1::SubGuideline& sub_guideline,
                                                 const v1::Directive& directive,
                                                 const v1::ApproveSubGuidelineRevisionRequest& request,
                                                 const iran::Entry& entry, absl::string_view approver, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireSubmitted(text));
  if (IsAuthor(text, approver)) return errors::ApproverIsAuthor(text.name());
  MOSBAT_ASSIGN_OR_RETURN(const bool historical,
                          iran::IsHistorical("effective_date", StoredDay(request.effective_date()), entry));
  const v1::KindTerm& kind = text.terms().kind();
  FaultList faults;
  if (kind.has_end_date() && StoredDay(kind.end_date()) <= StoredDay(request.effective_date())) {
    errors::AddDatesOutOfOrder("effective_date", "terms.kind.end_date", faults);
  }
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  if (!PermitsEntrustment(directive, sub_guideline)) {
    return errors::ActivityOutsideDirective(sub_guideline.name(), directive.name());
  }
  text.set_state(State::APPROVED);
  text.set_directive(directive.name());
  *text.mutable_effective_date() = request.effective_date();
  text.set_historical(historical);
  text.set_approved_by(std::string(approver));
  *text.mutable_approve_time() = ToTimestamp(now);
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> Withdraw(v1::SubGuidelineRevision text,
                                                  const v1::WithdrawSubGuidelineRevisionRequest& request,
                                                  absl::string_view withdrawer, absl::Time now) {
  const absl::CivilDay today = iran::TehranDay(now);
  text = AsOf(std::move(text), today);
  if (text.state() != State::APPROVED) return errors::NotApproved(text.name(), text.state());
  FaultList faults;
  CheckRemark("reason", request.reason(), faults);
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  text.set_state(State::WITHDRAWN);
  *text.mutable_end_date() = iran::ToDate(today);
  text.set_withdraw_reason(request.reason());
  text.set_withdrawn_by(std::string(withdrawer));
  *text.mutable_withdraw_time() = ToTimestamp(now);
  return text;
}

}  // namespace mosbat::guideline::domain
