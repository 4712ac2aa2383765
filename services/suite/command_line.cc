#include "services/suite/command_line.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

#include "CLI/CLI.hpp"
#include "common/auth/authenticator.h"
#include "common/base/error.h"
#include "common/base/resource_name.h"
#include "grpc/support/log.h"
#include "services/suite/suite.h"

namespace mosbat::suite {
namespace {

constexpr absl::Duration kDrainFor = absl::Seconds(25);

// Texts of libraries may have several.
std::string OneLine(const std::string& text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar("\r\n"), absl::SkipWhitespace()), " ");
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "mosbat: %s\n", OneLine(WordsOf(status, Language::kEnglish)).c_str());
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

// gRPC tells its callers by status what went wrong; of what it prints beside that only its last words are of use.
void PrintLastWords(gpr_log_func_args* args) {
  if (absl::StartsWith(args->message, "assertion failed")) {
    std::fprintf(stderr, "mosbat: %s:%d: %s\n", args->file, args->line, args->message);
  }
}

// Every option is a flag and an environment variable: --database-password-file, MOSBAT_DATABASE_PASSWORD_FILE.
template <typename T>
CLI::Option* Setting(CLI::App& app, std::set<std::string>& known, const std::string& flag, T& value,
                     const std::string& what) {
  const std::string variable = absl::StrCat("MOSBAT_", absl::AsciiStrToUpper(absl::StrReplaceAll(flag, {{"-", "_"}})));
  known.insert(variable);
  return app.add_option("--" + flag, value, what)->envname(variable)->capture_default_str();
}

struct Pairs {
  std::vector<std::string> listen;
  std::vector<std::string> peers;
};

void AddStoreSettings(CLI::App& app, std::set<std::string>& known, Settings& settings) {
  Setting(app, known, "database", settings.database,
          "sqlite:DIR, or mysql://USER@HOST[:PORT]/PREFIX for one database per service");
  Setting(app, known, "database-password-file", settings.database_password_file, "file with the password (MySQL)");
  Setting(app, known, "database-connections", settings.database_connections, "connections per service (MySQL)")
      ->check(CLI::Range(1, 512));
  Setting(app, known, "roles", settings.roles, "all, or some of guideline,purchasing,catalog,registry,casefile,gateway")
      ->delimiter(',');
  Setting(app, known, "keys", settings.keys,
          "folder of the encryption and hash keys; beside the SQLite files if not said");
  Setting(app, known, "identity-file", settings.identity_file,
          "private key of the local identity, for trying and testing; in the folder of keys if not said");
  Setting(app, known, "jwks-file", settings.jwks_file, "public keys of who issues tokens, instead of a local identity");
}

void AddServeSettings(CLI::App& app, std::set<std::string>& known, Settings& settings, Pairs& pairs) {
  Setting(app, known, "issuer", settings.issuer, "the `iss` that tokens must have; any if not said");
  Setting(app, known, "audience", settings.audience, "the `aud` that tokens must have; any if not said");
  Setting(app, known, "service-token-file", settings.service_token_file,
          "token with which this process follows other services; needed with --jwks-file");
  Setting(app, known, "listen", settings.listen, "address of the gateway");
  Setting(app, known, "listen-role", pairs.listen, "ROLE=ADDRESS of a backend; a free port on loopback if not said")
      ->delimiter(',');
  Setting(app, known, "peer", pairs.peers, "ROLE=ADDRESS of a backend in another process")->delimiter(',');
  Setting(app, known, "listen-health", settings.listen_health, "address of grpc.health.v1 alone, for probes");
  Setting(app, known, "listen-metrics", settings.listen_metrics, "address of Prometheus metrics");
  Setting(app, known, "replica", settings.replica, "name of this replica in audit entries");
}

// The SQLite folder also holds keys and identity unless they have places of their own.
void FillPlaces(Settings& settings) {
  const std::string folder =
      absl::StartsWith(settings.database, "sqlite:") ? settings.database.substr(7) : std::string("mosbat-data");
  if (settings.keys.empty()) settings.keys = folder + "/keys";
  if (settings.identity_file.empty()) settings.identity_file = settings.keys + "/identity.jwk";
}

