#include "tests/integration/walk/replicas.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "common/db/open.h"
#include "common/iran/tehran_day.h"
#include "common/testing/mariadb_server.h"
#include "services/catalog/catalog_server.h"
#include "services/catalog/store/migrations.h"
#include "services/guideline/guideline_server.h"
#include "services/guideline/store/migrations.h"

namespace mosbat::walk {
namespace {

constexpr int kEventsAtOnce = 500;
constexpr int kConnections = 8;

struct Kind {
  std::string service;
  const std::vector<db::Migration>& (*migrations)();
  absl::StatusOr<std::unique_ptr<rpc::Role>> (*make)(rpc::Backend& backend);
};

// Who is asked before who asks.
const std::array<Kind, 2>& Kinds() {
  static const auto* const kinds =
      new std::array<Kind, 2>{Kind{"guideline", &guideline::Migrations, &guideline::NewGuidelineRole},
                              Kind{"catalog", &catalog::Migrations, &catalog::NewCatalogRole}};
  return *kinds;
}

class SharedDatabase final : public db::Database {
 public:
  explicit SharedDatabase(db::Database& database) : database_(database) {}

  absl::Status Read(Body body, absl::Time deadline) override { return database_.Read(body, deadline); }
  absl::Status Transact(Body body, absl::Time deadline) override { return database_.Transact(body, deadline); }
  int useful_threads() const override { return database_.useful_threads(); }
  db::DatabaseCounts counts() const override { return database_.counts(); }

 private:
  db::Database& database_;
};

std::string Loopback(int port) { return absl::StrCat("127.0.0.1:", port); }

}  // namespace

absl::StatusOr<std::unique_ptr<Replicas>> Replicas::Start(Store store) {
  std::unique_ptr<Replicas> replicas(new Replicas(store));
  MOSBAT_RETURN_IF_ERROR(replicas->Begin());
  for (int number = 0; number < kReplicas; ++number) MOSBAT_RETURN_IF_ERROR(replicas->StartReplica(number));
  return replicas;
}

Replicas::~Replicas() {
  for (Replica& replica : replicas_) {
    if (replica.gateway != nullptr) replica.gateway->Drain(absl::Now());
    while (!replica.backends.empty()) replica.backends.pop_back();
  }
}

absl::Status Replicas::Begin() {
  static std::atomic<int> made = 0;
  database_ = store_ == Store::kSqlite ? absl::StrCat("sqlite:", folder_.path(), "/data")
                                       : testing::MariaDbServer::Shared().Address(absl::StrCat("walk", ++made));
  MOSBAT_ASSIGN_OR_RETURN(identity_, auth::LocalIdentity::LoadOrCreate(identity_file()));
  MOSBAT_ASSIGN_OR_RETURN(authenticator_,
                          auth::NewJwtAuthenticator({.jwks_json = identity_->jwks_json()}, real_clock_));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<db::Database>> Replicas::Open(const std::string& service,
                                                             const std::vector<db::MigrationSet>& schema, int replica) {
  const bool shares = store_ == Store::kSqlite;
  std::unique_ptr<db::Database> database;
  if (replica == 0 || !shares) {
    MOSBAT_ASSIGN_OR_RETURN(
        database,
        db::Open({.address = database_, .service = service, .connections = kConnections, .create = replica == 0}));
  }
  if (replica == 0) MOSBAT_RETURN_IF_ERROR(db::Migrate(*database, schema).status());
  if (!shares) return database;
  if (replica == 0) shared_.push_back(std::move(database));
  db::Database& kept = *shared_.at(service == Kinds().front().service ? 0 : 1);
  return std::unique_ptr<db::Database>(std::make_unique<SharedDatabase>(kept));
}

absl::Status Replicas::StartReplica(int number) {
  Replica& replica = replicas_.at(static_cast<size_t>(number));
  const std::string name = absl::StrCat("walk/", number);
  auth::Principal self{.id = absl::StrCat("service/", name), .role = access::v1::SERVICE};
  self.scope.area = "country";
  const rpc::Environment environment{
      .real_clock = real_clock_,
      .business_clock = business_clock_,
      .ids = ids_,
      .authenticator = *authenticator_,
      .keyring = *keyring_,
      .metrics = replica.metrics,
      .channels = replica.channels,
      .service_token = [this, self] { return identity_->Token(self, real_clock_.Now(), absl::Hours(1)); },
      .replica = name};
  for (const Kind& kind : Kinds()) {
    const std::vector<db::MigrationSet> schema = rpc::SchemaOf(kind.service, kind.migrations());
    MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<db::Database> database, Open(kind.service, schema, number));
    MOSBAT_ASSIGN_OR_RETURN(
        std::unique_ptr<rpc::Backend> backend,
        rpc::Backend::Open(environment, {.service = kind.service, .schema = schema, .says_position = true},
                           std::move(database)));
    MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<rpc::Role> role, kind.make(*backend));
    MOSBAT_RETURN_IF_ERROR(backend->Start(std::move(role)));
    replica.channels.SetAddress(kind.service, Loopback(backend->port()));
    replica.backends.push_back(std::move(backend));
  }
  for (const auto& backend : replica.backends) backend->StartFollowing();
  MOSBAT_ASSIGN_OR_RETURN(replica.gateway, gateway::GatewayServer::Start({.real_clock = real_clock_,
                                                                          .authenticator = *authenticator_,
                                                                          .channels = replica.channels,
                                                                          .metrics = replica.metrics},
                                                                         Loopback(0)));
  return absl::OkStatus();
}

std::vector<std::string> Replicas::gateways() const {
  std::vector<std::string> addresses;
  for (const Replica& replica : replicas_) addresses.push_back(Loopback(replica.gateway->port()));
  return addresses;
}

void Replicas::SetToday(absl::CivilDay today) { business_clock_.Set(iran::StartOfTehranDay(today) + absl::Hours(12)); }

rpc::Backend& Replicas::BackendOf(const std::string& service) const {
  return *replicas_.front().backends.at(service == Kinds().front().service ? 0 : 1);
}

absl::StatusOr<int64_t> Replicas::LastSeq(const std::string& service) {
  return BackendOf(service).sequencer().NumberNow(absl::Now() + absl::Seconds(10));
}

void Replicas::AwaitCatalogAbove(int64_t seq) {
  BackendOf("catalog").sequencer().WaitAbove(seq, absl::Now() + absl::Seconds(2));
}

absl::StatusOr<std::vector<feed::v1::Event>> Replicas::Events() {
  std::vector<feed::v1::Event> events;
  for (const Kind& kind : Kinds()) {
    rpc::Backend& backend = BackendOf(kind.service);
    MOSBAT_ASSIGN_OR_RETURN(const int64_t last, LastSeq(kind.service));
    for (int64_t seq = 0; seq < last;) {
      std::vector<feed::v1::Event> page;
      MOSBAT_RETURN_IF_ERROR(backend.database().Read([&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(page, backend.outbox().List(session, seq, kEventsAtOnce));
        return absl::OkStatus();
      }));
      if (page.empty()) return absl::InternalError(absl::StrCat("nothing behind ", seq, " of ", last));
      seq = page.back().seq();
      events.insert(events.end(), page.begin(), page.end());
    }
  }
  return events;
}

}  // namespace mosbat::walk
