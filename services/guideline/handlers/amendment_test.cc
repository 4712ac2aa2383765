// A directive that amends another: what it may name, and who is told of it when.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/texts_fixture.h"

namespace mosbat::guideline {
namespace {

using guideline::testing::SampleDirective;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using mosbat::testing::Steering;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Directive "two" is in force from the first day.
class AmendmentTest : public guideline::testing::TextsFixture {
 protected:
  static v1::Directive Amending(const std::string& number, absl::CivilDay day,
                                const std::string& amended = "directives/two") {
    v1::Directive directive = SampleDirective();
    directive.set_number(number);
    directive.set_amends(amended);
    *directive.mutable_effective_date() = iran::ToDate(day);
    return directive;
  }

  absl::StatusOr<v1::Directive> Draft(const std::string& id, v1::Directive directive) {
    v1::CreateDirectiveRequest request;
    request.set_directive_id(id);
    *request.mutable_directive() = std::move(directive);
    return calls_.Write(Steering(), [&](rpc::Call& call) { return directives_.Create(call, request); });
  }

  static std::vector<std::string> PendingOf(const absl::StatusOr<v1::Directive>& directive) {
    EXPECT_THAT(directive, IsOk());
    std::vector<std::string> names;
    for (const auto& pending : directive->pending_amendments()) names.push_back(pending.directive());
    return names;
  }

  std::vector<std::string> PendingInForce(const auth::Principal& caller, absl::CivilDay day) {
    v1::ResolveDirectiveRequest request;
    *request.mutable_date() = iran::ToDate(day);
    return PendingOf(calls_.Read(caller, [&](rpc::Call& call) { return directives_.Resolve(call, request); }));
  }
};

TEST_F(AmendmentTest, IsAnnouncedOnWhatIsInForceUntilItTakesEffect) {
  ASSERT_THAT(IssueDirective("three", "1405/3", Amending("", Day() + 10)), IsOk());
  EXPECT_THAT(PendingInForce(Writer(), Day()), ElementsAre("directives/three"));
  EXPECT_THAT(PendingInForce(Writer(), Day() + 10), IsEmpty()) << "now it is in force itself";
  v1::GetDirectiveRequest get;
  get.set_name("directives/two");
  const auto two = calls_.Read(Writer(), [&](rpc::Call& call) { return directives_.Get(call, get); });
  ASSERT_THAT(two, IsOk());
  ASSERT_EQ(two->pending_amendments_size(), 1);
  EXPECT_EQ(two->pending_amendments(0).number(), "1405/3");
  EXPECT_EQ(two->pending_amendments(0).state(), v1::Directive::ISSUED);
  EXPECT_EQ(iran::StoredDay(two->pending_amendments(0).effective_date()), Day() + 10);
  const auto listed =
      calls_.Read(Writer(), [&](rpc::Call& call) { return directives_.List(call, v1::ListDirectivesRequest()); });
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->directives_size(), 2);
  EXPECT_EQ(listed->directives(0).pending_amendments_size(), 0);
  EXPECT_EQ(listed->directives(1).pending_amendments_size(), 1);
}

TEST_F(AmendmentTest, WhatTakesOverIsAnnouncedWhateverItNames) {
  ASSERT_THAT(IssueDirective("four", "1405/4", Amending("", Day() + 20, "")), IsOk());
  EXPECT_THAT(PendingInForce(Writer(), Day()), ElementsAre("directives/four"));
  ASSERT_THAT(IssueDirective("three", "1405/3", Amending("", Day() + 10, "")), IsOk());
  EXPECT_THAT(PendingInForce(Writer(), Day()), ElementsAre("directives/three")) << "the next; four replaces that";
  EXPECT_THAT(PendingInForce(Writer(), Day() + 10), ElementsAre("directives/four"));
  EXPECT_THAT(PendingInForce(Writer(), Day() + 20), IsEmpty());

  v1::GetDirectiveRequest get;
  get.set_name("directives/three");
  EXPECT_THAT(PendingOf(calls_.Read(Writer(), [&](rpc::Call& call) { return directives_.Get(call, get); })), IsEmpty())
      << "it is not in force yet";
  const auto listed =
      calls_.Read(Writer(), [&](rpc::Call& call) { return directives_.List(call, v1::ListDirectivesRequest()); });
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->directives_size(), 3);
  EXPECT_EQ(listed->directives(0).pending_amendments_size(), 0);
  EXPECT_EQ(listed->directives(1).pending_amendments_size(), 0);
  EXPECT_THAT(PendingOf(listed->directives(2)), ElementsAre("directives/three"));
}

TEST_F(AmendmentTest, OfDraftsOnlySteeringIsTold) {
  ASSERT_THAT(Draft("three", Amending("1405/3", Day() + 10)), IsOk());
  EXPECT_THAT(PendingInForce(Steering(), Day()), ElementsAre("directives/three"));
  EXPECT_THAT(PendingInForce(Writer(), Day()), IsEmpty());
}

