#include "clients/mosbatctl/messages.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace mosbat::ctl {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

namespace {

const FieldDescriptor* Find(const Message& message, absl::string_view field) {
  return message.GetDescriptor()->FindFieldByName(std::string(field));
}

}  // namespace

MessagePtr NewMessage(const Descriptor& descriptor) {
  return MessagePtr(MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
}

MessagePtr CopyOf(const Message& message) {
  MessagePtr copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

std::string TextOf(const Message& message, absl::string_view field) {
  const FieldDescriptor* const found = Find(message, field);
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

int32_t NumberOf(const Message& message, absl::string_view field) {
  const FieldDescriptor* const found = Find(message, field);
  return found == nullptr ? 0 : message.GetReflection()->GetInt32(message, found);
}

bool FlagOf(const Message& message, absl::string_view field) {
  const FieldDescriptor* const found = Find(message, field);
  return found != nullptr && message.GetReflection()->GetBool(message, found);
}

void SetText(Message& message, absl::string_view field, absl::string_view value) {
  const FieldDescriptor* const found = Find(message, field);
  if (found != nullptr) message.GetReflection()->SetString(&message, found, std::string(value));
}

void SetFlag(Message& message, absl::string_view field, bool value) {
  const FieldDescriptor* const found = Find(message, field);
  if (found != nullptr) message.GetReflection()->SetBool(&message, found, value);
}

std::string StateOf(const Message& message) {
  const FieldDescriptor* const field = Find(message, "state");
  return field == nullptr ? "" : message.GetReflection()->GetEnum(message, field)->name();
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  if (field.is_repeated()) return message.GetReflection()->FieldSize(message, &field) > 0;
  return message.GetReflection()->HasField(message, &field);
}

std::string InJsonCase(absl::string_view path) {
  std::string text;
  size_t step = 0;  // where the last one begins
  for (size_t i = 0; i < path.size(); ++i) {
    const absl::string_view name = path.substr(step, i - step);
    const bool names_its_own = path[i] == '.' && (name == "facts" || name == "answers" || name == "form");
    if (path[i] == '/' || names_its_own) return absl::StrCat(text, path.substr(i));
    if (path[i] == '.') step = i + 1;
    if (path[i] == '_' && i + 1 < path.size()) {
      text.push_back(absl::ascii_toupper(static_cast<unsigned char>(path[++i])));
    } else {
      text.push_back(path[i]);
    }
  }
  return text;
}

}  // namespace mosbat::ctl
