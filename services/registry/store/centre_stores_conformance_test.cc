#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/store/centre_store.h"
#include "services/registry/store/staff_store.h"
#include "services/registry/testing/samples.h"
#include "services/registry/testing/store_conformance.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using samples::kCounty;
using samples::kNationalIds;
using samples::kOtherCounty;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class CentreStoresConformance : public RegistryStoreConformance {
 protected:
  static v1::Centre CentreOf(const std::string& name, int number, const std::string& agreement = "",
                             const std::string& county = kCounty) {
    v1::Centre centre = samples::NewCentre(number);
    centre.set_name(name);
    centre.set_county(county);
    centre.set_agreement(agreement);
    return centre;
  }
  absl::StatusOr<v1::Centre> Insert(const v1::Centre& centre) {
    return Write([&](db::Session& session) { return centres_.Insert(session, centre); });
  }
  bool IsTaken(const v1::Centre& centre) {
    return MeetsTakenKey([&](db::Session& session) { return centres_.Insert(session, centre); });
  }
  bool IsNumberTaken(int number) {
    return Read([&](db::Session& session) { return centres_.IsNumberTaken(session, number); }).value();
  }
  std::vector<std::string> Centres(const std::string& area, const std::string& after = "", int limit = 100) {
    return NamesOf(Read([&](db::Session& session) { return centres_.List(session, area, after, limit); }));
  }

  static v1::StaffMember MemberOf(const std::string& name, const std::string& national_id) {
    v1::StaffMember member = samples::NewMember(national_id);
    member.set_name(name);
    member.set_county(kCounty);
    return member;
  }
  absl::StatusOr<v1::StaffMember> Insert(const v1::StaffMember& member) {
    return Write([&](db::Session& session) { return staff_.Insert(session, member); });
  }
  bool IsTaken(const v1::StaffMember& member) {
    return MeetsTakenKey([&](db::Session& session) { return staff_.Insert(session, member); });
  }
  void Leave(v1::StaffMember member) {
    *member.mutable_end_date() = iran::ToDate(samples::kToday);
    ASSERT_THAT(Write([&](db::Session& session) { return staff_.Replace(session, member); }), IsOk());
  }
  bool WorksAt(const std::string& centre, const std::string& national_id) {
    common::v1::PersonIdentity identity;
    identity.set_national_id(national_id);
    return Read([&](db::Session& session) { return staff_.WorksAt(session, centre, identity); }).value();
  }
  std::vector<std::string> Staff(const db::Visibility& visibility, bool former = false, const std::string& after = "",
                                 int limit = 100) {
    return NamesOf(Read(
        [&](db::Session& session) { return staff_.List(session, visibility, "centres/3996", former, after, limit); }));
  }

  const CentreStore centres_;
  const StaffStore staff_{*keyring_};
};

