#include "services/catalog/handlers/check_handlers.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using common::v1::Decision;
using testing::FailsWith;
using testing::IsOk;

class CheckHandlersTest : public CatalogFixture {
 protected:
  void SetUp() override { ASSERT_THAT(Register(), IsOk()); }

  absl::StatusOr<v1::CheckServiceTypeResponse> Check(const v1::CheckServiceTypeRequest& request) {
    const absl::StatusOr<CheckHandlers::Candidate> candidate = checks_.GatherCheck(ContextOf(Other()), request);
    if (!candidate.ok()) return candidate.status();
    return calls_.Read(Other(), [&](rpc::Call& call) { return checks_.Check(call, request, *candidate); });
  }

  absl::StatusOr<Decision> Decide(const std::string& name, const std::string& facts, int days_from_today = 0) {
    v1::CheckEligibilityRequest request;
    request.set_name(name);
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(facts, request.mutable_facts()).ok());
    if (days_from_today != 0) *request.mutable_date() = iran::ToDate(Today() + days_from_today);
    const absl::StatusOr<CheckHandlers::DirectiveOfDay> directive =
        checks_.GatherEligibility(ContextOf(Other()), request);
    if (!directive.ok()) return directive.status();
    return calls_.Read(Other(), [&](rpc::Call& call) { return checks_.CheckEligibility(call, request, *directive); });
  }

  static v1::CheckServiceTypeRequest CheckRequest() {
    v1::CheckServiceTypeRequest request;
    request.set_name(kType);
    return request;
  }

  const CheckHandlers checks_{types_, guideline_, calls_.database()};
};

TEST_F(CheckHandlersTest, HoldsTheTextThatTheTypeRestsOnAgainstTheCurrentRevision) {
  absl::StatusOr<v1::CheckServiceTypeResponse> check = Check(CheckRequest());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->current_revision(), "");
  EXPECT_EQ(check->verdict().outcome(), v1::Verdict::COMPATIBLE);

  ASSERT_THAT(Activate(), IsOk());
  guideline::v1::SubGuidelineRevision tighter = Text(2);
  SetRule(R"({"required": ["age_years"], "properties": {"age_years": {"maximum": 5}}})", tighter);
  ASSERT_THAT(RestOn(tighter), IsOk());
  check = Check(CheckRequest());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->current_revision(), absl::StrCat(kType, "/revisions/1"));
  EXPECT_EQ(check->verdict().outcome(), v1::Verdict::BREAKING);
  EXPECT_EQ(check->verdict().breaks(0).path(), "eligibility/age_years");
}

TEST_F(CheckHandlersTest, HoldsADraftTermsOrAnotherRevisionAgainstIt) {
  ASSERT_THAT(Activate(), IsOk());
  guideline::v1::SubGuidelineRevision draft = Text(3);
  draft.set_state(guideline::v1::SubGuidelineRevision::DRAFT);
  SetRule("{}", draft);
  guideline_.Add(draft);
  v1::CheckServiceTypeRequest request = CheckRequest();
  request.set_sub_guideline_revision(draft.name());
  EXPECT_EQ(Check(request)->verdict().outcome(), v1::Verdict::COMPATIBLE);

  request.mutable_terms();
  EXPECT_EQ(Check(request)->verdict().outcome(), v1::Verdict::UNUSABLE);

  ASSERT_THAT(RestOn([&] {
                auto second = Text(2);
                SetRule("{}", second);
                return second;
              }()),
              IsOk());
  ASSERT_THAT(Activate(), IsOk());
  request.set_revision(absl::StrCat(kType, "/revisions/1"));
  const absl::StatusOr<v1::CheckServiceTypeResponse> back = Check(request);
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->verdict().outcome(), v1::Verdict::BREAKING);
}

TEST_F(CheckHandlersTest, TextOfWhichNoRevisionCanBeMadeAnyMoreIsForetold) {
  guideline::v1::SubGuidelineRevision text = Text(1);
  text.set_state(guideline::v1::SubGuidelineRevision::WITHDRAWN);
  guideline_.Add(text);
  const absl::StatusOr<v1::CheckServiceTypeResponse> check = Check(CheckRequest());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->verdict().outcome(), v1::Verdict::UNUSABLE);
  ASSERT_EQ(check->verdict().breaks_size(), 1);
  const v1::Break& fault = check->verdict().breaks(0);
  EXPECT_EQ(fault.kind(), v1::Break::TEXT_NOT_USABLE);
  EXPECT_EQ(fault.path(), "sub_guideline_revision");
  // In the words of what activation says.
  const absl::Status refused = Activate().status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_APPROVED"));
  EXPECT_EQ(fault.text_en(), WordsOf(refused, Language::kEnglish));
  EXPECT_EQ(fault.text_fa(), WordsOf(refused, Language::kPersian));
}

