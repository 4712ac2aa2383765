#include "services/suite/suite.h"

#include <unistd.h>

#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/auth/authenticator.h"
#include "common/base/status_macros.h"
#include "common/db/open.h"
#include "common/iran/tehran_day.h"
#include "common/observe/metrics_server.h"
#include "common/rpc/backend.h"
#include "common/rpc/server_start.h"
#include "services/casefile/casefile_server.h"
#include "services/casefile/store/migrations.h"
#include "services/catalog/catalog_server.h"
#include "services/catalog/store/migrations.h"
#include "services/gateway/gateway_server.h"
#include "services/guideline/guideline_server.h"
#include "services/guideline/store/migrations.h"
#include "services/purchasing/purchasing_server.h"
#include "services/purchasing/store/migrations.h"
#include "services/registry/registry_server.h"
#include "services/registry/store/migrations.h"
#include "services/suite/clock_rpc.h"
#include "services/suite/files.h"
#include "services/suite/key_check_store.h"
#include "services/suite/migrations.h"
#include "services/suite/setting_errors.h"
#include "services/suite/trial_store.h"

namespace mosbat::suite {
namespace {

constexpr char kAll[] = "all";
constexpr char kGateway[] = "gateway";
constexpr char kFolderScheme[] = "sqlite:";
// The role that keeps the trial clock.
constexpr char kClockKeeper[] = "guideline";
constexpr absl::Duration kTokenLife = absl::Hours(1);
constexpr absl::Duration kClockSetEvery = absl::Seconds(1);
// Of the time to drain: what is left for calls that came past the gateway.
constexpr double kBackendsShare = 0.2;

struct RoleKind {
  std::string name;
  const std::vector<db::Migration>& (*migrations)();
  absl::StatusOr<std::unique_ptr<rpc::Role>> (*make)(rpc::Backend& backend);
  bool says_position;
  bool truncates_feed;
};

// In the order in which they start: who is asked before who asks.
const std::vector<RoleKind>& Kinds() {
  static const auto* const kinds = new std::vector<RoleKind>{
      {"guideline", &guideline::Migrations, &guideline::NewGuidelineRole, true, false},
      {"purchasing", &purchasing::Migrations, &purchasing::NewPurchasingRole, true, true},
      {"registry", &registry::Migrations, &registry::NewRegistryRole, true, false},
      {"catalog", &catalog::Migrations, &catalog::NewCatalogRole, true, false},
      {"casefile", &casefile::Migrations, &casefile::NewCasefileRole, false, true},
  };
  return *kinds;
}

std::vector<db::MigrationSet> SchemaOf(const RoleKind& kind) {
  std::vector<db::MigrationSet> schema = rpc::SchemaOf(kind.name, kind.migrations());
  schema.push_back({.owner = "suite", .migrations = &Migrations()});
  return schema;
}

absl::StatusOr<std::unique_ptr<db::Database>> OpenStore(const Settings& settings, const std::string& role,
                                                        bool create) {
  absl::StatusOr<std::unique_ptr<db::Database>> store = db::Open({.address = settings.database,
                                                                  .password_file = settings.database_password_file,
                                                                  .service = role,
                                                                  .connections = settings.database_connections,
                                                                  .create = create});
  if (!store.ok()) return errors::Of("database", store.status());
  return store;
}

bool Chosen(const std::vector<std::string>& roles, absl::string_view role) {
  return absl::c_linear_search(roles, role);
}

absl::Status RequireRole(absl::string_view flag, const std::string& role) {
  std::vector<std::string> known;
  for (const RoleKind& kind : Kinds()) known.push_back(kind.name);
  known.emplace_back(kGateway);
  if (flag == "roles") known.emplace_back(kAll);
  return Chosen(known, role) ? absl::OkStatus() : errors::RoleUnknown(flag, role, known);
}

// Two processes on one folder of SQLite files would lose each other's work.
absl::Status TakeFolder(const Settings& settings, std::unique_ptr<db::FolderLock>& folder) {
  if (folder != nullptr || !absl::StartsWith(settings.database, kFolderScheme)) return absl::OkStatus();
  absl::StatusOr<db::FolderLock> lock = db::FolderLock::Take(settings.database.substr(sizeof(kFolderScheme) - 1));
  if (!lock.ok()) return errors::Of("database", lock.status());
  folder = std::make_unique<db::FolderLock>(*std::move(lock));
  return absl::OkStatus();
}

// Makes the keys, unless the database was written under some: those may be lost, but are never replaced by new ones.
absl::Status FixKeys(const Settings& settings, db::Database& database) {
  MOSBAT_ASSIGN_OR_RETURN(const std::string kept, KeyCheckOf(database));
  const auto keyring =
      kept.empty() ? crypto::Keyring::LoadOrCreate(settings.keys) : crypto::Keyring::Load(settings.keys);
  if (!keyring.ok()) return errors::Of("keys", keyring.status());
  return errors::Of("keys", KeepKeyCheck(database, (*keyring)->check_value()));
}

class RunningSuite final : public Suite {
 public:
  explicit RunningSuite(const Settings& settings) : settings_(settings), trial_clock_(real_clock_) {}
  ~RunningSuite() override { Drain(absl::Now()); }

