// Random walks over every state of directives, texts, service types and entrustments, through every door: the calls of
// both services through the gateways of two replicas, and the packages that `mosbatctl apply` takes. Nothing that any
// of them does brings a resource where the contract does not let it go. Some directives have closed lists, some
// entrustments are pilots, and half-way the deputyship that owns everything is followed by another.
//
// MOSBAT_WALK_STEPS makes the walks longer.
#include <atomic>
#include <barrier>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/iran/tehran_day.h"
#include "common/testing/seed.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/testing/sample_texts.h"
#include "services/guideline/testing/texts_step.h"
#include "tests/integration/walk/apply_door.h"
#include "tests/integration/walk/as_in_model.h"
#include "tests/integration/walk/draw.h"
#include "tests/integration/walk/judged_calls.h"
#include "tests/integration/walk/replicas.h"
#include "tests/integration/walk/transitions.h"
#include "tests/load/doors.h"

namespace mosbat::walk {
namespace {

using catalog::v1::ServiceType;
using guideline::testing::WalkedRevision;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;

// Later than any day on which this runs: for mosbatctl it is never before the real day.
const absl::CivilDay kFirstDay(2091, 3, 21);
constexpr char kSteering[] = "steering@mina";
constexpr char kAuthor[] = "deputyship:prevention@sara";

int Steps() { return testing::FromEnvironment("MOSBAT_WALK_STEPS", 800); }

class WalkTest : public ::testing::TestWithParam<Store> {
 protected:
  void SetUp() override {
    auto replicas = Replicas::Start(GetParam());
    ASSERT_THAT(replicas, IsOk());
    replicas_ = *std::move(replicas);
    auto doors = load::Doors::Open(replicas_->gateways(), replicas_->identity_file());
    ASSERT_THAT(doors, IsOk());
    doors_ = *std::move(doors);
    SetToday(kFirstDay);
    Begin();
  }

  // Two deputyships, and the sub-guideline of one with its first draft: what the model begins with.
  void Begin() {
    guideline::v1::CreateDeputyshipRequest deputyship;
    *deputyship.mutable_deputyship() = guideline::testing::SampleDeputyship();
    for (const char* const id : {"prevention", "social"}) {
      deputyship.set_deputyship_id(id);
      ASSERT_THAT(doors_->Call<guideline::v1::Deputyship>(0, kSteering, deputyship), IsOk());
    }
    guideline::v1::CreateSubGuidelineRequest text;
    text.set_sub_guideline_id("walked");
    *text.mutable_sub_guideline() = guideline::testing::SampleSubGuideline();
    *text.mutable_revision() = guideline::testing::SampleText();
    ASSERT_THAT(doors_->Call<guideline::v1::SubGuideline>(0, kAuthor, text), IsOk());
  }

  void SetToday(absl::CivilDay today) {
    today_ = today - absl::CivilDay();
    replicas_->SetToday(today);
  }
  absl::CivilDay today() const { return absl::CivilDay() + today_; }

  // Everything that both services told whoever follows them.
  void AddEvents(Transitions& transitions) {
    const auto events = replicas_->Events();
    ASSERT_THAT(events, IsOk());
    for (const feed::v1::Event& event : *events) {
      guideline::v1::Directive directive;
      guideline::v1::SubGuidelineRevision text;
      ServiceType type;
      catalog::v1::Entrustment entrustment;
      if (event.payload().UnpackTo(&directive)) transitions.Add(directive);
      if (event.payload().UnpackTo(&text)) transitions.Add(text);
      if (event.payload().UnpackTo(&type)) transitions.Add(type);
      if (event.payload().UnpackTo(&entrustment)) transitions.Add(entrustment);
    }
  }

  std::unique_ptr<Replicas> replicas_;
  std::unique_ptr<load::Doors> doors_;
  std::atomic<absl::civil_diff_t> today_ = 0;
};

// One walker beside the model.
class ForetoldWalkTest : public WalkTest {
 protected:
  void TakeStep(Draw& draw, JudgedCalls& calls, ApplyDoor& door, PolicyModel& model) {
    const PolicyModel before = model;
    if (draw.OneIn(10)) {
      SetToday(model.today() + 1 + draw.Below(2));
      model.SetToday(today());
    } else if (draw.OneIn(4)) {
      const std::string package = draw.Package(calls.known(), model.today());
      door.Take(package);
      if (draw.OneIn(2)) door.Take(package);  // as people do
    } else {
      Call(draw, draw.Call(calls.known(), model.today()), calls);
    }
    AwaitSwept(before, model, calls);
  }

