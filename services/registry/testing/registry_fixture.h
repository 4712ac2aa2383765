// A registry in memory, with a guideline and a purchasing that the test decides; what the tests of all handlers begin
// with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "common/crypto/keyring.h"
#include "common/iran/tehran_day.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/registry/handlers/application_handlers.h"
#include "services/registry/handlers/call_handlers.h"
#include "services/registry/handlers/centre_handlers.h"
#include "services/registry/handlers/division_handlers.h"
#include "services/registry/handlers/licence_handlers.h"
#include "services/registry/handlers/preview_handlers.h"
#include "services/registry/handlers/staff_handlers.h"
#include "services/registry/store/migrations.h"
#include "services/registry/testing/fake_clients.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry {

// Alborz and Tehran with a county each are known, directive two is in force, and Alborz has credit in 1405.
class RegistryFixture : public ::testing::Test {
 protected:
  explicit RegistryFixture(const testing::Backend& backend = testing::SqliteMemory())
      : calls_({{"registry", &Migrations()}}, backend) {
    guideline_.AddDirective(samples::kToday - 400, samples::DirectiveTwo());
    purchasing_.SetFree("credits/30-1405", 1'000'000);
    v1::ImportDivisionsRequest request;
    for (const char* county : {samples::kCounty, samples::kOtherCounty}) {
      v1::Province& province = *request.add_provinces();
      province.set_name(std::string(county).substr(0, std::string(samples::kProvince).size()));
      province.mutable_title()->set_fa("استان");
      v1::County& added = *request.add_counties();
      added.set_name(county);
      added.mutable_title()->set_fa("شهرستان");
    }
    EXPECT_THAT(
        calls_.Write(testing::Steering(), [&](rpc::Call& call) { return division_handlers_.Import(call, request); }),
        testing::IsOk());
  }

  static auth::Principal Applicant(const std::string& id = "mina") {
    return testing::As(access::v1::APPLICANT, id, "self");
  }
  static auth::Principal CountyOfficer(const std::string& county = samples::kCounty) {
    return testing::As(access::v1::COUNTY, "reza", county);
  }
  static auth::Principal Commission(const std::string& province = samples::kProvince) {
    return testing::As(access::v1::COMMISSION, "commission", province);
  }
  static auth::Principal Manager(const std::string& centre = "centres/3996") {
    return testing::As(access::v1::CENTRE_MANAGER, "manager", centre);
  }

  absl::CivilDay Today() { return iran::TehranDay(calls_.clock().Now()); }
  void PassDays(int days) { calls_.clock().Advance(absl::Hours(24 * days)); }

