// The use cases of directives.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/store/directive_store.h"

namespace mosbat::guideline {

// Thread-safe. What it is given outlives it.
class DirectiveHandlers {
 public:
  explicit DirectiveHandlers(const DirectiveStore& directives) : directives_(directives) {}

  absl::StatusOr<v1::Directive> Create(rpc::Call& call, const v1::CreateDirectiveRequest& request) const;
  absl::StatusOr<v1::Directive> Get(rpc::Call& call, const v1::GetDirectiveRequest& request) const;
  absl::StatusOr<v1::ListDirectivesResponse> List(rpc::Call& call, const v1::ListDirectivesRequest& request) const;
  absl::StatusOr<v1::Directive> Update(rpc::Call& call, const v1::UpdateDirectiveRequest& request) const;
  absl::StatusOr<v1::Directive> Issue(rpc::Call& call, const v1::IssueDirectiveRequest& request) const;
  absl::StatusOr<v1::Directive> Repeal(rpc::Call& call, const v1::RepealDirectiveRequest& request) const;
  absl::StatusOr<v1::Directive> Resolve(rpc::Call& call, const v1::ResolveDirectiveRequest& request) const;
  absl::StatusOr<v1::CompareDirectivesResponse> Compare(rpc::Call& call,
                                                        const v1::CompareDirectivesRequest& request) const;

 private:
  // DIRECTIVE_NOT_FOUND of a draft too, for those who do not see any.
  absl::StatusOr<v1::Directive> GetToRead(rpc::Call& call, const std::string& name) const;

  // The directive that a write is about, at the caller's etag.
  absl::StatusOr<v1::Directive> GetToChange(rpc::Call& call, const std::string& name, const std::string& etag) const;

  // Stores the changed directive.
  absl::StatusOr<v1::Directive> Replace(rpc::Call& call, v1::Directive directive) const;

  absl::Status RequireNumberFree(rpc::Call& call, const v1::Directive& directive) const;
  absl::Status RequireAmendable(rpc::Call& call, const v1::Directive& draft) const;

  // With its standing on `day`, and what is under way then to amend it.
  absl::StatusOr<v1::Directive> AsOf(rpc::Call& call, v1::Directive directive, absl::CivilDay day) const;

  const DirectiveStore& directives_;
};

}  // namespace mosbat::guideline
