#include "common/base/fault_list.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/persian_digits.h"

namespace mosbat {

void FaultList::Add(absl::string_view reason, absl::string_view field, Words words) {
  if (is_full()) return;
  if (faults_.empty()) reason_ = std::string(reason);
  faults_.push_back(
      {.field = root_.empty() ? std::string(field) : absl::StrCat(root_, ".", field), .words = std::move(words)});
}

void FaultList::AddRequired(absl::string_view field) { AddAll(errors::FieldRequired(field)); }

void FaultList::AddInvalid(absl::string_view field, Words what_is_right) {
  AddAll(errors::FieldInvalid(field, std::move(what_is_right)));
}

void FaultList::AddAll(const absl::Status& error) {
  const auto en = FaultsOf(error, Language::kEnglish);
  const auto fa = FaultsOf(error, Language::kPersian);
  for (size_t i = 0; i < en.size() && i < fa.size(); ++i) {
    Add(ReasonOf(error), en[i].first, {.en = en[i].second, .fa = fa[i].second});
  }
}

absl::Status FaultList::ToStatus(absl::StatusCode code) const {
  if (faults_.empty()) return absl::OkStatus();
  Words words = faults_.front().words;
  std::vector<FieldFault> listed = faults_;
  if (is_full()) {
    listed.resize(kMostFaults);
    words = {.en = absl::StrCat("More than ", kMostFaults, " faults, of which ", kMostFaults,
                                " are listed; the first: ", words.en),
             .fa = absl::StrCat("بیش از ", ToPersianDigits(kMostFaults), " ایراد که ", ToPersianDigits(kMostFaults),
                                " مورد آن فهرست شده است؛ نخستین: ", words.fa)};
  } else if (faults_.size() > 1) {
    words = {.en = absl::StrCat(faults_.size(), " faults; the first: ", words.en),
             .fa = absl::StrCat(ToPersianDigits(faults_.size()), " ایراد؛ نخستین: ", words.fa)};
  }
  return MakeFieldErrors(code, reason_, std::move(words), std::move(listed), {{"field", faults_.front().field}});
}

}  // namespace mosbat
