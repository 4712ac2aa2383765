// The runtime from the wire to the row, with a real server, real tokens and a store in memory.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/rpc/counter_fixture.h"
#include "common/rpc/request_check.h"

namespace mosbat::rpc {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using testing::FailsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

class BackendTest : public CounterFixture {
 protected:
  void SetUp() override { StartBackend(256); }
  void StartBackend(size_t most_queued) { CounterFixture::StartBackend(most_queued, testing::SqliteMemory()); }
};

TEST_F(BackendTest, CallWithoutCredentialsIsRefusedBeforeTheHandler) {
  grpc::ClientContext context;
  v1::Counter counter;
  EXPECT_THAT(FromGrpcStatus(stub_->Raise(&context, RequestOf("c"), &counter)),
              FailsWith(absl::StatusCode::kUnauthenticated, "CREDENTIALS_MISSING"));
  EXPECT_EQ(role_->runs, 0);
}

TEST_F(BackendTest, RoleThatTheMethodDoesNotNameIsRefused) {
  const auto refused = Raise(RequestOf("c"), From(testing::As(access::v1::FINANCE, "f")));
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_THAT(MetadataOf(refused.status()), IsSupersetOf({Pair("role", "finance"), Pair("roles", "steering,county")}));
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    EXPECT_THAT(WordsOf(refused.status(), language), AllOf(HasSubstr("steering"), HasSubstr("county")));
  }
  EXPECT_EQ(role_->runs, 0);
}

TEST_F(BackendTest, NationalMethodRefusesScopedCallers) {
  grpc::ClientContext context;
  Prepare(context, From(testing::As(access::v1::STEERING, "s", kCounty)));
  v1::GetCounterRequest request;
  request.set_name("c");
  v1::Counter counter;
  const absl::Status refused = FromGrpcStatus(stub_->Forget(&context, request, &counter));
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(MetadataOf(refused), Contains(Pair("area", "country")));
}

