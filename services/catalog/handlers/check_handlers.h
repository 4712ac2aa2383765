// What a type would do: to those who meet it today, and to a recipient whom the caller makes up. Nothing is stored.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/rpc/call.h"
#include "common/schema/schema_cache.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "services/catalog/clients/guideline_client.h"
#include "services/catalog/store/service_type_store.h"

namespace mosbat::catalog {

// Thread-safe. What it is given outlives it.
class CheckHandlers {
 public:
  CheckHandlers(const ServiceTypeStore& types, GuidelineClient& guideline, db::Database& database)
      : types_(types), guideline_(guideline), database_(database) {}

  // A text that guideline has; nothing where the catalog has the candidate itself.
  using Candidate = std::optional<guideline::v1::SubGuidelineRevision>;
  absl::StatusOr<Candidate> GatherCheck(const rpc::CallContext& context,
                                        const v1::CheckServiceTypeRequest& request) const;
  absl::StatusOr<v1::CheckServiceTypeResponse> Check(rpc::Call& call, const v1::CheckServiceTypeRequest& request,
                                                     const Candidate& candidate) const;

  // The directive in force on the judged day, nothing where there is none.
  using DirectiveOfDay = std::optional<guideline::v1::Directive>;
  absl::StatusOr<DirectiveOfDay> GatherEligibility(const rpc::CallContext& context,
                                                   const v1::CheckEligibilityRequest& request) const;
  absl::StatusOr<common::v1::Decision> CheckEligibility(rpc::Call& call, const v1::CheckEligibilityRequest& request,
                                                        const DirectiveOfDay& directive) const;

 private:
  absl::StatusOr<v1::ServiceTypeRevision> JudgedRevision(db::Session& session, const std::string& name,
                                                         absl::CivilDay day) const;

  const ServiceTypeStore& types_;
  GuidelineClient& guideline_;
  db::Database& database_;
  mutable schema::SchemaCache rules_;
};

}  // namespace mosbat::catalog
