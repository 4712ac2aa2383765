// The metadata of a call: what is read of it, and what may be passed on.
//
// gRPC takes any bytes off the wire, but ends the process that sends on a value outside printable ASCII. So what came
// from outside is checked before any of it goes out again. Text in other alphabets travels percent-encoded, as in
// `grpc-message`.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/string_ref.h"

namespace mosbat::rpc {

using MetadataMap = std::multimap<grpc::string_ref, grpc::string_ref>;

inline constexpr char kAuthorizationKey[] = "authorization";
inline constexpr char kLanguageKey[] = "accept-language";
inline constexpr char kPurposeKey[] = "mosbat-purpose";
inline constexpr char kServiceKey[] = "mosbat-service";

inline absl::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// The value of `key`, the first of several; "" if there is none.
absl::string_view FirstValue(const MetadataMap& metadata, const char* key);

// Every value of a key that a caller may repeat, separated by commas.
std::string AllValues(const MetadataMap& metadata, const char* key);

// Whether gRPC sends such an entry.
bool IsSendable(absl::string_view key, absl::string_view value);

// INVALID_ARGUMENT / METADATA_INVALID, naming the key of the first entry that gRPC would not send.
absl::Status CheckMetadata(const MetadataMap& metadata);

// What the caller says it calls for: `mosbat-purpose`, percent-decoded. INVALID_ARGUMENT / PURPOSE_INVALID if it is not
// UTF-8, or has more than 200 characters.
absl::StatusOr<std::string> PurposeOf(const MetadataMap& metadata);

// UTF-8 as metadata carries it: `%` and what is not printable ASCII as %XX.
std::string PercentEncoded(absl::string_view text);

}  // namespace mosbat::rpc
