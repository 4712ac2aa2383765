#include "services/catalog/catalog_server.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "common/base/status_macros.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "services/catalog/catalog_rpc.h"
#include "services/catalog/clients/grpc_guideline_client.h"
#include "services/catalog/handlers/entrustment_handlers.h"
#include "services/catalog/handlers/fact_handlers.h"
#include "services/catalog/handlers/service_type_handlers.h"
#include "services/catalog/store/entrustment_store.h"
#include "services/catalog/store/service_type_store.h"
#include "services/catalog/store/type_cache.h"

namespace mosbat::catalog {
namespace {

// How often memory looks for what other replicas have committed; what this one commits it knows at once.
constexpr absl::Duration kCatchUpEvery = absl::Milliseconds(100);
constexpr int kEventsAtOnce = 500;

class CatalogRole final : public rpc::Role {
 public:
  explicit CatalogRole(rpc::Backend& backend)
      : backend_(backend),
        cache_(types_),
        guideline_(backend.channels()),
        service_types_(types_, cache_, guideline_, backend.database(), backend.business_clock()),
        entrustment_handlers_(entrustments_, types_),
        rpc_(backend.runner(), backend.metrics(), service_types_, facts_, entrustment_handlers_) {}

  CatalogRpc& rpc() { return rpc_; }

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
    backend_.database()
        .Read([this](db::Session& session) -> absl::Status {
          MOSBAT_ASSIGN_OR_RETURN(const std::vector<feed::v1::Event> events,
                                  backend_.outbox().List(session, applied_, kEventsAtOnce));
          for (const feed::v1::Event& event : events) {
            cache_.Apply(event);
            applied_ = event.seq();
          }
          return absl::OkStatus();
        })
        .IgnoreError();
  }

 private:
  rpc::Backend& backend_;
  const ServiceTypeStore types_;
  const EntrustmentStore entrustments_;
  TypeCache cache_;
  GrpcGuidelineClient guideline_;
  const ServiceTypeHandlers service_types_;
  const FactHandlers facts_{};
  const EntrustmentHandlers entrustment_handlers_;
  CatalogRpc rpc_;
  int64_t applied_ = 0;  // of the housekeeping thread, once that runs
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Role>> NewCatalogRole(rpc::Backend& backend) {
  auto role = std::make_unique<CatalogRole>(backend);
  MOSBAT_RETURN_IF_ERROR(role->FillCache());
  backend.AddService(role->rpc());
  backend.Every(kCatchUpEvery, [catalog = role.get()] { catalog->CatchUp(); });
  return std::unique_ptr<rpc::Role>(std::move(role));
}

}  // namespace mosbat::catalog
