#include "services/casefile/handlers/preview_handlers.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kCounty;
using examples::kToday;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

constexpr char kOtherCounty[] = "provinces/30/counties/3002";

class PreviewHandlersTest : public CareFixture {
 protected:
  // gained, lost, stayed and stayed out of each county, all pages added up.
  absl::StatusOr<std::map<std::string, std::string>> Preview(const std::string& schema,
                                                             const auth::Principal& caller = testing::Steering(),
                                                             const std::string& type = examples::kType) {
    v1::PreviewRulesRequest request;
    request.set_service_type(type);
    *request.mutable_rule()->mutable_schema() = examples::Json(schema);
    request.set_page_size(1);
    std::map<std::string, v1::PreviewRulesResponse::Change> sums;
    do {
      const auto page = calls_.Read(caller, [&](rpc::Call& call) { return previews_.PreviewRules(call, request); });
      if (!page.ok()) return page.status();
      EXPECT_LE(page->case_files(), 1);
      EXPECT_EQ(page->positions_size(), 3);
      int64_t files = 0;
      for (const auto& change : page->changes()) {
        files += change.case_files();
        auto& sum = sums[change.county()];
        sum.set_gain(sum.gain() + change.gain());
        sum.set_lose(sum.lose() + change.lose());
        sum.set_stay(sum.stay() + change.stay());
        sum.set_stay_out(sum.stay_out() + change.stay_out());
      }
      EXPECT_EQ(files, page->case_files());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    std::map<std::string, std::string> numbers;
    for (const auto& [county, sum] : sums) {
      numbers[county] = absl::StrCat("+", sum.gain(), " -", sum.lose(), " =", sum.stay(), " ~", sum.stay_out());
    }
    return numbers;
  }
  std::map<std::string, int64_t> CountOpen(const auth::Principal& caller = testing::Steering(),
                                           const std::string& county = "") {
    v1::CountOpenRequestsRequest request;
    request.set_service_type(examples::kType);
    if (!county.empty()) request.mutable_area()->set_county(county);
    const auto counted = calls_.Read(caller, [&](rpc::Call& call) { return previews_.CountOpen(call, request); });
    EXPECT_THAT(counted, IsOk());
    std::map<std::string, int64_t> counts;
    for (const auto& count : counted->counts()) {
      EXPECT_EQ(count.state(), v1::ServiceRequest::ELIGIBLE);
      counts[count.service_type_revision()] = count.requests();
    }
    return counts;
  }
};

// In each household a mother of 35 and a child of 4; the rule of today is for 3 to 6 years.
TEST_F(PreviewHandlersTest, WhoWouldGainAndWhoWouldLoseIsCountedByCounty) {
  registry::v1::Centre other = examples::Centre(10, 1, "centres/other");
  other.set_county(kOtherCounty);
  Learn(other);
  v1::CaseFile household = examples::Household(10);
  household.set_centre(other.name());
  ASSERT_THAT(Open(household, Manager(other.name())), IsOk());
  ASSERT_THAT(Open(examples::Household(20)), IsOk());
  ASSERT_THAT(Close(Open(examples::Household(30))->name()), IsOk());

  using Numbers = std::map<std::string, std::string>;
  EXPECT_EQ(Preview(R"({"properties": {"age_years": {"minimum": 4}}})").value(),
            (Numbers{{kCounty, "+2 -0 =2 ~0"}, {kOtherCounty, "+1 -0 =1 ~0"}}));
  EXPECT_EQ(Preview(R"({"properties": {"age_years": {"minimum": 18}}})").value(),
            (Numbers{{kCounty, "+2 -2 =0 ~0"}, {kOtherCounty, "+1 -1 =0 ~0"}}));
  EXPECT_EQ(Preview(R"({"properties": {"age_years": {"maximum": 3}}})",
                    testing::As(access::v1::COUNTY, "office", kOtherCounty))
                .value(),
            (Numbers{{kOtherCounty, "+0 -1 =0 ~1"}}))
      << "of the caller's part of the country";
  EXPECT_EQ(Preview("{}", testing::Steering(), "serviceTypes/new").value(),
            (Numbers{{kCounty, "+4 -0 =0 ~0"}, {kOtherCounty, "+2 -0 =0 ~0"}}))
      << "a type without a rule today";
}

TEST_F(PreviewHandlersTest, WhoIsAtAnEntrustedCentreIsCountedApart) {
  registry::v1::Centre other = examples::Centre(10, 1, "centres/other");
  other.set_county(kOtherCounty);
  Learn(other);
  v1::CaseFile household = examples::Household(10);
  household.set_centre(other.name());
  ASSERT_THAT(Open(household, Manager(other.name())), IsOk());

  v1::PreviewRulesRequest request;
  request.set_service_type(examples::kType);
  *request.mutable_rule()->mutable_schema() = examples::Json(R"({"properties": {"age_years": {"minimum": 18}}})");
  const auto apart = [&] {
    const auto page =
        calls_.Read(testing::Steering(), [&](rpc::Call& call) { return previews_.PreviewRules(call, request); });
    EXPECT_THAT(page, IsOk());
    std::map<std::string, std::string> numbers;
    for (const auto& change : page->changes()) {
      numbers[change.county()] = absl::StrCat("+", change.gain_entrusted(), " of ", change.gain(), ", -",
                                              change.lose_entrusted(), " of ", change.lose());
    }
    return numbers;
  };
  using Numbers = std::map<std::string, std::string>;
  EXPECT_EQ(apart(), (Numbers{{kCounty, "+1 of 1, -1 of 1"}, {kOtherCounty, "+0 of 1, -0 of 1"}}));

  catalog::v1::Entrustment named = examples::Entrustment(kToday);
  named.set_name("entrustments/0198");
  named.mutable_centres()->add_names(other.name());
  Learn(named);
  EXPECT_EQ(apart(), (Numbers{{kCounty, "+1 of 1, -1 of 1"}, {kOtherCounty, "+1 of 1, -1 of 1"}}));
}

TEST_F(PreviewHandlersTest, WhatWouldBeAnsweredIsLeftOutAndEarlierDeliveriesCount) {
  using Numbers = std::map<std::string, std::string>;
  EXPECT_EQ(Preview(R"({"properties": {"age_years": {"minimum": 3, "maximum": 6},
                                       "request": {"required": ["reason"]}}})")
                .value(),
            (Numbers{{kCounty, "+0 -0 =1 ~1"}}));
  constexpr char kNeverBefore[] =
      R"({"properties": {"age_years": {"maximum": 6}, "months_since_last_same_service": {"minimum": 12}}})";
  EXPECT_EQ(Preview(kNeverBefore).value(), (Numbers{{kCounty, "+0 -0 =1 ~1"}}));
  v1::RecordDeliveryRequest record;
  record.mutable_delivery()->set_service_request(Request(For(child()))->name());
  *record.mutable_delivery()->mutable_occurred_on() = iran::ToDate(kToday);
  *record.mutable_delivery()->mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
  ASSERT_THAT(calls_.Write(Manager(), [&](rpc::Call& call) { return deliveries_.Record(call, record); }), IsOk());
  EXPECT_EQ(Preview(kNeverBefore).value(), (Numbers{{kCounty, "+0 -1 =0 ~1"}}));
}

