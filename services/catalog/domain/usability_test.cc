#include "services/catalog/domain/usability.h"

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::catalog::domain {
namespace {

using absl::StatusCode;
using guideline::v1::SchemaTerm;
using guideline::v1::Terms;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Pair;

constexpr absl::Time kNow = absl::UnixEpoch();

void SetSchema(const std::string& json, SchemaTerm& term) {
  const auto read = google::protobuf::util::JsonStringToMessage(json, term.mutable_rule()->mutable_schema());
  ASSERT_TRUE(read.ok()) << read.ToString();
}

Terms WithRule(const std::string& json) {
  Terms terms;
  SetSchema(json, *terms.mutable_eligibility());
  return terms;
}

TEST(WhyUnusableTest, TermsThatCompileCanBeUsed) {
  Terms terms = WithRule(R"({"properties": {"age_years": {"maximum": 6}}})");
  SetSchema(R"({"required": ["reason"]})", *terms.mutable_request_form());
  SetSchema(R"({"type": "object"})", *terms.mutable_form());
  EXPECT_EQ(WhyUnusable(terms), std::nullopt);
}

TEST(WhyUnusableTest, SaysWhichTermAndWhere) {
  EXPECT_THAT(WhyUnusable(Terms())->en, HasSubstr("eligibility"));

  const std::optional<Words> rule = WhyUnusable(WithRule(R"({"properties": {"age_years": {"contains": {}}}})"));
  ASSERT_TRUE(rule.has_value());
  EXPECT_THAT(rule->en, HasSubstr("eligibility/properties/age_years/contains"));
  EXPECT_THAT(rule->fa, HasSubstr("eligibility/properties/age_years/contains"));

  Terms form = WithRule("{}");
  SetSchema(R"({"pattern": "("})", *form.mutable_form());
  EXPECT_THAT(WhyUnusable(form)->en, HasSubstr("form/pattern"));
  SetSchema(R"({"type": "person"})", *form.mutable_request_form());
  EXPECT_THAT(WhyUnusable(form)->fa, HasSubstr("request_form/type"));
}

TEST(QuarantinedTest, IsSetKeptAndLiftedByTheCurrentTerms) {
  const Terms good = WithRule("{}");
  const Terms bad = WithRule(R"({"contains": {}})");
  v1::ServiceType type = Quarantined({}, bad, kNow);
  ASSERT_TRUE(type.has_quarantine());
  EXPECT_NE(type.quarantine().reason_en(), "");
  EXPECT_NE(type.quarantine().reason_fa(), "");

  const v1::ServiceType later = Quarantined(type, bad, kNow + absl::Hours(1));
  EXPECT_EQ(later.quarantine().SerializeAsString(), type.quarantine().SerializeAsString());
  EXPECT_FALSE(Quarantined(type, good, kNow).has_quarantine());
}

TEST(RequireKnownFactsTest, FactsThatThereAreMayBeAskedFor) {
  Terms terms = WithRule(R"({
    "required": ["age_years", "disability", "request"],
    "properties": {
      "age_years": {"maximum": 6},
      "disability": {"required": ["grade"], "properties": {"type": {"const": "VISUAL"}}},
      "request": {"properties": {"consent": {"const": true}}}
    },
    "anyOf": [{"properties": {"sex": {"const": "FEMALE"}}}, {"$ref": "#/definitions/head"}],
    "definitions": {"head": {"properties": {"is_head": {"const": true}}}}
  })");
  SetSchema(R"({"properties": {"consent": {"type": "boolean"}}})", *terms.mutable_request_form());
  EXPECT_THAT(RequireKnownFacts("terms", terms), IsOk());
}

TEST(RequireKnownFactsTest, EachUnknownFactIsNamedByItsPath) {
  const Terms terms = WithRule(R"({
    "required": ["income"],
    "properties": {"age_yaers": {}, "disability": {"properties": {"level": {}}}, "request": {"required": ["consent"]}},
    "if": {"properties": {"age_years": {"properties": {"exact": {}}}}},
    "allOf": [{"$ref": "#/definitions/x"}],
    "definitions": {"x": {"properties": {"married": {}}}}
  })");
  const absl::Status status = RequireKnownFacts("terms", terms);
  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "FACT_UNKNOWN"));
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    EXPECT_THAT(
        FaultsOf(status, language),
        ElementsAre(
            Pair("terms.eligibility.rule.schema/properties/age_yaers", HasSubstr("age_yaers")),
            Pair("terms.eligibility.rule.schema/required/0", HasSubstr("income")),
            Pair("terms.eligibility.rule.schema/definitions/x/properties/married", HasSubstr("married")),
            Pair("terms.eligibility.rule.schema/if/properties/age_years/properties/exact",
                 HasSubstr("age_years.exact")),
            Pair("terms.eligibility.rule.schema/properties/disability/properties/level", HasSubstr("disability.level")),
            Pair("terms.eligibility.rule.schema/properties/request/required/0", HasSubstr("request.consent")),
            Pair("terms.eligibility.rule.schema/if/properties/age_years/properties", HasSubstr("properties"))));
  }
}

TEST(RequireKnownFactsTest, AValueThatAFactNeverHasIsNamedByItsPath) {
  const absl::Status status =
      RequireKnownFacts("terms", WithRule(R"({"properties": {"file_open": {"const": "true"}}})"));
  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "FACT_MISUSED"));
  EXPECT_THAT(FaultsOf(status, Language::kEnglish),
              ElementsAre(Pair("terms.eligibility.rule.schema/properties/file_open/const", HasSubstr("file_open"))));
}

TEST(RequireKnownFactsTest, OfARuleThatDoesNotCompileNothingIsSaid) {
  EXPECT_THAT(RequireKnownFacts("terms", WithRule(R"({"properties": {"income": {}}, "contains": {}})")), IsOk());
}

}  // namespace
}  // namespace mosbat::catalog::domain
