#include "services/catalog/domain/facts.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"

namespace mosbat::catalog::domain {
namespace {

TEST(FactsTest, AreTheNamesThatTheDocumentIsBuiltBy) {
  std::vector<std::string> names;
  for (const v1::Fact& fact : Facts()) names.push_back(fact.name());
  EXPECT_THAT(names, ::testing::ElementsAre("age_months", "age_years", "allowance_receiver", "disability.grade",
                                            "disability.type", "file_open", "household_size", "is_head",
                                            "last_same_service_result", "months_since_last_same_service", "recipient",
                                            "request", "sex"));
}

TEST(FactsTest, EachHasALabelInBothLanguagesATypeAndASource) {
  for (const v1::Fact& fact : Facts()) {
    EXPECT_NE(fact.label().fa(), "") << fact.name();
    EXPECT_NE(fact.label().en(), "") << fact.name();
    EXPECT_NE(fact.type(), v1::Fact::TYPE_UNSPECIFIED) << fact.name();
    EXPECT_NE(fact.source(), v1::Fact::SOURCE_UNSPECIFIED) << fact.name();
  }
}

TEST(FactsTest, EveryWordThatAFactMayBeHasALabelInBothLanguages) {
  for (const v1::Fact& fact : Facts()) {
    const bool has_labels = fact.type() == v1::Fact::BOOLEAN || fact.type() == v1::Fact::STRING;
    const bool is_of_the_type = fact.name() == "last_same_service_result";  // whose codes they are
    EXPECT_EQ(fact.value_labels_size() > 0, has_labels && !is_of_the_type) << fact.name();
    for (const v1::Fact::ValueLabel& value : fact.value_labels()) {
      EXPECT_NE(value.value(), "") << fact.name();
      EXPECT_NE(value.label().fa(), "") << fact.name();
      EXPECT_NE(value.label().en(), "") << fact.name();
    }
  }
}

TEST(FactsTest, NumbersSayWhatTheyCountAndOnlyWordsAreListed) {
  for (const v1::Fact& fact : Facts()) {
    EXPECT_EQ(fact.type() == v1::Fact::INTEGER, !fact.unit().empty()) << fact.name();
    const bool is_of_the_type = fact.name() == "last_same_service_result";
    EXPECT_EQ(fact.type() == v1::Fact::STRING && !is_of_the_type, fact.values_size() > 0) << fact.name();
  }
}

google::protobuf::Struct Document(const std::string& json) {
  google::protobuf::Struct document;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &document).ok()) << json;
  return document;
}

TEST(CheckFactsTest, DocumentOfFactsIsTaken) {
  EXPECT_THAT(CheckFacts(Document("{}")), testing::IsOk());
  EXPECT_THAT(CheckFacts(ExampleFacts()), testing::IsOk());
  EXPECT_THAT(CheckFacts(Document(R"({"age_years": 5, "request": {"anything": [1]}})")), testing::IsOk());
}

TEST(CheckFactsTest, EachFaultIsNamedByItsPathInBothLanguages) {
  const absl::Status status = CheckFacts(Document(R"({
    "age": 3, "age_years": 2.5, "disability": {"grade": "HEAVY", "level": 1}, "file_open": "yes", "request": 1})"));
  EXPECT_THAT(status, testing::FailsWith(absl::StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
  using ::testing::HasSubstr;
  using ::testing::Pair;
  EXPECT_THAT(FaultsOf(status, Language::kEnglish),
              ::testing::ElementsAre(
                  Pair("facts.age", HasSubstr("ListFacts")), Pair("facts.age_years", HasSubstr("integer")),
                  Pair("facts.disability.grade", HasSubstr("MILD, MODERATE")),
                  Pair("facts.disability.level", HasSubstr("ListFacts")), Pair("facts.file_open", HasSubstr("boolean")),
                  Pair("facts.request", HasSubstr("object"))));
  EXPECT_THAT(FaultsOf(status, Language::kPersian), ::testing::Each(Pair(::testing::_, HasSubstr("«"))));
  EXPECT_THAT(CheckFacts(Document(R"({"disability": 3})")),
              testing::FailsWith(absl::StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
  EXPECT_THAT(CheckFacts(Document(R"({"sex": "OTHER"})")),
              testing::FailsWith(absl::StatusCode::kInvalidArgument, "FACT_INVALID"));
}

TEST(CheckFactsTest, ANameWithADotIsNoPath) {
  const absl::Status status = CheckFacts(Document(R"({"disability.grade": "SEVERE", "request.consent": true})"));
  EXPECT_THAT(status, testing::FailsWith(absl::StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
  using ::testing::HasSubstr;
  using ::testing::Pair;
  EXPECT_THAT(FaultsOf(status, Language::kEnglish),
              ::testing::ElementsAre(Pair("facts.disability.grade", HasSubstr("\"grade\" in \"disability\"")),
                                     Pair("facts.request.consent", HasSubstr("\"consent\" in \"request\""))));
}

TEST(CheckFactsTest, LongAndManyNamesAreToldShort) {
  google::protobuf::Struct document;
  for (int i = 0; i < 100; ++i) {
    (*document.mutable_fields())[std::string(10'000 + i, 'a')].set_bool_value(true);
  }
  const absl::Status status = CheckFacts(document);
  EXPECT_THAT(WordsOf(status, Language::kEnglish), ::testing::StartsWith("More than 50 faults"));
  EXPECT_LT(WordsOf(status, Language::kPersian).size(), 1'024u);
  for (const auto& [field, words] : FaultsOf(status, Language::kEnglish)) {
    EXPECT_LE(field.size(), 255u);
    EXPECT_LT(words.size(), 512u);
  }
}

}  // namespace
}  // namespace mosbat::catalog::domain
