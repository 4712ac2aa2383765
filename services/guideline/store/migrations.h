// The tables of the guideline service: schema/NNNN_what.sql, compiled in.
#pragma once

#include <vector>

#include "common/db/migration.h"

namespace mosbat::guideline {

const std::vector<db::Migration>& Migrations();

}  // namespace mosbat::guideline
