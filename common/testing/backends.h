// Every kind of store that we support, for TEST_P suites:
//
//   class DirectiveStoreConformance : public ::testing::TestWithParam<testing::Backend> {
//     std::unique_ptr<db::Database> database_ = GetParam().Open({{"guideline", &guideline::Migrations()}});
//   };
//   INSTANTIATE_TEST_SUITE_P(AllBackends, DirectiveStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
//                            testing::BackendName);
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "common/db/database.h"
#include "common/db/migration.h"

namespace mosbat::testing {

struct Backend {
  std::string name;  // "SqliteMemory", "SqliteFile", "MariaDb"
  // A new, empty, migrated database that is gone when the test process ends.
  std::function<std::unique_ptr<db::Database>(const std::vector<db::MigrationSet>& sets)> Open;
};

void PrintTo(const Backend& backend, std::ostream* out);

// MariaDB is a private server in a temporary folder, started once per test process when it is first asked for and
// stopped with the process.
std::vector<Backend> AllBackends();
Backend SqliteMemory();

std::string BackendName(const ::testing::TestParamInfo<Backend>& info);

}  // namespace mosbat::testing
