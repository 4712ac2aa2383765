#include "services/catalog/store/withdrawn_texts.h"

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"

namespace mosbat::catalog {

using guideline::v1::SubGuidelineRevision;

absl::Status WithdrawnTexts::Apply(db::Session& session, const feed::v1::Event& event) const {
  if (!event.payload().Is<SubGuidelineRevision>()) return absl::OkStatus();
  SubGuidelineRevision text;
  if (!event.payload().UnpackTo(&text)) return absl::DataLossError("an event's payload is not its message");
  if (text.state() != SubGuidelineRevision::WITHDRAWN) return absl::OkStatus();
  text.clear_clauses();
  text.clear_terms();  // of which nothing is asked here
  return texts_.Keep(session, text, {iran::DayText(text.end_date())}).status();
}

}  // namespace mosbat::catalog
