#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/store/directive_store.h"
#include "services/guideline/testing/store_conformance.h"

namespace mosbat::guideline {
namespace {

using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kDay(2026, 3, 21);

v1::Directive Draft(const std::string& id, std::string number = "") {
  v1::Directive directive;
  directive.set_name("directives/" + id);
  directive.set_number(std::move(number));
  directive.set_state(v1::Directive::DRAFT);
  return directive;
}

v1::Directive Issued(const std::string& id, absl::CivilDay effective_day) {
  v1::Directive directive = Draft(id);
  directive.set_state(v1::Directive::ISSUED);
  *directive.mutable_effective_date() = iran::ToDate(effective_day);
  return directive;
}

class DirectiveStoreConformance : public testing::StoreConformance {
 protected:
  absl::StatusOr<v1::Directive> Insert(const v1::Directive& directive) {
    return Write([&](db::Session& session) { return store_.Insert(session, directive); });
  }

  absl::StatusOr<v1::Directive> Replace(const v1::Directive& directive) {
    return Write([&](db::Session& session) { return store_.Replace(session, directive); });
  }

  absl::StatusOr<v1::Directive> Get(const std::string& id) {
    return Write([&](db::Session& session) { return store_.Get(session, "directives/" + id); });
  }

  std::vector<std::string> LatestEffective(absl::CivilDay day) {
    return NamesOf(Write([&](db::Session& session) { return store_.ListLatestEffective(session, day); }));
  }

  const DirectiveStore store_;
};

TEST_P(DirectiveStoreConformance, GivesBackWhatWasInserted) {
  v1::Directive directive = Issued("two", kDay);
  directive.mutable_title()->set_fa("دستورالعمل");
  const auto inserted = Insert(directive);
  ASSERT_THAT(inserted, IsOk());
  EXPECT_NE(inserted->etag(), "");

  const auto found = Get("two");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->ShortDebugString(), inserted->ShortDebugString());
  EXPECT_EQ(found->title().fa(), "دستورالعمل");
}

TEST_P(DirectiveStoreConformance, ThereIsNoneOfAnotherName) {
  ASSERT_THAT(Insert(Draft("two")), IsOk());
  EXPECT_THAT(Get("one"), FailsWith(absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND"));
}

TEST_P(DirectiveStoreConformance, TakenNameOrNumberIsAUniqueViolation) {
  ASSERT_THAT(Insert(Draft("one", "1405/1")), IsOk());
  auto two = Insert(Draft("two", "1405/2"));
  ASSERT_THAT(two, IsOk());
  two->set_number("1405/1");
  EXPECT_TRUE(MeetsTakenKey([&](auto& session) { return store_.Insert(session, Draft("one", "1405/9")); }));
  EXPECT_TRUE(MeetsTakenKey([&](auto& session) { return store_.Insert(session, Draft("three", "1405/1")); }));
  EXPECT_TRUE(MeetsTakenKey([&](auto& session) { return store_.Replace(session, *two); }));
  EXPECT_FALSE(MeetsTakenKey([&](auto& session) { return store_.Insert(session, Draft("three", "1405/3")); }));
}

TEST_P(DirectiveStoreConformance, NumberNamesItsDirective) {
  ASSERT_THAT(Insert(Draft("one", "1405/1")), IsOk());
  ASSERT_THAT(Insert(Draft("unnumbered")), IsOk());
  ASSERT_THAT(Insert(Draft("unnumbered-too")), IsOk()) << "drafts without a number do not collide";
  const auto name_of = [&](const std::string& number) {
    return *Write([&](db::Session& session) { return store_.NameOfNumber(session, number); });
  };
  EXPECT_EQ(name_of("1405/1"), "directives/one");
  EXPECT_EQ(name_of("1405/2"), "");
  EXPECT_EQ(name_of(""), "");
}

TEST_P(DirectiveStoreConformance, SecondWriterOfOneRowVersionIsAborted) {
  const auto read = Insert(Draft("two"));
  ASSERT_THAT(read, IsOk());
  const auto replaced = Replace(*read);
  ASSERT_THAT(replaced, IsOk());
  EXPECT_NE(replaced->etag(), read->etag());
  EXPECT_THAT(Replace(*read), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(DirectiveStoreConformance, ListsByNameInPages) {
  for (const char* id : {"two", "one", "a-first", "three"}) ASSERT_THAT(Insert(Draft(id)), IsOk());
  const auto page = [&](const std::string& after, int limit) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, {}, after, limit); }));
  };
  EXPECT_THAT(page("", 3), ElementsAre("directives/a-first", "directives/one", "directives/three"));
  EXPECT_THAT(page("directives/three", 3), ElementsAre("directives/two"));
  EXPECT_THAT(page("directives/two", 3), IsEmpty());
}

