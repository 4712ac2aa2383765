#include "services/guideline/handlers/directive_handlers.h"

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/store/migrations.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDirective;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using mosbat::testing::Steering;
using ::testing::ElementsAre;

using Answer = absl::StatusOr<v1::Directive>;

const absl::CivilDay kToday(2026, 3, 21);

class DirectiveHandlersTest : public ::testing::Test {
 protected:
  Answer Create(const std::string& id, v1::Directive directive = SampleDirective()) {
    v1::CreateDirectiveRequest request;
    request.set_directive_id(id);
    *request.mutable_directive() = std::move(directive);
    return calls_.Write(Steering(), [&](rpc::Call& call) { return handlers_.Create(call, request); });
  }

  Answer Issue(const std::string& id, const std::string& etag = "") {
    v1::IssueDirectiveRequest request;
    request.set_name("directives/" + id);
    request.set_etag(etag);
    request.set_historical(true);
    return calls_.Write(Steering("mina"), [&](rpc::Call& call) { return handlers_.Issue(call, request); });
  }

  // Creates and issues a directive that takes effect on `day`.
  Answer IssueFrom(const std::string& id, const std::string& number, absl::CivilDay day) {
    v1::Directive directive = SampleDirective();
    directive.set_number(number);
    *directive.mutable_effective_date() = iran::ToDate(day);
    EXPECT_THAT(Create(id, directive), IsOk());
    return Issue(id);
  }

  Answer Update(const v1::Directive& directive, const std::vector<std::string>& mask) {
    v1::UpdateDirectiveRequest request;
    *request.mutable_directive() = directive;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    return calls_.Write(Steering(), [&](rpc::Call& call) { return handlers_.Update(call, request); });
  }

  Answer Repeal(const std::string& id, absl::CivilDay day) {
    v1::RepealDirectiveRequest request;
    request.set_name("directives/" + id);
    *request.mutable_repeal_date() = iran::ToDate(day);
    return calls_.Write(Steering(), [&](rpc::Call& call) { return handlers_.Repeal(call, request); });
  }

  Answer Get(const std::string& id, absl::CivilDay day = kToday) {
    v1::GetDirectiveRequest request;
    request.set_name("directives/" + id);
    *request.mutable_date() = iran::ToDate(day);
    return calls_.Read(Steering(), [&](rpc::Call& call) { return handlers_.Get(call, request); });
  }

  Answer Resolve(absl::CivilDay day) {
    v1::ResolveDirectiveRequest request;
    *request.mutable_date() = iran::ToDate(day);
    return calls_.Read(Steering(), [&](rpc::Call& call) { return handlers_.Resolve(call, request); });
  }

  absl::StatusOr<v1::ListDirectivesResponse> List(const v1::ListDirectivesRequest& request) {
    return calls_.Read(Steering(), [&](rpc::Call& call) { return handlers_.List(call, request); });
  }

  mosbat::testing::HandlerCalls calls_{{{"guideline", &Migrations()}}};
  const DirectiveStore store_;
  const DirectiveHandlers handlers_{store_};
};

TEST_F(DirectiveHandlersTest, CreatesADraft) {
  const Answer created = Create("two");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "directives/two");
  EXPECT_EQ(created->state(), v1::Directive::DRAFT);
  EXPECT_EQ(Get("two")->ShortDebugString(), created->ShortDebugString());
  EXPECT_TRUE(calls_.events().empty()) << "nobody else needs a draft";
}

