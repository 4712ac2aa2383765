// Deputyships as guideline's feed tells of them. Thread-safe; runs in the caller's transaction.
// Each sentence below is a test in deputyship_copies_conformance_test.cc, which runs on every database we support.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/db/copy_table.h"
#include "common/db/database.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/guideline/v1/deputyship.pb.h"
#include "services/catalog/domain/keeper.h"

namespace mosbat::catalog {

class DeputyshipCopies {
 public:
  // Keeps the newest of each deputyship; passes over what the feed says of other things.
  absl::Status Apply(db::Session& session, const feed::v1::Event& event) const;

  // Who keeps on `day` what `owner` owns: `owner`, or, of those that have ended by then, the successor of each in turn.
  // One of which nothing was heard is taken as being there.
  absl::StatusOr<domain::Keeper> KeeperOn(db::Session& session, const std::string& owner, absl::CivilDay day) const;

 private:
  const db::CopyTable<guideline::v1::Deputyship> deputyships_{"copied_deputyships"};
};

}  // namespace mosbat::catalog
