#include "clients/mosbatctl/apply/difference.h"

#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

bool Behaves(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

bool IsServerField(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "etag" || Behaves(field, google::api::OUTPUT_ONLY);
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  if (field.is_repeated()) return message.GetReflection()->FieldSize(message, &field) > 0;
  return message.GetReflection()->HasField(message, &field);
}

// Whether leaving the field out says nothing: a number or a choice, which the server may fill with its usual value.
bool MayBeFilled(const FieldDescriptor& field) {
  if (field.is_repeated() || field.has_presence()) return false;
  return field.cpp_type() != FieldDescriptor::CPPTYPE_STRING && field.cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
}

bool Equal(const Message& wanted, const Message& current);

// Two messages with nothing but this field.
bool EqualAlone(const Message& wanted, const Message& current, const FieldDescriptor& field) {
  const auto alone = [&field](const Message& message) {
    std::unique_ptr<Message> copy(message.New());
    copy->CopyFrom(message);
    std::vector<const FieldDescriptor*> fields;
    copy->GetReflection()->ListFields(*copy, &fields);
    for (const FieldDescriptor* const other : fields) {
      if (other != &field) copy->GetReflection()->ClearField(copy.get(), other);
    }
    return copy;
  };
  return MessageDifferencer::Equals(*alone(wanted), *alone(current));
}

bool EqualField(const Message& wanted, const Message& current, const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map()) return EqualAlone(wanted, current, field);
  const Reflection& reflection = *wanted.GetReflection();
  if (!field.is_repeated()) {
    return IsSet(wanted, field) == IsSet(current, field) &&
           Equal(reflection.GetMessage(wanted, &field), reflection.GetMessage(current, &field));
  }
  const int size = reflection.FieldSize(wanted, &field);
  if (size != reflection.FieldSize(current, &field)) return false;
  for (int i = 0; i < size; ++i) {
    if (!Equal(reflection.GetRepeatedMessage(wanted, &field, i), reflection.GetRepeatedMessage(current, &field, i))) {
      return false;
    }
  }
  return true;
}

bool Equal(const Message& wanted, const Message& current) {
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (Behaves(field, google::api::OUTPUT_ONLY) || (MayBeFilled(field) && !IsSet(wanted, field))) continue;
    if (!EqualField(wanted, current, field)) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> Differences(const Message& wanted, const Message& current) {
  std::vector<std::string> paths;
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (IsServerField(field) || !IsSet(wanted, field)) continue;
    if (!EqualField(wanted, current, field)) paths.push_back(field.name());
  }
  return paths;
}

bool SameThing(const Message& wanted, const Message& current) {
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const bool identifies = Behaves(field, google::api::REQUIRED) || field.real_containing_oneof() != nullptr;
    if (identifies && !EqualField(wanted, current, field)) return false;
  }
  return true;
}

}  // namespace mosbat::ctl