  absl::Status Start() {
    MOSBAT_ASSIGN_OR_RETURN(roles_, RolesOf(settings_));
    MOSBAT_RETURN_IF_ERROR(iran::RequireTimeZone());
    MOSBAT_RETURN_IF_ERROR(OpenStores());
    MOSBAT_RETURN_IF_ERROR(TakeKeys());
    MOSBAT_RETURN_IF_ERROR(TakeIdentity());
    if (!settings_.listen_metrics.empty()) {
      auto metrics_server = observe::MetricsServer::Start(metrics_, settings_.listen_metrics);
      if (!metrics_server.ok()) return errors::Of("listen-metrics", metrics_server.status());
      metrics_server_ = *std::move(metrics_server);
    }
    MOSBAT_RETURN_IF_ERROR(StartBackends());
    if (Chosen(roles_, kGateway)) MOSBAT_RETURN_IF_ERROR(StartGateway());
    return StartHealth();
  }

  std::string address(const std::string& role) const override {
    if (role == kGateway) return Address(settings_.listen, gateway_ == nullptr ? 0 : gateway_->port());
    const auto found = backends_.find(role);
    return found == backends_.end() ? "" : Address(ListenOf(role), found->second->port());
  }
  int metrics_port() const override { return metrics_server_ == nullptr ? 0 : metrics_server_->port(); }
  int health_port() const override { return health_.port; }

  void Drain(absl::Time deadline) override {
    if (health_.server != nullptr) health_.server->GetHealthCheckService()->SetServingStatus(false);
    // Feeds have no end of their own, and some are followed through the gateway.
    for (const auto& [role, backend] : backends_) backend->StopFollowing();
    for (const auto& [role, backend] : backends_) backend->EndStreams();
    if (gateway_ != nullptr) gateway_->Drain(deadline - (deadline - absl::Now()) * kBackendsShare);
    // Who asks ends before who is asked.
    for (auto kind = Kinds().rbegin(); kind != Kinds().rend(); ++kind) {
      if (const auto backend = backends_.find(kind->name); backend != backends_.end()) backend->second->Drain(deadline);
    }
    backends_.clear();
    health_.Drain(absl::Now());  // nobody works there, but some watch without end
  }

 private:
  // Everything that a database can say against starting, before anything listens.
  absl::Status OpenStores() {
    for (const RoleKind& kind : Kinds()) {
      if (!Chosen(roles_, kind.name)) continue;
      MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<db::Database> store, OpenStore(settings_, kind.name, /*create=*/false));
      MOSBAT_RETURN_IF_ERROR(TakeFolder(settings_, folder_));
      MOSBAT_RETURN_IF_ERROR(errors::Of("database", db::RequireMigrated(*store, SchemaOf(kind))));
      MOSBAT_RETURN_IF_ERROR(RequireMode(*store, settings_.trial));
      stores_.emplace(kind.name, std::move(store));
    }
    return absl::OkStatus();
  }

  // A gateway alone reads no data and needs no keys.
  absl::Status TakeKeys() {
    if (stores_.empty()) return absl::OkStatus();
    absl::StatusOr<std::unique_ptr<crypto::Keyring>> keyring = crypto::Keyring::Load(settings_.keys);
    if (!keyring.ok()) return errors::Of("keys", keyring.status());
    keyring_ = *std::move(keyring);
    for (const auto& [role, store] : stores_) {
      MOSBAT_RETURN_IF_ERROR(errors::Of("keys", RequireKeys(*store, keyring_->check_value())));
    }
    return absl::OkStatus();
  }

