#include "services/catalog/handlers/service_type_handlers.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class ServiceTypeHandlersTest : public CatalogFixture {
 protected:
  absl::StatusOr<v1::ServiceType> UpdateAs(const auth::Principal& caller, const v1::ServiceType& wanted,
                                           const std::string& path) {
    v1::UpdateServiceTypeRequest request;
    *request.mutable_service_type() = wanted;
    request.mutable_service_type()->set_name(kType);
    request.mutable_update_mask()->add_paths(path);
    return Update(caller, request);
  }

  absl::StatusOr<v1::ServiceType> RestOn(int number) {
    guideline_.Add(Text(number));
    v1::ServiceType wanted;
    wanted.set_rests_on(Text(number).name());
    return UpdateAs(Owner(), wanted, "rests_on");
  }

  absl::StatusOr<v1::ServiceTypeRevision> GetRevision(const std::string& name) {
    v1::GetServiceTypeRevisionRequest request;
    request.set_name(name);
    return calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.GetRevision(call, request); });
  }

  absl::StatusOr<v1::ListServiceTypeRevisionsResponse> ListRevisions(const std::string& parent, int page_size = 0,
                                                                     const std::string& page_token = "") {
    v1::ListServiceTypeRevisionsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.ListRevisions(call, request); });
  }

  std::vector<std::string> EventTypes() const {
    std::vector<std::string> types;
    for (const feed::v1::Event& event : calls_.events()) types.push_back(event.type());
    return types;
  }
};

TEST_F(ServiceTypeHandlersTest, RegisteredTypeIsReadByEverybody) {
  const absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  EXPECT_EQ(registered->state(), v1::ServiceType::PROPOSED);
  EXPECT_EQ(Get()->SerializeAsString(), registered->SerializeAsString());
}