  static void Call(Draw& draw, const Drawn& drawn, JudgedCalls& calls) {
    const std::string target = TargetOf(*drawn.request);
    if (!target.empty() && draw.OneIn(3)) {
      (void)calls.Get(draw.Below(Replicas::kReplicas), target);
      SetEtag(draw.OneIn(3) ? calls.known().EarlierEtagOf(target) : calls.known().EtagOf(target), *drawn.request);
    }
    ctl::SetFlag(*drawn.request, "validate_only", draw.OneIn(12));
    const ctl::MessagePtr response = ctl::NewMessage(*ctl::MethodOf(*drawn.request->GetDescriptor())->output_type());
    (void)calls.Invoke(drawn.as, *drawn.request, *response);
  }

  // Of each type that nobody wrote and that has another revision in force, or waiting, than it had before.
  void AwaitSwept(const PolicyModel& before, const PolicyModel& after, JudgedCalls& calls) {
    for (const auto& [name, type] : before.catalog().types()) {
      const CatalogModel::Type& now = after.catalog().types().at(name);
      if (now.state == ServiceType::RETIRED || now.revisions.size() != type.revisions.size()) continue;
      const auto stood = CatalogModel::StandingOf(type, before.texts(), before.today());
      if (CatalogModel::StandingOf(now, after.texts(), after.today()) != stood) AwaitSwept(name, calls);
    }
  }

