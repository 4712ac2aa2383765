// A package of a text and the type that rests on it, rehearsed against a suite that has their deputyships.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/rehearsal.h"
#include "clients/mosbatctl/fake_suite.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::ctl {

// In deputyship:prevention's name; complete, submitted and approved for the first day of Dey 1470.
inline constexpr char kPackage[] = R"(
as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuideline
  name: subGuidelines/vision
  title: {fa: بینایی}
  deputyship: deputyships/prevention
revision:
  clauses: [{number: "1", text: الف}]
  terms:
    kind: {kind: ACTIVITY, clause: "1"}
    recipient: {recipient: PERSON, clause: "1"}
    eligibility: {clause: "1", rule: {schema: {required: [age_years]}}}
    paymentUnit: {unit: DELIVERY, clause: "1"}
then:
  - {do: Submit, when: [DRAFT, RETURNED]}
  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: 1470-10-01}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/vision
  title: {fa: بینایی}
  level: 1
  owner: deputyships/prevention
  restsOn: subGuidelines/vision/revisions/1
then:
  - {do: Activate, when: [PROPOSED, ACTIVE], with: {effectiveDate: 1470-10-01}}
)";

// A document of its own, which may stand behind the package.
inline constexpr char kEntrustment[] = R"(---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.Entrustment
  serviceType: serviceTypes/vision
  area: {county: provinces/30/counties/3001}
  startDate: 1470-10-01
)";

using Replacements = std::vector<std::pair<std::string, std::string>>;

inline std::string Package(const Replacements& replacements = {}) {
  return absl::StrReplaceAll(kPackage, replacements);
}

inline absl::Status Accepts(const google::protobuf::Message& request, google::protobuf::Message&) {
  EXPECT_TRUE(FlagOf(request, "validate_only"));
  return absl::OkStatus();
}

inline FakeSuite::Answer Says(absl::StatusCode code, const char* reason) {
  return [=](const google::protobuf::Message& request, google::protobuf::Message&) {
    EXPECT_TRUE(FlagOf(request, "validate_only"));
    return MakeError(code, reason, {.en = "No.", .fa = "نه."});
  };
}

class PackageFixture : public ::testing::Test {
 protected:
  // The clock of a suite in trial mode, so that no day of the package is far away or over.
  static constexpr absl::CivilDay kToday{2090, 1, 1};

  PackageFixture() {
    suite_.Add<guideline::v1::Deputyship>(R"({"name": "deputyships/prevention"})");
    suite_.Add<guideline::v1::Deputyship>(R"({"name": "deputyships/social"})");
    suite_.Answers("Advance", [](const auto&, google::protobuf::Message& response) {
      *dynamic_cast<trial::v1::AdvanceResponse&>(response).mutable_now() = ToTimestamp(iran::StartOfTehranDay(kToday));
      return absl::OkStatus();
    });
    suite_.Answers("ResolveDirective", [](const auto&, auto&) { return absl::OkStatus(); });
    for (const char* const method : {"CreateSubGuideline", "RegisterServiceType", "ProposeEntrustment"}) {
      suite_.Answers(method, &Accepts);
    }
  }

  // The text as the package has it, but for its state and what stands in `more`.
  void AddText(const std::string& more) {
    suite_.Add<guideline::v1::SubGuideline>(
        R"({"name": "subGuidelines/vision", "title": {"fa": "بینایی"}, "deputyship": "deputyships/prevention"})");
    suite_.Add<guideline::v1::SubGuidelineRevision>(
        R"({"name": "subGuidelines/vision/revisions/1", "clauses": [{"number": "1", "text": "الف"}], "terms": {
            "kind": {"kind": "ACTIVITY", "clause": "1"}, "recipient": {"recipient": "PERSON", "clause": "1"},
            "eligibility": {"clause": "1", "rule": {"schema": {"required": ["age_years"]}}},
            "paymentUnit": {"unit": "DELIVERY", "clause": "1"}}, )" +
        more + "}");
  }

  std::vector<Rehearsed> Tried(const std::string& text) {
    const auto entries = ParsePlan("vision.yaml", text, /*historical=*/false);
    EXPECT_THAT(entries, ::mosbat::testing::IsOk());
    return Rehearse(suite_, *entries, Language::kEnglish);
  }

  FakeSuite suite_;
};

}  // namespace mosbat::ctl
