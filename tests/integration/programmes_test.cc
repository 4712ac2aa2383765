// The packages of deploy/data/programmes against the whole suite in one process: each is applied as a department would,
// and each of its examples is judged by what is then in force.
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/apply/examples.h"
#include "clients/mosbatctl/apply/rehearsal.h"
#include "clients/mosbatctl/client.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "tests/integration/trial_suite.h"

namespace mosbat {
namespace {

using ::mosbat::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kFolder[] = MOSBAT_FOUNDING_DATA "/programmes";
constexpr char kEnding[] = ".examples.yaml";
constexpr ptrdiff_t kLeastAccepted = 4;
constexpr ptrdiff_t kLeastRefused = 6;

// By the package that they stand beside: "home-visit".
std::map<std::string, std::vector<ctl::ExampleCase>> ReadAllExamples() {
  std::map<std::string, std::vector<ctl::ExampleCase>> all;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string file = entry.path().filename().string();
    if (!absl::EndsWith(file, kEnding)) continue;
    auto examples = ctl::ReadExamples(entry.path().string());
    EXPECT_THAT(examples, IsOk());
    if (examples.ok()) all[std::string(absl::StripSuffix(file, kEnding))] = *std::move(examples);
  }
  return all;
}

struct Data {
  std::vector<ctl::Entry> founding;
  std::vector<ctl::Entry> packages;
};

// The whole of deploy/data, as one `apply` takes it.
Data ReadData() {
  Data data;
  auto entries = ctl::ReadPlan(MOSBAT_FOUNDING_DATA, /*historical=*/true);
  EXPECT_THAT(entries, IsOk());
  if (!entries.ok()) return data;
  for (ctl::Entry& entry : *entries) {
    (absl::StartsWith(entry.source->file, kFolder) ? data.packages : data.founding).push_back(std::move(entry));
  }
  return data;
}

// "home-visit"
std::string PackageOf(const ctl::Entry& entry) { return std::filesystem::path(entry.source->file).stem().string(); }

// The requests of one kind that the entries are made by.
template <typename Request>
std::vector<Request> RequestsOf(const std::vector<ctl::Entry>& entries) {
  std::vector<Request> requests;
  for (const ctl::Entry& entry : entries) {
    if (const auto* const request = dynamic_cast<const Request*>(entry.request.get())) requests.push_back(*request);
  }
  return requests;
}

class ProgrammesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto suite = testing::TrialSuite::Start();
    ASSERT_THAT(suite, IsOk());
    suite_ = *std::move(suite);
    auto client = suite_->NewClient();
    ASSERT_THAT(client, IsOk());
    client_ = *std::move(client);
  }

  ctl::ApplyResult Apply(const std::vector<ctl::Entry>& entries) {
    ctl::ApplyResult result = ctl::Apply(*client_, entries, {});
    EXPECT_THAT(result.stopped, IsOk());
    EXPECT_THAT(result.different, IsEmpty());
    return result;
  }

  std::unique_ptr<testing::TrialSuite> suite_;
  std::unique_ptr<ctl::Client> client_;
  const Data data_ = ReadData();
};

TEST_F(ProgrammesTest, AreRehearsedThenAppliedOnce) {
  Apply(data_.founding);

  for (const ctl::Rehearsed& entry : ctl::Rehearse(*client_, data_.packages, Language::kEnglish)) {
    EXPECT_EQ(entry.verdict, ctl::Rehearsed::Verdict::kCreated) << entry.name;
    EXPECT_THAT(entry.refused, IsEmpty()) << entry.name;
  }

  const int all = static_cast<int>(data_.packages.size());
  EXPECT_EQ(Apply(data_.packages).created, all) << "a dry run writes nothing";
  const ctl::ApplyResult again = Apply(data_.packages);
  EXPECT_EQ(ctl::SummaryOf(again), absl::StrCat("0 created, 0 changed, ", all, " unchanged"));
  EXPECT_EQ(Apply(data_.founding).unchanged, static_cast<int>(data_.founding.size()) - 1 + 38)
      << "31 provinces, 7 counties";
}

TEST_F(ProgrammesTest, EachExampleIsJudgedAsItSays) {
  Apply(data_.founding);
  Apply(data_.packages);
  ctl::SuiteJudge judge(ctl::CallsAs(*client_, "steering"));
  const ctl::Makers packages(data_.packages);
  for (const auto& [package, examples] : ReadAllExamples()) {
    for (const ctl::ExampleCase& example : examples) {
      const auto decision = judge.Judge(example);
      ASSERT_THAT(decision, IsOk()) << example.place;
      EXPECT_TRUE(ctl::IsAsExpected(example, *decision))
          << ctl::ExampleText(example, *decision, Language::kEnglish, {});
      for (const auto& reason : decision->reasons()) EXPECT_NE(reason.text_fa(), "") << example.place;
      const auto before = ctl::JudgeByPackage(packages, example);
      ASSERT_THAT(before, IsOk()) << example.place;
      EXPECT_TRUE(ctl::IsAsExpected(example, *before)) << "a package is judged alike before it is applied";
      // Facts that are accepted have answers that could have been given.
      if (example.judged != "facts" || !example.refused.empty()) continue;
      const auto terms = judge.TermsOf(example.service_type);
      ASSERT_THAT(terms, IsOk());
      const auto answers =
          ctl::JudgeForm(terms->request_form(), example.document.fields().at("request").struct_value());
      ASSERT_THAT(answers, IsOk());
      EXPECT_THAT(answers->reasons(), IsEmpty()) << example.place;
    }
  }
}

