#include "clients/mosbatctl/denial.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const Method& Approve() { return *MethodOf(*guideline::v1::ApproveSubGuidelineRevisionRequest::descriptor()); }
const Method& Activate() { return *MethodOf(*catalog::v1::ActivateServiceTypeRequest::descriptor()); }

absl::Status Denied(const char* reason, ErrorMetadata metadata = {}) {
  return MakeError(absl::StatusCode::kPermissionDenied, reason, {.en = "No.", .fa = "نه."}, std::move(metadata));
}

TEST(DenialTest, TheRoleThatMayAndTheCallersThatHaveItAreNamed) {
  const absl::Status named = NamingWhoMay(Denied("ACCESS_DENIED"), Approve(), {"steering@mina"}, "");
  EXPECT_EQ(AdviceOf(named).en,
            "this needs the role steering. This context speaks for steering@mina. Name the caller with --as CALLER.");
  EXPECT_THAT(AdviceOf(named).fa, AllOf(HasSubstr("نقش لازم: steering"), HasSubstr("steering@mina")));
  EXPECT_EQ(ReasonOf(named), "ACCESS_DENIED");
}

TEST(DenialTest, AContextWithoutThatRoleIsToldWhereOthersAre) {
  const absl::Status named = NamingWhoMay(Denied("ACCESS_DENIED"), Approve(), {}, "");
  EXPECT_EQ(AdviceOf(named).en,
            "this needs the role steering. This context has no such caller: see mosbatctl context list.");
}

TEST(DenialTest, WhatBelongsToAnotherSaysToWhomAndInAFileThereIsNoFlag) {
  const absl::Status named = NamingWhoMay(Denied("NOT_IN_SCOPE", {{"file", "p.yaml"}}), Activate(),
                                          {"deputyship:prevention"}, "deputyships/rehabilitation");
  EXPECT_THAT(AdviceOf(named).en, AllOf(HasSubstr("it belongs to deputyships/rehabilitation; call in the name of "
                                                  "deputyship:rehabilitation."),
                                        HasSubstr("in the file, as:"), Not(HasSubstr("--as"))));
}

TEST(DenialTest, TheDecidingNameIsThatOfTheOwnerOrOfWhatHasOne) {
  catalog::v1::RegisterServiceTypeRequest type;
  type.mutable_service_type()->set_owner("deputyships/prevention");
  EXPECT_EQ(DecidingName(type), "deputyships/prevention");
  type.mutable_service_type()->set_name("serviceTypes/vision");
  EXPECT_EQ(DecidingName(type, "deputyships/prevention"), "serviceTypes/vision") << "it was called in that name";
  catalog::v1::ProposeEntrustmentRequest entrustment;
  entrustment.mutable_entrustment()->set_service_type("serviceTypes/vision");
  EXPECT_EQ(DecidingName(entrustment), "serviceTypes/vision");
  guideline::v1::SubmitSubGuidelineRevisionRequest text;
  text.set_name("subGuidelines/vision/revisions/2");
  EXPECT_EQ(DecidingName(text), "subGuidelines/vision");
  EXPECT_EQ(DecidingName(catalog::v1::ListFactsRequest()), "");
}

}  // namespace
}  // namespace mosbat::ctl
