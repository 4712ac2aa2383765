// What the services of one process share (rpc::Environment), for tests that start real servers: keys and an identity of
// their own, tokens, metrics, channels.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"

#include "common/auth/authenticator.h"
#include "common/auth/local_identity.h"
#include "common/auth/principal.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/observe/metrics.h"
#include "common/rpc/backend.h"
#include "common/rpc/channels.h"

namespace mosbat::testing {

// Outlives the servers that are started in it; the clocks outlive it.
class BackendWorld {
 public:
  explicit BackendWorld(const Clock& clock) : BackendWorld(clock, clock) {}
  BackendWorld(const Clock& real_clock, const Clock& business_clock);

  rpc::Environment environment(std::string replica = "test");

  // A token that is good for an hour, from now or from `since` on.
  std::string Token(const auth::Principal& caller) const { return Token(caller, real_clock_.Now()); }
  std::string Token(const auth::Principal& caller, absl::Time since) const;
  // The metadata value of a call with such a token.
  std::string Authorization(const auth::Principal& caller) const { return "Bearer " + Token(caller); }

  IdGenerator& ids() { return ids_; }
  auth::Authenticator& authenticator() { return *authenticator_; }
  const crypto::Keyring& keyring() const { return *keyring_; }
  observe::Metrics& metrics() { return metrics_; }
  rpc::Channels& channels() { return channels_; }

 private:
  const Clock& real_clock_;
  const Clock& business_clock_;
  SystemIds ids_;
  const std::unique_ptr<auth::LocalIdentity> identity_ = auth::LocalIdentity::ForTesting();
  const std::unique_ptr<auth::Authenticator> authenticator_;
  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  observe::Metrics metrics_;
  rpc::Channels channels_;
};

}  // namespace mosbat::testing
