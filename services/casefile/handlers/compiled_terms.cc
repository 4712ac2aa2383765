#include "services/casefile/handlers/compiled_terms.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

// More than all revisions of all types; beyond it old ones are compiled again when they are asked for.
constexpr size_t kMostKept = 20'000;

// Where the schema is wrong, and how.
Words WhyOf(const absl::Status& refused) {
  const std::string field = FaultsOf(refused, Language::kEnglish).front().first;
  return {.en = absl::StrCat(field, ": ", WordsOf(refused, Language::kEnglish)),
          .fa = absl::StrCat(field, ": ", WordsOf(refused, Language::kPersian))};
}

absl::StatusOr<std::shared_ptr<const CompiledTerms>> Compiled(const catalog::v1::ServiceTypeRevision& revision) {
  const guideline::v1::Terms& terms = revision.terms();
  auto compiled = std::make_shared<CompiledTerms>();
  if (!terms.has_eligibility()) {
    return errors::ServiceTypeQuarantined(
        revision.service_type(),
        {.en = "eligibility: there is no rule.", .fa = "eligibility: قاعده‌ای ندارد."});
  }
  struct Part {
    const char* term;
    const guideline::v1::SchemaTerm* schema;
    std::shared_ptr<const schema::CompiledSchema>* result;
  };
  const Part parts[] = {
      {"eligibility", &terms.eligibility(), &compiled->eligibility},
      {"request_form", terms.has_request_form() ? &terms.request_form() : nullptr, &compiled->request_form},
      {"form", terms.has_form() ? &terms.form() : nullptr, &compiled->form},
  };
  for (const Part& part : parts) {
    if (part.schema == nullptr) continue;
    absl::StatusOr<std::shared_ptr<const schema::CompiledSchema>> schema =
        schema::Compile(part.schema->rule().schema(), {}, part.term);
    if (!schema.ok()) return errors::ServiceTypeQuarantined(revision.service_type(), WhyOf(schema.status()));
    *part.result = *std::move(schema);
  }
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
