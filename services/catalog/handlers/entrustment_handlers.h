// The use cases of entrustments.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"
#include "common/rpc/call.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "services/catalog/clients/registry_client.h"
#include "services/catalog/domain/places.h"
#include "services/catalog/store/deputyship_copies.h"
#include "services/catalog/store/entrustment_store.h"
#include "services/catalog/store/service_type_store.h"

namespace mosbat::catalog {

// Thread-safe. What it is given outlives it.
class EntrustmentHandlers {
 public:
  // `database` is for the step of a proposal that runs before its transaction.
  EntrustmentHandlers(const EntrustmentStore& entrustments, const ServiceTypeStore& types,
                      const DeputyshipCopies& deputyships, RegistryClient& registry, db::Database& database)
      : entrustments_(entrustments),
        types_(types),
        deputyships_(deputyships),
        registry_(registry),
        database_(database) {}

  // Asks registry about the places that are to be covered, outside the transaction of Propose(); first refuses what can
  // be refused without asking, a malformed proposal and one beyond the caller's scope.
  absl::StatusOr<std::vector<domain::Place>> GatherPropose(const rpc::CallContext& context,
                                                           const v1::ProposeEntrustmentRequest& request) const;
  absl::StatusOr<v1::Entrustment> Propose(rpc::Call& call, const v1::ProposeEntrustmentRequest& request,
                                          const std::vector<domain::Place>& places) const;

  absl::StatusOr<v1::Entrustment> Activate(rpc::Call& call, const v1::ActivateEntrustmentRequest& request) const;
  absl::StatusOr<v1::Entrustment> Suspend(rpc::Call& call, const v1::SuspendEntrustmentRequest& request) const;
  absl::StatusOr<v1::Entrustment> End(rpc::Call& call, const v1::EndEntrustmentRequest& request) const;
  absl::StatusOr<v1::Entrustment> Get(rpc::Call& call, const v1::GetEntrustmentRequest& request) const;
  absl::StatusOr<v1::ListEntrustmentsResponse> List(rpc::Call& call, const v1::ListEntrustmentsRequest& request) const;

 private:
  // That the caller is who keeps what `owner` owns, wherever the entrustment covers.
  absl::Status RequireKeeper(rpc::Call& call, const v1::Entrustment& entrustment, const std::string& owner) const;

  // The entrustment that a write is about, kept by the caller and at the caller's etag.
  absl::StatusOr<v1::Entrustment> GetToChange(rpc::Call& call, const std::string& name, const std::string& etag) const;

  // Stores the changed entrustment and says so.
  absl::StatusOr<v1::Entrustment> Replace(rpc::Call& call, v1::Entrustment entrustment, absl::string_view event) const;

  const EntrustmentStore& entrustments_;
  const ServiceTypeStore& types_;
  const DeputyshipCopies& deputyships_;
  RegistryClient& registry_;
  db::Database& database_;
};

}  // namespace mosbat::catalog
