// The texts that the story's people write.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::story {

// Of visits with blood-pressure measuring to the elderly of a household: a rule, a form that is asked and one that is
// recorded, and two visits a month. Its first draft says nothing of who may visit.
guideline::v1::SubGuidelineRevision VisitText(bool first_draft);
// Of workshops for a group.
guideline::v1::SubGuidelineRevision WorkshopText();

// A directive that says what `former` says, but lets a person with a diploma apply.
guideline::v1::Directive EasedDirective(const guideline::v1::Directive& former, absl::string_view number);

// Ends the process if `json` is no JSON object: the story's own texts are.
google::protobuf::Struct Json(absl::string_view json);

}  // namespace mosbat::story
