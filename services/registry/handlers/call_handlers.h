// Use cases of LicensingService about calls.
#pragma once

#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/rpc/call.h"
#include "mosbat/registry/v1/licensing_service.pb.h"
#include "services/registry/clients/guideline_client.h"
#include "services/registry/clients/purchasing_client.h"
#include "services/registry/domain/calls.h"
#include "services/registry/store/call_store.h"
#include "services/registry/store/division_store.h"

namespace mosbat::registry {

class CallHandlers {
 public:
  // `database` is read by GatherAnnounce(), which must know the county before it can ask for its credit.
  CallHandlers(db::Database& database, const CallStore& calls, const DivisionStore& divisions,
               GuidelineClient& guideline, PurchasingClient& purchasing)
      : database_(database), calls_(calls), divisions_(divisions), guideline_(guideline), purchasing_(purchasing) {}

  absl::StatusOr<v1::Call> Create(rpc::Call& call, const v1::CreateCallRequest& request) const;
  absl::StatusOr<domain::Announcement> GatherAnnounce(const rpc::CallContext& context,
                                                      const v1::AnnounceCallRequest& request) const;
  absl::StatusOr<v1::Call> Announce(rpc::Call& call, const v1::AnnounceCallRequest& request,
                                    const domain::Announcement& announcement) const;
  absl::StatusOr<v1::Call> Extend(rpc::Call& call, const v1::ExtendCallRequest& request) const;
  absl::StatusOr<v1::Call> Cancel(rpc::Call& call, const v1::CancelCallRequest& request) const;
  absl::StatusOr<v1::Call> Close(rpc::Call& call, const v1::CloseCallRequest& request) const;
  absl::StatusOr<v1::Call> Get(rpc::Call& call, const v1::GetCallRequest& request) const;
  absl::StatusOr<v1::ListCallsResponse> List(rpc::Call& call, const v1::ListCallsRequest& request) const;

 private:
  // The call that a request names, if the caller knows its current version.
  template <typename Request>
  absl::StatusOr<v1::Call> Current(rpc::Call& call, const Request& request) const;
  // Stores the next version of a call, and says what happened.
  absl::StatusOr<v1::Call> Save(rpc::Call& call, v1::Call next, absl::string_view event) const;

  db::Database& database_;
  const CallStore& calls_;
  const DivisionStore& divisions_;
  GuidelineClient& guideline_;
  PurchasingClient& purchasing_;
};

}  // namespace mosbat::registry
