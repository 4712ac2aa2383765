#include "services/casefile/domain/quota.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using catalog::v1::Entrustment;
using common::v1::Period;
using examples::kToday;

Entrustment Named(const std::string& id, absl::CivilDay start = kToday) {
  Entrustment entrustment = examples::Entrustment(start);
  entrustment.set_name("entrustments/" + id);
  return entrustment;
}

TEST(CountingForTest, MostExactThenLatestThenGreatestName) {
  const registry::v1::Centre centre = examples::Centre(10);
  std::vector<Entrustment> entrustments;
  const auto counting = [&] {
    const Entrustment* const one = CountingFor(centre, entrustments);
    return one == nullptr ? std::string() : one->name();
  };
  const auto add = [&](const std::string& id, absl::CivilDay start = kToday) -> Entrustment& {
    return entrustments.emplace_back(Named(id, start));
  };
  EXPECT_EQ(counting(), "");
  add("z-elsewhere").mutable_area()->set_county("provinces/30/counties/3002");
  EXPECT_EQ(counting(), "");
  add("z-country", kToday + 9).mutable_area()->set_country(true);
  EXPECT_EQ(counting(), "entrustments/z-country");
  add("y-province", kToday + 5).mutable_area()->set_province("provinces/30");
  EXPECT_EQ(counting(), "entrustments/y-province");
  add("c-county", kToday - 1);
  EXPECT_EQ(counting(), "entrustments/c-county");
  add("b-county");
  EXPECT_EQ(counting(), "entrustments/b-county") << "of two counties the one that starts last";
  add("d-county");
  add("a-county");
  EXPECT_EQ(counting(), "entrustments/d-county") << "of two of one day the one of the greater name";
  add("a-centre", kToday - 50).mutable_centres()->add_names(examples::kCentre);
  EXPECT_EQ(counting(), "entrustments/a-centre");
  add("b-centre", kToday - 60).mutable_area()->set_centre(examples::kCentre);
  EXPECT_EQ(counting(), "entrustments/a-centre") << "by name or as an area is alike";
}

TEST(QuotaPeriodTest, PeriodsFollowOneAnotherFromTheStart) {
  Entrustment entrustment = Named("one", iran::ToGregorian({1405, 1, 31}));
  entrustment.mutable_quota()->set_deliveries(7);
  const auto of = [&](iran::JalaliDay day) {
    const QuotaPeriod period = PeriodOf(entrustment, iran::ToGregorian(day), {iran::ToGregorian({1405, 2, 2})});
    EXPECT_EQ(period.entrustment, entrustment.name());
    EXPECT_EQ(period.deliveries, 7);
    return iran::FormatJalali(period.from) + " to " + iran::FormatJalali(period.until);
  };
  Period& length = *entrustment.mutable_quota()->mutable_period();
  length.set_n(1);
  length.set_unit(Period::MONTHS);
  EXPECT_EQ(of({1405, 1, 31}), "1405-01-31 to 1405-02-30");
  EXPECT_EQ(of({1405, 2, 30}), "1405-01-31 to 1405-02-30");
  EXPECT_EQ(of({1405, 7, 5}), "1405-06-31 to 1405-07-29");
  EXPECT_EQ(of({1406, 1, 31}), "1406-01-31 to 1406-02-30") << "short months between do not shift the later ones";
  length.set_n(10);
  length.set_unit(Period::CALENDAR_DAYS);
  EXPECT_EQ(of({1405, 2, 9}), "1405-01-31 to 1405-02-09");
  EXPECT_EQ(of({1405, 2, 10}), "1405-02-10 to 1405-02-19");
  length.set_n(2);
  length.set_unit(Period::WORKING_DAYS);
  // The 31st of Farvardin 1405 is a Monday, the 2nd of Ordibehesht a holiday, the 4th a Friday.
  EXPECT_EQ(of({1405, 1, 31}), "1405-01-31 to 1405-02-02");
  EXPECT_EQ(of({1405, 2, 4}), "1405-02-03 to 1405-02-05");
}

}  // namespace
}  // namespace mosbat::casefile::domain
