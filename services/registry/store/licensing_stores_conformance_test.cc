#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/testing/status_matchers.h"
#include "services/registry/store/application_store.h"
#include "services/registry/store/call_store.h"
#include "services/registry/store/licence_store.h"
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

class LicensingStoresConformance : public RegistryStoreConformance {
 protected:
  absl::StatusOr<v1::Call> InsertCall(const std::string& name, const std::string& county) {
    v1::Call invitation;
    invitation.set_name(name);
    invitation.set_county(county);
    return Write([&](db::Session& session) { return calls_.Insert(session, invitation); });
  }
  std::vector<std::string> Calls(const std::string& county, const std::string& after = "", int limit = 100) {
    return NamesOf(Read([&](db::Session& session) { return calls_.List(session, county, after, limit); }));
  }

  static v1::Application ApplicationOf(const std::string& name, const v1::Applicant& applicant,
                                       const std::string& call = "calls/one") {
    v1::Application application;
    application.set_name(name);
    application.set_call(call);
    application.set_county(kCounty);
    application.set_owner("mina");
    application.set_state(v1::Application::SUBMITTED);
    *application.mutable_applicant() = applicant;
    return application;
  }
  absl::StatusOr<v1::Application> Insert(const v1::Application& application) {
    return Write([&](db::Session& session) { return applications_.Insert(session, application); });
  }
  bool IsTaken(const v1::Application& application) {
    return MeetsTakenKey([&](db::Session& session) { return applications_.Insert(session, application); });
  }
  bool HasApplied(const v1::Applicant& applicant, const std::string& call = "calls/one") {
    return Read([&](db::Session& session) { return applications_.HasApplied(session, call, applicant); }).value();
  }
  std::vector<std::string> Applications(const db::Visibility& visibility, const std::string& call = "") {
    return NamesOf(Read([&](db::Session& session) { return applications_.List(session, visibility, call, "", 100); }));
  }

  absl::StatusOr<v1::Licence> InsertLicence(const std::string& name, const std::string& county,
                                            const std::string& centre, const std::string& owner) {
    v1::Licence licence;
    licence.set_name(name);
    licence.set_county(county);
    licence.set_centre(centre);
    licence.set_owner(owner);
    *licence.mutable_holder() = samples::Holder();
    return Write([&](db::Session& session) { return licences_.Insert(session, licence); });
  }
  std::vector<std::string> Licences(const db::Visibility& visibility, const std::string& centre = "") {
    return NamesOf(Read([&](db::Session& session) { return licences_.List(session, visibility, centre, "", 100); }));
  }

  const CallStore calls_;
  const ApplicationStore applications_{*keyring_};
  const LicenceStore licences_{*keyring_};
};

TEST_P(LicensingStoresConformance, WhatIsMissingIsSaidInItsOwnWords) {
  EXPECT_THAT(Read([&](db::Session& session) { return calls_.Get(session, "calls/one"); }),
              FailsWith(StatusCode::kNotFound, "CALL_NOT_FOUND"));
  EXPECT_THAT(Read([&](db::Session& session) { return applications_.Get(session, "applications/one"); }),
              FailsWith(StatusCode::kNotFound, "APPLICATION_NOT_FOUND"));
  EXPECT_THAT(Read([&](db::Session& session) { return licences_.Get(session, "licences/one"); }),
              FailsWith(StatusCode::kNotFound, "LICENCE_NOT_FOUND"));
}

