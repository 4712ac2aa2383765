// The use cases of service types and their revisions.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/rpc/call.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "services/catalog/clients/guideline_client.h"
#include "services/catalog/domain/activation.h"
#include "services/catalog/domain/keeper.h"
#include "services/catalog/store/deputyship_copies.h"
#include "services/catalog/store/service_type_store.h"
#include "services/catalog/store/type_cache.h"

namespace mosbat::catalog {

// Thread-safe. What it is given outlives it.
class ServiceTypeHandlers {
 public:
  // `database` is for the step of an activation that runs before its transaction, `clock` for what is read from memory.
  ServiceTypeHandlers(const ServiceTypeStore& types, const DeputyshipCopies& deputyships, TypeCache& cache,
                      GuidelineClient& guideline, db::Database& database, const Clock& clock)
      : types_(types),
        deputyships_(deputyships),
        cache_(cache),
        guideline_(guideline),
        database_(database),
        clock_(clock) {}

  // What Register() and Update() get: whether guideline has the text that the type is to rest on; asked outside their
  // transactions.
  struct RestsOn {
    bool is_missing = false;
  };
  absl::StatusOr<RestsOn> GatherRegister(const rpc::CallContext& context,
                                         const v1::RegisterServiceTypeRequest& request) const;
  absl::StatusOr<v1::ServiceType> Register(rpc::Call& call, const v1::RegisterServiceTypeRequest& request,
                                           const RestsOn& rests_on) const;
  absl::StatusOr<RestsOn> GatherUpdate(const rpc::CallContext& context,
                                       const v1::UpdateServiceTypeRequest& request) const;
  absl::StatusOr<v1::ServiceType> Update(rpc::Call& call, const v1::UpdateServiceTypeRequest& request,
                                         const RestsOn& rests_on) const;

  absl::StatusOr<v1::ServiceType> Get(rpc::Call& call, const v1::GetServiceTypeRequest& request) const;
  absl::StatusOr<v1::ListServiceTypesResponse> List(rpc::Call& call, const v1::ListServiceTypesRequest& request) const;
  absl::StatusOr<v1::ServiceType> Suspend(rpc::Call& call, const v1::SuspendServiceTypeRequest& request) const;
  absl::StatusOr<v1::ServiceType> Retire(rpc::Call& call, const v1::RetireServiceTypeRequest& request) const;

  // Asks guideline about the text that the type rests on, outside the transaction of Activate().
  absl::StatusOr<domain::Ground> GatherActivate(const rpc::CallContext& context,
                                                const v1::ActivateServiceTypeRequest& request) const;
  absl::StatusOr<v1::ServiceType> Activate(rpc::Call& call, const v1::ActivateServiceTypeRequest& request,
                                           const domain::Ground& ground) const;

  // The same for the text of the earlier revision.
  absl::StatusOr<domain::Ground> GatherRollback(const rpc::CallContext& context,
                                                const v1::RollbackServiceTypeRequest& request) const;
  absl::StatusOr<v1::ServiceType> Rollback(rpc::Call& call, const v1::RollbackServiceTypeRequest& request,
                                           const domain::Ground& ground) const;

  absl::StatusOr<v1::ServiceTypeRevision> GetRevision(rpc::Call& call,
                                                      const v1::GetServiceTypeRevisionRequest& request) const;
  absl::StatusOr<v1::ListServiceTypeRevisionsResponse> ListRevisions(
      rpc::Call& call, const v1::ListServiceTypeRevisionsRequest& request) const;

  // Get() and List() without the store, for gRPC's own thread: never block; false where memory does not hold the type,
  // and where the request is wrong.
  bool GetFromMemory(const v1::GetServiceTypeRequest& request, v1::ServiceType& response) const;
  bool ListFromMemory(const v1::ListServiceTypesRequest& request, v1::ListServiceTypesResponse& response) const;

 private:
  // That the caller is who keeps what `owner` owns.
  absl::Status RequireKeeper(rpc::Call& call, const std::string& owner) const;

  // The type that a write is about, kept by the caller and at the caller's etag.
  absl::StatusOr<v1::ServiceType> GetToChange(rpc::Call& call, const std::string& name, const std::string& etag) const;

  // Stores the changed type and says so.
  absl::StatusOr<v1::ServiceType> Replace(rpc::Call& call, v1::ServiceType type, absl::string_view event,
                                          std::vector<std::string> rests_on = {}) const;

  absl::StatusOr<RestsOn> AskAbout(const rpc::CallContext& context, const std::string& text) const;

  // What guideline says of a text and of the day.
  absl::StatusOr<domain::Ground> AskAbout(const rpc::CallContext& context, const std::string& text,
                                          absl::CivilDay day) const;

  // What the caller asked for, of a type and the ground that it is to have.
  template <typename Request>
  absl::StatusOr<domain::ActivationOrder> OrderOf(rpc::Call& call, const Request& request, const v1::ServiceType& type,
                                                  const domain::Ground& ground) const;

  // Stores what an activation or a rollback made.
  absl::StatusOr<v1::ServiceType> Store(rpc::Call& call, domain::Activation activation, absl::string_view event) const;

  absl::Status RequireFoundingNumberFree(rpc::Call& call, const v1::ServiceType& type) const;

  const ServiceTypeStore& types_;
  const DeputyshipCopies& deputyships_;
  TypeCache& cache_;
  GuidelineClient& guideline_;
  db::Database& database_;
  const Clock& clock_;
};

}  // namespace mosbat::catalog
