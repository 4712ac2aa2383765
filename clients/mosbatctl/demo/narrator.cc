#include "clients/mosbatctl/demo/narrator.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "common/base/persian_digits.h"
#include "common/iran/jalali.h"

namespace mosbat::story {
namespace {

Words NumberWords(const std::string& digits) { return {.en = digits, .fa = ToPersianDigits(digits)}; }

// "1800000" to "1,800,000".
std::string Grouped(int64_t number, absl::string_view separator) {
  const std::string digits = absl::StrCat(number < 0 ? -number : number);
  std::string grouped = number < 0 ? "-" : "";
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped.append(separator.data(), separator.size());
    grouped.push_back(digits[i]);
  }
  return grouped;
}

}  // namespace

Piece Piece::Part(absl::string_view number) { return NumberWords(std::string(number)); }

Piece::Piece(int64_t number) : words_(NumberWords(absl::StrCat(number))) {}

Piece::Piece(absl::CivilDay day)
    : words_{.en = iran::JalaliInWords(day, Language::kEnglish), .fa = iran::JalaliInWords(day, Language::kPersian)} {}

Piece::Piece(const common::v1::Title& title)
    : words_{.en = title.en().empty() ? title.fa() : title.en(), .fa = title.fa()} {}

Piece::Piece(const common::v1::Rials& amount)
    : words_{.en = absl::StrCat(Grouped(amount.amount(), ","), " rials"),
             .fa = absl::StrCat(ToPersianDigits(Grouped(amount.amount(), "٬")), " ریال")} {}

void Narrator::Chapter(int number, const Words& title) const {
  print_("");
  print_(absl::StrCat(Piece(number).In(language_), ". ", title.In(language_)));
}

void Narrator::Tell(const Words& sentence, std::initializer_list<Piece> pieces) const {
  Write("   ✓ ", sentence, pieces);
}

void Narrator::TellRefusal(const Words& sentence, const absl::Status& refusal) const {
  Write("   ✗ ", sentence, {});
  std::vector<std::pair<std::string, std::string>> faults = FaultsOf(refusal, language_);
  // A service sends the faults in the one language that was asked for.
  if (faults.empty()) faults = FaultsOf(refusal, Language::kEnglish);
  const std::string words = WordsOf(refusal, language_);
  print_(absl::StrCat("       ", words, " (", ReasonOf(refusal), ")"));
  for (const auto& [field, what] : faults) {
    if (faults.size() > 1 || what != words) print_(absl::StrCat("       • ", field, ": ", what));
  }
}

void Narrator::Remark(const Words& sentence, std::initializer_list<Piece> pieces) const {
  Write("   … ", sentence, pieces);
}

void Narrator::Write(absl::string_view mark, const Words& sentence, std::initializer_list<Piece> pieces) const {
  std::vector<std::pair<std::string, std::string>> places;
  for (const Piece& piece : pieces) places.emplace_back(absl::StrCat("$", places.size()), piece.In(language_));
  print_(absl::StrCat(mark, absl::StrReplaceAll(sentence.In(language_), places)));
}

}  // namespace mosbat::story
