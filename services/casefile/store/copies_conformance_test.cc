#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "common/feed/outbox.h"
#include "common/iran/tehran_day.h"
#include "common/testing/store_conformance.h"
#include "services/casefile/examples.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/registry_copies.h"
#include "services/casefile/store/rule_copies.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using testing::FailsWith;
using testing::IsOk;
using ::testing::SizeIs;

constexpr char kSecondText[] = "subGuidelines/vision-screening/revisions/2";

class CopiesConformance : public testing::StoreConformance {
 protected:
  CopiesConformance() : StoreConformance({{"feed", &feed::Migrations()}, {"casefile", &Migrations()}}) {}

  void Learn(const google::protobuf::Message& resource) {
    const feed::v1::Event event = examples::EventOf(resource);
    ASSERT_THAT(Write([&](db::Session& session) { return rules_.Apply(session, event); }), IsOk());
    ASSERT_THAT(Write([&](db::Session& session) { return registry_.Apply(session, event); }), IsOk());
  }
  std::string DirectiveOn(absl::CivilDay day) {
    const auto found = Read([&](db::Session& session) { return rules_.DirectiveInForceOn(session, day); });
    return found.value().has_value() ? found.value()->name() : "";
  }
  bool InForceOn(absl::CivilDay day, const std::string& text = examples::kSubGuideline) {
    return Read([&](db::Session& session) { return rules_.IsSubGuidelineInForceOn(session, text, day); }).value();
  }
  int RevisionOn(absl::CivilDay day) {
    const auto found = Read([&](db::Session& session) { return rules_.RevisionOn(session, examples::kType, day); });
    return found.value().has_value() ? found.value()->number() : 0;
  }
  size_t EntrustmentsOn(absl::CivilDay day) {
    return Read([&](db::Session& session) { return rules_.ListEntrustmentsOn(session, examples::kType, day); })
        .value()
        .size();
  }
  Occupancy Count(const std::string& owner) {
    return Read([&](db::Session& session) { return places_.Count(session, owner); }).value();
  }

  const PlaceStore places_{};
  const RuleCopies rules_{};
  const RegistryCopies registry_{places_};
};

TEST_P(CopiesConformance, DirectiveInForceIsTheLatestThatHasTakenEffect) {
  guideline::v1::Directive draft = examples::Directive("draft", kToday - 400);
  draft.set_state(guideline::v1::Directive::DRAFT);
  guideline::v1::Directive same_day = examples::Directive("other", kToday);
  same_day.set_number("1405/12");
  for (const auto& directive :
       {draft, examples::Directive("one", kToday - 100), examples::Directive("two", kToday), same_day}) {
    Learn(directive);
  }
  EXPECT_EQ(DirectiveOn(kToday - 101), "");
  EXPECT_EQ(DirectiveOn(kToday - 100), "directives/one");
  EXPECT_EQ(DirectiveOn(kToday), "directives/other") << "of two of one date the one of the greater number";
}

TEST_P(CopiesConformance, RepealedDirectiveIsInForceBeforeItsRepealDate) {
  guideline::v1::Directive directive = examples::Directive("one", kToday - 100);
  Learn(directive);
  *directive.mutable_repeal_date() = iran::ToDate(kToday);
  directive.set_etag(EtagOf(2));
  Learn(directive);
  EXPECT_EQ(DirectiveOn(kToday - 1), "directives/one");
  EXPECT_EQ(DirectiveOn(kToday), "");
  EXPECT_TRUE(Read([&](db::Session& session) { return rules_.FindDirective(session, "directives/one"); })->has_value());
  EXPECT_FALSE(Read([&](db::Session& session) { return rules_.FindDirective(session, "directives/x"); })->has_value());
}

TEST_P(CopiesConformance, NewestMessageOfANameIsKept) {
  guideline::v1::Directive newer = examples::Directive("one", kToday, 3);
  Learn(newer);
  Learn(examples::Directive("one", kToday - 50, 2));
  EXPECT_EQ(DirectiveOn(kToday - 1), "");
  EXPECT_EQ(DirectiveOn(kToday), "directives/one");
}

