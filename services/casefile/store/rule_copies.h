// What the case file service knows of guideline and catalog: directives, sub-guideline revisions, service types, their
// revisions and entrustments, kept by their feeds. Every question is asked about a day.
//
// Thread-safe; runs in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/db/copy_table.h"
#include "common/db/database.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::casefile {

class RuleCopies {
 public:
  // Applies an event of guideline or catalog; ignores what it has no use for and what is older than what is kept.
  absl::Status Apply(db::Session& session, const feed::v1::Event& event) const;

  // The directive in force on the day: of those that have taken effect and are not repealed the one of the latest
  // effective date, of two of one date the one of the greater number; nothing if there is none.
  absl::StatusOr<std::optional<guideline::v1::Directive>> DirectiveInForceOn(db::Session& session,
                                                                             absl::CivilDay day) const;

  // Whether what rests on the sub-guideline revision may be decided by it on the day: it was approved and has taken
  // effect, it is in force or one that has taken its place is, and it is not withdrawn, whatever took its place.
  absl::StatusOr<bool> IsSubGuidelineInForceOn(db::Session& session, absl::string_view revision,
                                               absl::CivilDay day) const;

  // NOT_FOUND / SERVICE_TYPE_NOT_FOUND.
  absl::StatusOr<catalog::v1::ServiceType> GetServiceType(db::Session& session, const std::string& name) const;

  // The revision in force on the day: the one of the greatest number among those that have taken effect; nothing before
  // the first. One whose sub-guideline revision was withdrawn by its effective date never takes effect.
  absl::StatusOr<std::optional<catalog::v1::ServiceTypeRevision>> RevisionOn(db::Session& session,
                                                                             const std::string& service_type,
                                                                             absl::CivilDay day) const;

  // Whatever its state and dates; nothing if there is none.
  absl::StatusOr<std::optional<guideline::v1::Directive>> FindDirective(db::Session& session,
                                                                        const std::string& name) const;
  absl::StatusOr<std::optional<catalog::v1::ServiceTypeRevision>> FindRevision(db::Session& session,
                                                                               const std::string& name) const;

  // Revisions never change and never go; INTERNAL if a request names one that is not here.
  absl::StatusOr<catalog::v1::ServiceTypeRevision> GetRevision(db::Session& session, const std::string& name) const;

  // Entrustments of the type that cover the day, wherever.
  absl::StatusOr<std::vector<catalog::v1::Entrustment>> ListEntrustmentsOn(db::Session& session,
                                                                           const std::string& service_type,
                                                                           absl::CivilDay day) const;

  // How far the copies of guideline, catalog and registry go: `catalog@<feed_id>:<seq>`.
  static absl::StatusOr<std::vector<std::string>> Positions(db::Session& session);

 private:
  db::CopyTable<guideline::v1::Directive> directives_{"copied_directives", {"effective_date", "repeal_date"}};
  db::CopyTable<guideline::v1::SubGuidelineRevision> sub_guideline_revisions_{
      "copied_sub_guideline_revisions", {"sub_guideline", "effective_date", "end_date", "withdrawn_on"}};
  db::CopyTable<catalog::v1::ServiceType> service_types_{"copied_service_types"};
  db::CopyTable<catalog::v1::ServiceTypeRevision> revisions_{
      "copied_service_type_revisions", {"service_type", "number", "effective_date", "sub_guideline_revision"}};
  db::CopyTable<catalog::v1::Entrustment> entrustments_{"copied_entrustments",
                                                        {"service_type", "covers_from", "covers_until"}};
};

}  // namespace mosbat::casefile
