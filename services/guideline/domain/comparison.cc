#include "services/guideline/domain/comparison.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "common/base/persian_digits.h"
#include "services/guideline/domain/message_diff.h"
#include "services/guideline/words.h"

namespace mosbat::guideline::domain {
namespace {

using google::protobuf::Message;

void SetLabel(const Words& words, v1::Difference& difference) {
  difference.mutable_label()->set_en(words.en);
  difference.mutable_label()->set_fa(words.fa);
}

void DiffLabelled(const Message& base, const Message& other, absl::string_view field, absl::string_view path,
                  Differences& found) {
  const int known = found.size();
  DiffField(base, other, field, path, found);
  for (int i = known; i < found.size(); ++i) SetLabel(LabelOf(field), found[i]);
}

// Each provision or term of the two, under `path`.
void DiffSaid(const Message& base, const Message& other, absl::string_view path, Differences& found) {
  for (int i = 0; i < base.GetDescriptor()->field_count(); ++i) {
    const std::string& field = base.GetDescriptor()->field(i)->name();
    DiffLabelled(base, other, field, absl::StrCat(path, ".", field), found);
  }
}

// The numbered parts of the two; each difference is labelled by its part, "Article 9".
void DiffParts(const Message& base, const Message& other, absl::string_view field, Differences& found) {
  DiffField(base, other, field, field, found);
  const Words words = LabelOf(field);
  for (v1::Difference& difference : found) {
    // Of another order of all parts there is none to name.
    const std::string number = difference.part().empty() ? "" : absl::StrCat(" ", difference.part());
    SetLabel({.en = absl::StrCat(words.en, number), .fa = absl::StrCat(words.fa, ToPersianDigits(number))}, difference);
  }
}

}  // namespace

v1::CompareDirectivesResponse Compare(const v1::Directive& base, const v1::Directive& other) {
  v1::CompareDirectivesResponse response;
  for (const char* field : {"title", "number", "legal_basis", "amends", "announcement_date", "issue_date",
                            "publication_date", "effective_date", "repeal_date"}) {
    DiffLabelled(base, other, field, field, *response.mutable_general());
  }
  DiffParts(base, other, "articles", *response.mutable_articles());
  DiffSaid(base.provisions(), other.provisions(), "provisions", *response.mutable_provisions());
  return response;
}

v1::CompareSubGuidelineRevisionsResponse Compare(const v1::SubGuidelineRevision& base,
                                                 const v1::SubGuidelineRevision& other) {
  v1::CompareSubGuidelineRevisionsResponse response;
  DiffParts(base, other, "clauses", *response.mutable_clauses());
  DiffSaid(base.terms(), other.terms(), "terms", *response.mutable_terms());
  return response;
}

}  // namespace mosbat::guideline::domain
