// All of purchasing without gRPC: stores, handlers and intake on one database, with a centre, a service type and its
// rules that it has heard of. The clock starts on 1405-01-01.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/audit/trail.h"
#include "common/crypto/keyring.h"
#include "common/feed/outbox.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/purchasing/handlers/claim_handlers.h"
#include "services/purchasing/handlers/claim_intake.h"
#include "services/purchasing/handlers/credit_handlers.h"
#include "services/purchasing/handlers/own_work.h"
#include "services/purchasing/handlers/payment_batch_handlers.h"
#include "services/purchasing/handlers/statement_handlers.h"
#include "services/purchasing/handlers/sweep.h"
#include "services/purchasing/handlers/tariff_handlers.h"
#include "services/purchasing/store/migrations.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing {

inline auth::Principal Finance(std::string id = "finance", std::string area = "country") {
  return testing::As(access::v1::FINANCE, std::move(id), std::move(area));
}
inline auth::Principal Reviewer(std::string area = "provinces/30") {
  return testing::As(access::v1::PROVINCE, "reviewer", std::move(area));
}
inline auth::Principal CentreManager(std::string centre = kCentre) {
  return testing::As(access::v1::CENTRE_MANAGER, "manager", std::move(centre));
}

class World {
 public:
  explicit World(const testing::Backend& backend = testing::SqliteMemory())
      : calls({{"audit", &audit::Migrations()}, {"feed", &feed::Migrations()}, {"purchasing", &Migrations()}},
              backend) {
    EXPECT_THAT(Hear(OperatingCentre()), testing::IsOk());
    EXPECT_THAT(Hear(ActiveType()), testing::IsOk());
    EXPECT_THAT(Hear(SubGuidelineInForce()), testing::IsOk());
    EXPECT_THAT(Hear(IssuedDirective()), testing::IsOk());
  }

  // Applies an event about `payload` as a follower would.
  template <typename Message>
  absl::Status Hear(const Message& payload) {
    feed::v1::Event event = rpc::NewEvent("Told", payload.name(), payload);
    *event.mutable_event_time() = ToTimestamp(calls.clock().Now());
    return calls.database().Transact([&](db::Session& session) {
      return own_work.Run(session, "intake", [&](const Transaction& t) { return intake.Apply(t, event); });
    });
  }

  absl::StatusOr<v1::Tariff> CreateTariff(const std::string& id, int64_t amount, absl::CivilDay from = kNewYear) {
    v1::CreateTariffRequest request;
    request.set_tariff_id(id);
    *request.mutable_tariff() = TariffOf(id, amount, from);
    request.set_historical(true);
    return calls.Write(testing::Steering(), [&](rpc::Call& call) { return tariffs.Create(call, request); });
  }

  absl::StatusOr<v1::Credit> Allocate(int64_t amount) {
    v1::AllocateCreditRequest request;
    request.set_province("provinces/30");
    request.set_fiscal_year(1405);
    *request.mutable_amount() = domain::InRials(amount);
    return calls.Write(Finance(), [&](rpc::Call& call) { return credits.Allocate(call, request); });
  }

  absl::StatusOr<v1::Credit> Adjust(int64_t change) {
    v1::AdjustCreditRequest request;
    request.set_name(kCredit);
    *request.mutable_change() = domain::InRials(change);
    request.set_reason("letter 12");
    return calls.Write(Finance(), [&](rpc::Call& call) { return credits.Adjust(call, request); });
  }

  v1::Credit Credit() {
    v1::GetCreditRequest request;
    request.set_name(kCredit);
    const auto credit = calls.Read(Finance(), [&](rpc::Call& call) { return credits.Get(call, request); });
    EXPECT_THAT(credit, testing::IsOk());
    return credit.value_or(v1::Credit());
  }

  v1::Claim Claim(const std::string& id) {
    v1::GetClaimRequest request;
    request.set_name("claims/" + id);
    const auto claim = calls.Read(Finance(), [&](rpc::Call& call) { return claims.Get(call, request); });
    EXPECT_THAT(claim, testing::IsOk()) << id;
    return claim.value_or(v1::Claim());
  }

