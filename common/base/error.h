// Errors that leave the process: a code, a stable reason, the words in both languages, metadata and field faults.
//
// An error travels as an absl::Status whose payloads hold the google.rpc details; common/rpc picks the caller's
// language when it becomes a gRPC status. Each service lists its own errors in its errors.h; what all of them share is
// below. Stores and libraries that fail for technical reasons return a plain absl::Status: without a reason it never
// shows its text outside the process.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mosbat {

enum class Language { kEnglish, kPersian };

// One sentence in both languages, with a full stop.
struct Words {
  std::string en;
  std::string fa;

  const std::string& In(Language language) const { return language == Language::kPersian ? fa : en; }
};

// What is wrong with one field of a request, form or file. `field` is its path: "members[2].identity.national_id".
struct FieldFault {
  std::string field;
  Words words;
};

using ErrorMetadata = std::vector<std::pair<std::string, std::string>>;

// `reason` is UPPER_SNAKE_CASE and stable; tests and clients go by it, never by the words. Values of metadata and paths
// of fields are Shortened(): they may hold what came with a request, and have to fit into a trailer.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason, Words words, ErrorMetadata metadata = {});

// INVALID_ARGUMENT with one fault; the words of the error are those of the fault.
absl::Status MakeFieldError(absl::string_view reason, FieldFault fault);

// The most faults that an error lists.
inline constexpr size_t kMostFaults = 50;

// An error about several fields. Keeps the first kMostFaults and says in its words how many more there are.
absl::Status MakeFieldErrors(absl::StatusCode code, absl::string_view reason, Words words,
                             std::vector<FieldFault> faults, ErrorMetadata metadata = {});

// The reason of an error made here, "" of any other.
std::string ReasonOf(const absl::Status& status);

// The words of an error made here; of any other its message.
std::string WordsOf(const absl::Status& status, Language language);

// The faults of an error made here, in the given language: (field, description).
std::vector<std::pair<std::string, std::string>> FaultsOf(const absl::Status& status, Language language);

// The metadata of an error made here.
ErrorMetadata MetadataOf(const absl::Status& status);

// The payload type URLs under which an error carries its details, for the conversion to google.rpc.Status.
inline constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr char kFaultsUrl[] = "mosbat/faults";       // google.rpc.BadRequest, English
inline constexpr char kFaultsFaUrl[] = "mosbat/faults.fa";  // the same, Persian
inline constexpr char kWordsFaUrl[] = "mosbat/words.fa";    // the Persian sentence

namespace errors {

// What every service says in the same words.
absl::Status FieldRequired(absl::string_view field);                      // INVALID_ARGUMENT / FIELD_REQUIRED
absl::Status FieldInvalid(absl::string_view field, Words what_is_right);  // INVALID_ARGUMENT / FIELD_INVALID
absl::Status NameInvalid(absl::string_view field, absl::string_view value,
                         absl::string_view pattern);  // INVALID_ARGUMENT / NAME_INVALID
absl::Status DateInvalid(absl::string_view field);    // INVALID_ARGUMENT / DATE_INVALID
absl::Status PageSizeInvalid();                       // INVALID_ARGUMENT / PAGE_SIZE_INVALID
absl::Status PageTokenInvalid();                      // INVALID_ARGUMENT / PAGE_TOKEN_INVALID
absl::Status StaleEtag(absl::string_view name);       // ABORTED / STALE_ETAG
absl::Status AlreadyExists(absl::string_view name);   // ALREADY_EXISTS / ALREADY_EXISTS

}  // namespace errors
}  // namespace mosbat
