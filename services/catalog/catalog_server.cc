#include "services/catalog/catalog_server.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "common/audit/trail.h"
#include "common/base/status_macros.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "services/catalog/catalog_rpc.h"
#include "services/catalog/clients/grpc_guideline_client.h"
#include "services/catalog/clients/grpc_registry_client.h"
#include "services/catalog/handlers/check_handlers.h"
#include "services/catalog/handlers/entrustment_handlers.h"
#include "services/catalog/handlers/fact_handlers.h"
#include "services/catalog/handlers/service_type_handlers.h"
#include "services/catalog/handlers/type_sweep.h"
#include "services/catalog/store/deputyship_copies.h"
#include "services/catalog/store/entrustment_store.h"
#include "services/catalog/store/service_type_store.h"
#include "services/catalog/store/type_cache.h"
#include "services/catalog/store/withdrawn_texts.h"

namespace mosbat::catalog {
namespace {

// How often memory looks for what other replicas have committed; what this one commits it knows at once.
constexpr absl::Duration kCatchUpEvery = absl::Milliseconds(100);
constexpr int kEventsAtOnce = 500;
// A day begins for everybody who follows within this time.
constexpr absl::Duration kSweepEvery = absl::Seconds(1);

class CatalogRole final : public rpc::Role {
 public:
  explicit CatalogRole(rpc::Backend& backend)
      : backend_(backend),
        cache_(types_),
        guideline_(backend.channels()),
        registry_(backend.channels()),
        service_types_(types_, deputyships_, cache_, guideline_, backend.database(), backend.business_clock()),
        entrustment_handlers_(entrustments_, types_, deputyships_, registry_, backend.database()),
        checks_(types_, guideline_, backend.database()),
        trail_(backend.keyring()),
        sweep_({.replica = backend.replica(),
                .database = backend.database(),
                .business_clock = backend.business_clock(),
                .real_clock = backend.real_clock(),
                .ids = backend.ids(),
                .trail = trail_,
                .outbox = backend.outbox(),
                .types = types_,
                .cache = cache_,
                .is_stopping = [this] { return backend_.IsStopping(); }}),
        rpc_(backend.runner(), backend.metrics(), service_types_, facts_, entrustment_handlers_, checks_) {}

  CatalogRpc& rpc() { return rpc_; }

  // What guideline says: of who keeps what, and of texts that hold no longer.
  absl::Status Hear(db::Session& session, const feed::v1::Event& event) const {
    MOSBAT_RETURN_IF_ERROR(deputyships_.Apply(session, event));
    return withdrawn_texts_.Apply(session, event);
  }

  // Reads all types, and the place in the feed from which memory follows.
  absl::Status FillCache() {
    return backend_.database().Read([this](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(applied_, backend_.outbox().LastSeq(session));
      return cache_.Fill(session);
    });
  }

  // Applies what the catalog's own feed says since then. What fails is tried again at the next turn.
  void CatchUp() {
    if (backend_.sequencer().last_seq() <= applied_) return;
    const absl::Status caught_up = backend_.database().Read([this](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<feed::v1::Event> events,
                              backend_.outbox().List(session, applied_, kEventsAtOnce));
      for (const feed::v1::Event& event : events) {
        cache_.Apply(event);
        applied_ = event.seq();
      }
      return absl::OkStatus();
    });
    if (!caught_up.ok()) backend_.SayChoreFailed("catch up", "", caught_up);
  }

  void Sweep() {
    const int changed =
        sweep_.Run([this](absl::string_view chore, const std::string& type, const absl::Status& status) {
          backend_.SayChoreFailed(std::string(chore), type, status);
        });
    if (changed > 0) backend_.sequencer().Wake();
  }

 private:
  rpc::Backend& backend_;
  const ServiceTypeStore types_;
  const EntrustmentStore entrustments_;
  const DeputyshipCopies deputyships_;
  const WithdrawnTexts withdrawn_texts_;
  TypeCache cache_;
  GrpcGuidelineClient guideline_;
  GrpcRegistryClient registry_;
  const ServiceTypeHandlers service_types_;
  const FactHandlers facts_{};
  const EntrustmentHandlers entrustment_handlers_;
  const CheckHandlers checks_;
  const audit::Trail trail_;
  TypeSweep sweep_;  // of the housekeeping thread
  CatalogRpc rpc_;
  int64_t applied_ = 0;  // of the housekeeping thread, once that runs
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Role>> NewCatalogRole(rpc::Backend& backend) {
  auto role = std::make_unique<CatalogRole>(backend);
  MOSBAT_RETURN_IF_ERROR(role->FillCache());
  backend.AddService(role->rpc());
  backend.Follow("guideline", [catalog = role.get()](db::Session& session, const feed::v1::Event& event) {
    return catalog->Hear(session, event);
  });
  backend.Every(kCatchUpEvery, [catalog = role.get()] { catalog->CatchUp(); });
  backend.Every(kSweepEvery, [catalog = role.get()] { catalog->Sweep(); });
  return std::unique_ptr<rpc::Role>(std::move(role));
}

}  // namespace mosbat::catalog
