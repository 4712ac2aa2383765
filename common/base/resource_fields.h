// Which fields of a resource its callers write (AIP-203), and updates by mask (AIP-134).
//
// A caller writes every field of the resource but `name`, `etag` and those whose field behaviour is OUTPUT_ONLY; an
// update leaves IMMUTABLE ones too.
#pragma once

#include "absl/status/status.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace mosbat {

// Whether the field's google.api.field_behavior names it.
bool Behaves(const google::protobuf::FieldDescriptor& field, google::api::FieldBehavior behavior);

// Whether no caller writes the field.
bool IsServerField(const google::protobuf::FieldDescriptor& field);

// Makes a new resource of what a caller sent: clears what only the server writes.
void ClearServerFields(google::protobuf::Message& resource);

// Copies into `stored` what `mask` names of `wanted`, clearing what is not set there; lists and messages are replaced
// whole. An empty mask names the fields that `wanted` has, "*" all that a caller may change.
// INVALID_ARGUMENT / UPDATE_MASK_INVALID for a path that does not exist or may not be changed.
absl::Status ApplyUpdate(const google::protobuf::FieldMask& mask, const google::protobuf::Message& wanted,
                         google::protobuf::Message& stored);

}  // namespace mosbat
