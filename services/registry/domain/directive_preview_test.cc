#include "services/registry/domain/directive_preview.h"

#include <string>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using common::v1::Period;
using guideline::v1::Directive;
using samples::kCounty;
using samples::kOtherCounty;
using samples::kToday;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using v1::Centre;
using v1::Licence;

// Directive one's: 450 files per centre, 150 per worker, 6 staff, a closed list.
Directive Proposed() {
  Directive directive;
  auto& provisions = *directive.mutable_provisions();
  provisions.mutable_files_per_centre()->set_value(450);
  provisions.mutable_files_per_worker()->set_value(150);
  provisions.mutable_minimum_staff()->set_value(6);
  provisions.mutable_entrustment()->set_mode(Directive::Entrustment::CLOSED_LIST);
  return directive;
}

Centre CentreOf(const std::string& name, int cap, Centre::State state = Centre::OPERATING,
                const std::string& county = kCounty) {
  Centre centre;
  centre.set_name(name);
  centre.set_county(county);
  centre.set_state(state);
  centre.set_files_cap(cap);
  centre.set_files_per_worker(200);
  centre.set_minimum_staff(5);
  centre.set_staff_count(6);
  return centre;
}

Licence LicenceOf(Licence::Kind kind, absl::CivilDay first, int days, Licence::State state = Licence::VALID) {
  Licence licence;
  licence.set_kind(kind);
  licence.set_county(kCounty);
  licence.set_state(state);
  *licence.mutable_valid_from() = iran::ToDate(first);
  if (days > 0) *licence.mutable_valid_until() = iran::ToDate(first + days - 1);
  return licence;
}

TEST(DirectivePreviewTest, PlacesAreAddedUpByCountyProvinceAndInAll) {
  DirectivePreview preview(Proposed(), "country", kToday);
  preview.Add(CentreOf("centres/a", 600));
  preview.Add(CentreOf("centres/b", 300, Centre::SUSPENDED));
  preview.Add(CentreOf("centres/c", 450, Centre::FOUNDING, kOtherCounty));
  preview.Add(CentreOf("centres/d", 600, Centre::CLOSED, kOtherCounty));
  const v1::PreviewDirectiveResponse result = preview.Result();

  EXPECT_EQ(result.total().area(), "country");
  EXPECT_EQ(result.total().centres(), 3);
  EXPECT_EQ(result.total().operating_centres(), 1);
  EXPECT_EQ(result.total().places_now(), 1350);
  EXPECT_EQ(result.total().places_then(), 1350);
  EXPECT_EQ(result.total().centres_gaining(), 1);
  EXPECT_EQ(result.total().centres_losing(), 1);
  ASSERT_EQ(result.counties_size(), 2);
  EXPECT_EQ(result.counties(0).area(), kOtherCounty);
  EXPECT_EQ(result.counties(0).places_then(), 450);
  EXPECT_EQ(result.counties(1).area(), kCounty);
  EXPECT_EQ(result.counties(1).places_now(), 900);
  ASSERT_EQ(result.provinces_size(), 2);
  EXPECT_EQ(result.provinces(1).area(), samples::kProvince);
  EXPECT_EQ(result.provinces(1).centres(), 2);
  EXPECT_EQ(result.entrustment_then(), Directive::Entrustment::CLOSED_LIST);
}

TEST(DirectivePreviewTest, EachCentreThatChangesIsShown) {
  DirectivePreview preview(Proposed(), "country", kToday);
  preview.Add(CentreOf("centres/a", 600));
  Centre same = CentreOf("centres/b", 450);
  same.set_files_per_worker(150);
  preview.Add(same);
  const v1::PreviewDirectiveResponse result = preview.Result();
  ASSERT_EQ(result.centres_size(), 1);
  const v1::CentreEffect& effect = result.centres(0);
  EXPECT_EQ(effect.centre(), "centres/a");
  EXPECT_EQ(effect.files_cap_now(), 600);
  EXPECT_EQ(effect.files_cap_then(), 450);
  EXPECT_EQ(effect.files_per_worker_now(), 200);
  EXPECT_EQ(effect.files_per_worker_then(), 150);
  EXPECT_EQ(effect.minimum_staff_then(), 6);
  EXPECT_FALSE(effect.short_of_staff());
}

TEST(DirectivePreviewTest, ShortOfStaffIsWhoOperatesWithLessThanTheMinimum) {
  DirectivePreview preview(Proposed(), "country", kToday);
  for (const Centre::State state : {Centre::OPERATING, Centre::SUSPENDED, Centre::FOUNDING}) {
    Centre centre = CentreOf("centres/" + Centre::State_Name(state), 450, state);
    centre.set_files_per_worker(150);
    centre.set_staff_count(5);
    preview.Add(centre);
  }
  Centre expired = CentreOf("centres/expired", 450);
  expired.set_files_per_worker(150);
  expired.set_staff_count(5);
  *expired.mutable_licensed_until() = iran::ToDate(kToday - 1);
  preview.Add(expired);
  const v1::PreviewDirectiveResponse result = preview.Result();
  EXPECT_EQ(result.total().centres_short_of_staff(), 1);
  ASSERT_EQ(result.centres_size(), 1);
  EXPECT_EQ(result.centres(0).centre(), "centres/OPERATING");
}

