#include "services/guideline/handlers/sub_guideline_handlers.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/guideline/testing/texts_fixture.h"

namespace mosbat::guideline {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleSubGuideline;
using guideline::testing::SampleText;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;

using SubGuidelineHandlersTest = guideline::testing::TextsFixture;

TEST_F(SubGuidelineHandlersTest, CreatesItWithItsFirstRevisionAsADraft) {
  const auto created = Create();
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->pending_revision(), "subGuidelines/vision/revisions/1");
  EXPECT_EQ(created->current_revision(), "");
  EXPECT_EQ(created->revision_count(), 1);
  EXPECT_EQ(Get()->ShortDebugString(), created->ShortDebugString());

  const auto text = GetRevision(1);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->state(), v1::SubGuidelineRevision::DRAFT);
  EXPECT_THAT(text->authors(), ElementsAre("sara"));
  EXPECT_EQ(text->clauses_size(), 3);
}

TEST_F(SubGuidelineHandlersTest, IdIsOnesOwn) {
  ASSERT_THAT(Create(), IsOk());
  EXPECT_THAT(Create(), FailsWith(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  EXPECT_THAT(Create("Vision"), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(SubGuidelineHandlersTest, AWrongTextLeavesNothingBehind) {
  v1::SubGuidelineRevision text = SampleText();
  text.mutable_terms()->mutable_kind()->set_clause("99");
  EXPECT_THAT(Create("vision", SampleSubGuideline(), text),
              FailsWith(absl::StatusCode::kInvalidArgument, "CLAUSE_NOT_FOUND"));
  EXPECT_THAT(Get(), FailsWith(absl::StatusCode::kNotFound, "SUB_GUIDELINE_NOT_FOUND"));
  EXPECT_THAT(GetRevision(1), FailsWith(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_F(SubGuidelineHandlersTest, TheDeputyshipMustBeThereToday) {
  const auto not_valid = FailsWith(absl::StatusCode::kFailedPrecondition, "DEPUTYSHIP_NOT_VALID");
  v1::SubGuideline of_nobody = SampleSubGuideline();
  of_nobody.set_deputyship("deputyships/unheard-of");
  EXPECT_THAT(Create("vision", of_nobody), not_valid);

  v1::Deputyship ended;
  ended.set_name(kOwner);
  *ended.mutable_valid_until() = iran::ToDate(Day() + 1);
  ASSERT_THAT(UpdateDeputyship(ended), IsOk());
  ASSERT_THAT(Create("vision"), IsOk());
  AdvanceDays(1);
  EXPECT_THAT(Create("hearing"), not_valid);
}

TEST_F(SubGuidelineHandlersTest, ListsThoseOfADeputyshipInPages) {
  ASSERT_THAT(Create("vision"), IsOk());
  ASSERT_THAT(Create("hearing"), IsOk());
  v1::SubGuideline other = SampleSubGuideline();
  other.set_deputyship("deputyships/social");
  ASSERT_THAT(Create("adoption", other), IsOk());
  const auto list = [&](const v1::ListSubGuidelinesRequest& request) {
    return calls_.Read(Writer(), [&](rpc::Call& call) { return sub_guidelines_.List(call, request); });
  };

  v1::ListSubGuidelinesRequest request;
  request.set_page_size(2);
  const auto first = list(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->sub_guidelines_size(), 2);
  EXPECT_EQ(first->sub_guidelines(0).name(), "subGuidelines/adoption");
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(list(request)->sub_guidelines_size(), 1);

  request.set_deputyship("deputyships/social");
  EXPECT_THAT(list(request), FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  EXPECT_EQ(list(request)->sub_guidelines_size(), 1);
  request.set_deputyship("social");
  EXPECT_THAT(list(request), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(SubGuidelineHandlersTest, CurrentRevisionFollowsTheDay) {
  PutInForce(1, Day());
  PutInForce(2, Day() + 10);
  EXPECT_EQ(Get()->current_revision(), Name(1));
  EXPECT_EQ(Get()->pending_revision(), "");
  AdvanceDays(10);
  EXPECT_EQ(Get()->current_revision(), Name(2));
  const auto list = calls_.Read(Writer(), [&](rpc::Call& call) { return sub_guidelines_.List(call, {}); });
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->sub_guidelines(0).current_revision(), Name(2));
}

}  // namespace
}  // namespace mosbat::guideline
