// Keeps directives. Thread-safe; runs in the caller's transaction, and is atomic because that is.
// Each sentence below is a test in directive_store_conformance_test.cc, which runs on every database we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::guideline {

class DirectiveStore {
 public:
  // NOT_FOUND / DIRECTIVE_NOT_FOUND if there is none.
  absl::StatusOr<v1::Directive> Get(db::Session& session, const std::string& name) const;

  // The name of the directive that bears `number`, "" if none does or the number is empty.
  absl::StatusOr<std::string> NameOfNumber(db::Session& session, const std::string& number) const;

  // Returns the directive with its first etag. A name or a number that is taken is a unique violation: a lost race for
  // who looked first.
  absl::StatusOr<v1::Directive> Insert(db::Session& session, v1::Directive directive) const;

  // Replaces the directive if its stored etag is still its own; returns it with its next etag. ABORTED / STALE_ETAG if
  // another writer came first; a number that is taken is a unique violation.
  absl::StatusOr<v1::Directive> Replace(db::Session& session, v1::Directive directive) const;

  struct Listing {
    bool with_drafts = true;
  };
  // At most `limit` directives with names strictly after `after`, in byte order; without drafts only issued ones.
  absl::StatusOr<std::vector<v1::Directive>> List(db::Session& session, const Listing& listing,
                                                  const std::string& after, int limit) const;

  // Of the issued directives whose effective date has come by `day` and that are not repealed on it, those of the
  // latest effective date: usually one, none before the first.
  absl::StatusOr<std::vector<v1::Directive>> ListLatestEffective(db::Session& session, absl::CivilDay day) const;

  // Of the issued directives that take effect after `day`, those of the earliest effective date: usually one.
  absl::StatusOr<std::vector<v1::Directive>> ListNextEffective(db::Session& session, absl::CivilDay day) const;

  // The directives that amend `amended`, or any other if that is empty, and by `day` have not taken effect: drafts, and
  // issued ones whose effective date is later. By name.
  absl::StatusOr<std::vector<v1::Directive>> ListAmending(db::Session& session, const std::string& amended,
                                                          absl::CivilDay day) const;

 private:
  db::MessageTable<v1::Directive> directives_{"directives",
                                              {"number", "issued", "effective_day", "repeal_day", "amends"}};
};

}  // namespace mosbat::guideline
