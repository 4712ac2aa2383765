#include "services/catalog/domain/facts.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat::catalog::domain {
namespace {

TEST(FactsTest, AreTheNamesThatTheDocumentIsBuiltBy) {
  std::vector<std::string> names;
  for (const v1::Fact& fact : Facts()) names.push_back(fact.name());
  EXPECT_THAT(names, ::testing::ElementsAre("age_months", "age_years", "allowance_receiver", "disability.grade",
                                            "disability.type", "file_open", "household_size", "is_head",
                                            "months_since_last_same_service", "recipient", "request", "sex"));
}

TEST(FactsTest, EachHasALabelInBothLanguagesATypeAndASource) {
  for (const v1::Fact& fact : Facts()) {
    EXPECT_NE(fact.label().fa(), "") << fact.name();
    EXPECT_NE(fact.label().en(), "") << fact.name();
    EXPECT_NE(fact.type(), v1::Fact::TYPE_UNSPECIFIED) << fact.name();
    EXPECT_NE(fact.source(), v1::Fact::SOURCE_UNSPECIFIED) << fact.name();
  }
}

TEST(FactsTest, NumbersSayWhatTheyCountAndOnlyWordsAreListed) {
  for (const v1::Fact& fact : Facts()) {
    EXPECT_EQ(fact.type() == v1::Fact::INTEGER, !fact.unit().empty()) << fact.name();
    EXPECT_EQ(fact.type() == v1::Fact::STRING, fact.values_size() > 0) << fact.name();
  }
}

}  // namespace
}  // namespace mosbat::catalog::domain
