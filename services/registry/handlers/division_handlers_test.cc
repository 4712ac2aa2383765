#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

class DivisionTest : public RegistryFixture {
 protected:
  absl::StatusOr<v1::ImportDivisionsResponse> Import(const v1::ImportDivisionsRequest& request) {
    return Write(division_handlers_, &DivisionHandlers::Import, testing::Steering(), request);
  }
  static v1::ImportDivisionsRequest Qom(const std::string& title = "قم") {
    v1::ImportDivisionsRequest request;
    v1::Province& province = *request.add_provinces();
    province.set_name("provinces/25");
    province.mutable_title()->set_fa("قم");
    v1::County& county = *request.add_counties();
    county.set_name("provinces/25/counties/2501");
    county.mutable_title()->set_fa(title);
    return request;
  }
};

TEST_F(DivisionTest, SecondImportChangesNothing) {
  const auto first = Import(Qom());
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->added(), 2);
  const auto second = Import(Qom());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->added(), 0);
  EXPECT_EQ(second->changed(), 0);
  EXPECT_EQ(second->unchanged(), 2);
}

TEST_F(DivisionTest, OnlyWhatDiffersIsChanged) {
  ASSERT_THAT(Import(Qom()), IsOk());
  const auto renamed = Import(Qom("شهر قم"));
  ASSERT_THAT(renamed, IsOk());
  EXPECT_EQ(renamed->changed(), 1);
  EXPECT_EQ(renamed->unchanged(), 1);
}

TEST_F(DivisionTest, CountyNeedsItsProvince) {
  v1::ImportDivisionsRequest orphan = Qom();
  orphan.clear_provinces();
  EXPECT_THAT(Import(orphan), FailsWith(StatusCode::kFailedPrecondition, "PROVINCE_UNKNOWN"));
}

TEST_F(DivisionTest, FaultyImportStoresNothing) {
  v1::ImportDivisionsRequest faulty = Qom();
  faulty.mutable_counties(0)->clear_title();
  EXPECT_THAT(Import(faulty), FailsWith(StatusCode::kInvalidArgument, "DIVISION_INVALID"));
  v1::ListCountiesRequest request;
  request.set_parent("provinces/25");
  EXPECT_THAT(Read(division_handlers_, &DivisionHandlers::ListCounties, Applicant(), request),
              FailsWith(StatusCode::kNotFound, "PROVINCE_NOT_FOUND"));
}

TEST_F(DivisionTest, ListsGoPageByPage) {
  v1::ListProvincesRequest request;
  request.set_page_size(1);
  const auto first = Read(division_handlers_, &DivisionHandlers::ListProvinces, Applicant(), request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->provinces_size(), 1);
  EXPECT_EQ(first->provinces(0).name(), "provinces/23");
  request.set_page_token(first->next_page_token());
  const auto second = Read(division_handlers_, &DivisionHandlers::ListProvinces, Applicant(), request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->provinces_size(), 1);
  EXPECT_EQ(second->provinces(0).name(), "provinces/30");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(DivisionTest, CountiesOfOneProvinceOrOfAll) {
  v1::ListCountiesRequest request;
  request.set_parent("provinces/30");
  EXPECT_EQ(Read(division_handlers_, &DivisionHandlers::ListCounties, Applicant(), request)->counties_size(), 1);
  request.set_parent("provinces/-");
  EXPECT_EQ(Read(division_handlers_, &DivisionHandlers::ListCounties, Applicant(), request)->counties_size(), 2);
}

TEST_F(DivisionTest, PageTokenIsGoodForItsOwnListOnly) {
  v1::ListCountiesRequest request;
  request.set_parent("provinces/-");
  request.set_page_size(1);
  const auto page = Read(division_handlers_, &DivisionHandlers::ListCounties, Applicant(), request);
  ASSERT_THAT(page, IsOk());
  request.set_parent("provinces/30");
  request.set_page_token(page->next_page_token());
  EXPECT_THAT(Read(division_handlers_, &DivisionHandlers::ListCounties, Applicant(), request),
              FailsWith(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace mosbat::registry