TEST(DirectivePreviewTest, WhatTheProposalLeavesOutChangesNothing) {
  DirectivePreview preview(Directive(), "country", kToday);
  preview.Add(CentreOf("centres/a", 600));
  preview.Add(LicenceOf(Licence::FOUNDER, kToday - 10, 30));
  const v1::PreviewDirectiveResponse result = preview.Result();
  EXPECT_EQ(result.total().places_then(), 600);
  EXPECT_EQ(result.total().papers().ByteSizeLong(), 0u);
  EXPECT_THAT(result.centres(), IsEmpty());
}

TEST(DirectivePreviewTest, LicencesAreHeldAgainstTheirNewLength) {
  Directive proposed;
  *proposed.mutable_provisions()->mutable_licence_validity()->mutable_period() =
      samples::PeriodOf(100, Period::CALENDAR_DAYS);
  *proposed.mutable_provisions()->mutable_agreement_validity()->mutable_period() =
      samples::PeriodOf(10, Period::CALENDAR_DAYS);
  DirectivePreview preview(proposed, "country", kToday);
  preview.Add(LicenceOf(Licence::FOUNDER, kToday - 50, 60));                        // longer
  preview.Add(LicenceOf(Licence::ACTIVITY, kToday - 50, 100));                      // the same
  preview.Add(LicenceOf(Licence::ACTIVITY, kToday - 50, 900, Licence::SUSPENDED));  // shorter
  preview.Add(LicenceOf(Licence::TECHNICAL_MANAGER, kToday - 50, /*days=*/0));      // shorter: had no end
  preview.Add(LicenceOf(Licence::TECHNICAL_MANAGER, kToday - 101, 900));            // shorter, and over
  preview.Add(LicenceOf(Licence::FOUNDER, kToday - 50, 60, Licence::REVOKED));      // counts nowhere
  preview.Add(LicenceOf(Licence::FOUNDER, kToday - 50, 50));                        // likewise: expired
  preview.Add(LicenceOf(Licence::AGREEMENT_IN_PRINCIPLE, kToday - 10, 90));         // shorter, and over
  const v1::PreviewDirectiveResponse result = preview.Result();
  EXPECT_EQ(result.total().papers().longer(), 1);
  EXPECT_EQ(result.total().papers().shorter(), 3);
  EXPECT_EQ(result.total().papers().ended(), 1);
  EXPECT_EQ(result.total().agreements().shorter(), 1);
  EXPECT_EQ(result.total().agreements().ended(), 1);
  ASSERT_EQ(result.counties_size(), 1);
  EXPECT_EQ(result.counties(0).papers().shorter(), 3);
}

TEST(DirectivePreviewTest, ShowsNoMoreThanAThousandCentresAndCountsTheRest) {
  DirectivePreview preview(Proposed(), "country", kToday);
  for (int i = 0; i < DirectivePreview::kMostCentres + 3; ++i) {
    preview.Add(CentreOf(absl::StrFormat("centres/%05d", i), 600));
  }
  const v1::PreviewDirectiveResponse result = preview.Result();
  EXPECT_EQ(result.centres_size(), DirectivePreview::kMostCentres);
  EXPECT_EQ(result.centres_left_out(), 3);
  EXPECT_EQ(result.total().centres_losing(), DirectivePreview::kMostCentres + 3);
}

TEST(CheckProposalTest, CountsAndPeriodsAreInTheirRange) {
  EXPECT_THAT(CheckProposal(Proposed().provisions()), IsOk());
  EXPECT_THAT(CheckProposal({}), IsOk());
  Directive::Provisions provisions;
  provisions.mutable_files_per_centre()->set_value(10'001);
  EXPECT_THAT(CheckProposal(provisions), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  provisions.mutable_files_per_centre()->set_value(0);
  EXPECT_THAT(CheckProposal(provisions), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  provisions.Clear();
  *provisions.mutable_licence_validity()->mutable_period() = samples::PeriodOf(0, Period::MONTHS);
  EXPECT_THAT(CheckProposal(provisions), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  provisions.Clear();
  provisions.mutable_holidays()->add_days()->mutable_date()->set_year(2026);
  EXPECT_THAT(CheckProposal(provisions), FailsWith(StatusCode::kInvalidArgument, "DATE_INVALID"));
}

}  // namespace
}  // namespace mosbat::registry::domain
