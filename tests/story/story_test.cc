// The main job, from a directive to a paid service, through the gateway of a whole suite, on every store that a suite
// can have.
#include "clients/mosbatctl/demo/story.h"

#include <atomic>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/demo/cast.h"
#include "common/db/open.h"
#include "common/testing/mariadb_server.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/suite/suite.h"
#include "tests/story/outcome.h"
#include "tests/story/places_watch.h"

namespace mosbat::story {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

struct Store {
  std::string name;
  std::string (*address)(const testing::TempFolder& folder);
};

std::vector<Store> Stores() {
  return {{"Sqlite", [](const testing::TempFolder& folder) { return absl::StrCat("sqlite:", folder.path(), "/data"); }},
          {"MariaDb", [](const testing::TempFolder&) {
             static int suites = 0;
             return testing::MariaDbServer::Shared().Address(absl::StrCat("story", ++suites));
           }}};
}

// Passes calls on until there were `most`; then the line is dead.
class CutCalls final : public ctl::Calls {
 public:
  CutCalls(ctl::Calls& calls, int most) : calls_(calls), left_(most) {}

  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
    if (left_-- <= 0) return absl::UnavailableError("cut");
    return calls_.Invoke(as, request, response);
  }

 private:
  ctl::Calls& calls_;
  std::atomic<int> left_;
};

class StoryTest : public ::testing::TestWithParam<Store> {
 protected:
  void SetUp() override {
    settings_.database = GetParam().address(folder_);
    settings_.keys = absl::StrCat(folder_.path(), "/keys");
    settings_.identity_file = absl::StrCat(folder_.path(), "/keys/identity.jwk");
    settings_.listen = "127.0.0.1:0";
    settings_.replica = "story";
    settings_.trial = true;
    ASSERT_THAT(suite::Migrate(settings_), IsOk());
    Start();
    const absl::StatusOr<std::vector<ctl::Entry>> plan = ctl::ReadPlan(MOSBAT_SOURCE_DIR "/deploy/data", true);
    ASSERT_THAT(plan, IsOk());
    const ctl::ApplyResult applied = ctl::Apply(*client_, *plan, {});
    ASSERT_THAT(applied.stopped, IsOk());
    ASSERT_TRUE(applied.different.empty()) << applied.different.front();
  }

  void Start() {
    absl::StatusOr<std::unique_ptr<suite::Suite>> started = suite::Suite::Start(settings_);
    ASSERT_THAT(started, IsOk());
    suite_ = *std::move(started);
    const ctl::Context context{.address = suite_->address("gateway"), .identity_file = settings_.identity_file};
    absl::StatusOr<std::unique_ptr<ctl::Client>> client = ctl::Client::Open(context, {.language = Language::kEnglish});
    ASSERT_THAT(client, IsOk());
    client_ = *std::move(client);
  }

  void Restart() {
    client_.reset();
    suite_.reset();
    Start();
  }

  // The narrator's lines are the test's log.
  Narrator narrator_{Language::kEnglish, [](absl::string_view line) { std::cout << line << "\n"; }};
  Narrator silent_{Language::kPersian, [](absl::string_view) {}};

  const testing::TempFolder folder_;
  suite::Settings settings_;
  std::unique_ptr<suite::Suite> suite_;
  std::unique_ptr<ctl::Client> client_;
};

std::vector<std::string> ReasonsOf(const std::vector<absl::Status>& refusals) {
  std::vector<std::string> reasons;
  for (const absl::Status& refusal : refusals) reasons.push_back(ReasonOf(refusal));
  return reasons;
}

const absl::Status& RefusalFor(const World& world, absl::string_view reason) {
  for (const absl::Status& refusal : world.refusals()) {
    if (ReasonOf(refusal) == reason) return refusal;
  }
  static const absl::Status* const none = new absl::Status(absl::StatusCode::kNotFound, "not refused");
  return *none;
}