TEST_P(CopiesConformance, TextIsInForceItselfOrThroughTheOneThatTookItsPlace) {
  guideline::v1::SubGuidelineRevision first = examples::SubGuideline(kToday - 50);
  *first.mutable_end_date() = iran::ToDate(kToday);
  Learn(first);
  EXPECT_FALSE(InForceOn(kToday - 51));
  EXPECT_TRUE(InForceOn(kToday - 1));
  EXPECT_FALSE(InForceOn(kToday));
  guideline::v1::SubGuidelineRevision pending = examples::SubGuideline(kToday);
  pending.set_name("subGuidelines/vision-screening/revisions/2");
  pending.set_state(guideline::v1::SubGuidelineRevision::SUBMITTED);
  pending.clear_effective_date();
  Learn(pending);
  EXPECT_FALSE(InForceOn(kToday));
  pending.set_state(guideline::v1::SubGuidelineRevision::APPROVED);
  *pending.mutable_effective_date() = iran::ToDate(kToday);
  pending.set_etag(EtagOf(2));
  Learn(pending);
  EXPECT_TRUE(InForceOn(kToday));
  EXPECT_TRUE(InForceOn(kToday, pending.name()));
  EXPECT_FALSE(InForceOn(kToday - 1, pending.name())) << "not yet approved for that day";
  EXPECT_FALSE(InForceOn(kToday, "subGuidelines/vision-screening/revisions/3")) << "nothing is known of it";
}

TEST_P(CopiesConformance, WithdrawnTextIsNotInForceWhateverTookItsPlace) {
  Learn(examples::Withdrawn(examples::SubGuideline(kToday - 50), kToday));
  guideline::v1::SubGuidelineRevision second = examples::SubGuideline(kToday);
  second.set_name(kSecondText);
  Learn(second);
  EXPECT_TRUE(InForceOn(kToday - 1));
  EXPECT_FALSE(InForceOn(kToday));
  EXPECT_TRUE(InForceOn(kToday, kSecondText));
}

TEST_P(CopiesConformance, RevisionWhoseTextIsWithdrawnByItsDayNeverTakesEffect) {
  Learn(examples::ServiceType());
  Learn(examples::SubGuideline(kToday - 50));
  guideline::v1::SubGuidelineRevision second = examples::SubGuideline(kToday);
  second.set_name(kSecondText);
  Learn(second);
  Learn(examples::Revision(kToday - 30, 1));
  catalog::v1::ServiceTypeRevision scheduled = examples::Revision(kToday + 5, 2);
  scheduled.set_sub_guideline_revision(kSecondText);
  Learn(scheduled);
  EXPECT_EQ(RevisionOn(kToday + 5), 2);

  Learn(examples::Withdrawn(second, kToday + 6, 2));
  EXPECT_EQ(RevisionOn(kToday + 7), 2) << "withdrawn after it took effect: the type does not go back by itself";
  Learn(examples::Withdrawn(second, kToday + 5, 3));
  EXPECT_EQ(RevisionOn(kToday + 5), 1);
  Learn(examples::Withdrawn(second, kToday - 1, 4));
  EXPECT_EQ(RevisionOn(kToday + 5), 1) << "before it began itself";
}

