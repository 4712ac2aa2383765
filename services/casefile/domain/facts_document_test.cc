#include "services/casefile/domain/facts_document.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/fakes.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using examples::Json;
using examples::kToday;
using Day = absl::CivilDay;

TEST(WholeMonthsTest, CountsJalaliMonths) {
  struct Row {
    const char* label;
    absl::CivilDay from;
    absl::CivilDay to;
    int months;
  };
  const Row rows[] = {
      {"the same day", Day(2026, 3, 21), Day(2026, 3, 21), 0},
      {"1405-01-01 to 1405-02-01", Day(2026, 3, 21), Day(2026, 4, 21), 1},
      {"1405-01-02 to 1405-02-01", Day(2026, 3, 22), Day(2026, 4, 21), 0},
      {"1400-01-01 to 1405-01-01: the fifth birthday", Day(2021, 3, 21), Day(2026, 3, 21), 60},
      {"1404-06-31 to 1404-07-30: the last of a shorter month", Day(2025, 9, 22), Day(2025, 10, 22), 1},
      {"1404-06-31 to 1404-07-29", Day(2025, 9, 22), Day(2025, 10, 21), 0},
      {"backwards", Day(2026, 3, 21), Day(2025, 3, 21), 0},
  };
  for (const Row& row : rows) EXPECT_EQ(WholeMonths(row.from, row.to), row.months) << row.label;
}

TEST(BuildFactsTest, MemberOfAnOpenFile) {
  v1::CaseFile file = examples::Household(1);
  Open(file, testing::FakeClock().Now());
  v1::Member& child = *file.mutable_members(1);
  child.set_name("caseFiles/a/members/b");
  child.set_allowance_receiver(true);
  child.mutable_disability()->set_type(v1::Disability::HEARING);
  child.mutable_disability()->set_grade(v1::Disability::SEVERE);
  v1::ServiceRequest request;
  request.set_member(child.name());
  *request.mutable_answers() = Json(R"({"reason": "headache"})");
  v1::Delivery last;
  *last.mutable_occurred_on() = iran::ToDate(absl::CivilDay(2025, 3, 21));
  const FactSources sources{.request = request, .file = &file, .member = &child, .last_same_service = last};

  EXPECT_EQ(
      CanonicalJson(BuildFacts(sources, kToday)),
      R"({"age_months":54,"age_years":4,"allowance_receiver":true,)"
      R"("disability":{"grade":"SEVERE","type":"HEARING"},"file_open":true,"household_size":2,"is_head":false,)"
      R"("months_since_last_same_service":12,"recipient":"MEMBER","request":{"reason":"headache"},"sex":"FEMALE"})");
}

TEST(BuildFactsTest, ResultIsThatOfTheFormOfTheLastDelivery) {
  v1::ServiceRequest request;
  request.mutable_group()->set_participants(12);
  v1::Delivery last;
  *last.mutable_occurred_on() = iran::ToDate(kToday);
  *last.mutable_form() = Json(R"({"result": "second-stage"})");
  EXPECT_EQ(CanonicalJson(BuildFacts({.request = request, .last_same_service = last}, kToday)),
            R"({"file_open":false,"last_same_service_result":"second-stage","months_since_last_same_service":0,)"
            R"("recipient":"GROUP","request":{}})");
  *last.mutable_form() = Json(R"({"result": 7})");
  EXPECT_FALSE(BuildFacts({.request = request, .last_same_service = last}, kToday)
                   .fields()
                   .contains("last_same_service_result"));
}

TEST(BuildFactsTest, WhatIsNotKnownIsLeftOut) {
  v1::ServiceRequest request;
  *request.mutable_person() = [] {
    v1::Person person;
    person.mutable_birth_date()->set_year(2000);
    person.mutable_birth_date()->set_month(3);
    person.mutable_birth_date()->set_day(20);
    person.set_sex(v1::Member::MALE);
    return person;
  }();
  EXPECT_EQ(CanonicalJson(BuildFacts({.request = request}, kToday)),
            R"({"age_months":312,"age_years":26,"file_open":false,"recipient":"PERSON","request":{},"sex":"MALE"})");
  request.mutable_group()->set_participants(12);
  EXPECT_EQ(CanonicalJson(BuildFacts({.request = request}, kToday)),
            R"({"file_open":false,"recipient":"GROUP","request":{}})");
}

TEST(CanonicalJsonTest, OneDocumentHasOneText) {
  EXPECT_EQ(CanonicalJson(Json(R"({"b": [1.0, 2.5, null, true], "a": {"y": "ن", "x": -3}})")),
            R"({"a":{"x":-3,"y":"ن"},"b":[1,2.5,null,true]})");
}

}  // namespace
}  // namespace mosbat::casefile::domain
