// The tables of the process itself, in every service's database: trial_state and key_check.
#pragma once

#include <vector>

#include "common/db/migration.h"

namespace mosbat::suite {

const std::vector<db::Migration>& Migrations();

}  // namespace mosbat::suite
