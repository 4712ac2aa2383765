// Messages handled by their descriptors: making them, and their fields by name.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace mosbat::ctl {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

MessagePtr NewMessage(const google::protobuf::Descriptor& descriptor);
MessagePtr CopyOf(const google::protobuf::Message& message);

// A field that the message does not have reads as "", 0 and false, and is not set.
std::string TextOf(const google::protobuf::Message& message, absl::string_view field);
int32_t NumberOf(const google::protobuf::Message& message, absl::string_view field);
bool FlagOf(const google::protobuf::Message& message, absl::string_view field);
void SetText(google::protobuf::Message& message, absl::string_view field, absl::string_view value);
void SetFlag(google::protobuf::Message& message, absl::string_view field, bool value);

// The word of its field `state`, "" where it has none.
std::string StateOf(const google::protobuf::Message& message);

// Whether a field is set: has a value that is not its type's own, or entries.
bool IsSet(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field);

// "effective_date" → "effectiveDate", as JSON writes it. From a "/" on, a pointer into a schema, nothing changes, nor
// below facts, answers and form, whose members are named by rules and forms.
std::string InJsonCase(absl::string_view path);

}  // namespace mosbat::ctl
