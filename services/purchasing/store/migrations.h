// The tables of purchasing.
#pragma once

#include <vector>

#include "common/db/migration.h"

namespace mosbat::purchasing {

const std::vector<db::Migration>& Migrations();

}  // namespace mosbat::purchasing
