#include "clients/mosbatctl/apply/difference.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/json.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Message>
std::vector<std::string> Between(const char* wanted, const char* current) {
  Message in_file;
  Message in_suite;
  EXPECT_THAT(FromJson(*ParseJson("wanted", wanted), "", in_file), IsOk());
  EXPECT_THAT(FromJson(*ParseJson("current", current), "", in_suite), IsOk());
  return Differences(in_file, in_suite);
}

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using guideline::v1::Directive;
using guideline::v1::SubGuidelineRevision;

TEST(DifferencesTest, WhatTheFileDoesNotSayIsNotLookedAt) {
  EXPECT_THAT(Between<ServiceType>(R"({"title": {"fa": "الف"}})",
                                   R"({"title": {"fa": "الف"}, "level": 1, "legalBasis": "x", "domains": ["SOCIAL"]})"),
              IsEmpty());
}

TEST(DifferencesTest, NameEtagAndWhatTheServerWritesAreNotLookedAt) {
  EXPECT_THAT(Between<ServiceType>(R"({"name": "a", "etag": "1", "state": "PROPOSED", "revisionCount": 1})",
                                   R"({"name": "b", "etag": "2", "state": "ACTIVE"})"),
              IsEmpty());
}

TEST(DifferencesTest, NamesTheFieldsThatDiffer) {
  EXPECT_THAT(Between<ServiceType>(R"({"title": {"fa": "الف"}, "legalBasis": "y", "domains": ["SOCIAL"], "level": 2})",
                                   R"({"title": {"fa": "ب"}, "legalBasis": "y", "level": 2})"),
              ElementsAre("title", "domains"));
}

TEST(DifferencesTest, ATextTakenOutOfAFieldIsADifference) {
  EXPECT_THAT(Between<ServiceType>(R"({"title": {"fa": "الف"}})", R"({"title": {"fa": "الف", "en": "A"}})"),
              ElementsAre("title"));
}

TEST(DifferencesTest, ItemsAreComparedInTheirOrder) {
  EXPECT_THAT(Between<SubGuidelineRevision>(R"({"clauses": [{"number": "1"}, {"number": "2"}]})",
                                            R"({"clauses": [{"number": "2"}, {"number": "1"}]})"),
              ElementsAre("clauses"));
  EXPECT_THAT(Between<SubGuidelineRevision>(R"({"clauses": [{"number": "1"}]})",
                                            R"({"clauses": [{"number": "1"}, {"number": "2"}]})"),
              ElementsAre("clauses"));
}

TEST(DifferencesTest, SchemasAreComparedByWhatTheySayAndNotByTheirOrder) {
  EXPECT_THAT(
      Between<SubGuidelineRevision>(
          R"({"terms": {"eligibility": {"rule": {"schema": {"a": 1, "b": [true]}, "clauses": {"/x": "1", "/y": "2"}}}}})",
          R"({"terms": {"eligibility": {"rule": {"clauses": {"/y": "2", "/x": "1"}, "schema": {"b": [true], "a": 1}}}}})"),
      IsEmpty());
  EXPECT_THAT(Between<SubGuidelineRevision>(R"({"terms": {"eligibility": {"rule": {"schema": {"a": 1}}}}})",
                                            R"({"terms": {"eligibility": {"rule": {"schema": {"a": 2}}}}})"),
              ElementsAre("terms"));
}

TEST(DifferencesTest, ANumberThatTheServerFilledInIsNoDifferenceButATermThatWasTakenOutIs) {
  EXPECT_THAT(Between<Directive>(R"({"provisions": {"filesPerCentre": {"article": "1"}}})",
                                 R"({"provisions": {"filesPerCentre": {"value": 450, "article": "1"}}})"),
              IsEmpty());
  EXPECT_THAT(Between<Directive>(R"({"provisions": {"filesPerCentre": {"value": 450}}})",
                                 R"({"provisions": {"filesPerCentre": {"value": 450}, "minimumStaff": {"value": 5}}})"),
              ElementsAre("provisions"));
}

