// Centres as the story founds them, and what is entrusted to them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "clients/mosbatctl/demo/story.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::story {

// The centre of Fardis, which was there before the suite: entered by steering after the fact, with one household.
absl::Status FoundNeighbour(World& world, Made& made);

// How something comes into the records: by whom, and, after the fact, since when.
struct Entry {
  std::string as;
  bool historical = false;
  google::type::Date since = {};  // of a historical one
};

// The three papers of a centre.
absl::Status IssuePapers(World& world, const Entry& entry, const std::string& centre,
                         const registry::v1::LicenceHolder& holder);
// The `index`-th of its five.
absl::StatusOr<registry::v1::StaffMember> Employ(World& world, const Entry& entry, const std::string& centre, int first,
                                                 int index);
absl::StatusOr<registry::v1::Centre> GetCentre(World& world, const std::string& name);

// Proposes and activates it, from the story's day on.
absl::StatusOr<catalog::v1::Entrustment> ActivateEntrustment(World& world, const std::string& step,
                                                             catalog::v1::Entrustment entrustment);

}  // namespace mosbat::story
