#include "common/testing/backend_world.h"

#include <utility>

namespace mosbat::testing {

BackendWorld::BackendWorld(const Clock& real_clock, const Clock& business_clock)
    : real_clock_(real_clock),
      business_clock_(business_clock),
      authenticator_(auth::NewJwtAuthenticator({.jwks_json = identity_->jwks_json()}, real_clock).value()) {}

rpc::Environment BackendWorld::environment(std::string replica) {
  auth::Principal self{.id = "service/" + replica, .role = access::v1::SERVICE};
  self.scope.area = "country";
  return {.real_clock = real_clock_,
          .business_clock = business_clock_,
          .ids = ids_,
          .authenticator = *authenticator_,
          .keyring = *keyring_,
          .metrics = metrics_,
          .channels = channels_,
          .service_token = [this, self = std::move(self)] { return Token(self); },
          .replica = std::move(replica)};
}

std::string BackendWorld::Token(const auth::Principal& caller, absl::Time since) const {
  return identity_->Token(caller, since, absl::Hours(1));
}

}  // namespace mosbat::testing
