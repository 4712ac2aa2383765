#include "common/rpc/metadata.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "common/base/text_limits.h"
#include "common/rpc/errors.h"
#include "grpc/grpc.h"
#include "grpc/slice.h"

namespace mosbat::rpc {
namespace {

constexpr int kLongestPurpose = 200;

// Every `%XX` as its byte; a `%` that begins none stands for itself.
std::string PercentDecoded(absl::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    if (text.size() >= 3 && text[0] == '%' && absl::ascii_isxdigit(static_cast<unsigned char>(text[1])) &&
        absl::ascii_isxdigit(static_cast<unsigned char>(text[2]))) {
      decoded += absl::HexStringToBytes(text.substr(1, 2));
      text.remove_prefix(3);
    } else {
      decoded += text[0];
      text.remove_prefix(1);
    }
  }
  return decoded;
}

// Borrows the text.
grpc_slice SliceOf(absl::string_view text) { return grpc_slice_from_static_buffer(text.data(), text.size()); }

}  // namespace

absl::string_view FirstValue(const MetadataMap& metadata, const char* key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? absl::string_view() : View(found->second);
}

std::string AllValues(const MetadataMap& metadata, const char* key) {
  std::string joined;
  const auto [begin, end] = metadata.equal_range(key);
  for (auto it = begin; it != end; ++it) absl::StrAppend(&joined, joined.empty() ? "" : ",", View(it->second));
  return joined;
}

bool IsSendable(absl::string_view key, absl::string_view value) {
  return grpc_header_key_is_legal(SliceOf(key)) != 0 &&
         (grpc_is_binary_header(SliceOf(key)) != 0 || grpc_header_nonbin_value_is_legal(SliceOf(value)) != 0);
}

absl::Status CheckMetadata(const MetadataMap& metadata) {
  for (const auto& [key, value] : metadata) {
    if (!IsSendable(View(key), View(value))) return errors::MetadataInvalid(View(key));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PurposeOf(const MetadataMap& metadata) {
  std::string purpose = PercentDecoded(FirstValue(metadata, kPurposeKey));
  const bool is_utf8 = TextPrefix(purpose, purpose.size()).size() == purpose.size();
  if (!is_utf8 || CountCharacters(purpose) > kLongestPurpose) return errors::PurposeInvalid(kLongestPurpose);
  return purpose;
}

std::string PercentEncoded(absl::string_view text) {
  std::string encoded;
  for (const char byte : text) {
    if (absl::ascii_isprint(static_cast<unsigned char>(byte)) && byte != '%') {
      encoded += byte;
    } else {
      absl::StrAppend(&encoded, "%", absl::BytesToHexString(absl::string_view(&byte, 1)));
    }
  }
  return encoded;
}

}  // namespace mosbat::rpc