TEST_F(PreviewHandlersTest, WhoMightBeEligibleByAnAnswerIsNotLost) {
  using Numbers = std::map<std::string, std::string>;
  constexpr char kOldOrUrgent[] = R"({"anyOf": [
    {"properties": {"age_years": {"minimum": 60}}},
    {"properties": {"request": {"properties": {"urgent": {"const": true}}, "required": ["urgent"]}}}]})";
  EXPECT_EQ(Preview(kOldOrUrgent).value(), (Numbers{{kCounty, "+1 -0 =1 ~0"}}));
  catalog::v1::ServiceTypeRevision in_force = examples::Revision(kToday, 2);
  *in_force.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() = examples::Json(kOldOrUrgent);
  Learn(in_force);
  EXPECT_EQ(Preview(R"({"properties": {"age_years": {"maximum": 6}}})").value(), (Numbers{{kCounty, "+0 -1 =1 ~0"}}));
}

TEST_F(PreviewHandlersTest, RuleThatIsNoneIsRefusedByPath) {
  EXPECT_THAT(Preview(R"({"type": "nonsense"})"), FailsWith(StatusCode::kInvalidArgument, "SCHEMA_MALFORMED"));
  EXPECT_THAT(Preview(R"({"contains": {}})"), FailsWith(StatusCode::kInvalidArgument, "SCHEMA_UNSUPPORTED"));
}

TEST_F(PreviewHandlersTest, OpenRequestsAreCountedByTheRevisionThatTheyWerePromised) {
  ASSERT_THAT(Request(For(child())), IsOk());
  ASSERT_THAT(Request(For(child())), IsOk());
  ASSERT_THAT(Request(For(mother())), IsOk()) << "refused, so nothing is open";
  Learn(examples::Revision(kToday, 2));
  ASSERT_THAT(Request(For(child())), IsOk());
  const std::map<std::string, int64_t> all = {{absl::StrCat(examples::kType, "/revisions/1"), 2},
                                              {absl::StrCat(examples::kType, "/revisions/2"), 1}};
  EXPECT_EQ(CountOpen(), all);
  EXPECT_EQ(CountOpen(testing::Steering(), kCounty), all);
  EXPECT_THAT(CountOpen(testing::Steering(), kOtherCounty), IsEmpty());
  EXPECT_THAT(CountOpen(testing::As(access::v1::COUNTY, "office", kOtherCounty)), IsEmpty());
  v1::CountOpenRequestsRequest request;
  request.set_service_type(examples::kType);
  request.mutable_area()->set_centre(examples::kCentre);
  EXPECT_THAT(calls_.Read(testing::Steering(), [&](rpc::Call& call) { return previews_.CountOpen(call, request); }),
              FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace mosbat::casefile