TEST_P(CentreStoresConformance, WhatIsMissingIsSaidInItsOwnWords) {
  EXPECT_THAT(Read([&](db::Session& session) { return centres_.Get(session, "centres/3996"); }),
              FailsWith(StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
  EXPECT_THAT(Read([&](db::Session& session) { return staff_.Get(session, "centres/3996/staff/one"); }),
              FailsWith(StatusCode::kNotFound, "STAFF_MEMBER_NOT_FOUND"));
}

TEST_P(CentreStoresConformance, SecondWriterOfOneRowVersionIsAborted) {
  const auto centre = Insert(CentreOf("centres/3996", 3996));
  const auto member = Insert(MemberOf("centres/3996/staff/one", kNationalIds[0]));
  ASSERT_THAT(centre, IsOk());
  ASSERT_THAT(member, IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return centres_.Replace(session, *centre); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return centres_.Replace(session, *centre); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Write([&](db::Session& session) { return staff_.Replace(session, *member); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return staff_.Replace(session, *member); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(CentreStoresConformance, NumberIsOfOneCentre) {
  ASSERT_THAT(Insert(CentreOf("centres/3996", 3996)), IsOk());
  EXPECT_TRUE(IsNumberTaken(3996));
  EXPECT_FALSE(IsNumberTaken(3997));
  EXPECT_TRUE(IsTaken(CentreOf("centres/other", 3996)));
}

TEST_P(CentreStoresConformance, SeveralCentresMayBeWithoutNumberAndAgreement) {
  EXPECT_THAT(Insert(CentreOf("centres/one", 0)), IsOk());
  EXPECT_THAT(Insert(CentreOf("centres/two", 0)), IsOk());
  EXPECT_FALSE(IsNumberTaken(0));
}

TEST_P(CentreStoresConformance, OneCentreUnderAnAgreement) {
  ASSERT_THAT(Insert(CentreOf("centres/one", 1, "licences/one")), IsOk());
  EXPECT_TRUE(IsTaken(CentreOf("centres/two", 2, "licences/one")));
}

TEST_P(CentreStoresConformance, CentresAreThoseOfTheArea) {
  ASSERT_THAT(Insert(CentreOf("centres/b", 1)), IsOk());
  ASSERT_THAT(Insert(CentreOf("centres/a", 2)), IsOk());
  ASSERT_THAT(Insert(CentreOf("centres/c", 3, "", kOtherCounty)), IsOk());
  EXPECT_THAT(Centres("country"), ElementsAre("centres/a", "centres/b", "centres/c"));
  EXPECT_THAT(Centres("provinces/30"), ElementsAre("centres/a", "centres/b"));
  EXPECT_THAT(Centres("provinces/3"), IsEmpty());
  EXPECT_THAT(Centres(kOtherCounty), ElementsAre("centres/c"));
  EXPECT_THAT(Centres("country", "centres/a", 1), ElementsAre("centres/b"));
}

TEST_P(CentreStoresConformance, PersonWorksAtACentreOnceUntilTheyLeave) {
  const auto member = Insert(MemberOf("centres/3996/staff/one", kNationalIds[0]));
  ASSERT_THAT(member, IsOk());
  EXPECT_TRUE(WorksAt("centres/3996", kNationalIds[0]));
  EXPECT_FALSE(WorksAt("centres/3996", kNationalIds[1]));
  EXPECT_FALSE(WorksAt("centres/4000", kNationalIds[0]));
  EXPECT_TRUE(IsTaken(MemberOf("centres/3996/staff/two", kNationalIds[0])));
  EXPECT_THAT(Insert(MemberOf("centres/4000/staff/one", kNationalIds[0])), IsOk());

  Leave(*member);
  EXPECT_FALSE(WorksAt("centres/3996", kNationalIds[0]));
  EXPECT_THAT(Insert(MemberOf("centres/3996/staff/two", kNationalIds[0])), IsOk());
}

TEST_P(CentreStoresConformance, StaffIsThatOfTheCentreAndVisible) {
  const auto first = Insert(MemberOf("centres/3996/staff/a", kNationalIds[0]));
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Insert(MemberOf("centres/3996/staff/b", kNationalIds[1])), IsOk());
  ASSERT_THAT(Insert(MemberOf("centres/3996/staff/c", kNationalIds[2])), IsOk());
  ASSERT_THAT(Insert(MemberOf("centres/39960/staff/d", kNationalIds[3])), IsOk());
  Leave(*first);

  EXPECT_THAT(Staff({}), ElementsAre("centres/3996/staff/b", "centres/3996/staff/c"));
  EXPECT_THAT(Staff({}, /*former=*/true, "", 2), ElementsAre("centres/3996/staff/a", "centres/3996/staff/b"));
  EXPECT_THAT(Staff({}, /*former=*/false, "centres/3996/staff/b"), ElementsAre("centres/3996/staff/c"));
  EXPECT_THAT(Staff({.area = "centres/3996"}), ElementsAre("centres/3996/staff/b", "centres/3996/staff/c"));
  EXPECT_THAT(Staff({.area = "centres/3996/staff/c"}), ElementsAre("centres/3996/staff/c"));
  EXPECT_THAT(Staff({.area = kCounty}), ElementsAre("centres/3996/staff/b", "centres/3996/staff/c"));
  EXPECT_THAT(Staff({.area = kOtherCounty}), IsEmpty());
  EXPECT_THAT(Staff({.area = "centres/4000"}), IsEmpty());
  EXPECT_THAT(Staff({.area = "self", .caller = "mina"}), IsEmpty());
}

TEST_P(CentreStoresConformance, StaffIsSealed) {
  ASSERT_THAT(Insert(MemberOf("centres/3996/staff/a", kNationalIds[0])), IsOk());
  EXPECT_FALSE(BodiesShow("staff_members", kNationalIds[0]));
  EXPECT_FALSE(BodiesShow("staff_members", samples::NewMember(kNationalIds[0]).family_name()));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CentreStoresConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::registry
