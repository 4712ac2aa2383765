// The name of a revision, taken apart.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "common/base/resource_name.h"
#include "common/base/status_macros.h"

namespace mosbat::guideline::domain {

struct RevisionName {
  std::string sub_guideline;  // "subGuidelines/vision-screening"
  std::string text;           // "subGuidelines/vision-screening/revisions/2"

  // INVALID_ARGUMENT / NAME_INVALID or FIELD_REQUIRED for `field`.
  static absl::StatusOr<RevisionName> Parse(absl::string_view field, const std::string& name) {
    MOSBAT_RETURN_IF_ERROR(ParseName(field, "subGuidelines/*/revisions/*", name).status());
    return RevisionName{.sub_guideline = name.substr(0, name.find("/revisions/")), .text = name};
  }

  static RevisionName Of(absl::string_view sub_guideline, int number) {
    return {.sub_guideline = std::string(sub_guideline), .text = absl::StrCat(sub_guideline, "/revisions/", number)};
  }
};

}  // namespace mosbat::guideline::domain
