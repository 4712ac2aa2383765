// From JSON that people write to messages: what is wrong is named by its path, all of it at once.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

namespace mosbat::ctl {

// INVALID_ARGUMENT / `reason`, with the line, of a text that is no UTF-8.
absl::Status RequireUtf8(const std::string& source, const std::string& text, const char* reason);

// INVALID_ARGUMENT / JSON_MALFORMED says line and column; `source` names where the text is from.
absl::StatusOr<nlohmann::json> ParseJson(const std::string& source, const std::string& text);

// Fills `message` from `value`, in the JSON form of protobuf; a day may also be a text, "2026-03-21", or Jalali
// "1405-01-01", with "-" or "/"; days and numbers are taken in digits of either kind. INVALID_ARGUMENT / JSON_INVALID
// names each fault by its path under `path`: a field that the message does not have, an enum value that does not exist,
// a date that no calendar has, a value of another type.
absl::Status FromJson(const nlohmann::json& value, absl::string_view path, google::protobuf::Message& message);

// On one line, or as people read it; without a new line at the end. The same of the same message: fields in their
// order, the keys of maps in byte order.
std::string ToJson(const google::protobuf::Message& message, bool compact = false);

// Every field of it, set or not: for what a script reads.
nlohmann::ordered_json WholeJson(const google::protobuf::Message& message);

// The field that JSON calls `key`, by its JSON name or its own; nullptr if there is none.
const google::protobuf::FieldDescriptor* FieldOf(const google::protobuf::Descriptor& message, const std::string& key);

}  // namespace mosbat::ctl
