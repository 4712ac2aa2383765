#include "services/registry/domain/divisions.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

v1::ImportDivisionsRequest Alborz() {
  v1::ImportDivisionsRequest request;
  v1::Province& province = *request.add_provinces();
  province.set_name("provinces/30");
  province.mutable_title()->set_fa("البرز");
  province.set_iso_code("IR-30");
  province.set_phone_prefix("026");
  v1::County& county = *request.add_counties();
  county.set_name("provinces/30/counties/3001");
  county.mutable_title()->set_fa("کرج");
  return request;
}

std::string OnlyFault(const v1::ImportDivisionsRequest& request) {
  const absl::Status status = CheckImport(request);
  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, "DIVISION_INVALID"));
  const auto faults = FaultsOf(status, Language::kEnglish);
  return faults.size() == 1 ? faults.front().first : absl::StrCat(faults.size(), " faults");
}

TEST(CheckImportTest, RealDivisionsAreRight) { EXPECT_THAT(CheckImport(Alborz()), IsOk()); }

TEST(CheckImportTest, CountyIsNumberedByItsProvince) {
  for (const char* name :
       {"provinces/30/counties/2301", "provinces/30/counties/301", "provinces/3/counties/3001", ""}) {
    v1::ImportDivisionsRequest request = Alborz();
    request.mutable_counties(0)->set_name(name);
    EXPECT_EQ(OnlyFault(request), "counties[0].name") << name;
  }
}

TEST(CheckImportTest, EachFaultIsNamedByItsPath) {
  v1::ImportDivisionsRequest request = Alborz();
  request.mutable_provinces(0)->set_name("provinces/alborz");
  EXPECT_EQ(OnlyFault(request), "provinces[0].name");
  request = Alborz();
  request.mutable_provinces(0)->set_iso_code("IR-1");
  EXPECT_EQ(OnlyFault(request), "provinces[0].iso_code");
  request = Alborz();
  request.mutable_provinces(0)->set_phone_prefix("26");
  EXPECT_EQ(OnlyFault(request), "provinces[0].phone_prefix");
  request = Alborz();
  request.mutable_counties(0)->clear_title();
  EXPECT_EQ(OnlyFault(request), "counties[0].title.fa");
  request = Alborz();
  *request.mutable_counties(0)->mutable_valid_from() = iran::ToDate(samples::kToday);
  *request.mutable_counties(0)->mutable_valid_until() = iran::ToDate(samples::kToday - 1);
  EXPECT_EQ(OnlyFault(request), "counties[0].valid_until");
  request = Alborz();
  *request.add_counties() = request.counties(0);
  EXPECT_EQ(OnlyFault(request), "counties[1].name");
}

TEST(CheckImportTest, AThousandDivisionsAtOnce) {
  v1::ImportDivisionsRequest request;
  for (int i = 0; i < 1001; ++i) request.add_counties();
  EXPECT_THAT(CheckImport(request), FailsWith(StatusCode::kInvalidArgument, "IMPORT_TOO_LARGE"));
}

TEST(ProvinceOfTest, IsTheFirstHalfOfTheName) {
  EXPECT_EQ(ProvinceOf("provinces/30/counties/3001"), "provinces/30");
  EXPECT_EQ(ProvinceOf("provinces/30"), "provinces/30");
}

}  // namespace
}  // namespace mosbat::registry::domain
