// What the conformance tests of the guideline's stores begin with; linked by tests only.
#pragma once

#include "common/testing/store_conformance.h"
#include "services/guideline/store/migrations.h"

namespace mosbat::guideline::testing {

class StoreConformance : public mosbat::testing::StoreConformance {
 protected:
  StoreConformance() : mosbat::testing::StoreConformance({{"guideline", &Migrations()}}) {}
};

}  // namespace mosbat::guideline::testing
