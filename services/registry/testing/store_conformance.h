// What the conformance tests of the registry's stores begin with; linked by tests only.
#pragma once

#include <memory>

#include "common/crypto/keyring.h"
#include "common/testing/store_conformance.h"
#include "services/registry/store/migrations.h"

namespace mosbat::registry {

class RegistryStoreConformance : public testing::StoreConformance {
 protected:
  RegistryStoreConformance() : StoreConformance({{"registry", &Migrations()}}) {}

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
};

}  // namespace mosbat::registry