TEST_P(CopiesConformance, RevisionInForceIsTheOneOfTheGreatestNumber) {
  Learn(examples::ServiceType());
  Learn(examples::Revision(kToday - 30, 1));
  Learn(examples::Revision(kToday, 2));
  Learn(examples::Revision(kToday, 10));
  EXPECT_EQ(RevisionOn(kToday - 31), 0);
  EXPECT_EQ(RevisionOn(kToday - 1), 1);
  EXPECT_EQ(RevisionOn(kToday), 10);
  EXPECT_THAT(Read([&](db::Session& session) { return rules_.GetRevision(session, examples::kRevision); }), IsOk());
  EXPECT_TRUE(
      Read([&](db::Session& session) { return rules_.FindRevision(session, examples::kRevision); })->has_value());
  EXPECT_FALSE(Read([&](db::Session& session) { return rules_.FindRevision(session, "none"); })->has_value());
  EXPECT_THAT(Read([&](db::Session& session) { return rules_.GetServiceType(session, "serviceTypes/none"); }),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
}

TEST_P(CopiesConformance, EntrustmentCoversItsDaysWhateverItsStateAndDates) {
  catalog::v1::Entrustment entrustment = examples::Entrustment(kToday);
  entrustment.clear_covered_days();
  Learn(entrustment);
  EXPECT_EQ(EntrustmentsOn(kToday), 0u) << "proposed: its start date is no day of it";
  Learn(examples::Entrustment(kToday, 2));
  EXPECT_EQ(EntrustmentsOn(kToday - 1), 0u);
  EXPECT_EQ(EntrustmentsOn(kToday), 1u);
  EXPECT_EQ(EntrustmentsOn(kToday + 9000), 1u);

  entrustment = examples::Entrustment(kToday, 3);
  entrustment.set_state(catalog::v1::Entrustment::SUSPENDED);
  *entrustment.mutable_covered_days(0)->mutable_until() = iran::ToDate(kToday + 4);
  Learn(entrustment);
  EXPECT_EQ(EntrustmentsOn(kToday + 4), 1u) << "a suspended one still covers the days before";
  EXPECT_EQ(EntrustmentsOn(kToday + 5), 0u);

  entrustment.set_state(catalog::v1::Entrustment::ACTIVE);
  *entrustment.add_covered_days()->mutable_from() = iran::ToDate(kToday + 10);
  entrustment.set_etag(EtagOf(4));
  Learn(entrustment);
  EXPECT_EQ(EntrustmentsOn(kToday + 4), 1u);
  EXPECT_EQ(EntrustmentsOn(kToday + 9), 0u) << "the days of a suspension stay uncovered";
  EXPECT_EQ(EntrustmentsOn(kToday + 10), 1u);
}

TEST_P(CopiesConformance, CentreAndWorkersHaveAsManyPlacesAsTheirCaps) {
  Learn(examples::Worker(7));
  EXPECT_EQ(Count(examples::kWorker).cap, 7) << "while the centre is not known";
  Learn(examples::Centre(40));
  EXPECT_EQ(Count(examples::kCentre).cap, 40);
  EXPECT_EQ(Count(examples::kWorker).cap, 2) << "what the centre gives to each";
  registry::v1::Centre centre = examples::Centre(30, 2);
  centre.set_files_per_worker(5);
  Learn(centre);
  Learn(examples::Centre(60, 1));
  EXPECT_EQ(Count(examples::kCentre).cap, 30);
  EXPECT_EQ(Count(examples::kWorker).cap, 5);
  registry::v1::StaffMember gone = examples::Worker(5, 2);
  *gone.mutable_end_date() = iran::ToDate(kToday);
  Learn(gone);
  EXPECT_EQ(Count(examples::kWorker).cap, 0);
}

TEST_P(CopiesConformance, OnlySocialWorkersHavePlaces) {
  Learn(examples::Centre(40));
  registry::v1::StaffMember psychologist = examples::Worker(0, 1, "centres/mehr/staff/sara");
  psychologist.set_position(registry::v1::StaffMember::PSYCHOLOGIST);
  Learn(psychologist);
  EXPECT_EQ(Count(psychologist.name()).cap, 0);
  EXPECT_THAT(Read([&](db::Session& session) { return registry_.ListStaff(session, examples::kCentre); }).value(),
              SizeIs(1));
}

TEST_P(CopiesConformance, WhatIsNotKnownIsNotFound) {
  EXPECT_THAT(Read([&](db::Session& session) { return registry_.GetCentre(session, "centres/none"); }),
              FailsWith(StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
  EXPECT_THAT(
      Read([&](db::Session& session) { return registry_.GetStaffMember(session, "centres/none/staff/nobody"); }),
      FailsWith(StatusCode::kNotFound, "WORKER_NOT_FOUND"));
  EXPECT_THAT(Read([&](db::Session& session) { return RuleCopies::Positions(session); }).value(), SizeIs(3));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CopiesConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