TEST_F(DirectiveHandlersTest, IdAndNumberAreOnesOwn) {
  ASSERT_THAT(Create("two"), IsOk());
  EXPECT_THAT(Create("two"), FailsWith(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  EXPECT_THAT(Create("three"), FailsWith(absl::StatusCode::kAlreadyExists, "DIRECTIVE_NUMBER_TAKEN"));
  EXPECT_THAT(Create("Three"), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));

  v1::Directive third = SampleDirective();
  third.set_number("1405/3");
  ASSERT_THAT(Create("three", third), IsOk());
  v1::Directive renumbered;
  renumbered.set_name("directives/three");
  renumbered.set_number("۱۴۰۵/۲");
  EXPECT_THAT(Update(renumbered, {"number"}), FailsWith(absl::StatusCode::kAlreadyExists, "DIRECTIVE_NUMBER_TAKEN"));
}

TEST_F(DirectiveHandlersTest, ADraftIsUpdatedAtItsEtag) {
  Answer draft = Create("two");
  ASSERT_THAT(draft, IsOk());
  draft->mutable_title()->set_en("Second directive");
  const Answer updated = Update(*draft, {"title.en"});
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->title().en(), "Second directive");
  EXPECT_EQ(updated->title().fa(), SampleDirective().title().fa());
  EXPECT_THAT(Update(*draft, {"title.en"}), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Update(*updated, {"state"}), FailsWith(absl::StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID"));
}

TEST_F(DirectiveHandlersTest, WhatIsIssuedIsFixedAndAnnounced) {
  const Answer draft = Create("two");
  ASSERT_THAT(draft, IsOk());
  const Answer issued = Issue("two", draft->etag());
  ASSERT_THAT(issued, IsOk());
  EXPECT_EQ(issued->state(), v1::Directive::ISSUED);
  EXPECT_EQ(issued->standing(), v1::Directive::IN_FORCE);
  EXPECT_EQ(issued->issued_by(), "mina");

  EXPECT_THAT(Update(*issued, {"title.en"}), FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT"));
  EXPECT_THAT(Issue("two"), FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT"));
  EXPECT_THAT(Issue("two", draft->etag()), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));

  ASSERT_EQ(calls_.events().size(), 1u);
  EXPECT_EQ(calls_.events()[0].type(), "DirectiveIssued");
  EXPECT_EQ(calls_.events()[0].subject(), "directives/two");
  v1::Directive payload;
  ASSERT_TRUE(calls_.events()[0].payload().UnpackTo(&payload));
  EXPECT_EQ(payload.etag(), issued->etag());
  EXPECT_EQ(payload.standing(), v1::Directive::STANDING_UNSPECIFIED);
}

TEST_F(DirectiveHandlersTest, MissingOnesAreNotFound) {
  const auto not_found = FailsWith(absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND");
  EXPECT_THAT(Get("one"), not_found);
  EXPECT_THAT(Issue("one"), not_found);
  EXPECT_THAT(Repeal("one", kToday), not_found);
  EXPECT_THAT(Resolve(kToday), not_found);
  v1::Directive wanted;
  wanted.set_name("directives/one");
  EXPECT_THAT(Update(wanted, {}), not_found);
}

TEST_F(DirectiveHandlersTest, TheLatestEffectiveOneIsInForceOnEachDay) {
  ASSERT_THAT(IssueFrom("one", "1399/1", kToday - 100), IsOk());
  ASSERT_THAT(IssueFrom("two", "1405/2", kToday + 10), IsOk());
  ASSERT_THAT(IssueFrom("two-b", "1405/10", kToday + 10), IsOk());

  EXPECT_THAT(Resolve(kToday - 101), FailsWith(absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND"));
  EXPECT_EQ(Resolve(kToday)->name(), "directives/one");
  EXPECT_EQ(Resolve(kToday)->standing(), v1::Directive::IN_FORCE);
  EXPECT_EQ(Resolve(kToday + 9)->name(), "directives/one");
  EXPECT_EQ(Resolve(kToday + 10)->name(), "directives/two-b") << "of one day, the greater number";

  EXPECT_EQ(Get("one")->standing(), v1::Directive::IN_FORCE);
  EXPECT_EQ(Get("two-b")->standing(), v1::Directive::NOT_YET_IN_FORCE);
  EXPECT_EQ(Get("one", kToday + 10)->standing(), v1::Directive::REPEALED);
  EXPECT_EQ(Get("two", kToday + 10)->standing(), v1::Directive::REPEALED);
}

TEST_F(DirectiveHandlersTest, ARepealedOneGivesWay) {
  ASSERT_THAT(IssueFrom("one", "1399/1", kToday - 100), IsOk());
  ASSERT_THAT(IssueFrom("two", "1405/2", kToday), IsOk());
  const Answer repealed = Repeal("two", kToday + 30);
  ASSERT_THAT(repealed, IsOk());
  EXPECT_EQ(repealed->standing(), v1::Directive::IN_FORCE);
  EXPECT_EQ(Resolve(kToday + 29)->name(), "directives/two");
  EXPECT_EQ(Resolve(kToday + 30)->name(), "directives/one");
  EXPECT_EQ(calls_.events().back().type(), "DirectiveRepealed");
  EXPECT_THAT(Repeal("two", kToday + 40), FailsWith(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_REPEALED"));
}

TEST_F(DirectiveHandlersTest, ListsInPagesWithTheStandingOfTheDay) {
  ASSERT_THAT(IssueFrom("one", "1399/1", kToday - 100), IsOk());
  ASSERT_THAT(IssueFrom("two", "1405/2", kToday), IsOk());
  ASSERT_THAT(Create("draft",
                     [] {
                       v1::Directive draft = SampleDirective();
                       draft.set_number("1405/9");
                       return draft;
                     }()),
              IsOk());
  v1::ListDirectivesRequest request;
  request.set_page_size(2);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->directives_size(), 2);
  EXPECT_EQ(first->directives(0).name(), "directives/draft");
  EXPECT_EQ(first->directives(1).standing(), v1::Directive::REPEALED);
  request.set_page_token(first->next_page_token());
  const auto second = List(request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->directives_size(), 1);
  EXPECT_EQ(second->directives(0).standing(), v1::Directive::IN_FORCE);
  EXPECT_EQ(second->next_page_token(), "");

  request.set_page_token("nonsense");
  EXPECT_THAT(List(request), FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.set_page_size(-1);
  EXPECT_THAT(List(request), FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_SIZE_INVALID"));
}

TEST_F(DirectiveHandlersTest, TodayIsTheDayWhereNoneIsAsked) {
  ASSERT_THAT(IssueFrom("two", "1405/2", kToday + 1), IsOk());
  const auto standing = [&] {
    v1::GetDirectiveRequest request;
    request.set_name("directives/two");
    return calls_.Read(Steering(), [&](rpc::Call& call) { return handlers_.Get(call, request); })->standing();
  };
  EXPECT_EQ(standing(), v1::Directive::NOT_YET_IN_FORCE);
  calls_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(standing(), v1::Directive::IN_FORCE);
}

}  // namespace
}  // namespace mosbat::guideline
