#include "services/purchasing/handlers/own_work.h"

#include <utility>
#include <vector>

#include "common/audit/own_entry.h"
#include "common/base/status_macros.h"

namespace mosbat::purchasing {

absl::Status OwnWork::Run(db::Session& session, absl::string_view work,
                          absl::FunctionRef<absl::Status(const Transaction& transaction)> step) const {
  std::vector<feed::v1::Event> events;
  std::vector<audit::v1::Entry> entries;
  const auto emit = [&](feed::v1::Event event) { events.push_back(std::move(event)); };
  const auto changed = [&](const Change& change) { entries.push_back(EntryOf(change, work)); };
  MOSBAT_RETURN_IF_ERROR(
      step({.session = session, .now = parts_.business_clock.Now(), .emit = emit, .changed = changed}));
  MOSBAT_RETURN_IF_ERROR(parts_.trail.Append(session, entries));
  return parts_.outbox.Append(session, events, parts_.real_clock.Now());
}

audit::v1::Entry OwnWork::EntryOf(const Change& change, absl::string_view work) const {
  return audit::OwnEntry({.service = parts_.service,
                          .replica = parts_.replica,
                          .work = work,
                          .subject = change.resource,
                          .row_version_before = change.row_version_before,
                          .row_version_after = change.row_version_after},
                         parts_.ids, parts_.real_clock.Now());
}

}  // namespace mosbat::purchasing
