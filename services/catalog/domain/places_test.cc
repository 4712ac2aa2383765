#include "services/catalog/domain/places.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::catalog::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kStart(2026, 3, 21);

std::vector<std::string> Fields(const std::vector<Place>& places) {
  std::vector<std::string> fields;
  for (const Place& place : places) fields.push_back(absl::StrCat(place.field, "=", place.name));
  return fields;
}

TEST(PlacesOfTest, AreEverythingThatIsNamed) {
  v1::Entrustment one;
  one.mutable_area()->set_country(true);
  EXPECT_THAT(PlacesOf(one), IsEmpty());
  one.mutable_area()->set_province("provinces/30");
  EXPECT_THAT(Fields(PlacesOf(one)), ElementsAre("area.province=provinces/30"));
  one.mutable_area()->set_county("provinces/30/counties/3001");
  EXPECT_THAT(Fields(PlacesOf(one)), ElementsAre("area.county=provinces/30/counties/3001"));
  one.mutable_area()->set_centre("centres/1");
  EXPECT_THAT(Fields(PlacesOf(one)), ElementsAre("area.centre=centres/1"));
  one.mutable_centres()->add_names("centres/1");
  one.mutable_centres()->add_names("centres/2");
  EXPECT_THAT(Fields(PlacesOf(one)), ElementsAre("centres.names[0]=centres/1", "centres.names[1]=centres/2"));
}

TEST(PlacesOfTest, RegistryIsNotAskedWhatCannotBe) {
  v1::Entrustment one;
  one.mutable_area()->set_county("provinces/30");
  EXPECT_THAT(PlacesOf(one), IsEmpty());
  one.mutable_centres()->add_names("3996");
  EXPECT_THAT(PlacesOf(one), IsEmpty());
  for (int i = 0; i < kMostCentres; ++i) one.mutable_centres()->add_names(absl::StrCat("centres/", i));
  EXPECT_THAT(PlacesOf(one), IsEmpty()) << "more than an entrustment may have";
}

TEST(CheckPlacesTest, SaysWhereThoseThatThereAreStand) {
  FaultList faults;
  CheckPlaces({{Place::Kind::kProvince, "a", "provinces/99"},
               {Place::Kind::kCounty, "b", "provinces/30/counties/3099"},
               {Place::Kind::kCentre, "c", "centres/1"}},
              kStart, faults);
  const std::string lists[] = {"(/v1/provinces)", "(/v1/provinces/30/counties)", "(/v1/centres)"};
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    const auto said = FaultsOf(faults.ToStatus(), language);
    ASSERT_EQ(said.size(), 3U);
    for (size_t i = 0; i < said.size(); ++i) EXPECT_THAT(said[i].second, ::testing::HasSubstr(lists[i]));
  }
}

TEST(CheckPlacesTest, APlaceIsThereUntilItsLastDay) {
  const auto ends_on = [](absl::CivilDay day) {
    FaultList faults;
    CheckPlaces({{Place::Kind::kProvince, "area.province", "provinces/30", true, day}}, kStart, faults);
    return ReasonOf(faults.ToStatus());
  };
  EXPECT_EQ(ends_on(kStart), "");
  EXPECT_EQ(ends_on(kStart - 1), "PLACE_ENDED");
}

}  // namespace
}  // namespace mosbat::catalog::domain
