// Calls that rest on a row which another call changes at the same time: only the first to commit stands.
#include <string>
#include <thread>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

class RaceTest : public RegistryFixture, public ::testing::WithParamInterface<testing::Backend> {
 protected:
  RaceTest() : RegistryFixture(GetParam()) {}

  // SQLite has one writer, so that there is nothing to lose: the rival waits for the whole call.
  static bool HasRivals() { return GetParam().name == "MariaDb"; }

  // A handler that has its snapshot when `rival` begins. Where several write at once, the rival commits before the
  // handler writes anything; else it runs right after it.
  template <typename Handlers, typename Gathered, typename Request, typename Response, typename Rival>
  absl::StatusOr<Response> Race(const Handlers& handlers,
                                absl::StatusOr<Gathered> (Handlers::*gather)(const rpc::CallContext&, const Request&)
                                    const,
                                absl::StatusOr<Response> (Handlers::*handler)(rpc::Call&, const Request&,
                                                                              const Gathered&) const,
                                const auth::Principal& caller, const Request& request, Rival rival) {
    const rpc::CallContext context = {
        .caller = caller, .now = calls_.clock().Now(), .deadline = absl::InfiniteFuture()};
    const absl::StatusOr<Gathered> gathered = (handlers.*gather)(context, request);
    if (!gathered.ok()) return gathered.status();
    return Race(
        caller, [&](rpc::Call& call) { return (handlers.*handler)(call, request, *gathered); }, rival);
  }
  template <typename Handler, typename Rival>
  auto Race(const auth::Principal& caller, Handler handler, Rival rival)
      -> decltype(handler(std::declval<rpc::Call&>())) {
    std::thread other;
    bool begun = false;
    const auto answer = calls_.Write(caller, [&](rpc::Call& call) {
      if (!std::exchange(begun, true)) {
        EXPECT_THAT(call.session().Query("SELECT name FROM provinces WHERE name = ?", {samples::kProvince}), IsOk());
        other = std::thread([&] { EXPECT_THAT(rival(), IsOk()); });
        if (HasRivals()) other.join();
      }
      return handler(call);
    });
    if (other.joinable()) other.join();
    return answer;
  }

  // What `answer` must be when the rival's change refuses it with `reason`.
  template <typename T>
  static void ExpectRefused(const absl::StatusOr<T>& answer, const std::string& reason) {
    if (HasRivals()) {
      EXPECT_THAT(answer, FailsWith(StatusCode::kFailedPrecondition, reason));
    } else {
      EXPECT_THAT(answer, IsOk());
    }
  }

  absl::StatusOr<v1::Licence> Revoke(const std::string& name) {
    v1::RevokeLicenceRequest request;
    request.set_name(name);
    request.set_reason("supervision");
    return Write(licence_handlers_, &LicenceHandlers::Revoke, testing::Steering(), request);
  }
  absl::StatusOr<v1::Centre> CloseCentre() {
    v1::UpdateCentreRequest request;
    request.mutable_centre()->set_name("centres/3996");
    *request.mutable_centre()->mutable_closing_date() = iran::ToDate(Today());
    return Write(centre_handlers_, &CentreHandlers::Update, testing::Steering(), request);
  }
  template <typename Rival>
  absl::StatusOr<v1::Licence> IssueAgainst(Rival rival) {
    v1::IssueLicenceRequest request;
    request.mutable_licence()->set_kind(v1::Licence::FOUNDER);
    request.mutable_licence()->set_centre("centres/3996");
    *request.mutable_licence()->mutable_holder() = samples::Holder();
    return Race(licence_handlers_, &LicenceHandlers::GatherIssue, &LicenceHandlers::Issue, Commission(), request,
                rival);
  }
  template <typename Rival>
  absl::StatusOr<v1::Application> SubmitAgainst(const std::string& call, Rival rival) {
    v1::SubmitApplicationRequest request;
    request.mutable_application()->set_call(call);
    *request.mutable_application()->mutable_applicant() = samples::NaturalApplicant();
    return Race(application_handlers_, &ApplicationHandlers::GatherSubmit, &ApplicationHandlers::Submit, Applicant(),
                request, rival);
  }
};

TEST_P(RaceTest, NoCentreIsFoundedUnderAnAgreementThatIsBeingRevoked) {
  const std::string agreement = AgreedApplication().agreement();
  v1::EstablishCentreRequest request;
  *request.mutable_centre() = samples::NewCentre();
  request.set_centre_id("3996");
  request.set_agreement(agreement);
  ExpectRefused(Race(centre_handlers_, &CentreHandlers::GatherEstablish, &CentreHandlers::Establish, Commission(),
                     request, [&] { return Revoke(agreement); }),
                "AGREEMENT_NOT_VALID");
  EXPECT_EQ(GetCentre().ok(), !HasRivals());
}

TEST_P(RaceTest, NoPaperIsIssuedUnderAnAgreementThatIsBeingRevoked) {
  const std::string agreement = FoundedCentre().agreement();
  ExpectRefused(IssueAgainst([&] { return Revoke(agreement); }), "AGREEMENT_NOT_VALID");
}

TEST_P(RaceTest, NoPaperIsIssuedForACentreThatIsBeingClosed) {
  FoundedCentre();
  ExpectRefused(IssueAgainst([&] { return CloseCentre(); }), "CENTRE_CLOSED");
}

TEST_P(RaceTest, NobodyJoinsACentreThatIsBeingClosed) {
  FoundedCentre();
  v1::AddStaffMemberRequest request;
  request.set_parent("centres/3996");
  *request.mutable_staff_member() = samples::NewMember(samples::kNationalIds[0]);
  ExpectRefused(Race(
                    Manager(), [&](rpc::Call& call) { return staff_handlers_.Add(call, request); },
                    [&] { return CloseCentre(); }),
                "CENTRE_CLOSED");
}

TEST_P(RaceTest, NobodyAppliesInACallThatIsBeingCancelled) {
  const std::string name = OpenCall().name();
  v1::CancelCallRequest request;
  request.set_name(name);
  request.set_reason("no need");
  ExpectRefused(
      SubmitAgainst(name, [&] { return Write(call_handlers_, &CallHandlers::Cancel, testing::Steering(), request); }),
      "CALL_NOT_OPEN");
}

TEST_P(RaceTest, NobodyAppliesInACallThatIsBeingClosed) {
  const std::string name = OpenCall().name();
  v1::CloseCallRequest request;
  request.set_name(name);
  request.set_reason("enough");
  ExpectRefused(
      SubmitAgainst(name, [&] { return Write(call_handlers_, &CallHandlers::Close, testing::Steering(), request); }),
      "CALL_NOT_OPEN");
}

TEST_P(RaceTest, TwoApplyAtOnce) {
  const std::string name = OpenCall().name();
  EXPECT_THAT(SubmitAgainst(name, [&] { return Submit(name, samples::LegalApplicant(), Applicant("zahra")); }), IsOk());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, RaceTest, ::testing::ValuesIn(testing::AllBackends()), testing::BackendName);

}  // namespace
}  // namespace mosbat::registry