TEST(ProgrammesDataTest, EachPackageHasExamplesOfAllThatItJudges) {
  std::map<std::string, std::set<std::string>> expected;  // of each package
  for (const ctl::Entry& entry : ReadData().packages) {
    if (!absl::StartsWith(entry.name(), "serviceTypes/")) continue;
    for (const char* const judged : {"facts", "request", "form"}) {
      expected[PackageOf(entry)].insert(absl::StrCat(entry.name(), " ", judged));
    }
  }
  EXPECT_EQ(expected.size(), 5U);

  std::map<std::string, std::set<std::string>> found;
  for (const auto& [package, examples] : ReadAllExamples()) {
    for (const ctl::ExampleCase& example : examples) {
      found[package].insert(absl::StrCat(example.service_type, " ", example.judged));
    }
    const auto accepted = absl::c_count_if(examples, [](const ctl::ExampleCase& each) { return each.refused.empty(); });
    EXPECT_GE(accepted, kLeastAccepted) << package;
    EXPECT_GE(static_cast<ptrdiff_t>(examples.size()) - accepted, kLeastRefused) << package;
  }
  EXPECT_EQ(found, expected);
}

TEST(ProgrammesDataTest, APackageSaysWhatIsDoneWhereAndForHowMuch) {
  std::map<std::string, std::map<std::string, int>> kinds;  // of each package
  for (const ctl::Entry& entry : ReadData().packages) {
    ++kinds[PackageOf(entry)][entry.resource->message_type()->name()];
  }
  for (const auto& [package, counts] : kinds) {
    const int activities = package == "anxiety-screening" ? 2 : 1;
    EXPECT_THAT(counts, UnorderedElementsAre(Pair("SubGuideline", activities), Pair("ServiceType", activities),
                                             Pair("Entrustment", activities), Pair("Tariff", activities)))
        << package;
  }
}

TEST(ProgrammesDataTest, ThereIsOneForEachKindOfRecipient) {
  using guideline::v1::RecipientTerm;
  std::set<int> recipients;
  for (const auto& text : RequestsOf<guideline::v1::CreateSubGuidelineRequest>(ReadData().packages)) {
    recipients.insert(text.revision().terms().recipient().recipient());
  }
  EXPECT_EQ(recipients, (std::set<int>{RecipientTerm::MEMBER, RecipientTerm::PERSON, RecipientTerm::GROUP}));
}

TEST(ProgrammesDataTest, AFormNamesTheResultClasses) {
  for (const auto& text : RequestsOf<guideline::v1::CreateSubGuidelineRequest>(ReadData().packages)) {
    const guideline::v1::Terms& terms = text.revision().terms();
    std::set<std::string> classes;
    for (const auto& result : terms.result_classes()) classes.insert(result.code());
    std::set<std::string> named;
    const auto& properties = terms.form().rule().schema().fields().at("properties").struct_value().fields();
    if (const auto result = properties.find("result"); result != properties.end()) {
      for (const auto& value : result->second.struct_value().fields().at("enum").list_value().values()) {
        named.insert(value.string_value());
      }
    }
    EXPECT_EQ(named, classes) << text.sub_guideline_id();
  }
}

TEST(ProgrammesDataTest, ATariffIsOfThePaymentUnitAndSaysThatItIsNoOfficialFigure) {
  const Data data = ReadData();
  std::map<std::string, int> units;
  for (const auto& text : RequestsOf<guideline::v1::CreateSubGuidelineRequest>(data.packages)) {
    units[absl::StrCat("serviceTypes/", text.sub_guideline_id())] = text.revision().terms().payment_unit().unit();
  }
  for (const auto& request : RequestsOf<purchasing::v1::CreateTariffRequest>(data.packages)) {
    EXPECT_EQ(request.tariff().unit(), units.at(request.tariff().service_type())) << request.tariff_id();
    EXPECT_TRUE(absl::StrContains(request.tariff().legal_basis(), "نمایشی")) << request.tariff_id();
  }
}

TEST(ProgrammesDataTest, WithTheFoundingDataTheListOfDirectiveOneIsWhole) {
  const Data data = ReadData();
  std::set<std::string> texts;
  for (const auto* const entries : {&data.founding, &data.packages}) {
    for (const ctl::Entry& entry : *entries) texts.insert(entry.name());
  }
  int listed = 0;
  for (const auto& request : RequestsOf<guideline::v1::CreateDirectiveRequest>(data.founding)) {
    for (const auto& activity : request.directive().provisions().entrustment().activities()) {
      if (activity.sub_guideline().empty()) continue;
      ++listed;
      EXPECT_EQ(texts.count(activity.sub_guideline()), 1U) << activity.sub_guideline();
    }
  }
  EXPECT_EQ(listed, 18);
}

}  // namespace
}  // namespace mosbat
