#include "services/registry/domain/licences.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/domain/centres.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using samples::kNow;
using samples::kToday;
using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;
using v1::Licence;

PaperTerms From(absl::CivilDay day) { return {.from = {.day = day}, .directive = samples::DirectiveTwo()}; }

v1::Centre Centre() {
  v1::Centre centre = samples::NewCentre();
  centre.set_name("centres/3996");
  centre.set_state(v1::Centre::FOUNDING);
  return centre;
}

Licence Wanted(Licence::Kind kind = Licence::FOUNDER) {
  Licence licence;
  licence.set_kind(kind);
  *licence.mutable_holder() = samples::Holder();
  return licence;
}

Licence Issued() {
  Licence licence = IssuePaper(Wanted(), Centre(), From(kToday), kNow).value();
  licence.set_name("licences/one");
  return licence;
}

absl::Time OnDay(absl::CivilDay day) { return iran::StartOfTehranDay(day) + absl::Hours(12); }

TEST(IssuePaperTest, IsValidForTheDirectivesMonths) {
  const Licence licence = Issued();
  EXPECT_EQ(licence.state(), Licence::VALID);
  EXPECT_EQ(licence.centre(), "centres/3996");
  EXPECT_EQ(licence.county(), samples::kCounty);
  EXPECT_EQ(licence.directive(), "directives/two");
  EXPECT_EQ(iran::StoredDay(licence.valid_until()), absl::CivilDay(2029, 3, 19));  // 1407-12-29
}

TEST(IssuePaperTest, HasNoEndWhereTheDirectiveSetsNone) {
  PaperTerms terms = From(kToday);
  terms.directive.mutable_provisions()->clear_licence_validity();
  const auto licence = IssuePaper(Wanted(), Centre(), terms, kNow);
  ASSERT_THAT(licence, IsOk());
  EXPECT_FALSE(licence->has_valid_until());
  EXPECT_EQ(StateOn(*licence, kToday + 10'000), Licence::VALID);
}

TEST(IssuePaperTest, AgreementInPrincipleIsNoPaperOfACentre) {
  EXPECT_THAT(IssuePaper(Wanted(Licence::AGREEMENT_IN_PRINCIPLE), Centre(), From(kToday), kNow),
              FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(IssuePaper(Wanted(Licence::KIND_UNSPECIFIED), Centre(), From(kToday), kNow),
              FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(IssuePaperTest, HolderMustBeFormallyRight) {
  Licence wanted = Wanted();
  wanted.mutable_holder()->mutable_person()->set_national_id("0499370898");
  EXPECT_THAT(IssuePaper(wanted, Centre(), From(kToday), kNow),
              FailsWith(StatusCode::kInvalidArgument, "HOLDER_INVALID"));
  wanted = Wanted();
  wanted.mutable_holder()->clear_display_name();
  EXPECT_THAT(IssuePaper(wanted, Centre(), From(kToday), kNow),
              FailsWith(StatusCode::kInvalidArgument, "HOLDER_INVALID"));
}

TEST(IssuePaperTest, OnePaperOfAKindAtATime) {
  const v1::Centre centre = WithPaper(Centre(), Issued(), kNow);
  EXPECT_THAT(IssuePaper(Wanted(Licence::FOUNDER), centre, From(kToday), kNow),
              FailsWith(StatusCode::kFailedPrecondition, "LICENCE_EXISTS"));
  EXPECT_THAT(IssuePaper(Wanted(Licence::ACTIVITY), centre, From(kToday), kNow), IsOk());
}

TEST(IssuePaperTest, RevokedAndExpiredPapersMakeRoom) {
  const v1::Centre revoked = WithPaper(Centre(), Revoke(Issued(), "why", kNow).value(), kNow);
  EXPECT_THAT(IssuePaper(Wanted(), revoked, From(kToday), kNow), IsOk());
  const v1::Centre valid = WithPaper(Centre(), Issued(), kNow);
  EXPECT_THAT(IssuePaper(Wanted(), valid, From(absl::CivilDay(2029, 3, 20)), kNow), IsOk());
}

TEST(IssuePaperTest, ClosedCentreGetsNone) {
  v1::Centre centre = Centre();
  centre.set_state(v1::Centre::CLOSED);
  EXPECT_THAT(IssuePaper(Wanted(), centre, From(kToday), kNow),
              FailsWith(StatusCode::kFailedPrecondition, "CENTRE_CLOSED"));
}

TEST(LicenceStateTest, EachVerbHasItsStates) {
  const Licence valid = Issued();
  const Licence suspended = Suspend(valid, "warning ignored", kNow).value();
  const Licence revoked = Revoke(suspended, "closed", kNow).value();
  EXPECT_EQ(suspended.state(), Licence::SUSPENDED);
  EXPECT_EQ(suspended.state_reason(), "warning ignored");
  EXPECT_EQ(revoked.state(), Licence::REVOKED);
  EXPECT_EQ(Reinstate(suspended, "mended", kNow)->state(), Licence::VALID);

  for (const std::string& reason : {std::string(" "), std::string(501, 'x')}) {
    EXPECT_THAT(Suspend(valid, reason, kNow), HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(Reinstate(suspended, reason, kNow), HasCode(StatusCode::kInvalidArgument));
    EXPECT_THAT(Revoke(valid, reason, kNow), HasCode(StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(Suspend(suspended, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "LICENCE_NOT_VALID"));
  EXPECT_THAT(Suspend(revoked, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "LICENCE_NOT_VALID"));
  EXPECT_THAT(Reinstate(valid, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "LICENCE_NOT_SUSPENDED"));
  EXPECT_THAT(Reinstate(revoked, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "LICENCE_NOT_SUSPENDED"));
  EXPECT_THAT(Revoke(revoked, "why", kNow), FailsWith(StatusCode::kFailedPrecondition, "LICENCE_ENDED"));
}

TEST(LicenceStateTest, ExpiresAfterItsLastDay) {
  const Licence licence = Issued();
  const absl::CivilDay last = iran::StoredDay(licence.valid_until());
  EXPECT_EQ(StateOn(licence, last), Licence::VALID);
  EXPECT_EQ(StateOn(licence, last + 1), Licence::EXPIRED);
  EXPECT_EQ(StateOn(Revoke(licence, "why", kNow).value(), last + 1), Licence::REVOKED);
  EXPECT_THAT(Suspend(licence, "why", OnDay(last + 1)),
              FailsWith(StatusCode::kFailedPrecondition, "LICENCE_NOT_VALID"));
}

TEST(RequireAgreementTest, ValidOfTheCountyOnTheDay) {
  Licence agreement = Issued();
  agreement.set_kind(Licence::AGREEMENT_IN_PRINCIPLE);
  const absl::CivilDay last = iran::StoredDay(agreement.valid_until());
  EXPECT_THAT(RequireAgreement(agreement, samples::kCounty, last), IsOk());
  EXPECT_THAT(RequireAgreement(agreement, samples::kCounty, last + 1),
              FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_NOT_VALID"));
  EXPECT_THAT(RequireAgreement(agreement, samples::kOtherCounty, last),
              FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_OF_OTHER_COUNTY"));
  EXPECT_THAT(RequireAgreement(Suspend(agreement, "why", kNow).value(), samples::kCounty, kToday),
              FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_NOT_VALID"));
  EXPECT_THAT(RequireAgreement(Issued(), samples::kCounty, kToday),
              FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_NOT_VALID"));
}

}  // namespace
}  // namespace mosbat::registry::domain
