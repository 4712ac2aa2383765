// The differences of two messages of one type, field by field, by reflection. Pure; knows no text but what numbers,
// codes, articles and clauses are. Internal to comparison.cc.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"

#include "mosbat/guideline/v1/comparison.pb.h"

namespace mosbat::guideline::domain {

using Differences = google::protobuf::RepeatedPtrField<v1::Difference>;

// Adds, without labels, what `base` and `other` have differently in the field `name`, whose path is `path`. A scalar at
// its default is a field that is not set.
void DiffField(const google::protobuf::Message& base, const google::protobuf::Message& other, absl::string_view name,
               absl::string_view path, Differences& found);

}  // namespace mosbat::guideline::domain