TEST_P(LicensingStoresConformance, SecondWriterOfOneRowVersionIsAborted) {
  const auto invitation = InsertCall("calls/one", kCounty);
  const auto application = Insert(ApplicationOf("applications/one", samples::NaturalApplicant()));
  const auto licence = InsertLicence("licences/one", kCounty, "", "mina");
  ASSERT_THAT(invitation, IsOk());
  ASSERT_THAT(application, IsOk());
  ASSERT_THAT(licence, IsOk());

  EXPECT_THAT(Write([&](db::Session& session) { return calls_.Replace(session, *invitation); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return calls_.Replace(session, *invitation); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Write([&](db::Session& session) { return applications_.Replace(session, *application); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return applications_.Replace(session, *application); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Write([&](db::Session& session) { return licences_.Replace(session, *licence); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return licences_.Replace(session, *licence); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(LicensingStoresConformance, HoldChangesNeitherLicenceNorEtag) {
  const auto licence = InsertLicence("licences/one", kCounty, "", "mina");
  ASSERT_THAT(licence, IsOk());
  ASSERT_THAT(Write([&](db::Session& session) { return licences_.Hold(session, *licence); }), IsOk());
  EXPECT_EQ(Read([&](db::Session& session) { return licences_.Get(session, "licences/one"); })->SerializeAsString(),
            licence->SerializeAsString());
}

TEST_P(LicensingStoresConformance, OnlyWhatWasReadIsHeld) {
  const auto licence = InsertLicence("licences/one", kCounty, "", "mina");
  ASSERT_THAT(licence, IsOk());
  ASSERT_THAT(Write([&](db::Session& session) { return licences_.Replace(session, *licence); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return licences_.Hold(session, *licence); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(LicensingStoresConformance, EveryGateOfACallKnowsItsVersion) {
  const auto read = InsertCall("calls/one", kCounty);
  ASSERT_THAT(read, IsOk());
  const auto replaced = Write([&](db::Session& session) { return calls_.Replace(session, *read); });
  ASSERT_THAT(replaced, IsOk());
  uint64_t gates = 0;
  const auto pass = [&](const v1::Call& invitation, uint64_t gate) {
    return Write([&](db::Session& session) {
      return calls_.PassGate(session, invitation, [&](uint64_t bound) {
        gates = bound;
        return gate;
      });
    });
  };
  uint64_t gate = 0;
  do {
    EXPECT_THAT(pass(*read, gate), FailsWith(StatusCode::kAborted, "STALE_ETAG")) << gate;
    EXPECT_THAT(pass(*replaced, gate), IsOk()) << gate;
  } while (++gate < gates);
  EXPECT_GE(gates, 8U);
}

// One has passed a gate and not committed when another passes: they meet only at the same gate.
TEST_P(LicensingStoresConformance, WhoPassesAnotherGateIsNotDisturbed) {
  if (GetParam().name != "MariaDb") GTEST_SKIP() << "one writer at a time";
  const auto invitation = InsertCall("calls/one", kCounty);
  ASSERT_THAT(invitation, IsOk());
  const auto pass = [&](uint64_t gate) {
    return [&, gate](db::Session& session) {
      return calls_.PassGate(session, *invitation, [&](uint64_t) { return gate; });
    };
  };
  int runs = 0;
  EXPECT_THAT(Write([&](db::Session& session) {
                MOSBAT_RETURN_IF_ERROR(calls_.Get(session, "calls/one").status());
                if (++runs == 1) std::thread([&] { EXPECT_THAT(Write(pass(1)), IsOk()); }).join();
                return pass(2)(session);
              }),
              IsOk());
  EXPECT_EQ(runs, 1);
}

TEST_P(LicensingStoresConformance, CallsAreThoseOfTheCountyOrAll) {
  ASSERT_THAT(InsertCall("calls/b", kCounty), IsOk());
  ASSERT_THAT(InsertCall("calls/a", kCounty), IsOk());
  ASSERT_THAT(InsertCall("calls/c", kOtherCounty), IsOk());
  EXPECT_THAT(Calls(kCounty), ElementsAre("calls/a", "calls/b"));
  EXPECT_THAT(Calls("", "calls/a", 1), ElementsAre("calls/b"));
}

TEST_P(LicensingStoresConformance, OneApplicationPerApplicantAndCall) {
  ASSERT_THAT(Insert(ApplicationOf("applications/one", samples::NaturalApplicant())), IsOk());
  EXPECT_TRUE(HasApplied(samples::NaturalApplicant()));
  EXPECT_FALSE(HasApplied(samples::NaturalApplicant(kNationalIds[1])));
  EXPECT_FALSE(HasApplied(samples::NaturalApplicant(), "calls/two"));

  EXPECT_TRUE(IsTaken(ApplicationOf("applications/two", samples::NaturalApplicant())));
  EXPECT_THAT(Insert(ApplicationOf("applications/three", samples::NaturalApplicant(), "calls/two")), IsOk());
  EXPECT_THAT(Insert(ApplicationOf("applications/four", samples::LegalApplicant())), IsOk());
  EXPECT_TRUE(HasApplied(samples::LegalApplicant()));
}

TEST_P(LicensingStoresConformance, WithdrawnApplicationMakesRoom) {
  auto application = Insert(ApplicationOf("applications/one", samples::NaturalApplicant()));
  ASSERT_THAT(application, IsOk());
  application->set_state(v1::Application::WITHDRAWN);
  ASSERT_THAT(Write([&](db::Session& session) { return applications_.Replace(session, *application); }), IsOk());

  EXPECT_FALSE(HasApplied(samples::NaturalApplicant()));
  EXPECT_THAT(Insert(ApplicationOf("applications/two", samples::NaturalApplicant())), IsOk());
}

TEST_P(LicensingStoresConformance, PersonsAreSealed) {
  ASSERT_THAT(Insert(ApplicationOf("applications/one", samples::NaturalApplicant())), IsOk());
  ASSERT_THAT(InsertLicence("licences/one", kCounty, "", "mina"), IsOk());
  EXPECT_FALSE(BodiesShow("applications", kNationalIds[0]));
  EXPECT_FALSE(BodiesShow("applications", samples::Person().family_name()));
  EXPECT_FALSE(BodiesShow("licences", kNationalIds[0]));

  const auto application = Read([&](db::Session& session) { return applications_.Get(session, "applications/one"); });
  ASSERT_THAT(application, IsOk());
  EXPECT_EQ(application->applicant().natural().national_id(), kNationalIds[0]);
}

TEST_P(LicensingStoresConformance, ApplicationsAreThoseThatAreVisible) {
  ASSERT_THAT(Insert(ApplicationOf("applications/one", samples::NaturalApplicant())), IsOk());
  v1::Application elsewhere = ApplicationOf("applications/two", samples::LegalApplicant(), "calls/two");
  elsewhere.set_county(kOtherCounty);
  elsewhere.set_owner("omid");
  ASSERT_THAT(Insert(elsewhere), IsOk());

  EXPECT_THAT(Applications({}), ElementsAre("applications/one", "applications/two"));
  EXPECT_THAT(Applications({}, "calls/two"), ElementsAre("applications/two"));
  EXPECT_THAT(Applications({.area = "provinces/30"}), ElementsAre("applications/one"));
  EXPECT_THAT(Applications({.area = kOtherCounty}), ElementsAre("applications/two"));
  EXPECT_THAT(Applications({.area = "provinces/3"}), IsEmpty());
  EXPECT_THAT(Applications({.area = "self", .caller = "omid"}), ElementsAre("applications/two"));
  EXPECT_THAT(Applications({.area = "self", .caller = "nobody"}), IsEmpty());
  EXPECT_THAT(Applications({.area = "centres/3996"}), IsEmpty());
  EXPECT_THAT(Applications({.area = "anything"}), IsEmpty());
}

TEST_P(LicensingStoresConformance, LicencesAreThoseThatAreVisible) {
  ASSERT_THAT(InsertLicence("licences/one", kCounty, "centres/3996", "mina"), IsOk());
  ASSERT_THAT(InsertLicence("licences/two", kOtherCounty, "", "omid"), IsOk());

  EXPECT_THAT(Licences({}), ElementsAre("licences/one", "licences/two"));
  EXPECT_THAT(Licences({}, "centres/3996"), ElementsAre("licences/one"));
  EXPECT_THAT(Licences({.area = kCounty}), ElementsAre("licences/one"));
  EXPECT_THAT(Licences({.area = "centres/3996"}), ElementsAre("licences/one"));
  EXPECT_THAT(Licences({.area = "centres/399"}), IsEmpty());
  EXPECT_THAT(Licences({.area = "self", .caller = "omid"}), ElementsAre("licences/two"));
  EXPECT_THAT(Licences({.area = "centres/3996/staff/one"}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, LicensingStoresConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::registry