absl::Status FillPairs(const char* flag, const std::vector<std::string>& pairs,
                       std::map<std::string, std::string>& into) {
  for (const std::string& pair : pairs) {
    const std::vector<std::string> parts = absl::StrSplit(pair, absl::MaxSplits('=', 1));
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
      return MakeFieldError("SETTING_INVALID",
                            {.field = flag,
                             .words = {.en = absl::StrCat("--", flag, ": \"", pair, "\" is not ROLE=ADDRESS."),
                                       .fa = absl::StrCat("--", flag, ": «", pair, "» به شکل ROLE=ADDRESS نیست.")}});
    }
    into[parts[0]] = parts[1];
  }
  return absl::OkStatus();
}

int Serve(Settings settings, const Pairs& pairs) {
  FillPlaces(settings);
  for (const absl::Status& status : {FillPairs("listen-role", pairs.listen, settings.listen_roles),
                                     FillPairs("peer", pairs.peers, settings.peers)}) {
    if (!status.ok()) return Fail(status);
  }
  // Signals are taken by this thread alone; every thread of the suite inherits the mask.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signal(SIGPIPE, SIG_IGN);
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function(&PrintLastWords);
  const absl::StatusOr<std::unique_ptr<Suite>> suite = Suite::Start(settings);
  if (!suite.ok()) return Fail(suite.status());
  const std::string gateway = (*suite)->address("gateway");
  if (!absl::EndsWith(gateway, ":0")) std::printf("gateway %s\n", gateway.c_str());
  for (const char* const role : {"guideline", "purchasing", "catalog", "registry", "casefile"}) {
    if (const std::string address = (*suite)->address(role); !address.empty()) {
      std::printf("%s %s\n", role, address.c_str());
    }
  }
  if ((*suite)->health_port() != 0) std::printf("health port %d\n", (*suite)->health_port());
  if ((*suite)->metrics_port() != 0) std::printf("metrics port %d\n", (*suite)->metrics_port());
  std::printf("serving\n");  // last: who waits for it finds the addresses above
  std::fflush(stdout);
  int signal_number = 0;
  sigwait(&ends, &signal_number);
  (*suite)->Drain(absl::Now() + kDrainFor);
  return 0;
}

int RunMigrate(Settings settings) {
  FillPlaces(settings);
  const absl::StatusOr<std::vector<std::string>> said = Migrate(settings);
  if (!said.ok()) return Fail(said.status());
  for (const std::string& line : *said) std::printf("%s\n", line.c_str());
  return 0;
}

struct TokenSettings {
  std::string subject;
  std::string role;
  std::string area = "country";
  std::string deputyship;
  int hours = 12;
};

// "prevention" → "deputyships/prevention".
std::string DeputyshipName(const std::string& text) {
  return text.empty() || absl::StrContains(text, '/') ? text : absl::StrCat("deputyships/", text);
}

int Token(Settings settings, const TokenSettings& wanted) {
  FillPlaces(settings);
  auth::Principal principal{.id = wanted.subject, .role = auth::RoleFromWord(wanted.role)};
  const std::string deputyship = DeputyshipName(wanted.deputyship);
  principal.scope = {.deputyship = deputyship, .area = wanted.area};
  if (principal.role == access::v1::ROLE_UNSPECIFIED) {
    std::fprintf(stderr, "mosbat: --role: there is no role \"%s\"\n", wanted.role.c_str());
    return 2;
  }
  if (!auth::IsArea(wanted.area)) {
    std::fprintf(stderr,
                 "mosbat: --area: \"%s\" is not country, provinces/…, provinces/…/counties/…, centres/… or self\n",
                 wanted.area.c_str());
    return 2;
  }
  if (const absl::Status status = RequireNameIfSet("--deputyship", "deputyships/*", deputyship); !status.ok()) {
    return Fail(status);
  }
  const auto identity = auth::LocalIdentity::LoadOrCreate(settings.identity_file);
  if (!identity.ok()) return Fail(identity.status());
  std::printf("%s\n", (*identity)->Token(principal, absl::Now(), absl::Hours(wanted.hours)).c_str());
  return 0;
}