TEST_P(StoryTest, IsToldFromADirectiveToAPaidService) {
  World world(*client_, narrator_, "one");
  Made made;

  ASSERT_THAT(TellFoundingDirective(world, made), IsOk());
  ASSERT_THAT(TellOpenDirective(world, made), IsOk());
  EXPECT_EQ(made.directive.name(), "directives/two");
  EXPECT_EQ(made.directive.provisions().files_per_centre().value(), 600);

  ASSERT_THAT(TellSubGuideline(world, made), IsOk());
  EXPECT_EQ(made.text.directive(), "directives/two");
  EXPECT_THAT(made.text.authors(), ElementsAre("demo-negar"));
  EXPECT_EQ(made.text.approved_by(), "demo-rahbar");

  ASSERT_THAT(TellServiceType(world, made), IsOk());
  EXPECT_EQ(made.neighbour.directive(), "directives/one");
  EXPECT_EQ(made.neighbour.files_cap(), 450);
  EXPECT_EQ(made.type.current_revision(), "serviceTypes/demo-one/revisions/1");

  ASSERT_THAT(TellCentre(world, made), IsOk());
  EXPECT_THAT(FaultsOf(RefusalFor(world, "APPLICANT_CRITERIA_NOT_MET"), Language::kEnglish),
              ElementsAre(Pair("facts.degree_level", HasSubstr("Article u7"))));
  EXPECT_EQ(made.application.directive(), "directives/demo-one");
  EXPECT_EQ(made.centre.directive(), "directives/two");
  EXPECT_EQ(made.centre.files_cap(), 600);
  const auto in_force = client_->Call<guideline::v1::Directive>(kSteering, guideline::v1::ResolveDirectiveRequest());
  ASSERT_THAT(in_force, IsOk());
  EXPECT_EQ(in_force->name(), "directives/two");

  const absl::StatusOr<std::unique_ptr<db::Database>> casefile =
      db::Open({.address = settings_.database, .service = "casefile", .connections = 2});
  ASSERT_THAT(casefile, IsOk());
  PlacesWatch watch(**casefile, made.centre.name());
  ASSERT_THAT(TellHouseholds(world, made), IsOk());
  EXPECT_EQ(watch.Finish(), "");
  EXPECT_GT(watch.snapshots(), 20);
  std::cout << watch.snapshots() << " snapshots\n";

  ASSERT_THAT(TellCare(world, made), IsOk());
  EXPECT_THAT(FaultsOf(RefusalFor(world, "FORM_INVALID"), Language::kEnglish),
              UnorderedElementsAre(Pair("form.systolic", ::testing::_), Pair("form.diastolic", ::testing::_),
                                   Pair("form.advice", ::testing::_), Pair("form.pulse", ::testing::_)));
  EXPECT_EQ(made.requests[0].decision().directive(), "directives/two");
  EXPECT_EQ(made.requests[1].service_type_revision(), "serviceTypes/vision-screening/revisions/1");

  ASSERT_THAT(TellMoney(world, made), IsOk());
  EXPECT_EQ(made.statement.stated().count(), 6);
  EXPECT_EQ(made.statement.stated().amount().amount(), 1'800'000 + 3 * 2'250'000 + 3 * 900'000 + 1'000'000);
  EXPECT_EQ(made.statement.held().count(), 1);
  EXPECT_EQ(made.statement.rejected().count(), 1);
  EXPECT_EQ(made.statement.rejected().amount().amount(), 1'800'000);
  EXPECT_EQ(made.statement.lines_size(), 4);

  EXPECT_THAT(
      ReasonsOf(world.refusals()),
      ElementsAre("APPROVER_IS_AUTHOR", "ACTIVITY_OUTSIDE_DIRECTIVE", "SERVICE_TYPE_NOT_ACTIVE", "NOT_ENTRUSTED",
                  "NO_CREDIT", "APPLICANT_CRITERIA_NOT_MET", "REVIEW_MISSING", "CALL_NOT_OPEN", "CENTRE_NOT_OPERATING",
                  "ALREADY_OPEN_ELSEWHERE", "FORM_INVALID", "MONTH_NOT_OVER", "APPROVER_IS_PREPARER"));
  ExpectOutcome(*client_, made, 1);

  // Beside it a second run, which finds the province's credit as the first has left it.
  World another(*client_, silent_, "two");
  Made second;
  ASSERT_THAT(TellStory(another, second), IsOk());
  EXPECT_EQ(second.statement.stated().amount().amount(), made.statement.stated().amount().amount());
  ExpectOutcome(*client_, second, 2);
}

// The caps of the two directives: 600 and 450 files of a centre.
TEST_P(StoryTest, CapGoesFrom600To450AndBackUnderLoad) {
  World world(*client_, silent_, "swing");
  Made made;
  for (const Chapter& chapter : Chapters()) {
    if (chapter.tell == &TellHouseholds) break;
    ASSERT_THAT(chapter.tell(world, made), IsOk());
  }
  ASSERT_EQ(made.centre.files_cap(), 600);
  const absl::StatusOr<std::unique_ptr<db::Database>> casefile =
      db::Open({.address = settings_.database, .service = "casefile", .connections = 2});
  ASSERT_THAT(casefile, IsOk());
  PlacesWatch watch(**casefile, made.centre.name());
  EXPECT_THAT(TellCapSwing(world, made.centre.name(), {.high = 600, .low = 450, .files_per_thread = 320}), IsOk());
  EXPECT_EQ(watch.Finish(), "");
  EXPECT_GT(watch.snapshots(), 20);
  std::cout << watch.snapshots() << " snapshots\n";
}

// Whatever call the story is cut at, it goes on when it is told again, also by a suite that was started again.
TEST_P(StoryTest, GoesOnWhereItWasCutAndDoublesNothing) {
  constexpr int kFirstCut = 25;
  constexpr int kLaterCuts = 45;
  constexpr int kMostCuts = 50;
  absl::Status told = absl::UnavailableError("not begun");
  Made made;
  int cuts = 0;
  for (int calls = kFirstCut; !told.ok() && cuts < kMostCuts; calls += kLaterCuts) {
    CutCalls cut(*client_, calls);
    World world(cut, silent_, "cut");
    made = Made();
    told = TellStory(world, made);
    if (told.ok()) break;
    ASSERT_TRUE(absl::IsUnavailable(told)) << told;
    if (++cuts % 3 == 0) Restart();
  }
  ASSERT_THAT(told, IsOk());
  EXPECT_GT(cuts, 5);
  std::cout << cuts << " cuts\n";
  ExpectOutcome(*client_, made, 1);
}

INSTANTIATE_TEST_SUITE_P(AllStores, StoryTest, ::testing::ValuesIn(Stores()),
                         [](const ::testing::TestParamInfo<Store>& store) { return store.param.name; });

}  // namespace
}  // namespace mosbat::story
