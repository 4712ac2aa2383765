// The chosen roles of the suite in one process: stores, backends, gateway, health and metrics, from settings to
// drained. What `mosbat serve` runs, and what tests start on free ports.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/auth/local_identity.h"

namespace mosbat::suite {

struct Settings {
  std::string database = "sqlite:mosbat-data";  // see common/db/open.h
  std::string database_password_file;
  int database_connections = 16;  // MySQL: per service
  std::vector<std::string> roles = {"all"};
  std::string keys;  // the folder of body.key, hash.key, audit.key
  // Who is believed: a JWKS document, or a local identity whose private key signs tokens too.
  std::string jwks_file;
  std::string identity_file;
  std::string issuer;
  std::string audience;
  std::string service_token_file;         // with jwks_file: what proves this process to the feeds that it follows
  std::string listen = "127.0.0.1:8080";  // the gateway
  std::map<std::string, std::string> listen_roles;  // role → address; "127.0.0.1:0" where none is said
  std::map<std::string, std::string> peers;         // role → address of a backend in another process
  std::string listen_health;                        // "" for none
  std::string listen_metrics;                       // "" for none
  std::string replica;                              // in audit entries; the host's name and process where empty
  bool trial = false;
};

// The roles by name, in the order in which they start, "gateway" last. INVALID_ARGUMENT / ROLE_UNKNOWN names a wrong
// one and the setting that has it.
absl::StatusOr<std::vector<std::string>> RolesOf(const Settings& settings);

// Makes or brings up to date the databases of the chosen roles, and the keys and identity where they are missing. Says
// what it did, a line each. `trial` fixes the mode of the databases.
absl::StatusOr<std::vector<std::string>> Migrate(const Settings& settings);

class Suite {
 public:
  virtual ~Suite() = default;

  // Opens, checks and starts everything; on return the suite serves.
  static absl::StatusOr<std::unique_ptr<Suite>> Start(const Settings& settings);

  // "127.0.0.1:8080", of the gateway or of one role.
  virtual std::string address(const std::string& role) const = 0;
  virtual int metrics_port() const = 0;
  virtual int health_port() const = 0;

  // NOT_SERVING at once, calls in flight finish until `deadline`, then everything stops.
  virtual void Drain(absl::Time deadline) = 0;
};

}  // namespace mosbat::suite