// A misspelt variable would be ignored for ever; it is refused by its name.
int RefuseUnknownVariables(const std::set<std::string>& known) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string name = std::vector<std::string>(absl::StrSplit(*entry, absl::MaxSplits('=', 1)))[0];
    if (absl::StartsWith(name, "MOSBAT_") && known.find(name) == known.end()) {
      std::fprintf(stderr, "mosbat: the environment variable %s is no setting of mosbat; see mosbat serve --help\n",
                   name.c_str());
      return 2;
    }
  }
  return 0;
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  CLI::App app("Mosbat: the suite with which Positive Life centres are run.");
  app.set_version_flag("--version", std::string("mosbat ") + MOSBAT_VERSION);
  app.footer(
      "Example:\n  mosbat migrate --database sqlite:data --trial && mosbat serve --database sqlite:data --trial");
  app.require_subcommand(0, 1);  // none is refused below, so that a misspelt one is named
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return absl::StrCat("mosbat: ", OneLine(error.what()), "; see mosbat --help\n");
  });
  Settings settings;
  Pairs pairs;
  TokenSettings token;
  std::set<std::string> known;

  CLI::App& serve = *app.add_subcommand("serve", "Run the chosen roles until SIGTERM.");
  AddStoreSettings(serve, known, settings);
  AddServeSettings(serve, known, settings, pairs);
  serve.add_flag("--trial", settings.trial, "the business clock can be moved; fixed when the database is made")
      ->envname("MOSBAT_TRIAL");
  serve.footer(
      "Examples:\n"
      "  mosbat serve --database sqlite:data --listen 0.0.0.0:8080\n"
      "  mosbat serve --database mysql://mosbat@db.example.org/mosbat --roles=casefile --listen-role casefile=0.0.0.0:7005\n"
      "  mosbat serve --roles=gateway --peer guideline=guideline:7001,casefile=casefile:7005 --listen 0.0.0.0:8080");

  CLI::App& migrate =
      *app.add_subcommand("migrate", "Make the databases, or bring them up to date; safe to run again.");
  AddStoreSettings(migrate, known, settings);
  migrate.add_flag("--trial", settings.trial, "make databases for trying")->envname("MOSBAT_TRIAL");
  known.insert("MOSBAT_TRIAL");
  migrate.footer(
      "Example:\n  mosbat migrate --database mysql://mosbat@db.example.org/mosbat --database-password-file password");

  CLI::App& make_token = *app.add_subcommand("token", "Print a token of the local identity, for trying and testing.");
  AddStoreSettings(make_token, known, settings);
  make_token.add_option("--subject", token.subject, "who")->required();
  make_token.add_option("--role", token.role, "steering, deputyship, county, centre-manager, …")->required();
  make_token.add_option("--area", token.area, "country, provinces/30, provinces/30/counties/3001, centres/…, self");
  make_token.add_option("--deputyship", token.deputyship, "prevention or deputyships/prevention; all if not said");
  make_token.add_option("--hours", token.hours, "how long it is good")->check(CLI::Range(1, 24 * 365));
  make_token.footer(
      "Example, of a department that makes its mosbatctl context of it (mosbatctl context make --help):\n"
      "  mosbat token --database sqlite:data --subject mina --role deputyship --deputyship prevention --hours 720 \\\n"
      "      > prevention.token");

  umask(077);  // whatever is written holds personal data or keys
  if (const int refused = RefuseUnknownVariables(known); refused != 0) return refused;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (serve.parsed()) return Serve(std::move(settings), pairs);
  if (migrate.parsed()) return RunMigrate(std::move(settings));
  if (make_token.parsed()) return Token(std::move(settings), token);
  std::fprintf(stderr, "mosbat: a command is missing: serve, migrate or token; see mosbat --help\n");
  return 2;
}

}  // namespace mosbat::suite
