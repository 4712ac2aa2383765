// Rolling a type back, through the handlers.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using google::protobuf::util::MessageDifferencer;
using testing::FailsWith;
using testing::IsOk;

class RollbackHandlerTest : public CatalogFixture {
 protected:
  // ACTIVE with its second revision.
  void SetUp() override {
    ASSERT_THAT(Register(), IsOk());
    ASSERT_THAT(Activate(), IsOk());
    guideline::v1::SubGuidelineRevision second = Text(2);
    SetRule(R"({"properties": {"age_years": {"maximum": 3}}})", second);
    ASSERT_THAT(RestOn(second), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }

  absl::StatusOr<v1::ServiceTypeRevision> Revision(int number) {
    v1::GetServiceTypeRevisionRequest request;
    request.set_name(absl::StrCat(kType, "/revisions/", number));
    return calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.GetRevision(call, request); });
  }
};

TEST_F(RollbackHandlerTest, MakesANewRevisionAndRewritesNone) {
  const v1::ServiceTypeRevision first = Revision(1).value();
  const v1::ServiceTypeRevision second = Revision(2).value();
  const absl::StatusOr<v1::ServiceType> type = Rollback(Owner(), RollbackRequest(1));
  ASSERT_THAT(type, IsOk());
  EXPECT_EQ(type->current_revision(), absl::StrCat(kType, "/revisions/3"));
  EXPECT_TRUE(MessageDifferencer::Equals(*Revision(1), first));
  EXPECT_TRUE(MessageDifferencer::Equals(*Revision(2), second));
  EXPECT_TRUE(MessageDifferencer::Equals(Revision(3)->terms(), first.terms()));
  EXPECT_EQ(Revision(3)->restores(), first.name());
  EXPECT_EQ(Get()->current_revision(), type->current_revision());
}

TEST_F(RollbackHandlerTest, SaysSoWithTheRevisionThatItRestsOn) {
  const size_t before = calls_.events().size();
  ASSERT_THAT(Rollback(Owner(), RollbackRequest(1)), IsOk());
  ASSERT_EQ(calls_.events().size(), before + 2);
  EXPECT_EQ(calls_.events()[before].type(), "ServiceTypeRevisionCreated");
  EXPECT_EQ(calls_.events()[before + 1].type(), "ServiceTypeRolledBack");
  EXPECT_THAT(calls_.events()[before + 1].rests_on(), ::testing::ElementsAre(absl::StrCat(kType, "/revisions/3")));
}

TEST_F(RollbackHandlerTest, TheTextMayBeTakenUpAgain) {
  ASSERT_THAT(Rollback(Owner(), RollbackRequest(1)), IsOk());
  EXPECT_THAT(Activate(), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_ACTIVE"));
  ASSERT_THAT(RestOn(Text(2)), IsOk());
  const absl::StatusOr<v1::ServiceType> type = Activate();
  ASSERT_THAT(type, IsOk());
  EXPECT_EQ(type->current_revision(), absl::StrCat(kType, "/revisions/4"));
}

TEST_F(RollbackHandlerTest, RefusesWhatItMayNot) {
  EXPECT_THAT(Rollback(Other(), RollbackRequest(1)), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Rollback(testing::Steering(), RollbackRequest(9)),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND"));
  EXPECT_THAT(Rollback(Owner(), RollbackRequest(2)), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_IN_FORCE"));
  v1::RollbackServiceTypeRequest stale = RollbackRequest(1);
  stale.set_etag("1");
  EXPECT_THAT(Rollback(Owner(), stale), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  v1::RollbackServiceTypeRequest malformed = RollbackRequest(1);
  malformed.set_revision("revisions/1");
  EXPECT_THAT(Rollback(Owner(), malformed), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
  guideline_.GoDown();
  EXPECT_THAT(Rollback(Owner(), RollbackRequest(1)), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

}  // namespace
}  // namespace mosbat::catalog
