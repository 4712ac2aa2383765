// The use cases of case files: households, their places and the waitlists.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "services/casefile/handlers/promotion.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/place_store.h"
#include "services/casefile/store/registry_copies.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class CaseFileHandlers {
 public:
  CaseFileHandlers(const CaseFileStore& files, const PlaceStore& places, const RegistryCopies& registry,
                   Promoter& promoter)
      : files_(files), places_(places), registry_(registry), promoter_(promoter) {}

  absl::StatusOr<v1::CaseFile> Open(rpc::Call& call, const v1::OpenCaseFileRequest& request) const;
  absl::StatusOr<v1::CaseFile> Get(rpc::Call& call, const v1::GetCaseFileRequest& request) const;
  absl::StatusOr<v1::ListCaseFilesResponse> List(rpc::Call& call, const v1::ListCaseFilesRequest& request) const;
  absl::StatusOr<v1::SearchCaseFilesResponse> Search(rpc::Call& call, const v1::SearchCaseFilesRequest& request) const;
  absl::StatusOr<v1::CaseFile> Assign(rpc::Call& call, const v1::AssignCaseFileRequest& request) const;
  absl::StatusOr<v1::CaseFile> Close(rpc::Call& call, const v1::CloseCaseFileRequest& request) const;
  absl::StatusOr<v1::CaseFile> Reopen(rpc::Call& call, const v1::ReopenCaseFileRequest& request) const;
  absl::StatusOr<v1::Member> AddMember(rpc::Call& call, const v1::AddMemberRequest& request) const;
  absl::StatusOr<v1::CountCaseFilesResponse> Count(rpc::Call& call, const v1::CountCaseFilesRequest& request) const;
  absl::StatusOr<v1::ListWaitlistResponse> ListWaitlist(rpc::Call& call, const v1::ListWaitlistRequest& request) const;

 private:
  // The file that a write is about, in the caller's scope and at the caller's etag.
  absl::StatusOr<v1::CaseFile> GetToChange(rpc::Call& call, const std::string& name, const std::string& etag) const;
  // Makes the file hold the person, if no other does.
  absl::Status Hold(rpc::Call& call, absl::string_view field, const v1::CaseFile& file, const v1::Member& member) const;
  absl::Status HoldAll(rpc::Call& call, const v1::CaseFile& file) const;
  // OPEN with a place, and with one of its worker's if it has one; or WAITING, if none is free or others wait already.
  absl::Status PlaceOrQueue(rpc::Call& call, v1::CaseFile& file) const;
  absl::Status WinFromWorker(rpc::Call& call, const std::string& worker, const v1::CaseFile& file) const;
  absl::Status RequireWorker(rpc::Call& call, const std::string& centre, const std::string& worker) const;
  // Replaces the changed file; the answer to the caller.
  absl::StatusOr<v1::CaseFile> Save(rpc::Call& call, const v1::CaseFile& file) const;
  absl::StatusOr<v1::CaseFile> WithWaitlistPlace(rpc::Call& call, v1::CaseFile file) const;
  void PromoteAfterCommit(rpc::Call& call, const std::string& centre) const;

  const CaseFileStore& files_;
  const PlaceStore& places_;
  const RegistryCopies& registry_;
  Promoter& promoter_;
};

}  // namespace mosbat::casefile