  // A handler with its first step, as the runner runs them.
  template <typename Handlers, typename Gathered, typename Request, typename Response>
  absl::StatusOr<Response> Ask(const Handlers& handlers,
                               absl::StatusOr<Gathered> (Handlers::*gather)(const rpc::CallContext&, const Request&)
                                   const,
                               absl::StatusOr<Response> (Handlers::*handler)(rpc::Call&, const Request&,
                                                                             const Gathered&) const,
                               const auth::Principal& caller, const Request& request) {
    const rpc::CallContext context = {
        .caller = caller, .now = calls_.clock().Now(), .deadline = absl::InfiniteFuture()};
    const absl::StatusOr<Gathered> gathered = (handlers.*gather)(context, request);
    if (!gathered.ok()) return gathered.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return (handlers.*handler)(call, request, *gathered); });
  }
  template <typename Handlers, typename Request, typename Response>
  absl::StatusOr<Response> Write(const Handlers& handlers,
                                 absl::StatusOr<Response> (Handlers::*handler)(rpc::Call&, const Request&) const,
                                 const auth::Principal& caller, const Request& request) {
    return calls_.Write(caller, [&](rpc::Call& call) { return (handlers.*handler)(call, request); });
  }
  template <typename Handlers, typename Request, typename Response>
  absl::StatusOr<Response> Read(const Handlers& handlers,
                                absl::StatusOr<Response> (Handlers::*handler)(rpc::Call&, const Request&) const,
                                const auth::Principal& caller, const Request& request) {
    return calls_.Read(caller, [&](rpc::Call& call) { return (handlers.*handler)(call, request); });
  }

  v1::Call MakeCall(const std::string& county = samples::kCounty) {
    v1::CreateCallRequest request;
    request.mutable_call()->set_county(county);
    request.mutable_call()->mutable_need()->set_centres(2);
    request.mutable_call()->mutable_need()->set_reason("900 households wait");
    return Write(call_handlers_, &CallHandlers::Create, testing::Steering(), request).value();
  }
  absl::StatusOr<v1::Call> Announce(const std::string& name, absl::CivilDay opening) {
    v1::AnnounceCallRequest request;
    request.set_name(name);
    *request.mutable_opening_date() = iran::ToDate(opening);
    return Ask(call_handlers_, &CallHandlers::GatherAnnounce, &CallHandlers::Announce, testing::Steering(), request);
  }
  v1::Call OpenCall() { return Announce(MakeCall().name(), Today()).value(); }

  absl::StatusOr<v1::Application> Submit(const std::string& call, const v1::Applicant& applicant,
                                         const auth::Principal& caller = Applicant()) {
    v1::SubmitApplicationRequest request;
    request.mutable_application()->set_call(call);
    *request.mutable_application()->mutable_applicant() = applicant;
    return Ask(application_handlers_, &ApplicationHandlers::GatherSubmit, &ApplicationHandlers::Submit, caller,
               request);
  }
  absl::StatusOr<v1::Application> Review(const std::string& name, const auth::Principal& caller = CountyOfficer()) {
    v1::RecordReviewRequest request;
    request.set_name(name);
    request.set_opinion(v1::Review::FOR);
    request.set_text("needed");
    return Write(application_handlers_, &ApplicationHandlers::Review, caller, request);
  }
  absl::StatusOr<v1::Application> Agree(const std::string& name, const auth::Principal& caller = Commission()) {
    v1::DecideApplicationRequest request;
    request.set_name(name);
    request.set_outcome(v1::CommissionDecision::AGREE);
    return Write(application_handlers_, &ApplicationHandlers::Decide, caller, request);
  }
  v1::Application AgreedApplication() {
    const v1::Application application = Submit(OpenCall().name(), samples::NaturalApplicant()).value();
    EXPECT_THAT(Review(application.name()), testing::IsOk());
    return Agree(application.name()).value();
  }

  absl::StatusOr<v1::Centre> Establish(const v1::EstablishCentreRequest& request,
                                       const auth::Principal& caller = Commission()) {
    return Ask(centre_handlers_, &CentreHandlers::GatherEstablish, &CentreHandlers::Establish, caller, request);
  }
  // "centres/3996", founded under an agreement.
  v1::Centre FoundedCentre() {
    v1::EstablishCentreRequest request;
    *request.mutable_centre() = samples::NewCentre();
    request.set_centre_id("3996");
    request.set_agreement(AgreedApplication().agreement());
    return Establish(request).value();
  }
  absl::StatusOr<v1::Centre> GetCentre(const std::string& name = "centres/3996") {
    v1::GetCentreRequest request;
    request.set_name(name);
    return Read(centre_handlers_, &CentreHandlers::Get, Applicant(), request);
  }

  absl::StatusOr<v1::Licence> Issue(v1::Licence::Kind kind, const auth::Principal& caller = Commission(),
                                    const std::string& centre = "centres/3996") {
    v1::IssueLicenceRequest request;
    request.mutable_licence()->set_kind(kind);
    request.mutable_licence()->set_centre(centre);
    *request.mutable_licence()->mutable_holder() = samples::Holder();
    return Ask(licence_handlers_, &LicenceHandlers::GatherIssue, &LicenceHandlers::Issue, caller, request);
  }
  absl::StatusOr<v1::StaffMember> AddMember(const std::string& national_id,
                                            v1::StaffMember::Position position = v1::StaffMember::SOCIAL_WORKER,
                                            const auth::Principal& caller = Manager()) {
    v1::AddStaffMemberRequest request;
    request.set_parent("centres/3996");
    *request.mutable_staff_member() = samples::NewMember(national_id, position);
    return Write(staff_handlers_, &StaffHandlers::Add, caller, request);
  }
  void AddFive() {
    for (int i = 0; i < 5; ++i) {
      const auto position = i < 3 ? v1::StaffMember::SOCIAL_WORKER : v1::StaffMember::OFFICE;
      EXPECT_THAT(AddMember(samples::kNationalIds[i], position), testing::IsOk());
    }
  }
  // Founds "centres/3996", with its three papers and five staff, of whom three are social workers.
  v1::Centre OperatingCentre() {
    FoundedCentre();
    for (const auto kind : {v1::Licence::FOUNDER, v1::Licence::ACTIVITY, v1::Licence::TECHNICAL_MANAGER}) {
      EXPECT_THAT(Issue(kind), testing::IsOk());
    }
    AddFive();
    return GetCentre().value();
  }

  // The types of the events about `subject`, in order.
  std::vector<std::string> EventsOf(const std::string& subject) {
    std::vector<std::string> types;
    for (const feed::v1::Event& event : calls_.events()) {
      if (event.subject() == subject) types.push_back(event.type());
    }
    return types;
  }
  // What the audit entries of the last call name.
  std::vector<std::string> Audited() {
    std::vector<std::string> subjects;
    for (const audit::v1::Entry& entry : calls_.audits()) subjects.push_back(entry.subject());
    return subjects;
  }
  // Whether `text` occurs in the payload of any event.
  bool EventsShow(const std::string& text) {
    for (const feed::v1::Event& event : calls_.events()) {
      if (event.payload().value().find(text) != std::string::npos) return true;
    }
    return false;
  }

  testing::HandlerCalls calls_;
  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  FakeGuidelineClient guideline_;
  FakePurchasingClient purchasing_;
  const DivisionStore divisions_;
  const CallStore call_store_;
  const ApplicationStore applications_{*keyring_};
  const LicenceStore licences_{*keyring_};
  const CentreStore centres_;
  const StaffStore staff_{*keyring_};
  const DivisionHandlers division_handlers_{divisions_};
  const CallHandlers call_handlers_{calls_.database(), call_store_, divisions_, guideline_, purchasing_};
  const ApplicationHandlers application_handlers_{applications_, call_store_, licences_, guideline_};
  const LicenceHandlers licence_handlers_{licences_, centres_, guideline_};
  const CentreHandlers centre_handlers_{centres_, staff_, licences_, applications_, divisions_, guideline_};
  const PreviewHandlers preview_handlers_{centres_, licences_, guideline_,
                                          [](absl::Time) { return std::string("registry@feed:7"); }};
  const StaffHandlers staff_handlers_{staff_, centres_};
};

}  // namespace mosbat::registry
