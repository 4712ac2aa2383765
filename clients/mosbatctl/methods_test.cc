#include "clients/mosbatctl/methods.h"

#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MethodsTest, NoTwoMethodsShareARequest) {
  std::set<const google::protobuf::Descriptor*> requests;
  for (const auto* const service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      EXPECT_TRUE(requests.insert(service->method(i)->input_type()).second) << service->method(i)->full_name();
      EXPECT_EQ(MethodOf(*service->method(i)->input_type()), service->method(i));
    }
  }
  EXPECT_EQ(MethodOf(*guideline::v1::Directive::descriptor()), nullptr);
}

TEST(MethodsTest, AMethodIsFoundByItsNameWithOrWithoutItsService) {
  for (const char* const name :
       {"GetServiceType", "CatalogService/GetServiceType", "mosbat.catalog.v1.CatalogService/GetServiceType",
        "/mosbat.catalog.v1.CatalogService/GetServiceType"}) {
    SCOPED_TRACE(name);
    const auto method = FindMethod(name);
    ASSERT_THAT(method, IsOk());
    EXPECT_EQ(PathOf(**method), "/mosbat.catalog.v1.CatalogService/GetServiceType");
    EXPECT_TRUE(IsRead(**method));
  }
  EXPECT_THAT(FindMethod("ServiceType"), FailsWith(absl::StatusCode::kInvalidArgument, "METHOD_UNKNOWN"));
  const std::string near = WordsOf(FindMethod("Get").status(), Language::kEnglish);
  EXPECT_EQ(std::count(near.begin(), near.end(), '/'), 6) << "of all that get something: " << near;
  EXPECT_THAT(FindMethod(""), FailsWith(absl::StatusCode::kInvalidArgument, "METHOD_UNKNOWN"));
}

TEST(MethodsTest, ANameLeadsToTheMethodThatGetsIt) {
  EXPECT_EQ((*GetMethodOf("serviceTypes/vision-screening"))->name(), "GetServiceType");
  EXPECT_EQ((*GetMethodOf("serviceTypes/vision-screening/revisions/1"))->name(), "GetServiceTypeRevision");
  for (const char* const name : {"", "serviceTypes", "serviceTypes/", "servicetypes/vision"}) {
    EXPECT_THAT(GetMethodOf(name), FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN")) << name;
  }
}

TEST(MethodsTest, ACollectionLeadsToTheMethodThatListsItAndItsParent) {
  const auto counties = FindCollection("provinces/30/counties");
  ASSERT_THAT(counties, IsOk());
  EXPECT_EQ(counties->method->name(), "ListCounties");
  EXPECT_EQ(counties->parent, "provinces/30");
  const auto types = FindCollection("serviceTypes");
  ASSERT_THAT(types, IsOk());
  EXPECT_EQ(types->method->name(), "ListServiceTypes");
  EXPECT_EQ(types->parent, "");
  EXPECT_EQ(FindCollection("counties")->parent, "provinces/-");
  EXPECT_THAT(FindCollection("county"), FailsWith(absl::StatusCode::kInvalidArgument, "COLLECTION_UNKNOWN"));
}

TEST(MethodsTest, WhatNoMethodGetsStandsInItsList) {
  EXPECT_EQ(ListOnlyCollectionOf("provinces/30/counties/3001").parent, "provinces/30");
  for (const char* const name : {"serviceTypes/x", "decisions/x", "provinces", "provinces/", "nothing/x"}) {
    EXPECT_EQ(ListOnlyCollectionOf(name).method, nullptr) << name;
  }
}

TEST(MethodsTest, AResourceKnowsItsMethodsAndVerbs) {
  const ResourceMethods type = MethodsOf(*catalog::v1::ServiceType::descriptor());
  EXPECT_EQ(type.get->name(), "GetServiceType");
  EXPECT_EQ(type.list->name(), "ListServiceTypes");
  EXPECT_EQ(type.create->name(), "RegisterServiceType");
  EXPECT_EQ(type.update->name(), "UpdateServiceType");
  const ResourceMethods text = MethodsOf(*guideline::v1::SubGuidelineRevision::descriptor());
  EXPECT_EQ(text.create, nullptr);
  EXPECT_EQ(VerbOf(*guideline::v1::SubGuidelineRevision::descriptor(), "Approve")->name(),
            "ApproveSubGuidelineRevision");
  EXPECT_EQ(VerbOf(*guideline::v1::SubGuidelineRevision::descriptor(), "Burn"), nullptr);
}

TEST(MethodsTest, RolesAreThoseOfTheAccessOptionAndNoneWhereEverybodyMay) {
  EXPECT_THAT(RolesOf(**FindMethod("ImportDivisions")), ElementsAre("steering"));
  EXPECT_THAT(RolesOf(**FindMethod("ListProvinces")), IsEmpty());
}

}  // namespace
}  // namespace mosbat::ctl
