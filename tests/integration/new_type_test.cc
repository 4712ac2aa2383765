// A new activity of a department: one command, and the next call at a centre asks for it and delivers it. How long it
// took is said, and not judged: the figure is of the machine. Where its text is withdrawn that day, the claim is held.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/centres.h"
#include "clients/mosbatctl/demo/world.h"
#include "clients/mosbatctl/error_text.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "tests/integration/trial_suite.h"

namespace mosbat {
namespace {

using casefile::v1::Delivery;
using casefile::v1::ServiceRequest;
using purchasing::v1::Claim;
using testing::IsOk;

// The text, the type, the county in which it may be given, and what it is paid.
constexpr char kPackage[] = R"(as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuideline
  name: subGuidelines/balance-check
  title: {fa: سنجش تعادل سالمندان, en: Balance check of elders}
  deputyship: deputyships/prevention
revision:
  clauses:
    - {number: "1", title: فعالیت, text: سنجش تعادل برای اعضای ۶۰ ساله و بالاتر}
    - {number: "2", title: واحد پرداخت, text: هر ارائه یک مطالبه است}
  terms:
    kind: {kind: ACTIVITY, clause: "1"}
    recipient: {recipient: MEMBER, clause: "1"}
    eligibility:
      rule:
        schema: {properties: {age_years: {minimum: 60}}, required: [age_years]}
        clauses: {/properties/age_years: "1"}
      clause: "1"
    form:
      rule:
        schema: {properties: {seconds: {title: ثانیه, type: integer, minimum: 0}}, required: [seconds]}
      clause: "1"
    paymentUnit: {unit: DELIVERY, clause: "2"}
then:
  - {do: Submit, when: [DRAFT, RETURNED]}
  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: TODAY}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/balance-check
  title: {fa: سنجش تعادل سالمندان, en: Balance check of elders}
  level: 1
  domains: [PREVENTION]
  owner: deputyships/prevention
  restsOn: subGuidelines/balance-check/revisions/1
then:
  - {do: Activate, when: [PROPOSED]}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.Entrustment
  serviceType: serviceTypes/balance-check
  area: {county: COUNTY}
  startDate: TODAY
then:
  - {do: Activate, when: [PROPOSED]}
---
as: steering
resource:
  "@type": mosbat.purchasing.v1.Tariff
  name: tariffs/balance-check
  serviceType: serviceTypes/balance-check
  unit: DELIVERY
  amount: {amount: 900000}
  effectiveDate: TODAY
)";

class NewTypeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto suite = testing::TrialSuite::Start();
    ASSERT_THAT(suite, IsOk());
    suite_ = *std::move(suite);
    FoundCentre();
  }

  // A centre that operates in the county, with one household: an elder.
  void FoundCentre() {
    const std::unique_ptr<ctl::Client> client = NewClient();
    const auto entries = ctl::ReadPlan(MOSBAT_FOUNDING_DATA, /*historical=*/true);
    ASSERT_THAT(entries, IsOk());
    ASSERT_THAT(ctl::Apply(*client, *entries, {}).stopped, IsOk());
    const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
    story::World world(*client, silent, "new-type");
    story::Made made;
    ASSERT_THAT(story::FoundNeighbour(world, made), IsOk());
    file_ = made.neighbour_file;
  }

  std::unique_ptr<ctl::Client> NewClient() {
    auto client = suite_->NewClient();
    EXPECT_THAT(client, IsOk());
    return *std::move(client);
  }

  std::string Package() const {
    std::string file = absl::StrCat(suite_->folder(), "/balance-check.yaml");
    std::ofstream(file) << absl::StrReplaceAll(
        kPackage, {{"COUNTY", story::kOtherCounty}, {"TODAY", absl::FormatCivilTime(suite_->today())}});
    return file;
  }

  casefile::v1::RequestServiceRequest Asking() const {
    casefile::v1::RequestServiceRequest ask;
    ServiceRequest& wanted = *ask.mutable_service_request();
    wanted.set_service_type("serviceTypes/balance-check");
    wanted.set_centre(file_.centre());
    wanted.set_member(file_.members(0).name());
    return ask;
  }

  static casefile::v1::RecordDeliveryRequest Recording(const ServiceRequest& request) {
    casefile::v1::RecordDeliveryRequest record;
    Delivery& delivery = *record.mutable_delivery();
    delivery.set_service_request(request.name());
    *delivery.mutable_occurred_on() = request.asked_on();
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(R"({"seconds": 12})", delivery.mutable_form()).ok());
    return record;
  }

  int Typed(std::vector<std::string> words) const {
    words.insert(words.begin(), {"mosbatctl", "--context", suite_->context().file, "--lang", "en"});
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return ctl::RunCommandLine(static_cast<int>(argv.size()), argv.data(), ctl::Commands());
  }

  std::unique_ptr<testing::TrialSuite> suite_;
  casefile::v1::CaseFile file_;
};

