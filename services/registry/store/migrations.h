// The registry's own tables: schema/NNNN_what.sql, compiled in.
#pragma once

#include <vector>

#include "common/db/migration.h"

namespace mosbat::registry {

const std::vector<db::Migration>& Migrations();

}  // namespace mosbat::registry