  // "PENDING", or "HELD / NO_CREDIT".
  std::string StateOf(const std::string& id) {
    const v1::Claim claim = Claim(id);
    const std::string state = v1::Claim::State_Name(claim.state());
    return claim.state() == v1::Claim::HELD ? state + " / " + v1::Claim::HoldReason_Name(claim.hold_reason()) : state;
  }

  absl::StatusOr<v1::Claim> Review(const std::string& id, v1::ReviewClaimRequest::Outcome outcome,
                                   const auth::Principal& reviewer = Reviewer()) {
    v1::ReviewClaimRequest request;
    request.set_name("claims/" + id);
    request.set_outcome(outcome);
    request.set_reason("looked at");
    return calls.Write(reviewer, [&](rpc::Call& call) { return claims.Review(call, request); });
  }

  absl::StatusOr<v1::ApproveClaimsResponse> ApproveMonth(const std::string& month = "1405-01",
                                                         const std::vector<std::string>& names = {}) {
    v1::ApproveClaimsRequest request;
    request.set_centre(kCentre);
    request.set_month(month);
    for (const std::string& name : names) request.add_names(name);
    return calls.Write(Reviewer(), [&](rpc::Call& call) { return claims.Approve(call, request); });
  }

  absl::StatusOr<v1::Statement> Prepare(const std::string& month = "1405-01",
                                        const auth::Principal& preparer = Finance("preparer")) {
    v1::PrepareStatementRequest request;
    request.set_centre(kCentre);
    request.set_month(month);
    return calls.Write(preparer, [&](rpc::Call& call) { return statements.Prepare(call, request); });
  }

  absl::StatusOr<v1::Statement> ApproveStatement(const std::string& month = "1405-01",
                                                 const auth::Principal& approver = Finance("approver")) {
    v1::ApproveStatementRequest request;
    request.set_name("statements/mehr-karaj-" + month);
    return calls.Write(approver, [&](rpc::Call& call) { return statements.Approve(call, request); });
  }

  absl::StatusOr<v1::PaymentBatch> CreateBatch(const std::vector<std::string>& names,
                                               const auth::Principal& creator = Finance("creator")) {
    v1::CreatePaymentBatchRequest request;
    for (const std::string& name : names) request.mutable_payment_batch()->add_statements(name);
    return calls.Write(creator, [&](rpc::Call& call) { return batches.Create(call, request); });
  }

  absl::StatusOr<v1::PaymentBatch> ApproveBatch(const std::string& name,
                                                const auth::Principal& approver = Finance("approver")) {
    v1::ApprovePaymentBatchRequest request;
    request.set_name(name);
    return calls.Write(approver, [&](rpc::Call& call) { return batches.Approve(call, request); });
  }

  absl::StatusOr<v1::PaymentBatch> ConfirmBatch(const std::string& name) {
    v1::ConfirmPaymentBatchRequest request;
    request.set_name(name);
    request.set_bank_reference("bank 7");
    return calls.Write(Finance("creator"), [&](rpc::Call& call) { return batches.Confirm(call, request); });
  }

  // To the first day of 1405-02.
  void EndTheMonth() { calls.clock().Advance(absl::Hours(24) * 31); }

  // Holds the rows of money against each other: a message for each that disagrees.
  std::vector<std::string> Disagreements();

