// What purchasing knows of other services' resources, from their feeds. Thread-safe; runs in the caller's transaction.
// Each sentence is a test in copies_conformance_test.cc.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/db/copy_table.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::purchasing {

class Copies {
 public:
  // Keeps what is newer, by its owner's etag, than what is kept; whether that changed the days on which it stood.
  absl::StatusOr<bool> Keep(db::Session& session, const registry::v1::Centre& centre) const;
  absl::StatusOr<bool> Keep(db::Session& session, const catalog::v1::ServiceType& type) const;
  absl::StatusOr<bool> Keep(db::Session& session, const guideline::v1::SubGuideline& sub_guideline) const;
  absl::StatusOr<bool> Keep(db::Session& session, const guideline::v1::Directive& directive) const;

  // Nothing if it was not heard of.
  absl::StatusOr<std::optional<registry::v1::Centre>> FindCentre(db::Session& session, const std::string& name) const;
  absl::StatusOr<std::optional<catalog::v1::ServiceType>> FindServiceType(db::Session& session,
                                                                          const std::string& name) const;
  absl::StatusOr<std::optional<guideline::v1::SubGuideline>> FindSubGuideline(db::Session& session,
                                                                              const std::string& name) const;
  // One that was in force on the day; nothing if none was.
  absl::StatusOr<std::optional<guideline::v1::Directive>> FindDirectiveOn(db::Session& session,
                                                                          absl::CivilDay day) const;

  // Writes the row of a copy that was read here, for a decision that rests on it: of this transaction and one that
  // keeps a newer copy, the second to commit does not, and runs again. ABORTED / STALE_ETAG if a newer one is kept.
  absl::Status Guard(db::Session& session, const registry::v1::Centre& centre) const;
  absl::Status Guard(db::Session& session, const catalog::v1::ServiceType& type) const;
  absl::Status Guard(db::Session& session, const guideline::v1::SubGuideline& sub_guideline) const;
  absl::Status Guard(db::Session& session, const guideline::v1::Directive& directive) const;

 private:
  const db::CopyTable<registry::v1::Centre> centres_{"copied_centres"};
  const db::CopyTable<catalog::v1::ServiceType> service_types_{"copied_service_types"};
  const db::CopyTable<guideline::v1::SubGuideline> sub_guidelines_{"copied_sub_guidelines"};
  const db::CopyTable<guideline::v1::Directive> directives_{"copied_directives", {"effective_date", "repeal_date"}};
};

}  // namespace mosbat::purchasing
