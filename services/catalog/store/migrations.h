// The tables of the catalog, as compiled from store/schema.
#pragma once

#include <vector>

#include "common/db/migration.h"

namespace mosbat::catalog {

const std::vector<db::Migration>& Migrations();

}  // namespace mosbat::catalog
