#include "services/guideline/testing/texts_model.h"

#include <algorithm>

namespace mosbat::guideline::testing {
namespace {

using Said = v1::SubGuidelineRevision;

bool IsPending(Said::State state) {
  return state == Said::DRAFT || state == Said::SUBMITTED || state == Said::RETURNED;
}

}  // namespace

std::string TextsModel::Take(const Step& step, absl::CivilDay today) {
  return IsOfDirectives(step.kind) ? TakeDirectiveStep(step, today) : TakeRevisionStep(step, today);
}

std::string TextsModel::TakeRevisionStep(const Step& step, absl::CivilDay today) {
  if (step.number > revisions()) {
    if (step.kind != Step::kNext) return "REVISION_NOT_FOUND";
    if (pending() != 0) return "PENDING_REVISION_EXISTS";
    if (step.number != revisions() + 1) return "REVISION_NOT_NEXT";
    revisions_.push_back({.authors = {step.author}});
    return "";
  }
  Revision& revision = revisions_[static_cast<size_t>(step.number - 1)];
  if (step.stale) return "STALE_ETAG";
  const bool is_editable = revision.state == Said::DRAFT || revision.state == Said::RETURNED;
  switch (step.kind) {
    case Step::kNext:
    case Step::kEdit:
      if (!is_editable) return "REVISION_NOT_EDITABLE";
      revision.authors.insert(step.author);
      return "";
    case Step::kSubmit:
      if (!is_editable) return "REVISION_NOT_EDITABLE";
      revision.authors.insert(step.author);
      revision.state = Said::SUBMITTED;
      return "";
    case Step::kReturn:
      if (revision.state != Said::SUBMITTED) return "NOT_SUBMITTED";
      revision.state = Said::RETURNED;
      return "";
    case Step::kApprove:
      return Approve(revision, step, today);
    default:
      if (StateOn(step.number, today) != Said::APPROVED) return "NOT_APPROVED";
      revision.state = Said::WITHDRAWN;
      revision.withdrawn = today;
      return "";
  }
}

std::string TextsModel::Approve(Revision& revision, const Step& step, absl::CivilDay today) {
  const int directive = DirectiveInForceOn(step.day);
  if (directive == 0) return "DIRECTIVE_NOT_IN_FORCE";
  if (revision.state != Said::SUBMITTED) return "NOT_SUBMITTED";
  if (revision.authors.count(step.by) > 0) return "APPROVER_IS_AUTHOR";
  if (step.day < today) return "HISTORICAL_NOT_SAID";
  if (!Permits(directive)) return "ACTIVITY_OUTSIDE_DIRECTIVE";
  for (const Revision& other : revisions_) {
    if (other.effective && !other.IsVoid() && step.day <= *other.effective) return "EFFECTIVE_DATE_NOT_LATER";
  }
  revision.state = Said::APPROVED;
  revision.effective = step.day;
  return "";
}

std::string TextsModel::TakeDirectiveStep(const Step& step, absl::CivilDay today) {
  if (step.kind == Step::kDraft) {
    if (step.number <= directives()) return "ALREADY_EXISTS";
    directives_.push_back({.effective = step.day, .closed = step.closed});
    return "";
  }
  if (step.number > directives()) return "DIRECTIVE_NOT_FOUND";
  Directive& directive = directives_[static_cast<size_t>(step.number - 1)];
  if (step.stale) return "STALE_ETAG";
  if (step.kind == Step::kRedate) {
    if (directive.issued) return "DIRECTIVE_NOT_DRAFT";
    directive.effective = step.day;
    return "";
  }
  if (step.kind == Step::kIssue) {
    if (directive.issued) return "DIRECTIVE_NOT_DRAFT";
    if (directive.effective < today) return "HISTORICAL_NOT_SAID";
    directive.issued = true;
    return "";
  }
  if (!directive.issued) return "DIRECTIVE_NOT_ISSUED";
  if (directive.repealed) return "DIRECTIVE_REPEALED";
  if (step.day <= directive.effective) return "DATES_OUT_OF_ORDER";
  if (step.day < today) return "HISTORICAL_NOT_SAID";
  directive.repealed = step.day;
  return "";
}

int TextsModel::pending() const {
  for (int i = 0; i < revisions(); ++i) {
    if (IsPending(revisions_[static_cast<size_t>(i)].state)) return i + 1;
  }
  return 0;
}

TextsModel::State TextsModel::StateOn(int number, absl::CivilDay day) const {
  const Revision& revision = revisions_[static_cast<size_t>(number - 1)];
  if (revision.state != Said::APPROVED) return revision.state;
  const bool is_over = std::any_of(revisions_.begin() + number, revisions_.end(), [&](const Revision& later) {
    return later.effective && !later.IsVoid() && *later.effective <= day;
  });
  return is_over ? Said::SUPERSEDED : Said::APPROVED;
}

int TextsModel::InForceOn(absl::CivilDay day) const {
  // The last that has begun; if it was withdrawn by then, none is.
  for (int number = revisions(); number > 0; --number) {
    const Revision& revision = revisions_[static_cast<size_t>(number - 1)];
    if (!revision.effective || revision.IsVoid() || *revision.effective > day) continue;
    return revision.withdrawn && *revision.withdrawn <= day ? 0 : number;
  }
  return 0;
}

int TextsModel::DirectiveInForceOn(absl::CivilDay day) const {
  int found = 0;
  for (int number = 1; number <= directives(); ++number) {
    const Directive& one = directives_[static_cast<size_t>(number - 1)];
    if (!one.issued || one.effective > day || (one.repealed && *one.repealed <= day)) continue;
    // Of one day the greater number, which is the later one here.
    if (found == 0 || directives_[static_cast<size_t>(found - 1)].effective <= one.effective) found = number;
  }
  return found;
}

}  // namespace mosbat::guideline::testing
