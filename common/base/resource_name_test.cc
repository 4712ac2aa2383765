#include "common/base/resource_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;

constexpr char kPattern[] = "subGuidelines/*/revisions/*";

TEST(ParseNameTest, GivesTheIdsInOrder) {
  const auto ids = ParseName("name", kPattern, "subGuidelines/vision-screening/revisions/2");
  ASSERT_THAT(ids, IsOk());
  EXPECT_THAT(*ids, ElementsAre("vision-screening", "2"));
}

TEST(ParseNameTest, EmptyNameIsAMissingField) {
  EXPECT_THAT(ParseName("name", kPattern, ""), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST(ParseNameTest, RefusesWhatIsNotOfThePattern) {
  struct Case {
    const char* label;
    const char* name;
  };
  for (const Case& c :
       {Case{"too short", "subGuidelines/vision"}, Case{"too long", "subGuidelines/a/revisions/1/x"},
        Case{"other collection", "directives/a/revisions/1"}, Case{"empty id", "subGuidelines//revisions/1"},
        Case{"upper case", "subGuidelines/Vision/revisions/1"}, Case{"trailing slash", "subGuidelines/a/revisions/"},
        Case{"leading slash", "/subGuidelines/a/revisions/1"}, Case{"wildcard", "subGuidelines/*/revisions/1"},
        Case{"trailing blank", "subGuidelines/a/revisions/1 "}}) {
    EXPECT_THAT(ParseName("name", kPattern, c.name), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"))
        << c.label;
  }
}

TEST(ParseNameTest, FaultNamesTheField) {
  const auto faults = FaultsOf(ParseName("parent", kPattern, "x").status(), Language::kEnglish);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].first, "parent");
}

TEST(RequireNameTest, OnlyAFilterMayBeLeftOut) {
  EXPECT_THAT(RequireName("name", "calls/*", "calls/1"), IsOk());
  EXPECT_THAT(RequireName("name", "calls/*", ""), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(RequireNameIfSet("call", "calls/*", ""), IsOk());
  EXPECT_THAT(RequireNameIfSet("call", "calls/*", "calls/"),
              FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST(NewNameTest, TakesTheCallersIdElseANewOne) {
  EXPECT_EQ(*NewName("calls", "call_id", "first"), "calls/first");
  EXPECT_EQ(*NewName("calls", "call_id", "first", "0197"), "calls/first");
  EXPECT_EQ(*NewName("calls", "call_id", "", "0197"), "calls/0197");
  EXPECT_THAT(NewName("calls", "call_id", ""), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(NewName("calls", "call_id", "A/b", "0197"),
              FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST(RequireFreeTest, OnlyNotFoundIsFree) {
  EXPECT_THAT(RequireFree(absl::NotFoundError(""), "calls/1"), IsOk());
  EXPECT_THAT(RequireFree(absl::OkStatus(), "calls/1"), FailsWith(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  EXPECT_EQ(RequireFree(absl::UnavailableError(""), "calls/1").code(), absl::StatusCode::kUnavailable);
}

TEST(IsResourceIdTest, TakesLowerCaseDigitsAndInnerHyphens) {
  for (const std::string& id : {std::string("a"), std::string("30"), std::string("home-visit"), std::string("a--b"),
                                std::string(63, 'x'), std::string("019d0fa9-eafb-7000-8000-000000000001")}) {
    EXPECT_TRUE(IsResourceId(id)) << id;
  }
  for (const std::string& id :
       {std::string(""), std::string("-"), std::string("-a"), std::string("a-"), std::string("A"), std::string("a_b"),
        std::string("a b"), std::string(64, 'x'), std::string("بینایی"), std::string("a\0b", 3)}) {
    EXPECT_FALSE(IsResourceId(id)) << id;
  }
}

}  // namespace
}  // namespace mosbat
