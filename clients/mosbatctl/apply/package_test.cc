#include "clients/mosbatctl/apply/package.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kPackage[] = R"(as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuideline
  name: subGuidelines/vision
revision:
  terms: {paymentUnit: {unit: DELIVERY, clause: "1"}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/vision
  restsOn: subGuidelines/vision/revisions/1
---
as: steering
resource:
  "@type": mosbat.purchasing.v1.Tariff
  name: tariffs/vision
  serviceType: serviceTypes/vision
  unit: DELIVERY
)";

// The first fault, OK of a package without any.
absl::Status Checked(const std::string& text) {
  const auto entries = ParsePlan("p.yaml", text, /*historical=*/false);
  EXPECT_THAT(entries, IsOk());
  const std::vector<absl::Status> faults = CheckPackage(*entries);
  return faults.empty() ? absl::OkStatus() : faults.front();
}

TEST(PackageTest, OneThatAgreesIsRight) { EXPECT_THAT(Checked(kPackage), IsOk()); }

TEST(PackageTest, ATariffCountsWhatTheTextIsPaidBy) {
  const absl::Status wrong = Checked(absl::StrReplaceAll(kPackage, {{"  unit: DELIVERY", "  unit: SESSION"}}));
  EXPECT_THAT(wrong, FailsWith(absl::StatusCode::kInvalidArgument, "PACKAGE_CONTRADICTORY"));
  EXPECT_EQ(
      WordsOf(wrong, Language::kEnglish),
      "p.yaml:19, document[2].resource.unit (tariffs/vision): the text of serviceTypes/vision is paid by DELIVERY "
      "(terms.paymentUnit), a tariff of SESSION would never be used.");
}

TEST(PackageTest, ATariffOfAnEarlierTextStandsBesideTheNextOne) {
  EXPECT_THAT(Checked(absl::StrCat(absl::StrReplaceAll(kPackage, {{"revisions/1", "revisions/2"}}), R"(---
as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuidelineRevision
  name: subGuidelines/vision/revisions/2
  terms: {paymentUnit: {unit: SESSION, clause: "1"}}
)")),
              IsOk());
}

TEST(PackageTest, OfATextThatOnlyTheSuiteHasNothingIsSaidAboutTheUnit) {
  EXPECT_THAT(Checked(R"(as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuidelineRevision
  name: subGuidelines/vision/revisions/2
  terms: {paymentUnit: {unit: VISIT, clause: "1"}}
---
as: deputyship:prevention
resource: {"@type": mosbat.catalog.v1.ServiceType, name: serviceTypes/vision, restsOn: subGuidelines/vision/revisions/2}
---
as: steering
resource: {"@type": mosbat.purchasing.v1.Tariff, name: tariffs/a, serviceType: serviceTypes/vision, unit: DELIVERY}
)"),
              IsOk())
      << "until revision 2 begins the type is paid by revision 1";
}

TEST(PackageTest, TwoTariffsOfOneDayAreNamedByBothPlaces) {
  const std::string tariff = R"(---
as: steering
resource:
  "@type": mosbat.purchasing.v1.Tariff
  name: tariffs/NAME
  serviceType: serviceTypes/hearing
  unit: DELIVERY
  effectiveDate: DAY
)";
  const auto two = [&](const char* day) {
    return absl::StrCat(absl::StrReplaceAll(tariff, {{"NAME", "a"}, {"DAY", "1406-01-01"}}),
                        absl::StrReplaceAll(tariff, {{"NAME", "b"}, {"DAY", day}}));
  };
  EXPECT_THAT(Checked(two("1406-01-02")), IsOk());
  EXPECT_THAT(Checked(absl::StrReplaceAll(
                  two("1406-01-02"), {{"  effectiveDate: 1406-01-01\n", ""}, {"  effectiveDate: 1406-01-02\n", ""}})),
              IsOk())
      << "that the day is missing is for the service to say";
  const absl::Status wrong = Checked(two("2027-03-21"));
  EXPECT_THAT(wrong, FailsWith(absl::StatusCode::kInvalidArgument, "PACKAGE_CONTRADICTORY"));
  EXPECT_EQ(WordsOf(wrong, Language::kEnglish),
            "p.yaml:16, document[1].resource.effectiveDate (tariffs/b): tariffs/a at p.yaml:8 already holds from this "
            "day on for the same type and unit: give one of them another day.");
}

TEST(PackageTest, EachContradictionIsNamed) {
  const auto entries = ParsePlan(
      "p.yaml",
      absl::StrCat(absl::StrReplaceAll(kPackage, {{"  unit: DELIVERY", "  unit: SESSION"}}), "---\n", kPackage),
      /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  EXPECT_EQ(CheckPackage(*entries).size(), 4U) << "the unit, and three documents that stand there twice";
}

TEST(PackageTest, TwoDocumentsOfOneResourceAreNamedByBothPlaces) {
  const absl::Status wrong = Checked(absl::StrCat(kPackage, "---\n", kPackage));
  EXPECT_THAT(wrong, FailsWith(absl::StatusCode::kInvalidArgument, "DOCUMENT_REPEATED"));
  EXPECT_THAT(WordsOf(wrong, Language::kEnglish),
              AllOf(StartsWith("p.yaml:24, document[3].resource.name (subGuidelines/vision): "),
                    HasSubstr("the same stands at p.yaml:2 already")));
}

TEST(PackageTest, TheMakerOfATextIsItsSubGuideline) {
  const auto entries = ParsePlan("p.yaml", kPackage, /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  const Makers makers(*entries);
  EXPECT_EQ(makers.Of("subGuidelines/vision/revisions/1"), &(*entries)[0]);
  EXPECT_EQ(makers.Of("subGuidelines/vision/revisions/2"), nullptr);
  EXPECT_EQ(makers.Of("serviceTypes/vision"), &(*entries)[1]);
}

}  // namespace
}  // namespace mosbat::ctl
