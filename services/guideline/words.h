// The states of texts in words, for errors.
#pragma once

#include "common/base/error.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline {

// "submitted", «ارسال‌شده»: what can stand after "is".
Words WordsFor(v1::SubGuidelineRevision::State state);

}  // namespace mosbat::guideline
