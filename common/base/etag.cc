#include "common/base/etag.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/error.h"

namespace mosbat {

std::string EtagOf(int64_t row_version) { return absl::StrCat("\"", row_version, "\""); }

int64_t RowVersionOf(absl::string_view etag) {
  absl::string_view digits = etag;
  int64_t row_version = 0;
  if (!absl::ConsumePrefix(&digits, "\"") || !absl::ConsumeSuffix(&digits, "\"")) return 0;
  // SimpleAtoi takes blanks and signs; an etag is exactly the text that EtagOf made.
  if (!absl::SimpleAtoi(digits, &row_version) || row_version < 0 || EtagOf(row_version) != etag) return 0;
  return row_version;
}

absl::Status RequireEtag(absl::string_view wanted, absl::string_view current, absl::string_view name) {
  if (wanted.empty() || wanted == current) return absl::OkStatus();
  return errors::StaleEtag(name);
}

}  // namespace mosbat
