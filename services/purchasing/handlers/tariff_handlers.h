// Use cases of tariffs.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/tariff_store.h"

namespace mosbat::purchasing {

class TariffHandlers {
 public:
  TariffHandlers(const TariffStore& tariffs, const ClaimStore& claims, const Funding& funding)
      : tariffs_(tariffs), claims_(claims), funding_(funding) {}

  absl::StatusOr<v1::Tariff> Create(rpc::Call& call, const v1::CreateTariffRequest& request) const;
  absl::StatusOr<v1::Tariff> Get(rpc::Call& call, const v1::GetTariffRequest& request) const;
  absl::StatusOr<v1::ListTariffsResponse> List(rpc::Call& call, const v1::ListTariffsRequest& request) const;
  absl::StatusOr<v1::Tariff> Resolve(rpc::Call& call, const v1::ResolveTariffRequest& request) const;

 private:
  absl::Status RequireFree(db::Session& session, const v1::Tariff& tariff, absl::CivilDay day) const;

  const TariffStore& tariffs_;
  const ClaimStore& claims_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