  absl::Status TakeIdentity() {
    std::string jwks;
    if (!settings_.jwks_file.empty()) {
      if (settings_.service_token_file.empty() && !stores_.empty()) return errors::ServiceTokenMissing();
      if (!settings_.service_token_file.empty()) {
        MOSBAT_RETURN_IF_ERROR(ReadFile("service-token-file", settings_.service_token_file).status());
      }
      MOSBAT_ASSIGN_OR_RETURN(jwks, ReadFile("jwks-file", settings_.jwks_file));
    } else {
      std::error_code ignored;
      if (!std::filesystem::exists(settings_.identity_file, ignored)) {
        return errors::IdentityMissing(settings_.identity_file);
      }
      auto identity = auth::LocalIdentity::LoadOrCreate(settings_.identity_file);
      if (!identity.ok()) return errors::Of("identity-file", identity.status());
      identity_ = *std::move(identity);
      jwks = identity_->jwks_json();
    }
    auto authenticator = auth::NewJwtAuthenticator(
        {.jwks_json = std::move(jwks), .issuer = settings_.issuer, .audience = settings_.audience}, real_clock_);
    if (!authenticator.ok()) return errors::Of("jwks-file", authenticator.status());
    authenticator_ = *std::move(authenticator);
    return absl::OkStatus();
  }

  // A local identity signs one when it is needed; else it is read again each time, because it is renewed in place.
  std::string ServiceToken() const {
    if (identity_ == nullptr) return ReadFile("service-token-file", settings_.service_token_file).value_or("");
    auth::Principal self{.id = absl::StrCat("service/", Replica()), .role = access::v1::SERVICE};
    self.scope.area = "country";
    return identity_->Token(self, real_clock_.Now(), kTokenLife);
  }

  absl::Status StartBackends() {
    for (const auto& [role, peer] : settings_.peers) channels_.SetAddress(role, peer);
    for (const RoleKind& kind : Kinds()) {
      if (!Chosen(roles_, kind.name)) continue;
      MOSBAT_RETURN_IF_ERROR(StartBackend(kind));
    }
    for (const auto& [role, backend] : backends_) backend->StartFollowing();
    return absl::OkStatus();
  }

