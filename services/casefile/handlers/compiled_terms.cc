#include "services/casefile/handlers/compiled_terms.h"

#include <utility>

#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

// More than all revisions of all types; beyond it old ones are compiled again when they are asked for.
constexpr size_t kMostKept = 20'000;

absl::StatusOr<std::shared_ptr<const CompiledTerms>> Compiled(const catalog::v1::ServiceTypeRevision& revision) {
  const guideline::v1::Terms& terms = revision.terms();
  auto compiled = std::make_shared<CompiledTerms>();
  const std::pair<const guideline::v1::SchemaTerm*, std::shared_ptr<const schema::CompiledSchema>*> parts[] = {
      {terms.has_eligibility() ? &terms.eligibility() : nullptr, &compiled->eligibility},
      {terms.has_request_form() ? &terms.request_form() : nullptr, &compiled->request_form},
      {terms.has_form() ? &terms.form() : nullptr, &compiled->form},
  };
  for (const auto& [term, result] : parts) {
    if (term == nullptr) continue;
    absl::StatusOr<std::shared_ptr<const schema::CompiledSchema>> schema = schema::Compile(term->rule().schema());
    if (!schema.ok()) return errors::ServiceTypeQuarantined(revision.service_type());
    *result = *std::move(schema);
  }
  if (compiled->eligibility == nullptr) return errors::ServiceTypeQuarantined(revision.service_type());
  return compiled;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const CompiledTerms>> CompiledTermsCache::Get(
    const catalog::v1::ServiceTypeRevision& revision) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = compiled_.find(revision.name()); found != compiled_.end()) return found->second;
  }
  absl::StatusOr<std::shared_ptr<const CompiledTerms>> compiled = Compiled(revision);
  if (!compiled.ok()) return compiled;
  const std::lock_guard lock(mutex_);
  if (compiled_.size() >= kMostKept) compiled_.clear();
  return compiled_.try_emplace(revision.name(), *std::move(compiled)).first->second;
}

}  // namespace mosbat::casefile
