// The sub-guideline revisions that were withdrawn, as guideline's feed tells of them: revisions of service types that
// rest on one never come into force, or decide nothing any more, for which ServiceTypeStore joins this table and its
// column `withdrawn_on`, the first day on which the text holds no longer. Thread-safe; runs in the caller's
// transaction. Each sentence below is a test in withdrawn_texts_conformance_test.cc, which runs on every database we
// support.
#pragma once

#include "absl/status/status.h"

#include "common/db/copy_table.h"
#include "common/db/database.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog {

class WithdrawnTexts {
 public:
  // Keeps a sub-guideline revision that was withdrawn, which is for ever; passes over what the feed says of other
  // things.
  absl::Status Apply(db::Session& session, const feed::v1::Event& event) const;

 private:
  const db::CopyTable<guideline::v1::SubGuidelineRevision> texts_{"withdrawn_texts", {"withdrawn_on"}};
};

}  // namespace mosbat::catalog
