#include "common/base/resource_fields.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"

#include "common/base/error.h"
#include "common/base/text_limits.h"

namespace mosbat {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

bool MayChange(const FieldDescriptor& field) {
  return !IsServerField(field) && !Behaves(field, google::api::IMMUTABLE);
}

bool MayChange(const google::protobuf::Descriptor& resource, const std::string& path) {
  std::vector<const FieldDescriptor*> fields;
  if (!FieldMaskUtil::GetFieldDescriptors(&resource, path, &fields)) return false;
  // The library passes over empty parts: "terms." would be "terms".
  std::string written;
  for (const FieldDescriptor* field : fields) absl::StrAppend(&written, written.empty() ? "" : ".", field->name());
  return written == path && !fields.empty() && MayChange(*fields.front());
}

absl::Status UpdateMaskInvalid(absl::string_view wanted) {
  const std::string path = Shortened(wanted);
  return MakeFieldError(
      "UPDATE_MASK_INVALID",
      {.field = "update_mask",
       .words = {.en = absl::StrCat("update_mask: \"", path, "\" is not a field that can be changed."),
                 .fa = absl::StrCat("update_mask: «", path, "» فیلدی نیست که بتوان آن را تغییر داد.")}});
}

// The paths that an empty mask or "*" stands for.
FieldMask Implied(const Message& wanted, bool all) {
  FieldMask mask;
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const bool set = field.is_repeated() ? wanted.GetReflection()->FieldSize(wanted, &field) > 0
                                         : wanted.GetReflection()->HasField(wanted, &field);
    if (MayChange(field) && (all || set)) mask.add_paths(field.name());
  }
  return mask;
}

}  // namespace

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

void ClearServerFields(Message& resource) {
  const auto& descriptor = *resource.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    if (IsServerField(*descriptor.field(i))) resource.GetReflection()->ClearField(&resource, descriptor.field(i));
  }
}

absl::Status ApplyUpdate(const FieldMask& mask, const Message& wanted, Message& stored) {
  FieldMask paths = mask;
  if (mask.paths().empty()) {
    paths = Implied(wanted, /*all=*/false);
  } else if (mask.paths_size() == 1 && mask.paths(0) == "*") {
    paths = Implied(wanted, /*all=*/true);
  }
  for (const std::string& path : paths.paths()) {
    if (!MayChange(*stored.GetDescriptor(), path)) return UpdateMaskInvalid(path);
  }
  FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  replace.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(wanted, paths, replace, &stored);
  return absl::OkStatus();
}

}  // namespace mosbat
