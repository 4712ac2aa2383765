// Where on every store.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/db/database.h"
#include "common/db/where.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

constexpr Where::Columns kColumns = {.centre = "centre", .worker = "worker", .owner = "owner"};

const std::vector<Migration>& Tables() {
  static const auto* const tables = new std::vector<Migration>{
      {.name = "0001_notes",
       .sql = "CREATE TABLE IF NOT EXISTS notes (name VARCHAR(255) NOT NULL PRIMARY KEY, county VARCHAR(63), "
              "centre VARCHAR(63), worker VARCHAR(63), owner VARCHAR(63), day VARCHAR(10))"},
  };
  return *tables;
}

class WhereConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  void SetUp() override {
    Insert("a", "provinces/30/counties/3001", "centres/m", "centres/m/staff/w", "mina", "2026-01-01");
    Insert("b", "provinces/30/counties/3002", "centres/n", "centres/n/staff/w", "", "2026-01-02");
    Insert("c", "provinces/300/counties/1", "centres/mm", "centres/mm/staff/w", "omid", "2026-01-03");
    Insert("d", "provinces/3/counties/1", "centres/m", "centres/m/staff/v", "mina", "2026-01-04");
  }

  void Insert(const std::string& name, const std::string& county, const std::string& centre, const std::string& worker,
              const std::string& owner, const std::string& day) {
    ASSERT_THAT(database_->Transact([&](Session& session) {
      return session
          .Execute("INSERT INTO notes (name, county, centre, worker, owner, day) VALUES (?, ?, ?, ?, ?, ?)",
                   {name, county, centre, worker, owner, day})
          .status();
    }),
                IsOk());
  }

  std::vector<std::string> Found(const Where& where) {
    std::vector<std::string> names;
    const absl::Status status = database_->Read([&](Session& session) -> absl::Status {
      const auto rows = session.Query(
          absl::StrCat("SELECT name FROM notes", where.sql().empty() ? "" : " WHERE ", where.sql(), " ORDER BY name"),
          where.values());
      if (!rows.ok()) return rows.status();
      for (const Row& row : *rows) names.push_back(row.Text(0));
      return absl::OkStatus();
    });
    EXPECT_THAT(status, IsOk());
    return names;
  }

  std::vector<std::string> Seen(const std::string& area, const Where::Columns& columns = kColumns,
                                const std::string& caller = "mina") {
    return Found(Where().VisibleTo({.area = area, .caller = caller}, columns));
  }

  std::unique_ptr<Database> database_ = GetParam().Open({{"test", &Tables()}});
};

INSTANTIATE_TEST_SUITE_P(AllBackends, WhereConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

TEST_P(WhereConformance, ConditionsAreJoinedAndEmptyValuesAskNothing) {
  EXPECT_THAT(Found(Where().Equal("centre", "").AtLeast("day", "").AtMost("day", "")), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Found(Where("name <> 'a'").Equal("centre", "centres/m")), ElementsAre("d"));
  EXPECT_THAT(Found(Where().AtLeast("day", "2026-01-02").AtMost("day", "2026-01-03")), ElementsAre("b", "c"));
  EXPECT_THAT(Found(Where().Equal("centre", "centres/m").And("owner = 'mina'").AtLeast("day", "2026-01-04")),
              ElementsAre("d"));
}

TEST_P(WhereConformance, AProvinceHoldsItsOwnCountiesOnly) {
  EXPECT_THAT(Found(Where().InArea("county", "provinces/30")), ElementsAre("a", "b"));
  EXPECT_THAT(Found(Where().InArea("county", "provinces/3")), ElementsAre("d"));
  EXPECT_THAT(Found(Where().InArea("county", "provinces/30/counties/3002")), ElementsAre("b"));
  EXPECT_THAT(Found(Where().InArea("county", "country")), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Found(Where().InArea("county", "")), ElementsAre("a", "b", "c", "d"));
}

TEST_P(WhereConformance, ACallerSeesItsScope) {
  EXPECT_THAT(Seen("country"), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Seen("provinces/30"), ElementsAre("a", "b"));
  EXPECT_THAT(Seen("provinces/30/counties/3001"), ElementsAre("a"));
  EXPECT_THAT(Seen("centres/m"), ElementsAre("a", "d"));
  EXPECT_THAT(Seen("centres/m/staff/v"), ElementsAre("d"));
  EXPECT_THAT(Seen("self"), ElementsAre("a", "d"));
}

TEST_P(WhereConformance, RowsOfProvincesAreSeenByThoseOfTheProvince) {
  const Where::Columns of_provinces = {.county = "", .province = "owner"};
  Insert("p", "", "", "", "provinces/30", "");
  EXPECT_THAT(Seen("provinces/30", of_provinces), ElementsAre("p"));
  EXPECT_THAT(Seen("provinces/3", of_provinces), IsEmpty());
  EXPECT_THAT(Seen("provinces/30/counties/3001", of_provinces), IsEmpty());
}

TEST_P(WhereConformance, NothingIsSeenWhereTheTableHasNoColumn) {
  const Where::Columns none = {.county = ""};
  for (const char* const area :
       {"provinces/30", "provinces/30/counties/3001", "centres/m", "centres/m/staff/w", "self"}) {
    EXPECT_THAT(Seen(area, none), IsEmpty()) << area;
  }
  EXPECT_THAT(Seen("self", kColumns, ""), IsEmpty()) << "rows without an owner are nobody's";
  EXPECT_THAT(Seen(""), IsEmpty()) << "no scope";
}

}  // namespace
}  // namespace mosbat::db
