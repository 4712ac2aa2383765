// What the conformance tests of purchasing's stores begin with; linked by tests only.
#pragma once

#include <memory>

#include "common/crypto/keyring.h"
#include "common/testing/store_conformance.h"
#include "services/purchasing/store/migrations.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing {

class PurchasingStoreConformance : public testing::StoreConformance {
 protected:
  PurchasingStoreConformance() : StoreConformance({{"purchasing", &Migrations()}}) {}

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
};

}  // namespace mosbat::purchasing
