// Keeps sub-guidelines and their revisions. Thread-safe; runs in the caller's transaction, and is atomic because that
// is. Each sentence below is a test in sub_guideline_store_conformance_test.cc, which runs on every database we
// support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline {

class SubGuidelineStore {
 public:
  // NOT_FOUND / SUB_GUIDELINE_NOT_FOUND if there is none.
  absl::StatusOr<v1::SubGuideline> Get(db::Session& session, const std::string& name) const;

  // Returns the sub-guideline with its first etag. A name that is taken is a unique violation: a lost race for who
  // looked first.
  absl::StatusOr<v1::SubGuideline> Insert(db::Session& session, v1::SubGuideline sub_guideline) const;

  // Replaces the sub-guideline if its stored etag is still its own; returns it with its next etag. ABORTED / STALE_ETAG
  // if another writer came first.
  absl::StatusOr<v1::SubGuideline> Replace(db::Session& session, v1::SubGuideline sub_guideline) const;

  // At most `limit` sub-guidelines of `deputyship`, of all if that is empty, with names strictly after `after`, in byte
  // order.
  absl::StatusOr<std::vector<v1::SubGuideline>> List(db::Session& session, const std::string& deputyship,
                                                     const std::string& after, int limit) const;

  // NOT_FOUND / REVISION_NOT_FOUND if there is none.
  absl::StatusOr<v1::SubGuidelineRevision> GetRevision(db::Session& session, const std::string& name) const;

  // Returns the revision with its first etag. A name that is taken is a unique violation.
  absl::StatusOr<v1::SubGuidelineRevision> InsertRevision(db::Session& session, v1::SubGuidelineRevision text) const;

  // As Replace().
  absl::StatusOr<v1::SubGuidelineRevision> ReplaceRevision(db::Session& session, v1::SubGuidelineRevision text) const;

  // At most `limit` revisions of `sub_guideline` with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::SubGuidelineRevision>> ListRevisions(db::Session& session,
                                                                      const std::string& sub_guideline,
                                                                      const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::SubGuideline> sub_guidelines_{"sub_guidelines", {"deputyship"}};
  db::MessageTable<v1::SubGuidelineRevision> revisions_{"sub_guideline_revisions", {"sub_guideline"}};
};

}  // namespace mosbat::guideline
