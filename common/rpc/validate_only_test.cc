// `validate_only`: everything runs, and nothing is kept. On every store, because each rolls back in its own way.
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/counter_fixture.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;

class ValidateOnlyTest : public CounterFixture, public ::testing::WithParamInterface<testing::Backend> {
 protected:
  void SetUp() override { StartBackend(256, GetParam()); }

  static v1::RaiseRequest Validating(const std::string& name) {
    v1::RaiseRequest request = RequestOf(name, kRequestId);
    request.set_validate_only(true);
    return request;
  }

  // The rows of a table of the runtime.
  int64_t Count(const std::string& table) {
    int64_t count = -1;
    EXPECT_THAT(backend_->database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query("SELECT COUNT(*) FROM " + table));
      count = rows.front().Int(0);
      return absl::OkStatus();
    }),
                IsOk());
    return count;
  }
};

TEST_P(ValidateOnlyTest, IsAnsweredWithWhatWouldBeAndNothingIsKept) {
  for (int i = 0; i < 2; ++i) {
    const auto would_be = Raise(Validating("c"));
    ASSERT_THAT(would_be, IsOk());
    EXPECT_EQ(would_be->name(), "c");
    EXPECT_EQ(would_be->value(), 1);
    EXPECT_EQ(position_, "");
  }
  EXPECT_EQ(role_->runs, 2);
  EXPECT_EQ(role_->after_commits, 0);
  for (const char* const table : {"counters", "request_results", "audit_entries", "outbox_events"}) {
    EXPECT_EQ(Count(table), 0) << table;
  }
}

TEST_P(ValidateOnlyTest, IsRefusedAsTheCallWouldBe) {
  v1::RaiseRequest request = Validating("c");
  request.set_behave("not found");
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND"));
  EXPECT_THAT(Raise(request, From(testing::As(access::v1::COUNTY, "k", kCounty))),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Raise(Validating("c"), From(testing::As(access::v1::COUNTY, "k", "provinces/30/counties/3002"))),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Raise(Validating("c"), From(testing::As(access::v1::FINANCE, "f"))),
              FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  request = Validating("c");
  request.set_behave("forget the scope");
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kInternal, "SCOPE_NOT_CHECKED"));
}

TEST_P(ValidateOnlyTest, RequestIdStaysFreeForTheCallItself) {
  ASSERT_THAT(RaiseAfterAsking(Validating("c")), IsOk());
  const auto raised = RaiseAfterAsking(RequestOf("c", kRequestId));
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->value(), 1);
  const auto would_be = RaiseAfterAsking(Validating("c"));
  ASSERT_THAT(would_be, IsOk());
  EXPECT_EQ(would_be->value(), 2);
  EXPECT_EQ(role_->asked, 3);
  EXPECT_EQ(Count("request_results"), 1);
}

// Showing what would be shows what is.
TEST_P(ValidateOnlyTest, WhatItShowsOfAnAuditedMethodIsOnRecord) {
  ASSERT_THAT(RaiseAfterAsking(Validating("c")), IsOk());
  const std::vector<audit::v1::Entry> entries = Entries();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_TRUE(entries.front().validate_only());
  EXPECT_EQ(entries.front().subject(), "c");
  EXPECT_EQ(entries.front().row_version_after(), 0);
}

// Those that validate share commits with those that write, and undo nothing of theirs.
TEST_P(ValidateOnlyTest, NeighboursInOneCommitAreKept) {
  constexpr int kCallers = 24;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([this, i] {
      grpc::ClientContext context;
      Prepare(context, Sent{});
      v1::RaiseRequest request = RequestOf(absl::StrCat(i % 2 == 0 ? "kept" : "tried", i));
      request.set_validate_only(i % 2 != 0);
      v1::Counter counter;
      EXPECT_THAT(FromGrpcStatus(stub_->Raise(&context, request, &counter)), IsOk());
      EXPECT_EQ(counter.value(), 1);
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(Count("counters"), kCallers / 2);
  EXPECT_EQ(Count("outbox_events"), kCallers / 2);
}

INSTANTIATE_TEST_SUITE_P(AllBackends, ValidateOnlyTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::rpc
