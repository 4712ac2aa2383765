// CopyTable on every store.
#include <memory>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "common/base/resource_fields_test.pb.h"
#include "common/db/copy_table.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db {
namespace {

using base::test::Text;
using testing::IsOk;

const std::vector<Migration>& Tables() {
  static const auto* const tables = new std::vector<Migration>{
      {.name = "0001_copied_texts",
       .sql = "CREATE TABLE IF NOT EXISTS copied_texts (name VARCHAR(255) NOT NULL PRIMARY KEY, owner VARCHAR(63), "
              "owner_row_version BIGINT NOT NULL, row_version BIGINT NOT NULL, body LONGBLOB NOT NULL)"},
  };
  return *tables;
}

class CopyTableConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  bool Keep(const std::string& name, const std::string& title, int64_t version, const std::string& owner = "mina") {
    Text text;
    text.set_name(name);
    text.set_title(title);
    text.set_etag(EtagOf(version));
    bool kept = false;
    EXPECT_THAT(database_->Transact([&](Session& session) {
      const absl::StatusOr<bool> answer = texts_.Keep(session, text, {owner});
      kept = answer.ok() && *answer;
      return answer.status();
    }),
                IsOk());
    return kept;
  }

  std::optional<Text> Find(const std::string& name) {
    std::optional<Text> found;
    EXPECT_THAT(database_->Read([&](Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(found, texts_.Find(session, name));
      return absl::OkStatus();
    }),
                IsOk());
    return found;
  }

  const CopyTable<Text> texts_{"copied_texts", {"owner"}};
  std::unique_ptr<Database> database_ = GetParam().Open({{"test", &Tables()}});
};

INSTANTIATE_TEST_SUITE_P(AllBackends, CopyTableConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

TEST_P(CopyTableConformance, TheNewestOfItsOwnerIsKeptWithTheOwnersEtag) {
  EXPECT_TRUE(Keep("texts/a", "third", 3));
  EXPECT_FALSE(Keep("texts/a", "third again", 3));
  EXPECT_FALSE(Keep("texts/a", "second", 2));
  EXPECT_EQ(Find("texts/a")->title(), "third");
  EXPECT_TRUE(Keep("texts/a", "twentieth", 20)) << "versions are numbers, not text";
  EXPECT_EQ(Find("texts/a")->title(), "twentieth");
  EXPECT_EQ(Find("texts/a")->etag(), EtagOf(20));
}

TEST_P(CopyTableConformance, WhatWasNotHeardOfIsNothing) { EXPECT_FALSE(Find("texts/a").has_value()); }

TEST_P(CopyTableConformance, ListsByOwnColumnsInTheOrderOfNames) {
  Keep("texts/b", "", 1);
  Keep("texts/a", "", 1);
  Keep("texts/c", "", 1, "omid");
  Keep("texts/b", "", 2, "omid");
  std::vector<std::string> names;
  EXPECT_THAT(database_->Read([&](Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<Text> found, texts_.List(session, "owner = ?", {"omid"}, 10));
    for (const Text& text : found) names.push_back(text.name());
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(names, ::testing::ElementsAre("texts/b", "texts/c"));
}

}  // namespace
}  // namespace mosbat::db
