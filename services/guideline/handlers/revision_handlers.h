// The use cases of the revisions of sub-guidelines.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/domain/revision_name.h"
#include "services/guideline/domain/sub_guideline.h"
#include "services/guideline/store/deputyship_store.h"
#include "services/guideline/store/directive_store.h"
#include "services/guideline/store/sub_guideline_store.h"

namespace mosbat::guideline {

// Thread-safe. What it is given outlives it.
class RevisionHandlers {
 public:
  RevisionHandlers(const SubGuidelineStore& sub_guidelines, const DeputyshipStore& deputyships,
                   const DirectiveStore& directives)
      : sub_guidelines_(sub_guidelines), deputyships_(deputyships), directives_(directives) {}

  absl::StatusOr<v1::SubGuidelineRevision> Update(rpc::Call& call,
                                                  const v1::UpdateSubGuidelineRevisionRequest& request) const;
  absl::StatusOr<v1::SubGuidelineRevision> Submit(rpc::Call& call,
                                                  const v1::SubmitSubGuidelineRevisionRequest& request) const;
  absl::StatusOr<v1::SubGuidelineRevision> Return(rpc::Call& call,
                                                  const v1::ReturnSubGuidelineRevisionRequest& request) const;
  absl::StatusOr<v1::SubGuidelineRevision> Approve(rpc::Call& call,
                                                   const v1::ApproveSubGuidelineRevisionRequest& request) const;
  absl::StatusOr<v1::SubGuidelineRevision> Withdraw(rpc::Call& call,
                                                    const v1::WithdrawSubGuidelineRevisionRequest& request) const;
  absl::StatusOr<v1::SubGuidelineRevision> Get(rpc::Call& call,
                                               const v1::GetSubGuidelineRevisionRequest& request) const;
  absl::StatusOr<v1::ListSubGuidelineRevisionsResponse> List(rpc::Call& call,
                                                             const v1::ListSubGuidelineRevisionsRequest& request) const;
  absl::StatusOr<v1::CompareSubGuidelineRevisionsResponse> Compare(
      rpc::Call& call, const v1::CompareSubGuidelineRevisionsRequest& request) const;

 private:
  // OK if the caller's scope is the deputyship that writes the text today: the owner or, when that has ended, who
  // succeeds it.
  absl::Status RequireWriter(rpc::Call& call, const v1::SubGuideline& sub_guideline) const;

  // The revision that a write is about, at the caller's etag.
  absl::StatusOr<v1::SubGuidelineRevision> GetToChange(rpc::Call& call, const std::string& name,
                                                       const std::string& etag) const;

  // Makes the next revision, which must be `name`, of what the caller wrote.
  absl::StatusOr<v1::SubGuidelineRevision> CreateNext(rpc::Call& call, v1::SubGuideline sub_guideline,
                                                      const domain::RevisionName& name,
                                                      const v1::UpdateSubGuidelineRevisionRequest& request) const;

  // Stores the changed text.
  absl::StatusOr<v1::SubGuidelineRevision> Replace(rpc::Call& call, v1::SubGuidelineRevision text) const;

  // Stores a decision that changes which text is in force, and says so: the text, its sub-guideline, and the text whose
  // end moves because of it.
  absl::StatusOr<v1::SubGuidelineRevision> ReplaceDecided(rpc::Call& call, v1::SubGuidelineRevision text,
                                                          v1::SubGuideline sub_guideline,
                                                          const std::optional<domain::MovedEnd>& moved,
                                                          absl::string_view event) const;

  const SubGuidelineStore& sub_guidelines_;
  const DeputyshipStore& deputyships_;
  const DirectiveStore& directives_;
};

}  // namespace mosbat::guideline
