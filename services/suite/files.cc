#include "services/suite/files.h"

#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"

namespace mosbat::suite {

absl::StatusOr<std::string> ReadFile(absl::string_view setting, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "FILE_NOT_READABLE",
                     {.en = absl::StrCat("--", setting, ": the file \"", path, "\" cannot be read."),
                      .fa = absl::StrCat("--", setting, ": فایل «", path, "» خوانده نمی‌شود.")},
                     {{"setting", std::string(setting)}, {"path", path}});
  }
  absl::StripTrailingAsciiWhitespace(&text);
  return text;
}

}  // namespace mosbat::suite
