#include "services/guideline/handlers/deputyship_handlers.h"

#include <string>

#include "gtest/gtest.h"

#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/store/migrations.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDeputyship;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using mosbat::testing::Steering;

using Answer = absl::StatusOr<v1::Deputyship>;

class DeputyshipHandlersTest : public ::testing::Test {
 protected:
  Answer Create(const std::string& id, v1::Deputyship deputyship = SampleDeputyship()) {
    v1::CreateDeputyshipRequest request;
    request.set_deputyship_id(id);
    *request.mutable_deputyship() = std::move(deputyship);
    return calls_.Write(Steering(), [&](rpc::Call& call) { return handlers_.Create(call, request); });
  }

  Answer Update(const v1::Deputyship& deputyship) {
    v1::UpdateDeputyshipRequest request;
    *request.mutable_deputyship() = deputyship;
    return calls_.Write(Steering(), [&](rpc::Call& call) { return handlers_.Update(call, request); });
  }

  // Ends `id` in favour of `successor`.
  Answer Merge(const std::string& id, const std::string& successor) {
    v1::Deputyship ended;
    ended.set_name("deputyships/" + id);
    *ended.mutable_valid_until() = Date(2026, 9, 23);
    ended.set_successor("deputyships/" + successor);
    return Update(ended);
  }

  Answer Get(const std::string& id) {
    v1::GetDeputyshipRequest request;
    request.set_name("deputyships/" + id);
    return calls_.Read(Steering(), [&](rpc::Call& call) { return handlers_.Get(call, request); });
  }

  mosbat::testing::HandlerCalls calls_{{{"guideline", &Migrations()}}};
  const DeputyshipStore store_;
  const DeputyshipHandlers handlers_{store_};
};

TEST_F(DeputyshipHandlersTest, CreatesOneOfEachId) {
  const Answer created = Create("health");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(Get("health")->ShortDebugString(), created->ShortDebugString());
  EXPECT_THAT(Create("health"), FailsWith(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  EXPECT_THAT(Create("Health"), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
  ASSERT_EQ(calls_.events().size(), 1u);
  EXPECT_EQ(calls_.events()[0].type(), "DeputyshipCreated");
  EXPECT_TRUE(calls_.events()[0].payload().Is<v1::Deputyship>());
}

TEST_F(DeputyshipHandlersTest, MissingOnesAreNotFound) {
  const auto not_found = FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND");
  EXPECT_THAT(Get("social"), not_found);
  v1::Deputyship wanted;
  wanted.set_name("deputyships/social");
  EXPECT_THAT(Update(wanted), not_found);
}

TEST_F(DeputyshipHandlersTest, IsUpdatedAtItsEtag) {
  Answer created = Create("health");
  ASSERT_THAT(created, IsOk());
  created->mutable_title()->set_fa("معاونت سلامت اجتماعی");
  const Answer updated = Update(*created);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->title().fa(), "معاونت سلامت اجتماعی");
  EXPECT_EQ(calls_.events().back().type(), "DeputyshipUpdated");
  EXPECT_THAT(Update(*created), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(DeputyshipHandlersTest, ASuccessorMustBeThere) {
  ASSERT_THAT(Create("counselling"), IsOk());
  EXPECT_THAT(Merge("counselling", "health"), FailsWith(absl::StatusCode::kFailedPrecondition, "SUCCESSOR_NOT_FOUND"));
  ASSERT_THAT(Create("health"), IsOk());
  EXPECT_THAT(Merge("counselling", "health"), IsOk());
}

TEST_F(DeputyshipHandlersTest, SuccessorsDoNotGoInACircle) {
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(Create(id), IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  ASSERT_THAT(Merge("b", "c"), IsOk());
  const auto cycle = FailsWith(absl::StatusCode::kFailedPrecondition, "SUCCESSOR_CYCLE");
  EXPECT_THAT(Merge("c", "a"), cycle);
  EXPECT_THAT(Merge("c", "c"), cycle);
}

TEST_F(DeputyshipHandlersTest, ANewSuccessorIsHeldSoThatTwoChangesCannotCloseACircle) {
  ASSERT_THAT(Create("a"), IsOk());
  const Answer b = Create("b");
  ASSERT_THAT(b, IsOk());
  ASSERT_THAT(Merge("a", "b"), IsOk());
  EXPECT_THAT(Update(*b), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(DeputyshipHandlersTest, ListsInPages) {
  for (const char* id : {"social", "health", "prevention"}) ASSERT_THAT(Create(id), IsOk());
  v1::ListDeputyshipsRequest request;
  request.set_page_size(2);
  const auto list = [&] {
    return calls_.Read(Steering(), [&](rpc::Call& call) { return handlers_.List(call, request); });
  };
  const auto first = list();
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->deputyships_size(), 2);
  EXPECT_EQ(first->deputyships(0).name(), "deputyships/health");
  request.set_page_token(first->next_page_token());
  const auto second = list();
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->deputyships_size(), 1);
  EXPECT_EQ(second->deputyships(0).name(), "deputyships/social");
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace mosbat::guideline
