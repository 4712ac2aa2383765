#include "services/catalog/store/deputyship_copies.h"

#include <optional>
#include <set>

#include "common/base/status_macros.h"

namespace mosbat::catalog {

using guideline::v1::Deputyship;

absl::Status DeputyshipCopies::Apply(db::Session& session, const feed::v1::Event& event) const {
  if (!event.payload().Is<Deputyship>()) return absl::OkStatus();
  Deputyship deputyship;
  if (!event.payload().UnpackTo(&deputyship)) return absl::DataLossError("an event's payload is not its message");
  return deputyships_.Keep(session, deputyship).status();
}

absl::StatusOr<domain::Keeper> DeputyshipCopies::KeeperOn(db::Session& session, const std::string& owner,
                                                          absl::CivilDay day) const {
  domain::Keeper keeper{.deputyship = owner, .day = day};
  // Successors never lead back, but a copy that has heard of one change and not yet of another may.
  std::set<std::string> ended;
  while (ended.insert(keeper.deputyship).second) {
    MOSBAT_ASSIGN_OR_RETURN(const std::optional<Deputyship> found, deputyships_.Find(session, keeper.deputyship));
    keeper.is_there = !found.has_value() || domain::IsThereOn(*found, day);
    if (keeper.is_there || !domain::HasEndedBy(*found, day) || found->successor().empty()) break;
    keeper.deputyship = found->successor();
  }
  return keeper;
}

}  // namespace mosbat::catalog