  // What a day or a withdrawal makes of a type's revisions is written into it by a sweep, and the type has another etag
  // from then on.
  void AwaitSwept(const std::string& name, JudgedCalls& calls) {
    const std::string before = calls.known().EtagOf(name);
    for (int tries = 0; tries < 20 && calls.known().EtagOf(name) == before; ++tries) {
      const auto seq = replicas_->LastSeq("catalog");
      ASSERT_THAT(seq, IsOk());
      ASSERT_THAT(calls.Get(0, name), IsOk());
      if (calls.known().EtagOf(name) == before) replicas_->AwaitCatalogAbove(*seq);
    }
    ASSERT_NE(calls.known().EtagOf(name), before) << name << " was not swept";
  }
};

// From a day on that is near, what the owner has is kept by another deputyship.
void Succeed(JudgedCalls& calls, PolicyModel& model) {
  guideline::v1::UpdateDeputyshipRequest request;
  request.mutable_deputyship()->set_name(kOwner);
  *request.mutable_deputyship()->mutable_valid_until() = iran::ToDate(model.today() + 2);
  request.mutable_deputyship()->set_successor(kHeir);
  guideline::v1::Deputyship answer;
  ASSERT_THAT(calls.Invoke(kSteering, request, answer), IsOk());
}

TEST_P(ForetoldWalkTest, EveryAnswerIsForetoldAndTheOtherReplicaSaysTheSame) {
  const uint32_t seed = testing::Seed();
  SCOPED_TRACE(absl::StrCat("MOSBAT_TEST_SEED=", seed));
  Draw draw(seed);
  PolicyModel model;
  model.SetToday(today());
  JudgedCalls calls(*doors_, draw, model);
  ApplyDoor door(calls);
  ASSERT_THAT(calls.Get(0, WalkedRevision(1)), IsOk());
  for (int step = 0; step < Steps() && !HasFailure(); ++step) {
    SCOPED_TRACE(absl::StrCat("step ", step, ", ", absl::FormatCivilTime(today())));
    if (step == Steps() / 2) {
      Succeed(calls, model);
      draw.Succeed();
    }
    TakeStep(draw, calls, door, model);
    if (step % 10 == 0) ExpectAsIn(model, draw.Below(Replicas::kReplicas), calls);
  }
  if (HasFailure()) return;
  for (int replica = 0; replica < Replicas::kReplicas; ++replica) ExpectAsIn(model, replica, calls);
  AddEvents(calls.transitions());
  EXPECT_THAT(calls.transitions().Illegal(), IsEmpty());

  for (const auto& [reason, times] : calls.answers()) std::cout << times << " " << reason << "\n";
  for (const auto& [transition, times] : calls.transitions().Seen()) std::cout << times << " " << transition << "\n";
  for (const auto& [went, times] : door.seen()) std::cout << times << " " << went << "\n";
  int passed_over = 0;
  for (const auto& [name, type] : model.catalog().types()) {
    for (const auto& revision : type.revisions) {
      passed_over += model.texts().IsWithdrawnBy(revision.text, revision.effective) ? 1 : 0;
    }
  }
  std::cout << passed_over << " revisions passed over\n";
  for (const auto& [writer, times] : calls.writers()) std::cout << times << " by " << writer << "\n";
  EXPECT_GT(calls.transitions().Seen().size(), 12U);
  EXPECT_GT(calls.answers().at(""), Steps() / 8) << "a walk that is refused everywhere shows nothing";
  for (const char* const went : {"created", "changed", "unchanged", "different", "refused"}) {
    EXPECT_THAT(door.seen(), Contains(Pair(went, Gt(0))));
  }
  for (const char* const writer : {kAuthor, "deputyship:social@sara"}) {
    EXPECT_THAT(calls.writers(), Contains(Pair(writer, Gt(0))));
  }
}

// However its entrustments stand in it: the pilots are activated first.
TEST_P(ForetoldWalkTest, PackageWithPilotsIsAppliedInOneCommandAndOnce) {
  Draw draw(1);
  PolicyModel model;
  model.SetToday(today());
  JudgedCalls calls(*doors_, draw, model);
  const auto entries = ctl::ParsePlan("package.json", draw.PilotPackage(today()), /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  EXPECT_THAT(ctl::SureToFail(ctl::Rehearse(calls, *entries, Language::kEnglish)), IsEmpty());
  const ctl::ApplyResult applied = ctl::Apply(calls, *entries, {});
  EXPECT_THAT(applied.stopped, IsOk());
  EXPECT_EQ(model.catalog().entrustments().size(), 2U);
  for (const auto& [name, one] : model.catalog().entrustments()) {
    EXPECT_EQ(one.state, catalog::v1::Entrustment::ACTIVE) << name;
  }
  const ctl::ApplyResult again = ctl::Apply(calls, *entries, {});
  EXPECT_EQ(ctl::SummaryOf(again), absl::StrCat("0 created, 0 changed, ", entries->size(), " unchanged"));
}

TEST_P(ForetoldWalkTest, WhatTheModelDoesNotExpectIsFound) {
  Draw draw(1);
  PolicyModel model;
  model.SetToday(today());
  JudgedCalls calls(*doors_, draw, model);
  guideline::v1::SubmitSubGuidelineRevisionRequest submit;
  submit.set_name(WalkedRevision(1));
  guideline::v1::SubGuidelineRevision answer;
  ASSERT_THAT(calls.Invoke(kAuthor, submit, answer), IsOk());
  guideline::v1::ReturnSubGuidelineRevisionRequest unseen;
  unseen.set_name(WalkedRevision(1));
  unseen.add_comments()->set_text("…");
  ASSERT_THAT(doors_->Call<guideline::v1::SubGuidelineRevision>(1, kSteering, unseen), IsOk());

  EXPECT_NONFATAL_FAILURE(ExpectAsIn(model, 0, calls), "SUBMITTED");
  EXPECT_NONFATAL_FAILURE((void)calls.Invoke(kAuthor, submit, answer), "REVISION_NOT_EDITABLE");
}

// Two at once, of whom nobody knows what they will be answered.
class ConcurrentWalkTest : public WalkTest {
 protected:
  // What walkers share.
  struct Road {
    Known known;
    Transitions transitions;
    std::atomic<int> changes = 0;
    std::atomic<int> outrun = 0;
  };

  class Walker final : public ctl::Calls {
   public:
    Walker(load::Doors& doors, int replica, Road& road) : doors_(doors), replica_(replica), road_(road) {}

    absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                        google::protobuf::Message& response) override {
      const absl::Status status = doors_.Invoke(replica_, std::string(as), request, response, &seen_);
      if (status.ok()) {
        road_.known.Learn(response);
        seen_here_.Learn(response);
        if (!ctl::FlagOf(request, "validate_only")) road_.transitions.Add(response);
        if (!ctl::IsRead(*ctl::MethodOf(*request.GetDescriptor()))) ++road_.changes;
      } else {
        EXPECT_NE(ReasonOf(status), "") << status;
        EXPECT_FALSE(absl::IsUnavailable(status) || absl::IsInternal(status)) << status;
        if (absl::IsAborted(status)) ++road_.outrun;
      }
      return status;
    }

    // What this walker was told, which the other may have changed since.
    const Known& known() const { return seen_here_; }

   private:
    load::Doors& doors_;
    const int replica_;
    Road& road_;
    load::Seen seen_;
    Known seen_here_;
  };

  // Both edit the last text at once, with the same etag. The first time it is a draft, and one of them comes too late.
  void Meet(Road& road, Walker& walker) {
    meeting_.arrive_and_wait();  // now nobody walks
    guideline::v1::UpdateSubGuidelineRevisionRequest edit;
    *edit.mutable_sub_guideline_revision() = guideline::testing::SampleText();
    edit.mutable_sub_guideline_revision()->set_name(WalkedRevision(road.known.revisions()));
    SetEtag(road.known.EtagOf(TargetOf(edit)), edit);
    meeting_.arrive_and_wait();
    guideline::v1::SubGuidelineRevision edited;
    (void)walker.Invoke(kAuthor, edit, edited);
  }

  void TakeStep(Draw& draw, Road& road, Walker& walker) {
    if (draw.OneIn(8)) {
      const auto entries = ctl::ParsePlan("package.json", draw.Package(road.known, today()), /*historical=*/true);
      ASSERT_THAT(entries, IsOk());
      (void)ctl::Apply(walker, *entries, {});
      return;
    }
    const Drawn drawn = draw.Call(road.known, today());
    if (draw.OneIn(2)) SetEtag(walker.known().EtagOf(TargetOf(*drawn.request)), *drawn.request);
    const ctl::MessagePtr response = ctl::NewMessage(*ctl::MethodOf(*drawn.request->GetDescriptor())->output_type());
    (void)walker.Invoke(drawn.as, *drawn.request, *response);
  }

 private:
  std::barrier<> meeting_{2};
};

TEST_P(ConcurrentWalkTest, TwoAtOnceGoNowhereThatTheContractDoesNotHave) {
  const uint32_t seed = testing::Seed();
  SCOPED_TRACE(absl::StrCat("MOSBAT_TEST_SEED=", seed));
  Road road;
  guideline::v1::GetSubGuidelineRevisionRequest first;
  first.set_name(WalkedRevision(1));
  guideline::v1::SubGuidelineRevision text;
  ASSERT_THAT(Walker(*doors_, 0, road).Invoke(kSteering, first, text), IsOk());

  const auto walk = [&](int number) {
    Draw draw(seed + static_cast<uint32_t>(number));
    Walker walker(*doors_, number, road);
    for (int step = 0; step < Steps(); ++step) {
      if (step % 40 == 0) Meet(road, walker);
      TakeStep(draw, road, walker);
      if (number == 0 && draw.OneIn(10)) SetToday(today() + 1);
    }
  };
  std::thread other(walk, 1);
  walk(0);
  other.join();
  AddEvents(road.transitions);
  EXPECT_THAT(road.transitions.Illegal(), IsEmpty());
  std::cout << road.changes << " changes, " << road.outrun << " outrun\n";
  EXPECT_GT(road.changes, Steps() / 8) << "a walk that is refused everywhere shows nothing";
  EXPECT_GT(road.outrun, 0) << "walkers who never meet show nothing";
}

std::string StoreName(const ::testing::TestParamInfo<Store>& info) {
  return info.param == Store::kSqlite ? "Sqlite" : "MariaDb";
}
INSTANTIATE_TEST_SUITE_P(AllStores, ForetoldWalkTest, ::testing::Values(Store::kSqlite, Store::kMariaDb), StoreName);
INSTANTIATE_TEST_SUITE_P(AllStores, ConcurrentWalkTest, ::testing::Values(Store::kSqlite, Store::kMariaDb), StoreName);

TEST(TransitionsTest, WhatTheContractDoesNotHaveIsNamed) {
  Transitions transitions;
  const auto say = [&](ServiceType::State state, int64_t version) {
    ServiceType type;
    type.set_name("serviceTypes/x");
    type.set_state(state);
    type.set_etag(mosbat::EtagOf(version));
    transitions.Add(type);
  };
  say(ServiceType::PROPOSED, 1);
  say(ServiceType::ACTIVE, 2);
  say(ServiceType::ACTIVE, 2);
  say(ServiceType::RETIRED, 4);
  EXPECT_THAT(transitions.Illegal(), IsEmpty());
  say(ServiceType::ACTIVE, 5);
  say(ServiceType::SUSPENDED, 4);
  EXPECT_THAT(transitions.Illegal(), ElementsAre("serviceTypes/x: ACTIVE → RETIRED or SUSPENDED at 4",
                                                 "serviceTypes/x: RETIRED or SUSPENDED → ACTIVE at 5"));
}

}  // namespace
}  // namespace mosbat::walk