void Say(const std::string& what, absl::Duration took) {
  const auto milliseconds = static_cast<int>(absl::ToInt64Milliseconds(took));
  std::cout << what << " " << milliseconds << " ms\n";
  ::testing::Test::RecordProperty(absl::StrReplaceAll(what, {{" ", "_"}}), milliseconds);
}

TEST_F(NewTypeTest, IsAppliedByOneCommandAndDeliveredInTheNextCall) {
  const std::string package = Package();
  const std::unique_ptr<ctl::Client> centre = NewClient();
  const std::string worker = story::SocialWorker(file_.social_worker());
  EXPECT_THAT(centre->Call<ServiceRequest>(worker, Asking()),
              testing::FailsWith(absl::StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));

  const absl::Time begin = absl::Now();
  ASSERT_EQ(Typed({"apply", "-f", package}), ctl::kDone);
  const absl::Time applied = absl::Now();
  const auto request = centre->Call<ServiceRequest>(worker, Asking());
  ASSERT_THAT(request, IsOk());
  const auto delivered = centre->Call<Delivery>(worker, Recording(*request));
  const absl::Time end = absl::Now();
  ASSERT_THAT(delivered, IsOk());

  EXPECT_EQ(request->state(), ServiceRequest::ELIGIBLE);
  EXPECT_EQ(delivered->service_type_revision(), "serviceTypes/balance-check/revisions/1");
  EXPECT_EQ(delivered->sub_guideline_revision(), "subGuidelines/balance-check/revisions/1");
  Say("apply took", applied - begin);
  Say("delivered after", end - begin);
}

TEST_F(NewTypeTest, WithdrawnOnTheDayOfADeliveryItHoldsTheClaim) {
  ASSERT_EQ(Typed({"apply", "-f", Package()}), ctl::kDone);
  const std::unique_ptr<ctl::Client> client = NewClient();
  const std::string worker = story::SocialWorker(file_.social_worker());
  const auto request = client->Call<ServiceRequest>(worker, Asking());
  ASSERT_THAT(request, IsOk());
  const auto delivered = client->Call<Delivery>(worker, Recording(*request));
  ASSERT_THAT(delivered, IsOk());

  const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
  const story::World world(*client, silent, "withdrawn");
  purchasing::v1::GetClaimRequest get;
  get.set_name(absl::StrReplaceAll(delivered->name(), {{"deliveries/", "claims/"}}));
  const auto has_ended = [&]() -> absl::StatusOr<bool> {
    const auto claim = client->Call<Claim>(story::kFinance, get);
    if (!claim.ok()) return claim.status();
    return claim->hold_reason() == Claim::RULE_ENDED;
  };
  ASSERT_THAT(world.Await({.en = "the claim"}, [&] { return !absl::IsNotFound(has_ended().status()); }), IsOk());
  EXPECT_FALSE(*has_ended());

  guideline::v1::WithdrawSubGuidelineRevisionRequest withdraw;
  withdraw.set_name(delivered->sub_guideline_revision());
  withdraw.set_reason("It is not safe.");
  ASSERT_THAT(client->Call<guideline::v1::SubGuidelineRevision>(story::kSteering, withdraw), IsOk());
  EXPECT_THAT(world.Await({.en = "its hold"}, has_ended), IsOk());
}

}  // namespace
}  // namespace mosbat
