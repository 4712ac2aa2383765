// What becomes of revisions whose sub-guideline text was withdrawn: everybody who asks is told the same.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "services/catalog/handlers/catalog_fixture.h"
#include "services/catalog/handlers/check_handlers.h"
#include "services/catalog/store/withdrawn_texts.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

// Revision 1 is in force from today on; revision 2, which rests on text 2, is scheduled for in five days.
class WithdrawnTextTest : public CatalogFixture, public ::testing::WithParamInterface<testing::Backend> {
 protected:
  WithdrawnTextTest() : CatalogFixture({{"catalog", &Migrations()}}, GetParam()) {}

  void SetUp() override {
    ASSERT_THAT(Register(), IsOk());
    ASSERT_THAT(Activate(), IsOk());
    ASSERT_THAT(RestOn(Second()), IsOk());
    v1::ActivateServiceTypeRequest later = ActivateRequest();
    *later.mutable_effective_date() = iran::ToDate(Today() + 5);
    ASSERT_THAT(Activate(Owner(), later), IsOk());
    ASSERT_EQ(Get()->scheduled().revision(), Revision(2));
  }

  static std::string Revision(int number) { return absl::StrCat(kType, "/revisions/", number); }

  // Lets in whom the first does not.
  guideline::v1::SubGuidelineRevision Second() {
    guideline::v1::SubGuidelineRevision text = Text(2);
    SetRule(R"({"properties": {"age_years": {"maximum": 12}}})", text);
    return text;
  }

  // Guideline has it, and its feed has told it.
  void Withdraw(guideline::v1::SubGuidelineRevision text) {
    text.set_state(guideline::v1::SubGuidelineRevision::WITHDRAWN);
    *text.mutable_end_date() = iran::ToDate(Today());
    text.set_etag(EtagOf(7));
    guideline_.Add(text);
    feed::v1::Event event;
    event.mutable_payload()->PackFrom(text);
    ASSERT_THAT(calls_.database().Transact([&](db::Session& session) { return withdrawn_.Apply(session, event); }),
                IsOk());
  }

  v1::ServiceType Listed() {
    const auto page = calls_.Read(
        Other(), [&](rpc::Call& call) { return types_handlers_.List(call, v1::ListServiceTypesRequest()); });
    EXPECT_THAT(page, IsOk());
    EXPECT_EQ(page->service_types_size(), 1);
    return page->service_types(0);
  }

  std::vector<v1::ServiceTypeRevision> Revisions() {
    v1::ListServiceTypeRevisionsRequest request;
    request.set_parent(kType);
    const auto page =
        calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.ListRevisions(call, request); });
    EXPECT_THAT(page, IsOk());
    return {page->revisions().begin(), page->revisions().end()};
  }

  // Of somebody of nine years.
  absl::StatusOr<common::v1::Decision> Decide(int days_from_today) {
    v1::CheckEligibilityRequest request;
    request.set_name(kType);
    (*request.mutable_facts()->mutable_fields())["age_years"].set_number_value(9);
    *request.mutable_date() = iran::ToDate(Today() + days_from_today);
    const auto directive = checks_.GatherEligibility(ContextOf(Other()), request);
    if (!directive.ok()) return directive.status();
    return calls_.Read(Other(), [&](rpc::Call& call) { return checks_.CheckEligibility(call, request, *directive); });
  }

  const WithdrawnTexts withdrawn_;
  const CheckHandlers checks_{types_, guideline_, calls_.database()};
};

TEST_P(WithdrawnTextTest, ScheduledRevisionIsPassedOverAndSaysWhy) {
  EXPECT_EQ(Decide(5)->service_type_revision(), Revision(2));
  Withdraw(Second());

  EXPECT_EQ(Decide(5)->service_type_revision(), Revision(1));
  EXPECT_EQ(Decide(5)->outcome(), common::v1::Decision::NOT_ELIGIBLE);
  const absl::CivilDay withdrawn = Today();
  for (const int days : {0, 5}) {
    calls_.clock().Advance(absl::Hours(24 * days));
    EXPECT_EQ(Get()->current_revision(), Revision(1));
    EXPECT_FALSE(Get()->has_scheduled());
    EXPECT_EQ(Listed().SerializeAsString(), Get()->SerializeAsString());
  }
  ASSERT_EQ(Revisions().size(), 2U);
  EXPECT_FALSE(Revisions()[0].has_sub_guideline_withdrawn_date());
  EXPECT_EQ(iran::StoredDay(Revisions()[1].sub_guideline_withdrawn_date()), withdrawn);
  v1::GetServiceTypeRevisionRequest request;
  request.set_name(Revision(2));
  const auto second = calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.GetRevision(call, request); });
  EXPECT_EQ(second->SerializeAsString(), Revisions()[1].SerializeAsString());
}

TEST_P(WithdrawnTextTest, OneThatHasTakenEffectStaysCurrentAndDecidesNothingFromThatDayOn) {
  calls_.clock().Advance(absl::Hours(24 * 7));
  Withdraw(Second());
  EXPECT_EQ(Get()->current_revision(), Revision(2));
  EXPECT_EQ(Decide(-1)->service_type_revision(), Revision(2));
  EXPECT_THAT(Decide(0), FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE"));
}

TEST_P(WithdrawnTextTest, FirstRevisionThatIsWithdrawnOnItsFirstDayWasNeverInForce) {
  Withdraw(Text(1));
  EXPECT_EQ(Get()->current_revision(), "");
  EXPECT_EQ(Get()->scheduled().revision(), Revision(2));
  EXPECT_THAT(Decide(0), FailsWith(StatusCode::kFailedPrecondition, "NO_REVISION_IN_FORCE"));
}

// An overtaken revision comes back where the one that overtook it is passed over.
TEST_P(WithdrawnTextTest, RevisionThatWasOvertakenByOneThatIsPassedOverIsScheduledAgain) {
  ASSERT_THAT(Rollback(Owner(), RollbackRequest(1)), IsOk());
  ASSERT_EQ(Get()->current_revision(), Revision(3));
  ASSERT_FALSE(Get()->has_scheduled());
  Withdraw(Text(1));
  EXPECT_EQ(Get()->current_revision(), "") << "revision 1 took effect today, too";
  EXPECT_EQ(Get()->scheduled().revision(), Revision(2));
  EXPECT_EQ(iran::StoredDay(Get()->scheduled().effective_date()), Today() + 5);
}

TEST_P(WithdrawnTextTest, NextOneIsNotKeptFromItsDayByOneThatIsPassedOver) {
  Withdraw(Second());
  EXPECT_THAT(Activate(), FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_APPROVED"));
  ASSERT_THAT(RestOn(Text(3)), IsOk());
  const absl::StatusOr<v1::ServiceType> activated = Activate();
  ASSERT_THAT(activated, IsOk());
  EXPECT_EQ(activated->current_revision(), Revision(3));
  EXPECT_FALSE(activated->has_scheduled());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, WithdrawnTextTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
