#include "services/guideline/words.h"

namespace mosbat::guideline {

Words WordsFor(v1::SubGuidelineRevision::State state) {
  switch (state) {
    case v1::SubGuidelineRevision::DRAFT:
      return {.en = "a draft", .fa = "پیش‌نویس"};
    case v1::SubGuidelineRevision::SUBMITTED:
      return {.en = "submitted", .fa = "ارسال‌شده"};
    case v1::SubGuidelineRevision::RETURNED:
      return {.en = "returned", .fa = "برگشت‌خورده"};
    case v1::SubGuidelineRevision::APPROVED:
      return {.en = "approved", .fa = "تأییدشده"};
    case v1::SubGuidelineRevision::SUPERSEDED:
      return {.en = "superseded", .fa = "جایگزین‌شده"};
    case v1::SubGuidelineRevision::WITHDRAWN:
      return {.en = "withdrawn", .fa = "لغوشده"};
    default:
      return {.en = "without a state", .fa = "بی‌وضعیت"};
  }
}

}  // namespace mosbat::guideline
