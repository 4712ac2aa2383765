#include "services/guideline/store/sub_guideline_store.h"

#include <utility>

#include "services/guideline/errors.h"

namespace mosbat::guideline {
namespace {

constexpr char kOfDeputyship[] = "deputyship = ?";
constexpr char kOfSubGuideline[] = "sub_guideline = ?";

std::string SubGuidelineOf(const v1::SubGuidelineRevision& text) {
  return text.name().substr(0, text.name().find("/revisions/"));
}

}  // namespace

absl::StatusOr<v1::SubGuideline> SubGuidelineStore::Get(db::Session& session, const std::string& name) const {
  return sub_guidelines_.Get(session, name, errors::SubGuidelineNotFound);
}

absl::StatusOr<v1::SubGuideline> SubGuidelineStore::Insert(db::Session& session, v1::SubGuideline sub_guideline) const {
  const std::string deputyship = sub_guideline.deputyship();
  return sub_guidelines_.Insert(session, std::move(sub_guideline), {deputyship});
}

absl::StatusOr<v1::SubGuideline> SubGuidelineStore::Replace(db::Session& session,
                                                            v1::SubGuideline sub_guideline) const {
  const std::string deputyship = sub_guideline.deputyship();
  return sub_guidelines_.Replace(session, std::move(sub_guideline), {deputyship});
}

absl::StatusOr<std::vector<v1::SubGuideline>> SubGuidelineStore::List(db::Session& session,
                                                                      const std::string& deputyship,
                                                                      const std::string& after, int limit) const {
  if (deputyship.empty()) return sub_guidelines_.List(session, "", {}, after, limit);
  return sub_guidelines_.List(session, kOfDeputyship, {deputyship}, after, limit);
}

absl::StatusOr<v1::SubGuidelineRevision> SubGuidelineStore::GetRevision(db::Session& session,
                                                                        const std::string& name) const {
  return revisions_.Get(session, name, errors::RevisionNotFound);
}

absl::StatusOr<v1::SubGuidelineRevision> SubGuidelineStore::InsertRevision(db::Session& session,
                                                                           v1::SubGuidelineRevision text) const {
  const std::string sub_guideline = SubGuidelineOf(text);
  return revisions_.Insert(session, std::move(text), {sub_guideline});
}

absl::StatusOr<v1::SubGuidelineRevision> SubGuidelineStore::ReplaceRevision(db::Session& session,
                                                                            v1::SubGuidelineRevision text) const {
  const std::string sub_guideline = SubGuidelineOf(text);
  return revisions_.Replace(session, std::move(text), {sub_guideline});
}

absl::StatusOr<std::vector<v1::SubGuidelineRevision>> SubGuidelineStore::ListRevisions(db::Session& session,
                                                                                       const std::string& sub_guideline,
                                                                                       const std::string& after,
                                                                                       int limit) const {
  return revisions_.List(session, kOfSubGuideline, {sub_guideline}, after, limit);
}

}  // namespace mosbat::guideline