TEST_P(DirectiveStoreConformance, WithoutDraftsOnlyIssuedOnesAreListed) {
  for (const v1::Directive& directive : {Draft("a-first"), Issued("one", kDay), Draft("three"), Issued("two", kDay)}) {
    ASSERT_THAT(Insert(directive), IsOk());
  }
  const auto page = [&](const std::string& after) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, {.with_drafts = false}, after, 1); }));
  };
  EXPECT_THAT(page(""), ElementsAre("directives/one"));
  EXPECT_THAT(page("directives/one"), ElementsAre("directives/two"));
  EXPECT_THAT(page("directives/two"), IsEmpty());
}

TEST_P(DirectiveStoreConformance, LatestEffectiveIsByDay) {
  v1::Directive draft = Issued("draft", kDay + 5);
  draft.set_state(v1::Directive::DRAFT);
  for (const v1::Directive& directive :
       {Issued("one", kDay), Issued("two", kDay + 10), Issued("also-two", kDay + 10), draft}) {
    ASSERT_THAT(Insert(directive), IsOk());
  }
  EXPECT_THAT(LatestEffective(kDay - 1), IsEmpty());
  EXPECT_THAT(LatestEffective(kDay), ElementsAre("directives/one"));
  EXPECT_THAT(LatestEffective(kDay + 9), ElementsAre("directives/one"));
  EXPECT_THAT(LatestEffective(kDay + 10), ElementsAre("directives/also-two", "directives/two"));
}

TEST_P(DirectiveStoreConformance, NextEffectiveIsByDay) {
  v1::Directive draft = Issued("draft", kDay + 5);
  draft.set_state(v1::Directive::DRAFT);
  for (const v1::Directive& directive :
       {Issued("one", kDay), Issued("two", kDay + 10), Issued("also-two", kDay + 10), draft}) {
    ASSERT_THAT(Insert(directive), IsOk());
  }
  const auto next = [&](absl::CivilDay day) {
    return NamesOf(Write([&](db::Session& session) { return store_.ListNextEffective(session, day); }));
  };
  EXPECT_THAT(next(kDay - 1), ElementsAre("directives/one"));
  EXPECT_THAT(next(kDay), ElementsAre("directives/also-two", "directives/two"));
  EXPECT_THAT(next(kDay + 10), IsEmpty());
}

TEST_P(DirectiveStoreConformance, RepealedOnesAreLeftOutFromTheirRepealOn) {
  ASSERT_THAT(Insert(Issued("one", kDay)), IsOk());
  auto two = Insert(Issued("two", kDay + 10));
  ASSERT_THAT(two, IsOk());
  *two->mutable_repeal_date() = iran::ToDate(kDay + 20);
  ASSERT_THAT(Replace(*two), IsOk());

  EXPECT_THAT(LatestEffective(kDay + 19), ElementsAre("directives/two"));
  EXPECT_THAT(LatestEffective(kDay + 20), ElementsAre("directives/one"));
}

TEST_P(DirectiveStoreConformance, ListsWhatIsUnderWayToAmend) {
  const auto amending = [](v1::Directive directive, const std::string& amended) {
    directive.set_amends("directives/" + amended);
    return directive;
  };
  ASSERT_THAT(Insert(Issued("one", kDay - 10)), IsOk());
  ASSERT_THAT(Insert(amending(Draft("draft"), "one")), IsOk());
  ASSERT_THAT(Insert(amending(Issued("later", kDay + 1), "one")), IsOk());
  ASSERT_THAT(Insert(amending(Issued("begun", kDay), "one")), IsOk());
  ASSERT_THAT(Insert(amending(Draft("of-another"), "two")), IsOk());
  const auto list = [&](const std::string& amended) {
    return NamesOf(Write([&](db::Session& session) { return store_.ListAmending(session, amended, kDay); }));
  };
  EXPECT_THAT(list("directives/one"), ElementsAre("directives/draft", "directives/later"));
  EXPECT_THAT(list(""), ElementsAre("directives/draft", "directives/later", "directives/of-another"));
  EXPECT_THAT(list("directives/begun"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, DirectiveStoreConformance, ::testing::ValuesIn(mosbat::testing::AllBackends()),
                         mosbat::testing::BackendName);

}  // namespace
}  // namespace mosbat::guideline
