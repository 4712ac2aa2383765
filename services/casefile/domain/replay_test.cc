#include "services/casefile/domain/replay.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "services/casefile/domain/eligibility.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using examples::kToday;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1::ReplayDifference;

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() {
    request_.set_name("serviceRequests/one");
    request_.set_service_type_revision(revision_.name());
    *request_.mutable_facts() = examples::Json(R"({"recipient": "MEMBER", "file_open": true, "age_years": 9})");
    common::v1::Decision& decision = *request_.mutable_decision();
    decision.set_service_type_revision(revision_.name());
    decision.set_sub_guideline_revision(revision_.sub_guideline_revision());
    decision.set_directive(directive_.name());
    *decision.mutable_judged_date() = iran::ToDate(kToday);
    DecideEligibility(request_.facts(), revision_.terms(), *rule_, decision);
    EXPECT_FALSE(decision.reasons().empty());
  }

  v1::ReplayDecisionResponse Replayed() const {
    return Replay(request_, {.revision = &revision_, .rule = rule_.get(), .directive = &directive_});
  }
  static std::vector<ReplayDifference::Kind> KindsOf(const v1::ReplayDecisionResponse& response) {
    EXPECT_EQ(response.same(), response.differences().empty());
    std::vector<ReplayDifference::Kind> kinds;
    for (const ReplayDifference& difference : response.differences()) {
      EXPECT_NE(difference.text_en(), "");
      EXPECT_NE(difference.text_fa(), "");
      kinds.push_back(difference.kind());
    }
    return kinds;
  }

  const catalog::v1::ServiceTypeRevision revision_ = examples::Revision(kToday);
  guideline::v1::Directive directive_ = examples::Directive("two", kToday);
  const std::shared_ptr<const schema::CompiledSchema> rule_ =
      schema::Compile(revision_.terms().eligibility().rule().schema()).value();
  v1::ServiceRequest request_;
};

TEST_F(ReplayTest, WhatWasStoredComesOutAgain) {
  EXPECT_THAT(KindsOf(Replayed()), IsEmpty());
  EXPECT_EQ(Replayed().replayed().SerializeAsString(), request_.decision().SerializeAsString());
}

TEST_F(ReplayTest, ChangedFactsAreNotThoseOfTheHash) {
  (*request_.mutable_facts()->mutable_fields())["household_size"].set_number_value(3);
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::FACTS));
  (*request_.mutable_facts()->mutable_fields())["age_years"].set_number_value(4);
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::FACTS, ReplayDifference::JUDGEMENT));
}

TEST_F(ReplayTest, AChangedOutcomeOrReasonIsFound) {
  request_.mutable_decision()->set_outcome(common::v1::Decision::ELIGIBLE);
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::JUDGEMENT));
  request_.mutable_decision()->set_outcome(common::v1::Decision::NOT_ELIGIBLE);
  request_.mutable_decision()->mutable_reasons(0)->set_clause("9");
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::JUDGEMENT));
}

TEST_F(ReplayTest, TextsThatDoNotBelongTogetherAreNamed) {
  request_.mutable_decision()->set_service_type_revision("serviceTypes/vision-screening/revisions/7");
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::SERVICE_TYPE_REVISION));
  EXPECT_EQ(Replayed().replayed().service_type_revision(), revision_.name()) << "by whose terms it is judged";
  request_.mutable_decision()->set_service_type_revision(revision_.name());
  request_.mutable_decision()->set_sub_guideline_revision("subGuidelines/other/revisions/1");
  const v1::ReplayDecisionResponse response = Replayed();
  EXPECT_THAT(KindsOf(response), ElementsAre(ReplayDifference::SUB_GUIDELINE_REVISION));
  EXPECT_THAT(response.differences(0).text_en(), HasSubstr(examples::kSubGuideline));
  EXPECT_EQ(response.replayed().sub_guideline_revision(), examples::kSubGuideline);
}

TEST_F(ReplayTest, ADirectiveOfLaterDaysJudgedNothing) {
  directive_.set_state(guideline::v1::Directive::DRAFT);
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::DIRECTIVE));
  directive_.set_state(guideline::v1::Directive::ISSUED);
  *directive_.mutable_effective_date() = iran::ToDate(kToday + 1);
  EXPECT_THAT(KindsOf(Replayed()), ElementsAre(ReplayDifference::DIRECTIVE));
  EXPECT_THAT(Replayed().differences(0).text_fa(), HasSubstr("۱ فروردین ۱۴۰۵"));
  EXPECT_THAT(KindsOf(Replay(request_, {.revision = &revision_, .rule = rule_.get()})),
              ElementsAre(ReplayDifference::DIRECTIVE))
      << "nobody knows it";
}

TEST_F(ReplayTest, WithoutItsRevisionNothingIsMadeAgain) {
  const v1::ReplayDecisionResponse response = Replay(request_, {.directive = &directive_});
  EXPECT_THAT(KindsOf(response), ElementsAre(ReplayDifference::SERVICE_TYPE_REVISION));
  EXPECT_FALSE(response.has_replayed());
  EXPECT_EQ(response.stored().SerializeAsString(), request_.decision().SerializeAsString());
}

}  // namespace
}  // namespace mosbat::casefile::domain
