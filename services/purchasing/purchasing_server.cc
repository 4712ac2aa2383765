#include "services/purchasing/purchasing_server.h"

#include "absl/time/time.h"

#include "common/audit/trail.h"
#include "services/purchasing/handlers/claim_intake.h"
#include "services/purchasing/handlers/own_work.h"
#include "services/purchasing/handlers/sweep.h"
#include "services/purchasing/purchasing_rpc.h"

namespace mosbat::purchasing {
namespace {

// What calls leave to the sweep waits no longer than this.
constexpr absl::Duration kSweepEvery = absl::Seconds(1);

class PurchasingRole final : public rpc::Role {
 public:
  explicit PurchasingRole(rpc::Backend& backend)
      : backend_(backend),
        trail_(backend.keyring()),
        credits_(backend.keyring()),
        claims_(backend.keyring()),
        funding_(tariffs_, credits_, claims_, ledger_),
        paying_(statements_, claims_, funding_),
        intake_(copies_, claims_, funding_),
        own_work_({.service = backend.service(),
                   .replica = backend.replica(),
                   .business_clock = backend.business_clock(),
                   .real_clock = backend.real_clock(),
                   .ids = backend.ids(),
                   .trail = trail_,
                   .outbox = backend.outbox()}),
        sweep_({.database = backend.database(),
                .business_clock = backend.business_clock(),
                .own_work = own_work_,
                .credits = credits_,
                .claims = claims_,
                .statements = statements_,
                .funding = funding_,
                .paying = paying_,
                .is_stopping = [this] { return backend_.IsStopping(); },
                .on_failure =
                    [this](absl::string_view chore, absl::string_view row, const absl::Status& status) {
                      backend_.SayChoreFailed(std::string(chore), row, status);
                    }}),
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
      return own_work_.Run(session, "intake",
                           [&](const Transaction& transaction) { return intake_.Apply(transaction, event); });
    };
    for (const char* feed : kFollowedFeeds) backend.Follow(feed, apply);
    backend.Every(kSweepEvery, [this] {
      if (sweep_.Turn() > 0) backend_.sequencer().Wake();
    });
  }

 private:
  rpc::Backend& backend_;
  const audit::Trail trail_;
  const TariffStore tariffs_{};
  const CreditStore credits_;
  const ClaimStore claims_;
  const StatementStore statements_{};
  const PaymentBatchStore payment_batches_{};
  const Ledger ledger_{};
  const Copies copies_{};
  const Funding funding_;
  const Paying paying_;
  const ClaimIntake intake_;
  const OwnWork own_work_;
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