  // The audit entries of a resource, oldest first.
  std::vector<audit::v1::Entry> EntriesOf(const std::string& subject) {
    std::vector<audit::v1::Entry> entries;
    EXPECT_THAT(calls.database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(entries, trail.List(session, subject, "", "", 100));
      return absl::OkStatus();
    }),
                testing::IsOk());
    return entries;
  }

  // A copy that came without the end in it being applied to the claims, as no event does it.
  void KeepWithoutHolding(const registry::v1::Centre& centre) {
    EXPECT_THAT(calls.database().Transact([&](db::Session& session) { return copies.Keep(session, centre).status(); }),
                testing::IsOk());
  }

  // SQL that breaks what no call would break.
  void Break(const std::string& sql) {
    EXPECT_THAT(calls.database().Transact([&](db::Session& session) { return session.Execute(sql).status(); }),
                testing::IsOk());
  }

  SweepParts PartsOn(db::Database& database) {
    return {.database = database,
            .business_clock = calls.clock(),
            .own_work = own_work,
            .credits = credit_store,
            .claims = claim_store,
            .statements = statement_store,
            .funding = funding,
            .paying = paying,
            .is_stopping = [this] { return is_stopping(); },
            .on_failure = [this](absl::string_view chore, absl::string_view row,
                                 const absl::Status&) { failures.push_back(absl::StrCat(chore, " ", row)); }};
  }

  testing::HandlerCalls calls;
  const std::unique_ptr<crypto::Keyring> keyring = crypto::Keyring::ForTesting();
  const audit::Trail trail{*keyring};
  feed::Outbox outbox{calls.ids(), *keyring};
  std::function<bool()> is_stopping = [] { return false; };  // what the sweep is told
  // "pricing claims/d-1": what the sweep said that it could not do.
  std::vector<std::string> failures;
  const TariffStore tariff_store;
  const CreditStore credit_store{*keyring};
  const ClaimStore claim_store{*keyring};
  const StatementStore statement_store;
  const PaymentBatchStore batch_store;
  const Ledger ledger{};
  const Copies copies;
  const Funding funding{tariff_store, credit_store, claim_store, ledger};
  const Paying paying{statement_store, claim_store, funding};
  const ClaimIntake intake{copies, claim_store, funding};
  const OwnWork own_work{{.service = "purchasing",
                          .replica = "replica-1",
                          .business_clock = calls.clock(),
                          .real_clock = calls.clock(),
                          .ids = calls.ids(),
                          .trail = trail,
                          .outbox = outbox}};
  const Sweep sweep{PartsOn(calls.database())};
  const TariffHandlers tariffs{tariff_store, claim_store, funding};
  const CreditHandlers credits{credit_store, claim_store, ledger, funding};
  const ClaimHandlers claims{claim_store, copies, funding};
  const StatementHandlers statements{statement_store, claim_store, copies, funding};
  const PaymentBatchHandlers batches{{.batches = batch_store,
                                      .statements = statement_store,
                                      .claims = claim_store,
                                      .tariffs = tariff_store,
                                      .ledger = ledger},
                                     paying};
};

inline std::vector<std::string> World::Disagreements() {
  // Each finds rows that must not be.
  static constexpr const char* kQueries[][2] = {
      {"movement that does not add up to 0",
       "SELECT movement FROM postings GROUP BY movement HAVING SUM(amount) <> 0 OR COUNT(*) <> 2"},
      {"overspent credit", "SELECT name FROM credits WHERE spent + reserved > allocated OR spent < 0 OR reserved < 0"},
      {"credit that has not spent what its claims have",
       "SELECT name FROM credits WHERE spent <> (SELECT COALESCE(SUM(amount), 0) FROM claims WHERE credit = "
       "credits.name "
       "AND (state IN ('PENDING', 'APPROVED', 'STATED', 'PAID') OR hold_reason = 'REVIEW'))"},
      {"credit that miscounts who waits",
       "SELECT name FROM credits WHERE waiting_count <> (SELECT COUNT(*) FROM claims WHERE credit = credits.name "
       "AND hold_reason = 'NO_CREDIT')"},
      {"ledger that differs on what is free",
       "SELECT name FROM credits WHERE allocated - spent - reserved <> (SELECT COALESCE(SUM(amount), 0) FROM postings "
       "WHERE account = 'credits/30-1405/available')"},
      {"ledger that differs on what is reserved",
       "SELECT name FROM credits WHERE reserved <> (SELECT COALESCE(SUM(amount), 0) FROM postings "
       "WHERE account = 'credits/30-1405/reserved')"},
      {"ledger that differs on what is owed and paid",
       "SELECT name FROM credits WHERE spent <> (SELECT COALESCE(SUM(amount), 0) FROM postings "
       "WHERE account IN ('centres/mehr-karaj/payable', 'centres/mehr-karaj/paid'))"},
  };
  std::vector<std::string> found;
  EXPECT_THAT(calls.database().Read([&](db::Session& session) -> absl::Status {
    for (const auto& [what, sql] : kQueries) {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql));
      for (const db::Row& row : rows) found.push_back(std::string(what) + ": " + row.Text(0));
    }
    return absl::OkStatus();
  }),
              testing::IsOk());
  return found;
}

}  // namespace mosbat::purchasing