TEST_F(CheckHandlersTest, ReplacedTextIsForetoldOnlyWhereTheTypeIsYetToRestOnIt) {
  guideline::v1::SubGuidelineRevision replaced = Text(1);
  *replaced.mutable_end_date() = iran::ToDate(Today());
  ASSERT_THAT(Register(RegisterRequest("another")), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  guideline_.Add(replaced);

  EXPECT_EQ(Check(CheckRequest())->verdict().outcome(), v1::Verdict::COMPATIBLE);
  EXPECT_THAT(Activate(), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_ACTIVE"));

  v1::CheckServiceTypeRequest another;
  another.set_name("serviceTypes/another");
  const absl::StatusOr<v1::CheckServiceTypeResponse> check = Check(another);
  ASSERT_THAT(check, IsOk());
  ASSERT_EQ(check->verdict().outcome(), v1::Verdict::UNUSABLE);
  v1::ActivateServiceTypeRequest activation;
  activation.set_name(another.name());
  const absl::Status refused = Activate(Owner(), activation).status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE"));
  EXPECT_EQ(check->verdict().breaks(0).text_en(), WordsOf(refused, Language::kEnglish));
}

TEST_F(CheckHandlersTest, SaysWhatIsMissing) {
  v1::CheckServiceTypeRequest request = CheckRequest();
  request.set_sub_guideline_revision("subGuidelines/vision-screening/revisions/8");
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  request.set_sub_guideline_revision("vision");
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
  request.set_revision(absl::StrCat(kType, "/revisions/8"));
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND"));
  request = CheckRequest();
  request.set_name("serviceTypes/none");
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));

  v1::RegisterServiceTypeRequest bare = RegisterRequest("bare");
  bare.mutable_service_type()->clear_rests_on();
  ASSERT_THAT(Register(bare), IsOk());
  request.set_name("serviceTypes/bare");
  EXPECT_THAT(Check(request), FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_MISSING"));
  guideline_.GoDown();
  EXPECT_THAT(Check(CheckRequest()), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(CheckHandlersTest, DecisionExplainsEachFailedCriterion) {
  ASSERT_THAT(Activate(), IsOk());
  const absl::StatusOr<Decision> refused = Decide(kType, R"({"age_years": 9})");
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->outcome(), Decision::NOT_ELIGIBLE);
  ASSERT_EQ(refused->reasons_size(), 1);
  EXPECT_EQ(refused->reasons(0).path(), "/age_years");
  EXPECT_EQ(refused->reasons(0).clause(), "3");
  EXPECT_EQ(refused->reasons(0).text_en(), "age (years) must be at most 6; it is 9.");
  EXPECT_EQ(refused->reasons(0).text_fa(), "سن (سال) باید حداکثر ۶ باشد؛ ولی ۹ است.");
  EXPECT_EQ(refused->directive(), "directives/two");
  EXPECT_EQ(refused->service_type_revision(), absl::StrCat(kType, "/revisions/1"));
  EXPECT_EQ(refused->sub_guideline_revision(), kText);
  EXPECT_EQ(iran::StoredDay(refused->judged_date()), Today());

  EXPECT_EQ(Decide(kType, R"({"age_years": 6})")->outcome(), Decision::ELIGIBLE);
  EXPECT_TRUE(calls_.events().size() == 3);  // registered, revision created, activated: nothing of decisions
}

TEST_F(CheckHandlersTest, EachRevisionDecidesForItself) {
  ASSERT_THAT(Activate(), IsOk());
  guideline::v1::SubGuidelineRevision second = Text(2);
  SetRule(R"({"properties": {"age_years": {"maximum": 12}}})", second);
  ASSERT_THAT(RestOn(second), IsOk());
  v1::ActivateServiceTypeRequest later = ActivateRequest();
  *later.mutable_effective_date() = iran::ToDate(Today() + 5);
  ASSERT_THAT(Activate(Owner(), later), IsOk());

  EXPECT_EQ(Decide(kType, R"({"age_years": 9})")->outcome(), Decision::NOT_ELIGIBLE);
  EXPECT_EQ(Decide(kType, R"({"age_years": 9})", 5)->outcome(), Decision::ELIGIBLE);
  EXPECT_EQ(Decide(absl::StrCat(kType, "/revisions/2"), R"({"age_years": 9})")->outcome(), Decision::ELIGIBLE);
}

TEST_F(CheckHandlersTest, EveryAlternativeIsExplainedWithItsOwnClause) {
  ASSERT_THAT(Activate(), IsOk());
  guideline::v1::SubGuidelineRevision either = Text(2);
  SetRule(
      R"({"anyOf": [{"properties": {"age_years": {"minimum": 60}}}, {"properties": {"is_head": {"const": true}}}]})",
      either);
  (*either.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_clauses())["/anyOf/1"] = "3-1";
  ASSERT_THAT(RestOn(either), IsOk());
  v1::ActivateServiceTypeRequest later = ActivateRequest();
  *later.mutable_effective_date() = iran::ToDate(Today() + 5);
  ASSERT_THAT(Activate(Owner(), later), IsOk());

  const absl::StatusOr<Decision> refused = Decide(kType, R"({"age_years": 41, "is_head": false})", 5);
  ASSERT_THAT(refused, IsOk());
  ASSERT_EQ(refused->reasons_size(), 3);
  EXPECT_EQ(refused->reasons(0).keyword(), "anyOf");
  EXPECT_EQ(refused->reasons(0).clause(), "3");
  EXPECT_EQ(refused->reasons(1).path(), "/age_years");
  EXPECT_EQ(refused->reasons(1).alternative(), "1");
  EXPECT_EQ(refused->reasons(2).path(), "/is_head");
  EXPECT_EQ(refused->reasons(2).alternative(), "2");
  EXPECT_EQ(refused->reasons(2).clause(), "3-1");
}

TEST_F(CheckHandlersTest, BadQuestionsAreSaid) {
  EXPECT_THAT(Decide(kType, "{}"), FailsWith(StatusCode::kFailedPrecondition, "NO_REVISION_IN_FORCE"));
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(Decide(kType, R"({"age": 9})"), FailsWith(StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
  EXPECT_THAT(Decide(kType, R"({"age_years": "9"})"), FailsWith(StatusCode::kInvalidArgument, "FACT_INVALID"));
  EXPECT_THAT(Decide("types/x", "{}"), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
  EXPECT_THAT(Decide("serviceTypes/none", "{}"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(Decide(absl::StrCat(kType, "/revisions/7"), "{}"),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND"));
  EXPECT_THAT(Decide(absl::StrCat(kType, "/revisions/1"), "{}", -500),
              FailsWith(StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_IN_FORCE"));
  guideline_.GoDown();
  EXPECT_THAT(Decide(kType, "{}"), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(CheckHandlersTest, BrokenTypeIsQuarantinedAndHarmsNoOther) {
  guideline::v1::SubGuidelineRevision broken = Text(2);
  SetRule(R"({"properties": {"age_years": {"contains": {}}}})", broken);
  guideline_.Add(broken);
  v1::RegisterServiceTypeRequest register_broken = RegisterRequest("broken");
  register_broken.mutable_service_type()->set_rests_on(broken.name());
  ASSERT_THAT(Register(register_broken), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  v1::ActivateServiceTypeRequest activate_broken;
  activate_broken.set_name("serviceTypes/broken");
  const absl::StatusOr<v1::ServiceType> type = Activate(Owner(), activate_broken);
  ASSERT_THAT(type, IsOk());
  ASSERT_TRUE(type->has_quarantine());
  EXPECT_THAT(type->quarantine().reason_en(), ::testing::HasSubstr("eligibility/properties/age_years/contains"));
  EXPECT_THAT(type->quarantine().reason_fa(), ::testing::HasSubstr("eligibility/properties/age_years/contains"));

  const absl::Status refused = Decide("serviceTypes/broken", "{}").status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_QUARANTINED"));
  EXPECT_THAT(WordsOf(refused, Language::kEnglish), ::testing::HasSubstr("contains"));
  EXPECT_THAT(Decide("serviceTypes/broken/revisions/1", "{}"),
              FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_QUARANTINED"));
  EXPECT_FALSE(Get()->has_quarantine());
  EXPECT_EQ(Decide(kType, R"({"age_years": 6})")->outcome(), Decision::ELIGIBLE);
}

TEST_F(CheckHandlersTest, RuleThatAsksForAnUnknownFactIsNotActivated) {
  guideline::v1::SubGuidelineRevision unknown = Text(2);
  SetRule(R"({"properties": {"income": {"maximum": 5}}})", unknown);
  ASSERT_THAT(RestOn(unknown), IsOk());
  const absl::Status refused = Activate().status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "FACT_UNKNOWN"));
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    ASSERT_EQ(FaultsOf(refused, language).size(), 1u);
    EXPECT_EQ(FaultsOf(refused, language)[0].first, "terms.eligibility.rule.schema/properties/income");
  }
  EXPECT_EQ(Get()->revision_count(), 0);
}

}  // namespace
}  // namespace mosbat::catalog
