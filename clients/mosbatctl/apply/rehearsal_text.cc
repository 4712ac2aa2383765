// What a rehearsal says, in words.
#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/apply/rehearsal.h"
#include "clients/mosbatctl/show.h"

namespace mosbat::ctl {
namespace {

Words HeadOf(const Rehearsed& entry) {
  switch (entry.verdict) {
    case Rehearsed::Verdict::kCreated:
      return {.en = "would be created", .fa = "ساخته می‌شود"};
    case Rehearsed::Verdict::kChanged:
      return {.en = "would be changed", .fa = "تغییر می‌کند"};
    case Rehearsed::Verdict::kDifferent:
      return {.en = "different", .fa = "متفاوت"};
    case Rehearsed::Verdict::kUnchanged:
      break;
  }
  return {.en = "unchanged", .fa = "بی‌تغییر"};
}

std::string CountsText(const Rehearsed::Counts& counts, Language language) {
  const std::string created = Digits(absl::StrCat(counts.created), language);
  const std::string changed = Digits(absl::StrCat(counts.changed), language);
  const std::string unchanged = Digits(absl::StrCat(counts.unchanged), language);
  return Words{.en = absl::StrCat(created, " to create, ", changed, " to change, ", unchanged, " unchanged"),
               .fa = absl::StrCat(created, " برای ساختن، ", changed, " برای تغییر، ", unchanged, " بی‌تغییر")}
      .In(language);
}

}  // namespace

std::string DifferenceText(const Rehearsed& entry, Language language, const Dress& dress) {
  if (!entry.held_back_by.empty()) {
    return absl::StrCat(Coloured("!", Colour::kRed, dress), " ", Coloured(entry.name, Colour::kBold, dress), "  ",
                        Isolated(HeldBackWords(entry.held_back_by).In(language), dress), "\n");
  }
  const bool unchanged = entry.verdict == Rehearsed::Verdict::kUnchanged;
  if (unchanged && entry.doubts.empty()) return "";
  const bool created = entry.verdict == Rehearsed::Verdict::kCreated;
  const char* const mark = created ? "+" : unchanged ? "=" : "~";
  std::string text = absl::StrCat(Coloured(mark, created ? Colour::kGreen : Colour::kYellow, dress), " ",
                                  Coloured(entry.name, Colour::kBold, dress), "  ",
                                  Isolated(HeadOf(entry).In(language), dress), " (", entry.as, ")\n");
  for (const Change& change : entry.changes) absl::StrAppend(&text, ChangeText(change, dress));
  if (entry.imported.has_value()) absl::StrAppend(&text, "    ", CountsText(*entry.imported, language), "\n");
  for (const Rehearsed::Taken& step : entry.steps) {
    absl::StrAppend(&text, "    ", Coloured("»", Colour::kYellow, dress), " ", step.verb, " (", step.as, ")\n");
  }
  for (const Rehearsed::Open& open : entry.open) {
    const std::string of = absl::StrCat(absl::StrJoin(open.steps, ", "), open.steps.empty() ? "" : ": ");
    absl::StrAppend(&text, "    ? ", of, Isolated(open.why.In(language), dress), "\n");
  }
  return absl::StrCat(text, DoubtsText(entry, language, dress));
}

std::string DoubtsText(const Rehearsed& entry, Language language, const Dress& dress) {
  std::string text;
  for (const Words& doubt : entry.doubts) {
    absl::StrAppend(&text, "    ! ", Isolated(doubt.In(language), dress), "\n");
  }
  return text;
}

std::string SummaryOf(absl::Span<const Rehearsed> entries, Language language) {
  Rehearsed::Counts all;
  int different = 0;
  int left_out = 0;
  for (const Rehearsed& entry : entries) {
    const auto is = [&](Rehearsed::Verdict verdict) { return entry.verdict == verdict ? 1 : 0; };
    if (!entry.held_back_by.empty()) {
      ++left_out;
      continue;
    }
    const Rehearsed::Counts counts = entry.imported.value_or(Rehearsed::Counts{
        is(Rehearsed::Verdict::kCreated), is(Rehearsed::Verdict::kChanged), is(Rehearsed::Verdict::kUnchanged)});
    all.created += counts.created;
    all.changed += counts.changed;
    all.unchanged += counts.unchanged;
    different += is(Rehearsed::Verdict::kDifferent);
  }
  return absl::StrCat(CountsText(all, language), NotAppliedText(different, left_out, language));
}

}  // namespace mosbat::ctl
