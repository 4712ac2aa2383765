#include "tests/load/service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "common/db/open.h"
#include "tests/load/measure.h"

namespace mosbat::load {

std::unique_ptr<db::Database> NewDatabase(const std::string& address, const std::vector<db::MigrationSet>& schema) {
  std::unique_ptr<db::Database> database =
      Require(db::Open({.address = address, .service = "load", .create = true}), "cannot open a database");
  Require(db::Migrate(*database, schema).status(), "cannot migrate");
  return database;
}

Service::Service(rpc::BackendOptions options, std::unique_ptr<db::Database> database, NewRole& new_role)
    : identity_(auth::LocalIdentity::ForTesting()),
      authenticator_(
          Require(auth::NewJwtAuthenticator({.jwks_json = identity_->jwks_json()}, clock_), "cannot verify")),
      keyring_(crypto::Keyring::ForTesting()) {
  const rpc::Environment environment = {.real_clock = clock_,
                                        .business_clock = clock_,
                                        .ids = ids_,
                                        .authenticator = *authenticator_,
                                        .keyring = *keyring_,
                                        .metrics = metrics_,
                                        .channels = channels_,
                                        .service_token = [] { return std::string(); },
                                        .replica = "load"};
  const std::string name = options.service;
  backend_ = Require(rpc::Backend::Open(environment, std::move(options), std::move(database)), "cannot open " + name);
  Require(backend_->Start(Require(new_role(*backend_), "cannot make " + name)), "cannot start " + name);
}

std::string Service::address() const { return absl::StrCat("127.0.0.1:", backend_->port()); }

std::string Service::Authorization(const auth::Principal& caller) const {
  return absl::StrCat("Bearer ", identity_->Token(caller, clock_.Now(), absl::Hours(1)));
}

}  // namespace mosbat::load
