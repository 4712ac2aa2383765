#include "services/purchasing/purchasing_server.h"

#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"

#include "common/base/status_macros.h"
#include "common/observe/log.h"
#include "services/purchasing/handlers/claim_intake.h"
#include "services/purchasing/handlers/sweep.h"
#include "services/purchasing/purchasing_rpc.h"

namespace mosbat::purchasing {
namespace {

// What calls leave to the sweep waits no longer than this.
constexpr absl::Duration kSweepEvery = absl::Seconds(1);
// So that a long queue does not keep the other chores waiting.
constexpr int kMostStepsAtOnce = 20;

class PurchasingRole final : public rpc::Role {
 public:
  explicit PurchasingRole(rpc::Backend& backend)
      : backend_(backend),
        funding_(tariffs_, credits_, claims_, ledger_),
        paying_(statements_, claims_, funding_),
        intake_(copies_, claims_, funding_),
        sweep_(credits_, claims_, statements_, funding_, paying_),
        tariff_handlers_(tariffs_, claims_, funding_),
        credit_handlers_(credits_, claims_, ledger_, funding_),
        claim_handlers_(claims_, copies_, funding_),
        statement_handlers_(statements_, claims_, copies_, funding_),
        payment_batch_handlers_({.batches = payment_batches_,
                                 .statements = statements_,
                                 .claims = claims_,
                                 .tariffs = tariffs_,
                                 .ledger = ledger_},
                                paying_),
        tariff_rpc_(backend.runner(), backend.metrics(), tariff_handlers_),
        credit_rpc_(backend.runner(), backend.metrics(), credit_handlers_),
        settlement_rpc_(backend.runner(), backend.metrics(), claim_handlers_, statement_handlers_,
                        payment_batch_handlers_) {
    backend.AddService(tariff_rpc_);
    backend.AddService(credit_rpc_);
    backend.AddService(settlement_rpc_);
    const auto apply = [this](db::Session& session, const feed::v1::Event& event) {
      return InTransaction(session, [&](const Transaction& transaction) { return intake_.Apply(transaction, event); });
    };
    for (const char* feed : {"casefile", "catalog", "registry"}) backend.Follow(feed, apply);
    backend.Every(kSweepEvery, [this] { DoSweep(); });
  }

 private:
  // Runs `step` with the session's own events, which are written with the change.
  absl::Status InTransaction(db::Session& session, absl::FunctionRef<absl::Status(const Transaction&)> step) {
    std::vector<feed::v1::Event> events;
    const auto emit = [&events](feed::v1::Event event) { events.push_back(std::move(event)); };
    MOSBAT_RETURN_IF_ERROR(step(Transaction{.session = session, .now = backend_.business_clock().Now(), .emit = emit}));
    return backend_.outbox().Append(session, events, backend_.real_clock().Now());
  }

  void DoSweep() {
    int done = 1;
    for (int steps = 0; steps < kMostStepsAtOnce && done > 0; ++steps) {
      done = 0;
      const absl::Status status = backend_.database().Transact([&](db::Session& session) {
        return InTransaction(session, [&](const Transaction& transaction) -> absl::Status {
          MOSBAT_ASSIGN_OR_RETURN(done, sweep_.Step(transaction));
          return absl::OkStatus();
        });
      });
      if (!status.ok()) {  // tried again at the next turn
        observe::LogError("purchasing", "a sweep failed", {{"error", status.ToString()}});
        return;
      }
      if (done > 0) backend_.sequencer().Wake();
    }
  }

  rpc::Backend& backend_;
  const TariffStore tariffs_{};
  const CreditStore credits_{};
  const ClaimStore claims_{};
  const StatementStore statements_{};
  const PaymentBatchStore payment_batches_{};
  const Ledger ledger_{};
  const Copies copies_{};
  const Funding funding_;
  const Paying paying_;
  const ClaimIntake intake_;
  const Sweep sweep_;
  const TariffHandlers tariff_handlers_;
  const CreditHandlers credit_handlers_;
  const ClaimHandlers claim_handlers_;
  const StatementHandlers statement_handlers_;
  const PaymentBatchHandlers payment_batch_handlers_;
  TariffRpc tariff_rpc_;
  CreditRpc credit_rpc_;
  SettlementRpc settlement_rpc_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Role>> NewPurchasingRole(rpc::Backend& backend) {
  return std::make_unique<PurchasingRole>(backend);
}

}  // namespace mosbat::purchasing