  absl::Status StartBackend(const RoleKind& kind) {
    const rpc::Environment environment{.real_clock = real_clock_,
                                       .business_clock = settings_.trial ? static_cast<const Clock&>(trial_clock_)
                                                                         : static_cast<const Clock&>(real_clock_),
                                       .ids = ids_,
                                       .authenticator = *authenticator_,
                                       .keyring = *keyring_,
                                       .metrics = metrics_,
                                       .channels = channels_,
                                       .service_token = [this] { return ServiceToken(); },
                                       .replica = Replica()};
    MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<rpc::Backend> backend,
                            rpc::Backend::Open(environment,
                                               {.service = kind.name,
                                                .schema = SchemaOf(kind),
                                                .listen = ListenOf(kind.name),
                                                .says_position = kind.says_position,
                                                .truncates_feed = kind.truncates_feed},
                                               std::move(stores_.at(kind.name))));
    if (settings_.trial && kind.name == kClockKeeper) MOSBAT_RETURN_IF_ERROR(KeepClock(*backend));
    MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<rpc::Role> role, kind.make(*backend));
    if (const absl::Status started = backend->Start(std::move(role)); !started.ok()) {
      return errors::Of(absl::StrCat("listen-role ", kind.name), started);
    }
    channels_.SetAddress(kind.name, Address(ListenOf(kind.name), backend->port()));
    backends_.emplace(kind.name, std::move(backend));
    return absl::OkStatus();
  }

  absl::Status KeepClock(rpc::Backend& backend) {
    const auto set = [this, &database = backend.database()] {
      return database.Read([this](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const absl::Duration offset, ClockOffset(session));
        trial_clock_.SetOffset(offset);
        return absl::OkStatus();
      });
    };
    MOSBAT_RETURN_IF_ERROR(set());
    // What was moved is not always told: the connection may be lost while it is committed.
    backend.Every(kClockSetEvery, [set] { set().IgnoreError(); });
    clock_rpc_ = std::make_unique<ClockRpc>(backend.runner(), metrics_, trial_clock_);
    backend.AddService(*clock_rpc_);
    return absl::OkStatus();
  }

  absl::Status StartGateway() {
    auto gateway = gateway::GatewayServer::Start(
        {.real_clock = real_clock_, .authenticator = *authenticator_, .channels = channels_, .metrics = metrics_},
        settings_.listen);
    if (!gateway.ok()) return errors::Of("listen", gateway.status());
    gateway_ = *std::move(gateway);
    return absl::OkStatus();
  }

  absl::Status StartHealth() {
    if (settings_.listen_health.empty()) return absl::OkStatus();
    auto health = rpc::StartServer("health", settings_.listen_health, [](grpc::ServerBuilder&) {});
    if (!health.ok()) return errors::Of("listen-health", health.status());
    health_ = *std::move(health);
    for (const std::string& role : roles_) health_.server->GetHealthCheckService()->SetServingStatus(role, true);
    if (settings_.trial) health_.server->GetHealthCheckService()->SetServingStatus("trial", true);
    return absl::OkStatus();
  }

  std::string ListenOf(const std::string& role) const {
    const auto found = settings_.listen_roles.find(role);
    return found == settings_.listen_roles.end() ? "127.0.0.1:0" : found->second;
  }

  static std::string Address(const std::string& listen, int port) {
    return absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
  }

  std::string Replica() const {
    if (!settings_.replica.empty()) return settings_.replica;
    char host[256] = {};
    gethostname(host, sizeof(host) - 1);
    return absl::StrCat(host, "/", getpid());
  }

  const Settings settings_;
  std::vector<std::string> roles_;
  SystemClock real_clock_;
  TrialClock trial_clock_;
  SystemIds ids_;
  observe::Metrics metrics_;
  std::unique_ptr<observe::MetricsServer> metrics_server_;
  rpc::Channels channels_;
  std::unique_ptr<db::FolderLock> folder_;
  std::map<std::string, std::unique_ptr<db::Database>> stores_;  // until their backends take them
  std::unique_ptr<crypto::Keyring> keyring_;
  std::unique_ptr<auth::LocalIdentity> identity_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<ClockRpc> clock_rpc_;
  std::map<std::string, std::unique_ptr<rpc::Backend>> backends_;
  std::unique_ptr<gateway::GatewayServer> gateway_;
  rpc::StartedServer health_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> RolesOf(const Settings& settings) {
  for (const std::string& role : settings.roles) MOSBAT_RETURN_IF_ERROR(RequireRole("roles", role));
  for (const auto& [role, address] : settings.listen_roles) MOSBAT_RETURN_IF_ERROR(RequireRole("listen-role", role));
  for (const auto& [role, address] : settings.peers) MOSBAT_RETURN_IF_ERROR(RequireRole("peer", role));
  const bool all = Chosen(settings.roles, kAll);
  if (settings.trial && !all) return errors::TrialNeedsAll();
  std::vector<std::string> roles;
  for (const RoleKind& kind : Kinds()) {
    if (all || Chosen(settings.roles, kind.name)) roles.push_back(kind.name);
  }
  if (all || Chosen(settings.roles, kGateway)) roles.emplace_back(kGateway);
  return roles;
}

absl::StatusOr<std::vector<std::string>> Migrate(const Settings& settings) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> roles, RolesOf(settings));
  std::vector<std::string> said;
  std::unique_ptr<db::FolderLock> folder;
  for (const RoleKind& kind : Kinds()) {
    if (!Chosen(roles, kind.name)) continue;
    MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<db::Database> database,
                            OpenStore(settings, kind.name, /*create=*/true));
    MOSBAT_RETURN_IF_ERROR(TakeFolder(settings, folder));
    MOSBAT_ASSIGN_OR_RETURN(const int applied, db::Migrate(*database, SchemaOf(kind)));
    MOSBAT_RETURN_IF_ERROR(FixMode(*database, settings.trial));
    MOSBAT_RETURN_IF_ERROR(FixKeys(settings, *database));
    said.push_back(applied == 0 ? absl::StrCat(kind.name, ": up to date")
                                : absl::StrCat(kind.name, ": ", applied, " schema changes applied"));
  }
  if (settings.jwks_file.empty()) {
    MOSBAT_RETURN_IF_ERROR(
        errors::Of("identity-file", auth::LocalIdentity::LoadOrCreate(settings.identity_file).status()));
  }
  return said;
}

absl::StatusOr<std::unique_ptr<Suite>> Suite::Start(const Settings& settings) {
  auto suite = std::make_unique<RunningSuite>(settings);
  MOSBAT_RETURN_IF_ERROR(suite->Start());
  return suite;
}

}  // namespace mosbat::suite
