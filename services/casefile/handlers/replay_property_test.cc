// Decisions, made again, over random histories: rules of every shape in revisions that follow each other, under
// directives that change, on texts that are withdrawn.
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using common::v1::Decision;
using testing::IsOk;

// Rules by the names of their shapes. A criterion, $0 to $3, is drawn anew for each.
const std::map<std::string, std::string>& Shapes() {
  static const auto* const shapes = new std::map<std::string, std::string>{
      {"one", "$0"},
      {"required", R"({"allOf": [$0], "required": ["household_size", "age_years"]})"},
      {"allOf, nested", R"({"allOf": [$0, {"allOf": [$1, {"anyOf": [$2, $3]}]}]})"},
      {"anyOf", R"({"anyOf": [$0, {"allOf": [$1, $2]}, $3]})"},
      {"anyOf, nested", R"({"anyOf": [{"anyOf": [$0, $1]}, {"oneOf": [$2, $3]}]})"},
      {"oneOf", R"({"oneOf": [$0, $1, $2]})"},
      {"if", R"({"if": $0, "then": {"allOf": [$1, {"anyOf": [$2, $3]}]}, "else": $2})"},
      {"not", R"({"not": $0})"},
      {"$ref", R"({"anyOf": [{"$$ref": "#/definitions/one"}, $1], "definitions": {"one": $0}})"},
  };
  return *shapes;
}

class ReplayPropertyTest : public CareFixture {
 protected:
  void Begin(uint32_t seed) { random_.seed(seed); }
  int Below(uint32_t bound) { return static_cast<int>(random_() % bound); }
  std::string OneOf(const std::vector<std::string>& choices) {
    return choices[static_cast<size_t>(Below(static_cast<uint32_t>(choices.size())))];
  }
  absl::CivilDay Today() { return iran::TehranDay(calls_.clock().Now()); }

  // A criterion on one fact, derived facts and answers among them.
  std::string Criterion() {
    const int least = Below(50);
    return OneOf({
        absl::Substitute(R"({"properties": {"age_years": {"minimum": $0, "maximum": $1}}})", least, least + Below(40)),
        absl::Substitute(R"({"properties": {"age_months": {"exclusiveMaximum": $0.5}}})", 12 * least),
        absl::Substitute(R"({"properties": {"age_years": {"multipleOf": $0}}})", 2 + Below(3)),
        absl::Substitute(R"({"properties": {"sex": {"const": "$0"}}})", OneOf({"FEMALE", "MALE"})),
        absl::Substitute(R"({"properties": {"is_head": {"const": $0}}, "required": ["is_head"]})",
                         OneOf({"true", "false"})),
        absl::Substitute(R"({"properties": {"household_size": {"enum": [$0, 2.0]}}})", 1 + Below(4)),
        absl::Substitute(R"({"properties": {"recipient": {"enum": ["$0"]}}})", OneOf({"MEMBER", "PERSON"})),
        absl::Substitute(R"({"properties": {"disability": {"properties": {"grade": {"enum": ["$0", "SEVERE"]}},
                             "required": ["grade"]}}, "required": ["disability"]})",
                         OneOf({"MILD", "MODERATE"})),
        absl::Substitute(R"({"properties": {"request": {"properties": {"income": {"maximum": $0}}}}})", Below(1'000)),
        R"({"properties": {"request": {"properties": {"since": {"pattern": "^14"}}, "required": ["since"]}}})",
        absl::Substitute(R"({"properties": {"months_since_last_same_service": {"minimum": $0}}})", 1 + Below(6)),
        R"({"properties": {"last_same_service_result": {"const": "referred"}},
            "required": ["last_same_service_result"]})",
    });
  }

  // From today on another rule holds, whose text is a new one every other time; the one before it may be withdrawn.
  void Revise(std::string& shape) {
    auto one = Shapes().begin();
    std::advance(one, Below(static_cast<uint32_t>(Shapes().size())));
    shape = one->first;
    catalog::v1::ServiceTypeRevision revision = examples::Revision(Today(), ++revisions_);
    guideline::v1::Terms& terms = *revision.mutable_terms();
    terms.mutable_recipient()->set_recipient(guideline::v1::RecipientTerm::PERSON);
    terms.mutable_frequency()->set_at_most(1'000);
    *terms.mutable_request_form()->mutable_rule()->mutable_schema() = examples::Json(R"({"properties": {
        "income": {"type": "integer", "title": "درآمد"}, "since": {"type": "string"}}})");
    *terms.mutable_form()->mutable_rule()->mutable_schema() =
        examples::Json(R"({"properties": {"result": {"enum": ["normal", "referred"]}}, "required": ["result"]})");
    common::v1::Rule& rule = *terms.mutable_eligibility()->mutable_rule();
    *rule.mutable_schema() =
        examples::Json(absl::Substitute(one->second, Criterion(), Criterion(), Criterion(), Criterion()));
    rule.clear_clauses();
    for (const char* const place : {"/anyOf", "/anyOf/0", "/anyOf/1", "/oneOf/1", "/then", "/allOf/1/allOf", "/not"}) {
      if (Below(2) == 0) (*rule.mutable_clauses())[place] = absl::StrCat(revisions_, "-", Below(9));
    }
    if (Below(2) == 0) {
      const guideline::v1::SubGuidelineRevision before = text_;
      text_ = examples::SubGuideline(Today());
      text_.set_name(absl::StrCat("subGuidelines/vision-screening/revisions/", revisions_));
      Learn(text_);
      if (Below(2) == 0) Learn(examples::Withdrawn(before, Today()));
    }
    revision.set_sub_guideline_revision(text_.name());
    Learn(revision);
  }

  v1::ServiceRequest Anybody() {
    v1::ServiceRequest wanted = For(Below(2) == 0 ? child() : mother());
    wanted.mutable_answers()->Clear();
    if (Below(3) > 0) (*wanted.mutable_answers()->mutable_fields())["income"].set_number_value(Below(1'000));
    if (Below(2) > 0) (*wanted.mutable_answers()->mutable_fields())["since"].set_string_value(OneOf({"1399", "1404"}));
    if (Below(2) == 0) return wanted;
    wanted.set_social_worker(examples::kWorker);
    v1::Person& person = *wanted.mutable_person();
    const int number = 100 + Below(5);
    person.mutable_identity()->set_national_id(examples::NationalId(number));
    person.set_given_name("علی");
    person.set_family_name("احمدی");
    *person.mutable_birth_date() = iran::ToDate(Today() - 400 * (number - 98) * (number - 98));
    person.set_sex(number % 2 == 0 ? v1::Member::FEMALE : v1::Member::MALE);
    if (number % 3 == 0) {
      person.mutable_disability()->set_type(v1::Disability::HEARING);
      person.mutable_disability()->set_grade(OneOf({"a", "b"}) == "a" ? v1::Disability::MILD : v1::Disability::SEVERE);
    }
    return wanted;
  }

  void Deliver(const v1::ServiceRequest& request) {
    v1::RecordDeliveryRequest record;
    record.mutable_delivery()->set_service_request(request.name());
    *record.mutable_delivery()->mutable_occurred_on() = iran::ToDate(Today());
    (*record.mutable_delivery()->mutable_form()->mutable_fields())["result"].set_string_value(
        OneOf({"normal", "referred"}));
    ASSERT_THAT(calls_.Write(Manager(), [&](rpc::Call& call) { return deliveries_.Record(call, record); }), IsOk());
  }

  // What came out, so that a test over nothing does not pass.
  struct Seen {
    std::map<std::string, std::set<Decision::Outcome>> outcomes;  // by shape
    std::set<std::string> directives, texts, paths, keywords, clauses, alternatives;

    void Add(const std::string& shape, const v1::ServiceRequest& request) {
      outcomes[shape].insert(request.decision().outcome());
      directives.insert(request.decision().directive());
      texts.insert(request.decision().sub_guideline_revision());
      for (const auto& reason : request.decision().reasons()) {
        paths.insert(reason.path());
        keywords.insert(reason.keyword());
        clauses.insert(reason.clause());
        alternatives.insert(reason.alternative());
      }
    }
  };

  // Thirty steps; the requests that were decided.
  std::vector<v1::ServiceRequest> Live(Seen& seen) {
    std::vector<v1::ServiceRequest> decided;
    std::string shape;
    Revise(shape);
    for (int step = 0; step < 30; ++step) {
      calls_.clock().Advance(absl::Hours(24 * Below(20)));
      if (Below(5) == 0) Revise(shape);
      if (Below(8) == 0) Learn(examples::Directive(absl::StrCat("later-", revisions_, "-", step), Today()));
      const absl::StatusOr<v1::ServiceRequest> request = Request(Anybody());
      EXPECT_THAT(request, IsOk());
      if (!request.ok()) return decided;
      decided.push_back(*request);
      seen.Add(shape, *request);
      if (request->state() == v1::ServiceRequest::ELIGIBLE && Below(2) == 0) Deliver(*request);
    }
    return decided;
  }

 private:
  std::mt19937 random_;
  int revisions_ = 1;
  guideline::v1::SubGuidelineRevision text_ = examples::SubGuideline(examples::kToday - 100);
};

// Every decision is made again at the end of its history, by a service that has compiled nothing yet.
TEST_F(ReplayPropertyTest, ReplayIsTheSameBitForBitOverAnyHistory) {
  Seen seen;
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Begin(seed);
    const std::vector<v1::ServiceRequest> decided = Live(seen);
    ASSERT_EQ(decided.size(), 30u);
    const CompiledTermsCache fresh;
    const DecisionHandlers later(requests_, files_, care_rules_, fresh);
    for (const v1::ServiceRequest& request : decided) {
      v1::ReplayDecisionRequest replay;
      replay.set_name(request.name());
      const auto again = calls_.Read(Manager(), [&](rpc::Call& call) { return later.Replay(call, replay); });
      ASSERT_THAT(again, IsOk());
      EXPECT_TRUE(again->same()) << again->ShortDebugString();
      EXPECT_EQ(again->replayed().SerializeAsString(), request.decision().SerializeAsString());
    }
  }
  EXPECT_EQ(seen.outcomes.size(), Shapes().size());
  for (const auto& [shape, outcomes] : seen.outcomes) EXPECT_EQ(outcomes.size(), 2u) << shape;
  EXPECT_GT(seen.directives.size(), 10u);
  EXPECT_GT(seen.texts.size(), 10u);
  EXPECT_GT(seen.clauses.size(), 10u);
  EXPECT_THAT(seen.keywords, ::testing::IsSupersetOf({"anyOf", "const", "enum", "exclusiveMaximum", "maximum",
                                                      "minimum", "multipleOf", "not", "oneOf", "pattern", "required"}));
  EXPECT_THAT(seen.alternatives, ::testing::IsSupersetOf({"", "1", "2", "3", "1.1", "2.2"}));
  EXPECT_THAT(seen.paths, ::testing::IsSupersetOf({"/age_years", "/disability/grade", "/household_size",
                                                   "/request/income", "/request/since", "/last_same_service_result",
                                                   "/months_since_last_same_service"}));
}

}  // namespace
}  // namespace mosbat::casefile