TEST(SameThingTest, AnEntrustmentIsItsTypeItsCoverageAndItsFirstDay) {
  const auto parse = [](const char* text) {
    Entrustment entrustment;
    EXPECT_THAT(FromJson(*ParseJson("test", text), "", entrustment), IsOk());
    return entrustment;
  };
  const Entrustment wanted = parse(
      R"({"serviceType": "serviceTypes/a", "area": {"country": true}, "startDate": {"year": 2026, "month": 1, "day": 5}})");
  EXPECT_TRUE(SameThing(wanted, parse(R"({"name": "entrustments/1", "state": "ACTIVE", "serviceType": "serviceTypes/a",
      "area": {"country": true}, "startDate": {"year": 2026, "month": 1, "day": 5}, "pilot": true})")));
  EXPECT_FALSE(SameThing(wanted, parse(R"({"serviceType": "serviceTypes/a", "area": {"province": "provinces/30"},
      "startDate": {"year": 2026, "month": 1, "day": 5}})")));
  EXPECT_FALSE(SameThing(wanted, parse(R"({"serviceType": "serviceTypes/a", "centres": {"names": ["centres/x"]},
      "startDate": {"year": 2026, "month": 1, "day": 5}})")));
  EXPECT_FALSE(SameThing(wanted, parse(R"({"serviceType": "serviceTypes/a", "area": {"country": true},
      "startDate": {"year": 2026, "month": 1, "day": 6}})")));
}

template <typename Message>
std::string ChangesBetween(const std::string& wanted, const std::string& current) {
  Message in_file;
  Message in_suite;
  EXPECT_THAT(FromJson(*ParseJson("wanted", wanted), "", in_file), IsOk());
  EXPECT_THAT(FromJson(*ParseJson("current", current), "", in_suite), IsOk());
  std::string text;
  for (const Change& change : Changes(in_file, in_suite, Language::kEnglish)) {
    text += change.path + ": " + change.from + " → " + change.to + "\n";
  }
  return text;
}

TEST(ChangesTest, GoDownToWhatDiffers) {
  EXPECT_EQ(ChangesBetween<SubGuidelineRevision>(
                R"({"terms": {"frequency": {"atMost": 1, "per": {"n": 6, "unit": "MONTHS"}, "clause": "3"}}})",
                R"({"terms": {"frequency": {"atMost": 2, "per": {"n": 6, "unit": "MONTHS"}, "clause": "3"}}})"),
            "terms.frequency.atMost: 2 → 1\n");
}

TEST(ChangesTest, ClausesOfARuleGoByThePathThatTheyAreOf) {
  EXPECT_EQ(ChangesBetween<SubGuidelineRevision>(
                R"({"terms": {"eligibility": {"rule": {"clauses": {"/a": "1", "/b": "3", "/c": "4"}}}}})",
                R"({"terms": {"eligibility": {"rule": {"clauses": {"/d": "5", "/b": "2", "/a": "1"}}}}})"),
            "terms.eligibility.rule.clauses[/b]: 2 → 3\n"
            "terms.eligibility.rule.clauses[/c]:  → 4\n"
            "terms.eligibility.rule.clauses[/d]: 5 → \n");
}

TEST(ChangesTest, DaysAreJalali) {
  EXPECT_EQ(ChangesBetween<Directive>(R"({"effectiveDate": {"year": 2026, "month": 3, "day": 21}})",
                                      R"({"effectiveDate": {"year": 2026, "month": 3, "day": 22}})"),
            "effectiveDate: 1405-01-02 (2026-03-22) → 1405-01-01 (2026-03-21)\n");
}

TEST(ChangesTest, EntriesGoByTheirNumberNotTheirPlace) {
  EXPECT_EQ(ChangesBetween<SubGuidelineRevision>(
                R"({"clauses": [{"number": "0", "text": "new"}, {"number": "1", "text": "b"}]})",
                R"({"clauses": [{"number": "1", "text": "a"}, {"number": "2", "text": "old"}]})"),
            "clauses[0]:  → {\"number\":\"0\",\"text\":\"new\"}\n"
            "clauses[1].text: a → b\n"
            "clauses[2]: {\"number\":\"2\",\"text\":\"old\"} → \n");
  EXPECT_EQ(ChangesBetween<SubGuidelineRevision>(R"({"clauses": [{"number": "2"}, {"number": "1"}]})",
                                                 R"({"clauses": [{"number": "1"}, {"number": "2"}]})"),
            "clauses: 1, 2 → 2, 1\n");
}

TEST(ChangesTest, SchemasAreComparedByPointer) {
  EXPECT_EQ(
      ChangesBetween<SubGuidelineRevision>(
          R"({"terms": {"eligibility": {"rule": {"schema": {"properties": {"age": {"maximum": 6}}, "required": ["age"]}}}}})",
          R"({"terms": {"eligibility": {"rule": {"schema": {"properties": {"age": {"maximum": 7}}}}}}})"),
      "terms.eligibility.rule.schema/properties/age/maximum: 7 → 6\n"
      "terms.eligibility.rule.schema/required:  → [\"age\"]\n");
}

TEST(ChangesTest, AlternativesAreComparedOneByOne) {
  const auto rule = [](const char* alternatives) {
    return absl::StrCat(R"({"terms": {"eligibility": {"rule": {"schema": {"anyOf": )", alternatives, "}}}}}");
  };
  EXPECT_EQ(
      ChangesBetween<SubGuidelineRevision>(rule(R"([{"required": ["a"]}, {"properties": {"age": {"minimum": 55}}}])"),
                                           rule(R"([{"required": ["a"]}, {"properties": {"age": {"minimum": 60}}}])")),
      "terms.eligibility.rule.schema/anyOf/1/properties/age/minimum: 60 → 55\n");
  EXPECT_EQ(ChangesBetween<SubGuidelineRevision>(rule(R"([{"required": ["a"]}])"),
                                                 rule(R"([{"required": ["a"]}, {"required": ["b"]}])")),
            "terms.eligibility.rule.schema/anyOf: [{\"required\":[\"a\"]},{\"required\":[\"b\"]}] → "
            "[{\"required\":[\"a\"]}]\n");
}

TEST(ChangesTest, ThereAreNoneWhereNothingDiffers) {
  EXPECT_EQ(ChangesBetween<ServiceType>(R"({"title": {"fa": "الف"}, "level": 1})",
                                        R"({"title": {"fa": "الف"}, "level": 1, "legalBasis": "x", "etag": "4"})"),
            "");
}

TEST(ChangesTest, LongTextsStandBelowOneAnother) {
  const std::string old_text(60, 'a');
  EXPECT_EQ(ChangeText({.path = "clauses[1].text", .from = old_text, .to = "b"}, {}),
            "    ~ clauses[1].text:\n        - " + old_text + "\n        + b\n");
}

TEST(ChangeTextTest, NothingOfTheDataSteersTheTerminal) {
  EXPECT_EQ(ChangeText({.path = "title.fa", .from = "a\x1b[2J", .to = "\u202Eb"}, {}),
            "    ~ title.fa: a\uFFFD[2J → \uFFFDb\n");
}

}  // namespace
}  // namespace mosbat::ctl