TEST_F(ServiceTypeHandlersTest, SlugIsGivenOnce) {
  ASSERT_THAT(Register(), IsOk());
  EXPECT_THAT(Register(), FailsWith(StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  EXPECT_THAT(Register(RegisterRequest("Vision")), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(ServiceTypeHandlersTest, FoundingNumberIsGivenOnce) {
  v1::RegisterServiceTypeRequest first = RegisterRequest();
  first.mutable_service_type()->set_founding_number(1);
  ASSERT_THAT(Register(first), IsOk());

  v1::RegisterServiceTypeRequest second = RegisterRequest("interview");
  second.mutable_service_type()->set_founding_number(1);
  EXPECT_THAT(Register(second), FailsWith(StatusCode::kAlreadyExists, "FOUNDING_NUMBER_TAKEN"));
  second.mutable_service_type()->set_founding_number(2);
  ASSERT_THAT(Register(second), IsOk());

  v1::ServiceType wanted;
  wanted.set_founding_number(2);
  EXPECT_THAT(UpdateAs(Owner(), wanted, "founding_number"),
              FailsWith(StatusCode::kAlreadyExists, "FOUNDING_NUMBER_TAKEN"));
}

TEST_F(ServiceTypeHandlersTest, EmptyPlaceOfTheFoundingListStaysProposed) {
  v1::RegisterServiceTypeRequest request = RegisterRequest();
  request.mutable_service_type()->clear_title();
  request.mutable_service_type()->clear_rests_on();
  request.mutable_service_type()->set_title_unknown(true);
  ASSERT_THAT(Register(request), IsOk());

  EXPECT_THAT(Activate(), FailsWith(StatusCode::kFailedPrecondition, "TITLE_UNKNOWN"));
  EXPECT_EQ(Get()->state(), v1::ServiceType::PROPOSED);
}

TEST_F(ServiceTypeHandlersTest, UnknownTypeIsNotFound) {
  EXPECT_THAT(Get("serviceTypes/none"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(Get("none"), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
  EXPECT_THAT(Activate(), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(GetRevision("serviceTypes/none/revisions/1"),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND"));
  EXPECT_THAT(ListRevisions("serviceTypes/none"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
}

TEST_F(ServiceTypeHandlersTest, OnlyTheOwnerAndSteeringChangeAType) {
  ASSERT_THAT(Register(), IsOk());
  v1::ServiceType wanted;
  wanted.set_level(2);
  EXPECT_THAT(UpdateAs(Other(), wanted, "level"), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Activate(Other(), ActivateRequest()), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(Get()->level(), 1);
  EXPECT_EQ(Get()->state(), v1::ServiceType::PROPOSED);

  EXPECT_THAT(UpdateAs(testing::Steering(), wanted, "level"), IsOk());
  EXPECT_THAT(Activate(testing::Steering(), ActivateRequest()), IsOk());
}

TEST_F(ServiceTypeHandlersTest, SecondWriterOfOneEtagIsAborted) {
  v1::ServiceType wanted = *Register();
  wanted.set_level(2);
  ASSERT_THAT(UpdateAs(Owner(), wanted, "level"), IsOk());
  EXPECT_THAT(UpdateAs(Owner(), wanted, "level"), FailsWith(StatusCode::kAborted, "STALE_ETAG"));

  v1::ActivateServiceTypeRequest request = ActivateRequest();
  request.set_etag(wanted.etag());
  EXPECT_THAT(Activate(Owner(), request), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(ServiceTypeHandlersTest, ActivationMakesARevisionThatFollowersCanUseAsItIs) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());

  EXPECT_EQ(Get()->current_revision(), "serviceTypes/vision-screening/revisions/1");
  const absl::StatusOr<v1::ServiceTypeRevision> revision = GetRevision("serviceTypes/vision-screening/revisions/1");
  ASSERT_THAT(revision, IsOk());
  EXPECT_EQ(revision->sub_guideline_revision(), kText);
  EXPECT_EQ(revision->directive(), "directives/two");

  EXPECT_THAT(EventTypes(), ElementsAre("ServiceTypeRegistered", "ServiceTypeRevisionCreated", "ServiceTypeActivated"));
  v1::ServiceTypeRevision sent;
  ASSERT_TRUE(calls_.events()[1].payload().UnpackTo(&sent));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(sent, *revision));
  v1::ServiceType type;
  ASSERT_TRUE(calls_.events()[2].payload().UnpackTo(&type));
  EXPECT_EQ(type.etag(), Get()->etag());
  EXPECT_THAT(calls_.events()[2].rests_on(), ElementsAre("serviceTypes/vision-screening/revisions/1"));
}

TEST_F(ServiceTypeHandlersTest, NewRevisionIsCurrentFromItsDayOnAndLeavesTheOldOneAsItWas) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  const v1::ServiceTypeRevision first = GetRevision("serviceTypes/vision-screening/revisions/1").value();
  ASSERT_THAT(RestOn(2), IsOk());
  v1::ActivateServiceTypeRequest request = ActivateRequest();
  *request.mutable_effective_date() = iran::ToDate(Today() + 3);
  ASSERT_THAT(Activate(Owner(), request), IsOk());

  EXPECT_EQ(Get()->current_revision(), "serviceTypes/vision-screening/revisions/1");
  EXPECT_EQ(Get()->scheduled().revision(), "serviceTypes/vision-screening/revisions/2");
  calls_.clock().Advance(absl::Hours(72));
  EXPECT_EQ(Get()->current_revision(), "serviceTypes/vision-screening/revisions/2");
  EXPECT_FALSE(Get()->has_scheduled());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
      *GetRevision("serviceTypes/vision-screening/revisions/1"), first));
}

TEST_F(ServiceTypeHandlersTest, OneRevisionIsScheduledAtATime) {
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest request = ActivateRequest();
  *request.mutable_effective_date() = iran::ToDate(Today() + 3);
  ASSERT_THAT(Activate(Owner(), request), IsOk());
  ASSERT_THAT(RestOn(2), IsOk());
  EXPECT_THAT(Activate(Owner(), request), FailsWith(StatusCode::kFailedPrecondition, "REVISION_SCHEDULED"));

  calls_.clock().Advance(absl::Hours(72));
  EXPECT_THAT(Activate(), IsOk());
  EXPECT_EQ(Get()->current_revision(), "serviceTypes/vision-screening/revisions/2");
}

TEST_F(ServiceTypeHandlersTest, DirectiveIsThatOfTheEffectiveDate) {
  guideline::v1::Directive closed = OpenDirective();
  closed.set_name("directives/three");
  closed.mutable_provisions()->mutable_entrustment()->set_mode(guideline::v1::Directive::Entrustment::CLOSED_LIST);
  guideline_.AddDirective(Today() + 2, closed);
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest request = ActivateRequest();
  *request.mutable_effective_date() = iran::ToDate(Today() + 2);

  EXPECT_THAT(Activate(Owner(), request), FailsWith(StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE"));
  EXPECT_THAT(Activate(), IsOk());
}

TEST_F(ServiceTypeHandlersTest, WhatGuidelineDoesNotHaveIsSaidInWordsOfOurs) {
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest request = ActivateRequest();
  request.set_historical(true);
  *request.mutable_effective_date() = iran::ToDate(Today() - 401);
  guideline::v1::SubGuidelineRevision old = Text(1);
  *old.mutable_effective_date() = iran::ToDate(Today() - 1000);
  guideline_.Add(old);
  EXPECT_THAT(Activate(testing::Steering(), request),
              FailsWith(StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_IN_FORCE"));
}

TEST_F(ServiceTypeHandlersTest, RestsOnATextThatThereIs) {
  v1::RegisterServiceTypeRequest request = RegisterRequest();
  request.mutable_service_type()->set_rests_on("subGuidelines/vision-screening/revisions/9");
  const absl::Status refused = Register(request).status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  ASSERT_EQ(FaultsOf(refused, Language::kEnglish).size(), 1U);
  EXPECT_EQ(FaultsOf(refused, Language::kEnglish)[0].first, "service_type.rests_on");

  ASSERT_THAT(Register(), IsOk());
  v1::ServiceType wanted = request.service_type();
  wanted.mutable_title()->set_fa("غربالگری");
  EXPECT_THAT(UpdateAs(Owner(), wanted, "rests_on"),
              FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  EXPECT_THAT(UpdateAs(Owner(), wanted, "title"), IsOk()) << "what the mask leaves out is not looked at";
  EXPECT_EQ(Get()->rests_on(), kText);
}

TEST_F(ServiceTypeHandlersTest, GuidelineIsAskedOnlyAboutATextThatChanges) {
  ASSERT_THAT(Register(), IsOk());
  guideline_.GoDown();
  v1::ServiceType wanted;
  wanted.mutable_title()->set_fa("غربالگری");
  wanted.set_rests_on(kText);
  EXPECT_THAT(UpdateAs(Owner(), wanted, "*"), IsOk());
  wanted.set_rests_on(Text(2).name());
  EXPECT_THAT(UpdateAs(Owner(), wanted, "title"), IsOk()) << "the mask leaves the text as it is";
  EXPECT_THAT(UpdateAs(Owner(), wanted, "titel"), FailsWith(StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID"));
  EXPECT_THAT(UpdateAs(Owner(), wanted, "*"), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_THAT(Register(RegisterRequest("interview")), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(ServiceTypeHandlersTest, ActivationWithoutGuidelineIsUnavailableAndChangesNothing) {
  ASSERT_THAT(Register(), IsOk());
  const std::string etag = Get()->etag();
  guideline_.GoDown();
  EXPECT_THAT(Activate(), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_EQ(Get()->etag(), etag);
}

TEST_F(ServiceTypeHandlersTest, SuspendedTypeIsResumedWithoutAskingGuideline) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Suspend(), IsOk());
  EXPECT_EQ(Get()->state(), v1::ServiceType::SUSPENDED);
  const int asked = guideline_.calls();
  guideline_.GoDown();

  ASSERT_THAT(Activate(), IsOk());

  EXPECT_EQ(Get()->state(), v1::ServiceType::ACTIVE);
  EXPECT_EQ(Get()->revision_count(), 1);
  EXPECT_EQ(guideline_.calls(), asked);
}

// Between asking guideline and the transaction another call lets the type rest on another text.
TEST_F(ServiceTypeHandlersTest, GroundThatIsAboutAnotherTextIsStale) {
  ASSERT_THAT(Register(), IsOk());
  const rpc::CallContext context{.caller = Owner(), .now = calls_.clock().Now(), .deadline = absl::InfiniteFuture()};
  const absl::StatusOr<domain::Ground> ground = types_handlers_.GatherActivate(context, ActivateRequest());
  ASSERT_THAT(ground, IsOk());
  ASSERT_THAT(RestOn(2), IsOk());

  EXPECT_THAT(calls_.Write(Owner(),
                           [&](rpc::Call& call) { return types_handlers_.Activate(call, ActivateRequest(), *ground); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(ServiceTypeHandlersTest, RetiredTypeIsNeverActiveAgain) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  v1::RetireServiceTypeRequest request;
  request.set_name(kType);
  request.set_reason("the law changed");
  ASSERT_THAT(calls_.Write(Owner(), [&](rpc::Call& call) { return types_handlers_.Retire(call, request); }), IsOk());

  EXPECT_EQ(Get()->state(), v1::ServiceType::RETIRED);
  EXPECT_THAT(Activate(), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_RETIRED"));
  EXPECT_THAT(Suspend(), FailsWith(StatusCode::kFailedPrecondition, "NOT_ACTIVE"));
}

TEST_F(ServiceTypeHandlersTest, MemoryAnswersAsTheStoreDoes) {
  v1::GetServiceTypeRequest request;
  request.set_name(kType);
  v1::ServiceType answer;
  EXPECT_FALSE(types_handlers_.GetFromMemory(request, answer));

  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest later = ActivateRequest();
  *later.mutable_effective_date() = iran::ToDate(Today() + 1);
  ASSERT_THAT(Activate(Owner(), later), IsOk());
  for (int day = 0; day < 2; ++day) {
    ASSERT_TRUE(types_handlers_.GetFromMemory(request, answer));
    EXPECT_EQ(answer.SerializeAsString(), Get()->SerializeAsString()) << day;
    calls_.clock().Advance(absl::Hours(24));
  }
  EXPECT_EQ(answer.current_revision(), "serviceTypes/vision-screening/revisions/1");
}

TEST_F(ServiceTypeHandlersTest, MemoryDoesNotTakeWhatWasNotCommitted) {
  ASSERT_THAT(Register(), IsOk());
  v1::ServiceType wanted;
  wanted.set_level(9);
  ASSERT_THAT(UpdateAs(Owner(), wanted, "level"), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));

  v1::GetServiceTypeRequest request;
  request.set_name(kType);
  v1::ServiceType answer;
  ASSERT_TRUE(types_handlers_.GetFromMemory(request, answer));
  EXPECT_EQ(answer.level(), 1);
}

TEST_F(ServiceTypeHandlersTest, ListPagesThroughTheTypesOfAnOwner) {
  for (const char* slug : {"c", "a", "b"}) ASSERT_THAT(Register(RegisterRequest(slug)), IsOk());
  v1::ListServiceTypesRequest request;
  request.set_owner(kOwner);
  request.set_page_size(2);
  const auto list = [&] {
    return calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.List(call, request); });
  };

  const absl::StatusOr<v1::ListServiceTypesResponse> first = list();
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->service_types_size(), 2);
  EXPECT_EQ(first->service_types(1).name(), "serviceTypes/b");

  request.set_page_token(first->next_page_token());
  const absl::StatusOr<v1::ListServiceTypesResponse> second = list();
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->service_types_size(), 1);
  EXPECT_EQ(second->service_types(0).name(), "serviceTypes/c");
  EXPECT_EQ(second->next_page_token(), "");

  request.set_state(v1::ServiceType::ACTIVE);
  EXPECT_THAT(list(), FailsWith(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  EXPECT_EQ(list()->service_types_size(), 0);
}

TEST_F(ServiceTypeHandlersTest, ListsRevisionsOfOneTypeAndOfAll) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(RestOn(2), IsOk());
  ASSERT_THAT(Activate(), IsOk());

  const absl::StatusOr<v1::ListServiceTypeRevisionsResponse> first = ListRevisions(kType, 1);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->revisions_size(), 1);
  EXPECT_EQ(first->revisions(0).number(), 1);
  const absl::StatusOr<v1::ListServiceTypeRevisionsResponse> second = ListRevisions(kType, 1, first->next_page_token());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->revisions(0).number(), 2);

  EXPECT_EQ(ListRevisions("serviceTypes/-")->revisions_size(), 2);
}

}  // namespace
}  // namespace mosbat::catalog
