// The tables of the case file service: schema/NNNN_what.sql.
#pragma once

#include <vector>

#include "common/db/migration.h"

namespace mosbat::casefile {

const std::vector<db::Migration>& Migrations();

}  // namespace mosbat::casefile
