// The states and fields of texts in words, for errors and comparisons.
#pragma once

#include "absl/strings/string_view.h"

#include "common/base/error.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline {

// "submitted", «ارسال‌شده»: what can stand after "is".
Words WordsFor(v1::SubGuidelineRevision::State state);

// What a field of a directive, a provision or a term is about: "files_per_centre" is "Files per centre". The field
// itself where it has no words.
Words LabelOf(absl::string_view field);

}  // namespace mosbat::guideline
