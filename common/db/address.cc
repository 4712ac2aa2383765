#include "common/db/address.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "common/base/error.h"
#include "common/base/persian_digits.h"
#include "common/base/status_macros.h"

namespace mosbat::db {
namespace {

// With the service's name behind it a database name has at most 64 characters.
constexpr size_t kLongestPrefix = 32;

// Without the password that does not belong there.
std::string Shown(absl::string_view text) {
  const size_t scheme = text.find("://");
  const size_t at = text.rfind('@');
  if (scheme == absl::string_view::npos || at == absl::string_view::npos) return std::string(text);
  const size_t colon = text.find(':', scheme + 3);
  return colon < at ? absl::StrCat(text.substr(0, colon), ":…", text.substr(at)) : std::string(text);
}

absl::Status Invalid(absl::string_view address, Words what) {
  const std::string text = Shown(address);
  return MakeError(absl::StatusCode::kInvalidArgument, "DATABASE_ADDRESS_INVALID",
                   {.en = absl::StrCat("The database address \"", text, "\" ", what.en),
                    .fa = absl::StrCat("نشانی پایگاه داده «", text, "» ", what.fa)},
                   {{"address", text}});
}

bool IsPrefix(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestPrefix && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
  });
}

// USER@HOST[:PORT]/PREFIX[?socket=/path]
absl::StatusOr<Address> ParseServer(absl::string_view text, absl::string_view rest) {
  ServerAddress address;
  const std::pair<absl::string_view, absl::string_view> query = absl::StrSplit(rest, absl::MaxSplits('?', 1));
  const std::pair<absl::string_view, absl::string_view> path = absl::StrSplit(query.first, absl::MaxSplits('/', 1));
  const std::vector<absl::string_view> authority = absl::StrSplit(path.first, '@');
  if (authority.size() != 2 || authority[0].empty()) {
    return Invalid(text,
                   {.en = "names no user; write mysql://USER@HOST/PREFIX.",
                    .fa = "کاربری را نام نمی‌برد؛ بنویسید ‎mysql://USER@HOST/PREFIX."});
  }
  if (authority[0].find(':') != absl::string_view::npos) {
    return Invalid(
        text,
        {.en = "holds a password, which is given in a file instead.",
         .fa = "گذرواژه دارد؛ گذرواژه در پرونده‌ای جدا داده می‌شود."});
  }
  address.user = std::string(authority[0]);
  const std::pair<absl::string_view, absl::string_view> host = absl::StrSplit(authority[1], absl::MaxSplits(':', 1));
  address.host = std::string(host.first);
  if (address.host.empty()) {
    return Invalid(text,
                   {.en = "names no host; write mysql://USER@HOST/PREFIX.",
                    .fa = "میزبانی را نام نمی‌برد؛ بنویسید ‎mysql://USER@HOST/PREFIX."});
  }
  if (host.first.size() != authority[1].size() &&
      (!absl::SimpleAtoi(host.second, &address.port) || address.port < 1 || address.port > 65535)) {
    return Invalid(text, {.en = absl::StrCat("has the port \"", host.second, "\", which is not 1 to 65535."),
                          .fa = absl::StrCat("درگاه «", host.second, "» دارد که میان ۱ و ۶۵۵۳۵ نیست.")});
  }
  address.prefix = std::string(path.second);
  if (!IsPrefix(address.prefix)) {
    return Invalid(text, {.en = absl::StrCat("has the prefix \"", address.prefix, "\"; it is 1 to ", kLongestPrefix,
                                             " letters, digits and _, as in mysql://USER@HOST/mosbat."),
                          .fa = absl::StrCat("پیشوند «", address.prefix, "» دارد؛ پیشوند ۱ تا ",
                                             ToPersianDigits(kLongestPrefix), " حرف لاتین، رقم یا _ است.")});
  }
  absl::string_view option = query.second;
  if (absl::ConsumePrefix(&option, "socket=/")) {
    address.socket = absl::StrCat("/", option);
  } else if (!option.empty()) {
    return Invalid(
        text, {.en = absl::StrCat("has the option \"", option, "\"; only socket=/PATH is known."),
               .fa = absl::StrCat("گزینهٔ «", option, "» دارد؛ تنها ‎socket=/PATH شناخته است.")});
  }
  return address;
}

}  // namespace

absl::StatusOr<Address> ParseAddress(absl::string_view text) {
  absl::string_view rest = text;
  if (text == "sqlite::memory:") return MemoryAddress();
  if (absl::ConsumePrefix(&rest, "sqlite:")) {
    if (rest.empty() || rest.front() == ':') {
      return Invalid(text, {.en = "names no folder; write sqlite:DIR.",
                            .fa = "پوشه‌ای را نام نمی‌برد؛ بنویسید sqlite:DIR."});
    }
    return FolderAddress{.folder = std::string(rest)};
  }
  if (absl::ConsumePrefix(&rest, "mysql://")) return ParseServer(text, rest);
  return Invalid(text, {.en = "begins with neither sqlite: nor mysql://.",
                        .fa = "نه با sqlite: آغاز می‌شود و نه با ‎mysql://."});
}

}  // namespace mosbat::db
