#include "services/casefile/domain/preview.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using examples::Json;
using testing::IsOk;

constexpr char kOld[] = R"({"properties": {"age_years": {"minimum": 60}}})";
constexpr char kUrgent[] =
    R"({"properties": {"request": {"properties": {"urgent": {"const": true}}, "required": ["urgent"]}}})";

// `pattern` with kOld and kUrgent for $O and $U.
google::protobuf::Struct Rule(absl::string_view pattern) {
  return Json(absl::StrReplaceAll(pattern, {{"$O", kOld}, {"$U", kUrgent}}));
}

bool MightMeet(const google::protobuf::Struct& rule, int age) {
  const auto compiled = schema::Compile(WithoutAnswers(rule));
  EXPECT_THAT(compiled, IsOk());
  return Meets(compiled->get(), Json(absl::StrCat(R"({"request": {}, "age_years": )", age, "}")));
}

TEST(WithoutAnswersTest, WhoMightMeetTheRuleWithSomeAnswersMeetsIt) {
  struct Case {
    const char* label;
    const char* rule;
    bool at_30;
    bool at_65;
  };
  const Case cases[] = {
      {"no answers", "$O", false, true},
      {"an answer", "$U", true, true},
      {"both", R"({"allOf": [$O, $U]})", false, true},
      {"both, in one schema", R"({"properties": {"age_years": {"minimum": 60}, "request": {"required": ["reason"]}}})",
       false, true},
      {"either", R"({"anyOf": [$O, $U]})", true, true},
      {"either, the answer for some",
       R"({"anyOf": [$O, {"allOf": [$U, {"properties": {"age_years": {"minimum": 50}}}]}]})", false, true},
      {"either, below a reference",
       R"({"$ref": "#/definitions/either", "definitions": {"either": {"anyOf": [$O, {"$ref": "#/definitions/urgent"}]},
                                                           "urgent": $U}})",
       true, true},
      {"one of", R"({"oneOf": [$O, $U]})", true, true},
      {"one of two, neither an answer", R"({"oneOf": [$O, {"properties": {"age_years": {"minimum": 40}}}]})", false,
       false},
      {"one of, beside a demand", R"({"allOf": [$O], "oneOf": [$O, $U]})", false, true},
      {"not an answer", R"({"not": $U})", true, true},
      {"not", R"({"not": $O})", true, false},
      {"an answer decides which", R"({"if": $U, "then": $O, "else": {"properties": {"age_years": {"minimum": 70}}}})",
       false, true},
      {"an answer decides whether", R"({"if": $U, "then": $O})", true, true},
      {"asked of some", R"({"if": $O, "then": $U, "else": false})", false, true},
      {"others", R"({"properties": {"age_years": {"minimum": 60}}, "additionalProperties": {"required": ["urgent"]}})",
       false, true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(MightMeet(Rule(c.rule), 30), c.at_30) << c.label;
    EXPECT_EQ(MightMeet(Rule(c.rule), 65), c.at_65) << c.label;
  }
}

TEST(MeetsTest, NobodyMeetsNoRule) { EXPECT_FALSE(Meets(nullptr, Json("{}"))); }

}  // namespace
}  // namespace mosbat::casefile::domain