TEST_F(AmendmentTest, DraftsAreReadListedAndComparedBySteeringOnly) {
  ASSERT_THAT(Draft("three", Amending("1405/3", Day() + 10)), IsOk());
  const auto get = [&](const auth::Principal& caller) {
    v1::GetDirectiveRequest request;
    request.set_name("directives/three");
    return calls_.Read(caller, [&](rpc::Call& call) { return directives_.Get(call, request); });
  };
  const auto compare = [&](const auth::Principal& caller, const std::string& base, const std::string& other) {
    v1::CompareDirectivesRequest request;
    request.set_base(base);
    request.set_other(other);
    return calls_.Read(caller, [&](rpc::Call& call) { return directives_.Compare(call, request); });
  };
  const auto listed = [&](const auth::Principal& caller) {
    return calls_.Read(caller, [&](rpc::Call& call) { return directives_.List(call, v1::ListDirectivesRequest()); })
        ->directives_size();
  };
  EXPECT_THAT(get(Steering()), IsOk());
  EXPECT_THAT(compare(Steering(), "directives/two", "directives/three"), IsOk());
  EXPECT_EQ(listed(Steering()), 2);

  const auto hidden = FailsWith(absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND");
  EXPECT_THAT(get(Writer()), hidden);
  EXPECT_THAT(compare(Writer(), "directives/two", "directives/three"), hidden);
  EXPECT_THAT(compare(Writer(), "directives/three", "directives/two"), hidden);
  EXPECT_EQ(listed(Writer()), 1);
}

TEST_F(AmendmentTest, EventsSayNothingOfTheDay) {
  ASSERT_THAT(IssueDirective("three", "1405/3", Amending("", Day() + 10)), IsOk());
  v1::RepealDirectiveRequest repeal;
  repeal.set_name("directives/two");
  *repeal.mutable_repeal_date() = iran::ToDate(Day() + 5);
  ASSERT_THAT(calls_.Write(Steering(), [&](rpc::Call& call) { return directives_.Repeal(call, repeal); }), IsOk());
  v1::Directive payload;
  ASSERT_TRUE(calls_.events().back().payload().UnpackTo(&payload));
  EXPECT_EQ(payload.pending_amendments_size(), 0);
  EXPECT_EQ(payload.standing(), v1::Directive::STANDING_UNSPECIFIED);
}

TEST_F(AmendmentTest, NamesWhatIsIssued) {
  ASSERT_THAT(Draft("three", Amending("1405/3", Day() + 10)), IsOk());
  const auto refused = FailsWith(absl::StatusCode::kInvalidArgument, "AMENDED_NOT_ISSUED");
  EXPECT_THAT(Draft("four", Amending("1405/4", Day() + 11, "directives/none")), refused);
  EXPECT_THAT(Draft("four", Amending("1405/4", Day() + 11, "directives/three")), refused) << "a draft";
  EXPECT_THAT(Draft("four", Amending("1405/4", Day() + 11, "directives/four")), refused) << "itself";
  EXPECT_THAT(Draft("four", Amending("1405/4", Day() - 1)),
              FailsWith(absl::StatusCode::kInvalidArgument, "DATES_OUT_OF_ORDER"));
  v1::UpdateDirectiveRequest update;
  update.mutable_directive()->set_name("directives/three");
  update.mutable_directive()->set_amends("directives/none");
  EXPECT_THAT(calls_.Write(Steering(), [&](rpc::Call& call) { return directives_.Update(call, update); }), refused);
  v1::GetDirectiveRequest get;
  get.set_name("directives/three");
  const auto kept = calls_.Read(Steering(), [&](rpc::Call& call) { return directives_.Get(call, get); });
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->amends(), "directives/two") << "nothing is half-written";
}

TEST_F(AmendmentTest, IsComparedWithWhatItAmends) {
  v1::Directive three = Amending("", Day() + 10);
  three.mutable_provisions()->mutable_files_per_centre()->set_value(700);
  ASSERT_THAT(IssueDirective("three", "1405/3", three), IsOk());
  v1::CompareDirectivesRequest request;
  request.set_base("directives/two");
  request.set_other("directives/three");
  const auto compare = [&] {
    return calls_.Read(Writer(), [&](rpc::Call& call) { return directives_.Compare(call, request); });
  };
  const auto compared = compare();
  ASSERT_THAT(compared, IsOk());
  ASSERT_EQ(compared->provisions_size(), 1);
  EXPECT_EQ(compared->provisions(0).path(), "provisions.files_per_centre.value");
  EXPECT_EQ(compared->provisions(0).part(), "12");
  request.set_other("directives/none");
  EXPECT_THAT(compare(), FailsWith(absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND"));
  request.set_other("three");
  EXPECT_THAT(compare(), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
}

}  // namespace
}  // namespace mosbat::guideline
