#include "clients/mosbatctl/terminal.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mosbat::ctl {
namespace {

constexpr char kReplacement[] = "\uFFFD";
constexpr char kFirstStrongIsolate[] = "\u2068";
constexpr char kPopDirectionalIsolate[] = "\u2069";

// The character at `at`, which moves behind it; malformed bytes count as one character each.
UChar32 Next(absl::string_view text, int32_t& at) {
  UChar32 character = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), character);
  return character;
}

bool Steers(UChar32 character) {
  const bool control = u_charType(character) == U_CONTROL_CHAR && character != '\n' && character != '\t';
  return control || (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

// `text` with what `replacement` makes of each character that steers in its place.
template <typename Replacement>
std::string Replaced(absl::string_view text, Replacement replacement) {
  std::string plain;
  plain.reserve(text.size());
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const int32_t begin = at;
    const UChar32 character = Next(text, at);
    if (Steers(character)) {
      absl::StrAppend(&plain, replacement(character));
    } else if (character == 0xFFFD) {
      absl::StrAppend(&plain, kReplacement);
    } else {
      absl::StrAppend(&plain, text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)));
    }
  }
  return plain;
}

size_t WidthOf(UChar32 character) {
  const auto category = static_cast<UCharCategory>(u_charType(character));
  switch (category) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int32_t wide = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

const char* CodeOf(Colour colour) {
  switch (colour) {
    case Colour::kGreen:
      return "32";
    case Colour::kRed:
      return "31";
    case Colour::kYellow:
      return "33";
    case Colour::kBold:
      return "1";
    case Colour::kFaint:
      return "2";
  }
  return "0";
}

}  // namespace

std::string Plain(absl::string_view text) {
  return Replaced(text, [](UChar32) { return kReplacement; });
}

std::string PlainJson(absl::string_view json) {
  return Replaced(json, [](UChar32 character) { return absl::StrFormat("\\u%04x", character); });
}

Dress DressOf(int descriptor) {
  if (isatty(descriptor) == 0) return {};
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  const bool unwanted = no_colour != nullptr && *no_colour != '\0';
  const bool dumb = term == nullptr || absl::string_view(term) == "dumb";
  return {.colour = !unwanted && !dumb, .isolate = true};
}

std::string Coloured(absl::string_view text, Colour colour, const Dress& dress) {
  if (!dress.colour || text.empty()) return std::string(text);
  return absl::StrCat("\033[", CodeOf(colour), "m", text, "\033[0m");
}

size_t WidthOf(absl::string_view text) {
  size_t width = 0;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) width += WidthOf(Next(text, at));
  return width;
}

std::string Padded(absl::string_view text, size_t width) {
  const size_t has = WidthOf(text);
  return absl::StrCat(text, std::string(has < width ? width - has : 0, ' '));
}

std::string Clipped(absl::string_view text, size_t width) {
  if (WidthOf(text) <= width) return std::string(text);
  size_t taken = 0;
  int32_t at = 0;
  for (int32_t end = 0; end < static_cast<int32_t>(text.size());) {
    const size_t columns = WidthOf(Next(text, end));
    if (taken + columns + 1 > width) break;
    taken += columns;
    at = end;
  }
  return absl::StrCat(text.substr(0, static_cast<size_t>(at)), "…");
}

std::string Isolated(absl::string_view text, const Dress& dress) {
  if (!dress.isolate) return std::string(text);
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    const UCharDirection direction = u_charDirection(Next(text, at));
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) {
      return absl::StrCat(kFirstStrongIsolate, text, kPopDirectionalIsolate);
    }
  }
  return std::string(text);
}

}  // namespace mosbat::ctl