TEST_F(BackendTest, ScopeFieldIsHeldAgainstTheCallersArea) {
  const auto list = [&](const std::string& parent) {
    grpc::ClientContext context;
    Prepare(context, From(testing::As(access::v1::COUNTY, "k", kCounty)));
    v1::ListOfRequest request;
    request.set_parent(parent);
    v1::Counter counter;
    return FromGrpcStatus(stub_->ListOf(&context, request, &counter));
  };
  EXPECT_THAT(list(kCounty), IsOk());
  EXPECT_THAT(list("provinces/30"), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(list("provinces/30/counties/3002"), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(list(""), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(BackendTest, ScopedCallerCannotTellWhatIsMissingFromWhatIsForeign) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("not found");
  EXPECT_THAT(Raise(request, From(testing::As(access::v1::COUNTY, "k", kCounty))),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND"));
}

TEST_F(BackendTest, ScopedCallerIsToldWhatItsRequestNamesInVain) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("names what is missing");
  EXPECT_THAT(Raise(request, From(testing::As(access::v1::COUNTY, "k", kCounty))),
              FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND"));
}

TEST_F(BackendTest, AnswerOfAHandlerThatForgotTheScopeNeverLeaves) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("forget the scope");
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kInternal, "SCOPE_NOT_CHECKED"));
}

TEST_F(BackendTest, FaultsOfTheRequestAreNamedByTheirPaths) {
  v1::RaiseRequest request;
  request.set_step(static_cast<v1::RaiseRequest::Step>(9));
  request.mutable_day()->set_year(2026);
  request.mutable_day()->set_month(2);
  request.mutable_day()->set_day(30);
  const auto refused = Raise(request);
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  std::vector<std::string> fields;
  for (const auto& [field, words] : FaultsOf(refused.status(), Language::kEnglish)) fields.push_back(field);
  EXPECT_THAT(fields, ::testing::ElementsAre("name", "step", "day"));
  EXPECT_THAT(Raise(RequestOf("c", "not-a-uuid")), FailsWith(absl::StatusCode::kInvalidArgument, "REQUEST_ID_INVALID"));
}

TEST_F(BackendTest, SameRequestTwiceIsDoneOnce) {
  const auto first = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(first, IsOk());
  const auto second = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(role_->runs, 1);
  EXPECT_EQ(role_->after_commits, 1);
  EXPECT_THAT(Entries(), SizeIs(1));
}

TEST_F(BackendTest, RequestIdWithAnotherBodyIsAnError) {
  ASSERT_THAT(Raise(RequestOf("c", kRequestId)), IsOk());
  EXPECT_THAT(Raise(RequestOf("d", kRequestId)), FailsWith(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(BackendTest, NobodyIsAnsweredWithAnothersResult) {
  ASSERT_THAT(Raise(RequestOf("c", kRequestId), From(testing::Steering("mina"))), IsOk());
  const auto other = Raise(RequestOf("c", kRequestId), From(testing::Steering("reza")));
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->value(), 2);
}

// The stored answer shows what the handler was never asked to show to this role and scope.
TEST_F(BackendTest, StoredAnswerIsOnlyForTheRoleAndScopeThatItWasGivenTo) {
  const auth::Principal county = testing::As(access::v1::COUNTY, "w1", kCounty);
  auth::Principal elsewhere = county;
  elsewhere.scope.area = "provinces/30/counties/3002";
  auth::Principal deputyship = county;
  deputyship.scope.deputyship = "deputyships/rehabilitation";
  auth::Principal steering = county;
  steering.role = access::v1::STEERING;
  for (const RaiseMethod method : {&v1::CounterService::Stub::Raise, &v1::CounterService::Stub::RaiseAfterAsking}) {
    ASSERT_THAT(Raise(RequestOf("c", kRequestId), From(county), method), IsOk());
    const int runs = role_->runs;
    for (const auth::Principal& other : {elsewhere, deputyship, steering}) {
      EXPECT_THAT(Raise(RequestOf("c", kRequestId), From(other), method),
                  FailsWith(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
    }
    EXPECT_THAT(Raise(RequestOf("c", kRequestId), From(county), method), IsOk()) << "by a new token of the same";
    EXPECT_EQ(role_->runs, runs);
  }
}

TEST_F(BackendTest, FailedCallIsNotRemembered) {
  v1::RaiseRequest request = RequestOf("c", kRequestId);
  request.set_behave("not found");
  ASSERT_THAT(Raise(request), Not(IsOk()));
  ASSERT_THAT(Raise(request), Not(IsOk()));
  EXPECT_EQ(role_->runs, 2);
  EXPECT_THAT(Entries(), IsEmpty());
}

TEST_F(BackendTest, ThirtyTwoCallersOfOneRequestMakeOneThing) {
  std::vector<std::thread> callers;
  std::atomic<int> ok = 0;
  for (int i = 0; i < 32; ++i) {
    callers.emplace_back([&] {
      grpc::ClientContext context;
      Prepare(context, Sent{});
      v1::Counter counter;
      if (stub_->Raise(&context, RequestOf("c", kRequestId), &counter).ok() && counter.value() == 1) ++ok;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(ok, 32);
  EXPECT_THAT(Entries(), SizeIs(1));
}

TEST_F(BackendTest, ChangeAndReadingAreInTheTrail) {
  ASSERT_THAT(Raise(RequestOf("c", kRequestId)), IsOk());
  ASSERT_THAT(Get("c", From(testing::As(access::v1::COUNTY, "k", kCounty))), IsOk());
  auto entries = Entries();
  ASSERT_THAT(entries, SizeIs(2));
  // The ids of one millisecond come in any order.
  if (entries[0].actor() == "k") std::swap(entries[0], entries[1]);
  EXPECT_EQ(entries[0].actor(), "steering-officer");
  EXPECT_EQ(entries[0].method(), "mosbat.rpctest.v1.CounterService/Raise");
  EXPECT_EQ(entries[0].subject(), "c");
  EXPECT_EQ(entries[0].request_id(), kRequestId);
  EXPECT_EQ(entries[0].row_version_after(), 1);
  EXPECT_EQ(entries[1].actor(), "k");
  EXPECT_EQ(entries[1].role(), access::v1::COUNTY);
  EXPECT_EQ(entries[1].method(), "mosbat.rpctest.v1.CounterService/GetCounter");
}

TEST_F(BackendTest, ReadOfSeveralIsInTheTrailOfEach) {
  ASSERT_THAT(Raise(RequestOf("c+d+e")), IsOk());
  ASSERT_THAT(Get("c+d+e", From(testing::As(access::v1::COUNTY, "k", kCounty))), IsOk());
  std::vector<std::string> read;
  for (const audit::v1::Entry& entry : Entries()) {
    if (entry.actor() == "k") read.push_back(entry.subject());
  }
  EXPECT_THAT(read, ::testing::UnorderedElementsAre("c", "d", "e"));
}

TEST_F(BackendTest, ReadWhoseEntryCannotBeWrittenIsRefused) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  ASSERT_THAT(backend_->database().Transact(
                  [](db::Session& session) { return session.Execute("DROP TABLE audit_entries").status(); }),
              IsOk());
  EXPECT_THAT(Get("c", Sent{}), FailsWith(absl::StatusCode::kUnavailable, "AUDIT_FAILED"));
}

TEST_F(BackendTest, WriteAnswersWithItsPlaceInTheFeed) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  EXPECT_THAT(position_, StartsWith("counter@"));
  EXPECT_THAT(ParsePositions(position_), IsOk());
  EXPECT_EQ(ParsePositions(position_)->front().seq, 1);
}

TEST_F(BackendTest, RetryIsToldAPositionToo) {
  const auto first = RaiseAfterAsking(RequestOf("c", kRequestId));
  ASSERT_THAT(first, IsOk());
  const std::string first_position = position_;
  ASSERT_THAT(first_position, StartsWith("counter@"));
  ASSERT_THAT(RaiseAfterAsking(RequestOf("c", kRequestId)), IsOk());
  EXPECT_EQ(position_, first_position);
  EXPECT_EQ(role_->asked, 1);
  EXPECT_EQ(role_->runs, 1);
}

TEST_F(BackendTest, PositionThatIsNoneIsRefused) {
  for (const char* const after : {"catalog", "catalog@x", "catalog@x:-1", "catalog@:3", "@x:3", "catalog@x:3,b"}) {
    Sent sent;
    sent.after = after;
    EXPECT_THAT(Raise(RequestOf("c"), sent), FailsWith(absl::StatusCode::kInvalidArgument, "POSITION_INVALID"))
        << after;
  }
}

TEST_F(BackendTest, PurposeIsOnRecordInItsOwnAlphabet) {
  const std::string purpose = "بازدید منزل";
  Sent sent;
  sent.purpose = PercentEncoded(purpose);
  ASSERT_THAT(Raise(RequestOf("c"), sent), IsOk());
  ASSERT_THAT(Entries(), SizeIs(1));
  EXPECT_EQ(Entries().front().purpose(), purpose);
}

TEST_F(BackendTest, PurposeThatIsNoTextIsRefusedBeforeTheHandler) {
  for (const std::string& purpose : {std::string("%FF%FE"), std::string("%D8"), std::string(201, 'x')}) {
    Sent sent;
    sent.purpose = purpose;
    EXPECT_THAT(Raise(RequestOf("c"), sent), FailsWith(absl::StatusCode::kInvalidArgument, "PURPOSE_INVALID"))
        << purpose;
  }
  EXPECT_EQ(role_->runs, 0);
}

TEST_F(BackendTest, MessageThatIsTooLargeIsRefusedWithAReason) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave(std::string(kLargestMessage, 'x'));
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kInvalidArgument, "MESSAGE_TOO_LARGE"));
  EXPECT_EQ(role_->runs, 0);
}

TEST_F(BackendTest, TechnicalTextNeverLeaves) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("technical");
  const auto failed = Raise(request);
  EXPECT_THAT(failed, FailsWith(absl::StatusCode::kInternal, "INTERNAL"));
  EXPECT_THAT(std::string(failed.status().message()), Not(::testing::HasSubstr("SQL")));
}

TEST_F(BackendTest, FullQueueIsRefusedAtOnce) {
  StartBackend(1);
  absl::Notification blocked;
  absl::Notification release;
  role_->blocked = &blocked;
  role_->release = &release;
  std::thread first([&] {
    v1::RaiseRequest request = RequestOf("c");
    request.set_behave("block");
    grpc::ClientContext context;
    Prepare(context, Sent{});
    v1::Counter counter;
    EXPECT_THAT(FromGrpcStatus(stub_->Raise(&context, request, &counter)), IsOk());
  });
  blocked.WaitForNotification();
  // Every thread of the pool waits for the store's one connection, then one call waits in the queue: the next is
  // refused.
  const int waiting = backend_->database().useful_threads();
  std::vector<std::thread> others;
  std::atomic<int> refused = 0;
  std::atomic<int> served = 0;
  for (int i = 0; i < waiting + 10; ++i) {
    others.emplace_back([&] {
      grpc::ClientContext context;
      Prepare(context, Sent{});
      v1::Counter counter;
      const absl::Status status = FromGrpcStatus(stub_->Raise(&context, RequestOf("d"), &counter));
      if (status.ok()) ++served;
      if (ReasonOf(status) == "SERVER_BUSY") ++refused;
    });
  }
  while (refused == 0) std::this_thread::yield();
  release.Notify();
  first.join();
  for (std::thread& other : others) other.join();
  EXPECT_GT(refused, 0);
  EXPECT_EQ(refused + served, waiting + 10);
}

TEST_F(BackendTest, WordsComeInTheCallersLanguage) {
  Sent sent;
  sent.language = "fa-IR";
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("not found");
  EXPECT_EQ(WordsOf(Raise(request, sent).status(), Language::kPersian), "نیست.");
}

}  // namespace
}  // namespace mosbat::rpc
