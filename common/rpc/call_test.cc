#include "common/rpc/call.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::rpc {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class CallAuditTest : public ::testing::Test {
 protected:
  std::vector<std::string> Subjects() const {
    std::vector<std::string> subjects;
    for (const audit::v1::Entry& entry : call_.audits()) subjects.push_back(entry.subject());
    return subjects;
  }

  testing::SequentialIds ids_;
  const CallContext context_{};
  Call call_{context_, ids_};
};

TEST_F(CallAuditTest, CallIsOneEntry) {
  EXPECT_THAT(Subjects(), ElementsAre(""));
  call_.Audit("caseFiles/a", 1, 2);
  EXPECT_THAT(Subjects(), ElementsAre("caseFiles/a"));
  EXPECT_EQ(call_.audits().front().row_version_after(), 2);
}

TEST_F(CallAuditTest, ReadOfSeveralIsOneEntryForEach) {
  call_.Audit("caseFiles");
  call_.AuditEach({"caseFiles/b", "caseFiles/a", "caseFiles/b"});
  EXPECT_THAT(Subjects(), ElementsAre("caseFiles/a", "caseFiles/b"));
}

TEST_F(CallAuditTest, ReadThatFoundNothingIsStillAnEntry) {
  call_.Audit("caseFiles");
  call_.AuditEach({});
  EXPECT_THAT(Subjects(), ElementsAre("caseFiles"));
}

TEST_F(CallAuditTest, ListIsOneEntryForEachThatItShows) {
  call_.AuditList("caseFiles", std::vector<std::string>{"b", "a"},
                  [](const std::string& id) { return "caseFiles/" + id; });
  EXPECT_THAT(Subjects(), ElementsAre("caseFiles/a", "caseFiles/b"));
}

TEST_F(CallAuditTest, ListThatShowsNothingIsAnEntryOfItsOwn) {
  call_.AuditList("caseFiles", std::vector<feed::v1::Event>(), &feed::v1::Event::subject);
  EXPECT_THAT(Subjects(), ElementsAre("caseFiles"));
}

TEST_F(CallAuditTest, WhatIsChangedBesidesIsAnEntryOfItsOwn) {
  call_.Audit("statements/s", 1, 2);
  call_.AuditChange("claims/b", 3, 4);
  call_.AuditChange("claims/b", 4, 5);
  call_.AuditChange("claims/a", 0, 1);
  call_.AuditChange("statements/s", 1, 2);
  EXPECT_THAT(Subjects(), ElementsAre("statements/s", "claims/a", "claims/b"));
  EXPECT_EQ(call_.audits().back().row_version_before(), 3);
  EXPECT_EQ(call_.audits().back().row_version_after(), 5);
}

TEST_F(CallAuditTest, EachRunNamesItsOwn) {
  call_.AuditEach({"caseFiles/a"});
  call_.AuditChange("caseFiles/a", 1, 2);
  const auto database = testing::SqliteMemory().Open({});
  ASSERT_THAT(database->Read([&](db::Session& session) {
    call_.BeginRun(session);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(Subjects(), ElementsAre(""));
}

// With a reason: one without is taken for a technical failure, and is an error in the log.
TEST(CallTest, ReadingForNobodyEnds) {
  testing::SequentialIds ids;
  bool abandoned = false;
  const CallContext context{.abandoned = [&] { return abandoned; }};
  const Call call(context, ids);
  EXPECT_THAT(call.RequireWaiting(), IsOk());
  abandoned = true;
  EXPECT_THAT(call.RequireWaiting(), FailsWith(absl::StatusCode::kCancelled, "CANCELLED_BY_CALLER"));
}

auth::Principal Scoped(const std::string& deputyship, const std::string& area) {
  auth::Principal caller;
  caller.scope = {.deputyship = deputyship, .area = area};
  return caller;
}

TEST(RequireScopeTest, NamesTheDeputyshipWhoseItIs) {
  const absl::Status refused =
      RequireScope(Scoped("deputyships/health", "country"), {.deputyship = "deputyships/prevention"});
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(MetadataOf(refused), ElementsAre(::testing::Pair("deputyship", "deputyships/prevention")));
  EXPECT_THAT(WordsOf(refused, Language::kPersian), ::testing::HasSubstr("deputyships/prevention"));
  EXPECT_THAT(RequireScope(Scoped("deputyships/prevention", "country"), {.deputyship = "deputyships/prevention"}),
              IsOk());
}

TEST(RequireScopeTest, NeverSaysWhereARowLies) {
  const auth::Belonging file = {.area = "provinces/30/counties/3001", .centre = "centres/omid"};
  const absl::Status refused = RequireScope(Scoped("", "provinces/23"), file);
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(MetadataOf(refused), ::testing::IsEmpty());
  EXPECT_EQ(refused, RequireScope(Scoped("", "provinces/23"), {})) << "as of a row that lies anywhere else";
  // The caller's own deputyship, in an area that it does not cover.
  const absl::Status elsewhere = RequireScope(Scoped("deputyships/health", "provinces/23"),
                                              {.deputyship = "deputyships/health", .area = "provinces/30"});
  EXPECT_EQ(elsewhere, refused);
}

}  // namespace
}  // namespace mosbat::rpc
