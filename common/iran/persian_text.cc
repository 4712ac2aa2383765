#include "common/iran/persian_text.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/str_split.h"

namespace mosbat::iran {
namespace {

constexpr UChar32 kNonJoiner = 0x200C;

// ICU fails only where its data is missing, and then nothing of this file can work.
void RequireIcu(UErrorCode code) {
  if (U_SUCCESS(code)) return;
  std::fprintf(stderr, "ICU cannot work: %s.\n", u_errorName(code));
  std::_Exit(EXIT_FAILURE);
}

const icu::Normalizer2& Nfc() {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFCInstance(code);
  RequireIcu(code);
  return *form;
}

const icu::Normalizer2& Nfkc() {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFKCInstance(code);
  RequireIcu(code);
  return *form;
}

icu::UnicodeString Normalized(const icu::Normalizer2& form, const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  icu::UnicodeString normalized = form.normalize(text, code);
  RequireIcu(code);
  return normalized;
}

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

template <typename Function>
void ForEachCodePoint(const icu::UnicodeString& text, Function function) {
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) function(text.char32At(i));
}

bool IsPresentationForm(UChar32 c) { return (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE); }

// Marks of direction and zero-width signs other than the non-joiner, the soft hyphen, the tatweel.
bool IsInvisible(UChar32 c) {
  return c == 0x00AD || c == 0x0640 || c == 0x200B || (c >= 0x200D && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool IsVowelMark(UChar32 c) { return (c >= 0x064B && c <= 0x0652) || c == 0x0670; }

// NFC and NFKC leave Arabic ye and kaf alone.
UChar32 PersianLetter(UChar32 c) {
  if (c == 0x064A || c == 0x0649) return 0x06CC;
  return c == 0x0643 ? 0x06A9 : c;
}

UChar32 PlainLetter(UChar32 c) {
  switch (c) {
    case 0x0622:  // آ
    case 0x0623:  // أ
    case 0x0625:  // إ
    case 0x0671:  // ٱ
      return 0x0627;
    case 0x0624:  // ؤ
      return 0x0648;
    case 0x0626:  // ئ
      return 0x06CC;
    case 0x0629:  // ة
    case 0x06C0:  // ۀ
      return 0x0647;
    default:
      return c;
  }
}

UChar32 AsciiDigit(UChar32 c) {
  if (c >= 0x0660 && c <= 0x0669) return c - 0x0660 + '0';
  return c >= 0x06F0 && c <= 0x06F9 ? c - 0x06F0 + '0' : c;
}

// Spaces to one, none at the ends; of non-joiners one, none beside a space or at the ends.
icu::UnicodeString Collapsed(const icu::UnicodeString& text) {
  icu::UnicodeString out;
  UChar32 gap = 0;
  ForEachCodePoint(text, [&](UChar32 c) {
    if (u_isUWhiteSpace(c)) {
      gap = ' ';
    } else if (c == kNonJoiner) {
      if (gap == 0) gap = kNonJoiner;
    } else {
      if (gap != 0 && !out.isEmpty()) out.append(gap);
      gap = 0;
      out.append(c);
    }
  });
  return out;
}

icu::UnicodeString Cleaned(absl::string_view text) {
  icu::UnicodeString plain;
  ForEachCodePoint(FromUtf8(text), [&](UChar32 c) {
    if (IsInvisible(c)) return;
    plain.append(IsPresentationForm(c) ? Normalized(Nfkc(), icu::UnicodeString(c)) : icu::UnicodeString(c));
  });
  icu::UnicodeString persian;
  ForEachCodePoint(Normalized(Nfc(), plain), [&](UChar32 c) {
    if (!IsInvisible(c)) persian.append(PersianLetter(c));
  });
  return Collapsed(persian);
}

std::string MapEach(absl::string_view text, UChar32 (*map)(UChar32)) {
  icu::UnicodeString out;
  ForEachCodePoint(FromUtf8(text), [&](UChar32 c) { out.append(map(c)); });
  return ToUtf8(out);
}

const icu::Collator& PersianCollator() {
  static const icu::Collator* const collator = [] {
    UErrorCode code = U_ZERO_ERROR;
    const icu::Collator* const made = icu::Collator::createInstance(icu::Locale("fa"), code);
    RequireIcu(code);
    return made;
  }();
  return *collator;
}

}  // namespace

std::string DisplayForm(absl::string_view text) { return ToUtf8(Cleaned(text)); }

std::string SearchKey(absl::string_view text) {
  icu::UnicodeString key;
  ForEachCodePoint(Normalized(Nfkc(), Cleaned(text)), [&](UChar32 c) {
    if (c == '+') {
      key.append(FromUtf8(" مثبت "));
    } else if (c != kNonJoiner && !IsVowelMark(c)) {
      key.append(u_foldCase(AsciiDigit(PlainLetter(PersianLetter(c))), U_FOLD_CASE_DEFAULT));
    }
  });
  return ToUtf8(Collapsed(key));
}

std::vector<std::string> SearchWords(absl::string_view text) {
  return absl::StrSplit(SearchKey(text), ' ', absl::SkipEmpty());
}

std::vector<std::string> SearchTerms(absl::string_view text) {
  std::vector<std::string> terms;
  for (std::string& word : SearchWords(text)) {
    const icu::UnicodeString letters = FromUtf8(word);
    for (const int32_t count : {2, 3}) {
      if (letters.hasMoreChar32Than(0, INT32_MAX, count)) {
        terms.push_back(ToUtf8(letters.tempSubString(0, letters.moveIndex32(0, count))));
      }
    }
    terms.push_back(std::move(word));
  }
  absl::c_sort(terms);
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::string ToAsciiDigits(absl::string_view text) { return MapEach(text, AsciiDigit); }

bool PersianLess(absl::string_view a, absl::string_view b) {
  UErrorCode code = U_ZERO_ERROR;
  const UCollationResult order =
      PersianCollator().compareUTF8(icu::StringPiece(a.data(), static_cast<int32_t>(a.size())),
                                    icu::StringPiece(b.data(), static_cast<int32_t>(b.size())), code);
  RequireIcu(code);
  return order == UCOL_LESS;
}

}  // namespace mosbat::iran
