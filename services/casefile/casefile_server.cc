#include "services/casefile/casefile_server.h"

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/audit/trail.h"
#include "services/casefile/casefile_rpc.h"
#include "services/casefile/handlers/care_rules.h"
#include "services/casefile/handlers/compiled_terms.h"
#include "services/casefile/handlers/expiry.h"
#include "services/casefile/handlers/promotion.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/delivery_store.h"
#include "services/casefile/store/place_store.h"
#include "services/casefile/store/quota_store.h"
#include "services/casefile/store/registry_copies.h"
#include "services/casefile/store/rule_copies.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {
namespace {

// What a commit did not promote (a raised cap, a killed process, a lost race) and what is overdue wait no longer than
// this.
constexpr absl::Duration kSweepEvery = absl::Seconds(1);

class CasefileRole final : public rpc::Role {
 public:
  explicit CasefileRole(rpc::Backend& backend)
      : backend_(backend),
        trail_(backend.keyring()),
        registry_(places_),
        files_(backend.keyring()),
        requests_(backend.keyring()),
        deliveries_(backend.keyring()),
        own_work_(
            {.database = backend.database(),
             .business_clock = backend.business_clock(),
             .real_clock = backend.real_clock(),
             .ids = backend.ids(),
             .replica = backend.replica(),
             .trail = trail_,
             .is_stopping = [this] { return backend_.IsStopping(); },
             .passed_over = [this](absl::string_view work, absl::string_view row,
                                   const absl::Status& why) { backend_.SayChoreFailed(std::string(work), row, why); }}),
        promoter_(own_work_, files_, places_, registry_),
        expirer_(own_work_, requests_, quotas_),
        care_rules_(rules_, registry_, quotas_),
        case_file_handlers_(files_, places_, registry_, promoter_),
        service_request_handlers_(requests_, deliveries_, files_, care_rules_, terms_),
        decision_handlers_(requests_, files_, care_rules_, terms_),
        preview_handlers_(requests_, deliveries_, files_, rules_, terms_),
        readiness_handlers_(care_rules_, registry_),
        delivery_handlers_(requests_, deliveries_, files_, care_rules_, terms_),
        case_file_rpc_(backend.runner(), backend.metrics(), case_file_handlers_),
        care_rpc_(backend.runner(), backend.metrics(), service_request_handlers_, decision_handlers_, preview_handlers_,
                  readiness_handlers_, delivery_handlers_) {
    backend.AddService(case_file_rpc_);
    backend.AddService(care_rpc_);
    const auto apply_rules = [this](db::Session& session, const feed::v1::Event& event) {
      return rules_.Apply(session, event);
    };
    backend.Follow("guideline", apply_rules);
    backend.Follow("catalog", apply_rules);
    backend.Follow("registry", [this](db::Session& session, const feed::v1::Event& event) {
      return registry_.Apply(session, event);
    });
    backend.Every(kSweepEvery, [this] {
      if (const absl::Status status = promoter_.Sweep().status(); !status.ok())
        backend_.SayChoreFailed("promotion", "", status);
    });
    backend.Every(kSweepEvery, [this] {
      if (const absl::Status status = expirer_.Sweep().status(); !status.ok())
        backend_.SayChoreFailed("expiry", "", status);
    });
  }

 private:
  rpc::Backend& backend_;
  const audit::Trail trail_;
  const PlaceStore places_{};
  const RuleCopies rules_{};
  const RegistryCopies registry_;
  const CaseFileStore files_;
  const ServiceRequestStore requests_;
  const DeliveryStore deliveries_;
  const QuotaStore quotas_{};
  const CompiledTermsCache terms_{};
  const OwnWork own_work_;
  Promoter promoter_;
  const Expirer expirer_;
  const CareRules care_rules_;
  const CaseFileHandlers case_file_handlers_;
  const ServiceRequestHandlers service_request_handlers_;
  const DecisionHandlers decision_handlers_;
  const PreviewHandlers preview_handlers_;
  const ReadinessHandlers readiness_handlers_;
  const DeliveryHandlers delivery_handlers_;
  CaseFileRpc case_file_rpc_;
  CareRpc care_rpc_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Role>> NewCasefileRole(rpc::Backend& backend) {
  return std::make_unique<CasefileRole>(backend);
}

}  // namespace mosbat::casefile
