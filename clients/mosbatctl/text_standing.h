// Where directives and sub-guidelines stand, as a part of what status says.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {

// "mosbatctl call Approve… --as steering -d '{"name": "…"}'"; `more` are further fields, ", \"reason\": \"…\"".
std::string CallCommand(absl::string_view method, absl::string_view as, absl::string_view name,
                        absl::string_view more = "");

// What becomes of an eligible request whose `text` was withdrawn; false where it was not.
bool SayTextWithdrawn(const casefile::v1::ServiceRequest& request, const guideline::v1::SubGuidelineRevision& text,
                      Report& report);

// Both outlive it.
class TextStanding {
 public:
  TextStanding(CallsAs& calls, Report& report) : calls_(calls), report_(report) {}

  void Say(const guideline::v1::SubGuideline& text);
  void Say(const guideline::v1::SubGuidelineRevision& text);
  void Say(const guideline::v1::Directive& text);
  // What a revision of `whole` waits for.
  void SayRevision(const guideline::v1::SubGuidelineRevision& text, const guideline::v1::SubGuideline& whole);
  void SayNothingWaits();
  // A command with the first day on which it can take effect, as people write it.
  void CommandFromTomorrow(absl::string_view method, absl::string_view as, absl::string_view name);

  // Empty where it cannot be read.
  guideline::v1::SubGuidelineRevision RevisionOf(const std::string& name);
  guideline::v1::SubGuideline SubGuidelineOf(const std::string& revision);
  // The text of the same sub-guideline that is in force; "" where there is none but `revision`.
  std::string InForceBeside(const std::string& revision);

 private:
  // What follows where no text of `whole` is in force.
  void SayNoneInForce(const guideline::v1::SubGuideline& whole);

  CallsAs& calls_;
  Report& report_;
};

}  // namespace mosbat::ctl
