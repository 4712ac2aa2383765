#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/store/sub_guideline_store.h"
#include "services/guideline/testing/store_conformance.h"

namespace mosbat::guideline {
namespace {

using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::SubGuideline SubGuideline(const std::string& id, const std::string& deputyship = "health") {
  v1::SubGuideline sub_guideline;
  sub_guideline.set_name("subGuidelines/" + id);
  sub_guideline.set_deputyship("deputyships/" + deputyship);
  return sub_guideline;
}

v1::SubGuidelineRevision Revision(const std::string& id, const std::string& number) {
  v1::SubGuidelineRevision text;
  text.set_name("subGuidelines/" + id + "/revisions/" + number);
  text.add_clauses()->set_text("متن " + number);
  return text;
}

class SubGuidelineStoreConformance : public testing::StoreConformance {
 protected:
  absl::StatusOr<v1::SubGuideline> Insert(const v1::SubGuideline& sub_guideline) {
    return Write([&](db::Session& session) { return store_.Insert(session, sub_guideline); });
  }

  absl::StatusOr<v1::SubGuideline> Replace(const v1::SubGuideline& sub_guideline) {
    return Write([&](db::Session& session) { return store_.Replace(session, sub_guideline); });
  }

  absl::StatusOr<v1::SubGuideline> Get(const std::string& id) {
    return Write([&](db::Session& session) { return store_.Get(session, "subGuidelines/" + id); });
  }

  absl::StatusOr<v1::SubGuidelineRevision> Insert(const v1::SubGuidelineRevision& text) {
    return Write([&](db::Session& session) { return store_.InsertRevision(session, text); });
  }

  absl::StatusOr<v1::SubGuidelineRevision> Replace(const v1::SubGuidelineRevision& text) {
    return Write([&](db::Session& session) { return store_.ReplaceRevision(session, text); });
  }

  absl::StatusOr<v1::SubGuidelineRevision> GetRevision(const std::string& name) {
    return Write([&](db::Session& session) { return store_.GetRevision(session, name); });
  }

  const SubGuidelineStore store_;
};

TEST_P(SubGuidelineStoreConformance, GivesBackWhatWasInserted) {
  const auto sub_guideline = Insert(SubGuideline("vision"));
  const auto text = Insert(Revision("vision", "1"));
  ASSERT_THAT(sub_guideline, IsOk());
  ASSERT_THAT(text, IsOk());
  EXPECT_NE(sub_guideline->etag(), "");
  EXPECT_NE(text->etag(), "");
  EXPECT_EQ(Get("vision")->ShortDebugString(), sub_guideline->ShortDebugString());
  EXPECT_EQ(GetRevision(text->name())->ShortDebugString(), text->ShortDebugString());
}

TEST_P(SubGuidelineStoreConformance, ThereIsNoneOfAnotherName) {
  ASSERT_THAT(Insert(SubGuideline("vision")), IsOk());
  ASSERT_THAT(Insert(Revision("vision", "1")), IsOk());
  EXPECT_THAT(Get("hearing"), FailsWith(absl::StatusCode::kNotFound, "SUB_GUIDELINE_NOT_FOUND"));
  EXPECT_THAT(GetRevision("subGuidelines/vision/revisions/2"),
              FailsWith(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_P(SubGuidelineStoreConformance, TakenNameIsAUniqueViolation) {
  ASSERT_THAT(Insert(SubGuideline("vision")), IsOk());
  ASSERT_THAT(Insert(Revision("vision", "1")), IsOk());
  EXPECT_TRUE(MeetsTakenKey([&](auto& session) { return store_.Insert(session, SubGuideline("vision")); }));
  EXPECT_TRUE(MeetsTakenKey([&](auto& session) { return store_.InsertRevision(session, Revision("vision", "1")); }));
  EXPECT_FALSE(MeetsTakenKey([&](auto& session) { return store_.InsertRevision(session, Revision("vision", "2")); }));
}

TEST_P(SubGuidelineStoreConformance, SecondWriterOfOneRowVersionIsAborted) {
  const auto sub_guideline = Insert(SubGuideline("vision"));
  const auto text = Insert(Revision("vision", "1"));
  ASSERT_THAT(sub_guideline, IsOk());
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(Replace(*sub_guideline), IsOk());
  EXPECT_THAT(Replace(*sub_guideline), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Replace(*text), IsOk());
  EXPECT_THAT(Replace(*text), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(SubGuidelineStoreConformance, ListsThoseOfADeputyshipOrAllByNameInPages) {
  ASSERT_THAT(Insert(SubGuideline("vision", "health")), IsOk());
  ASSERT_THAT(Insert(SubGuideline("adoption", "social")), IsOk());
  ASSERT_THAT(Insert(SubGuideline("hearing", "health")), IsOk());
  const auto page = [&](const std::string& deputyship, const std::string& after, int limit) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, deputyship, after, limit); }));
  };
  EXPECT_THAT(page("", "", 2), ElementsAre("subGuidelines/adoption", "subGuidelines/hearing"));
  EXPECT_THAT(page("", "subGuidelines/hearing", 2), ElementsAre("subGuidelines/vision"));
  EXPECT_THAT(page("deputyships/health", "", 9), ElementsAre("subGuidelines/hearing", "subGuidelines/vision"));
  EXPECT_THAT(page("deputyships/heal", "", 9), IsEmpty());
}

TEST_P(SubGuidelineStoreConformance, ListsTheRevisionsOfOneByNameInPages) {
  for (const char* number : {"2", "10", "1"}) ASSERT_THAT(Insert(Revision("vision", number)), IsOk());
  ASSERT_THAT(Insert(Revision("vision-two", "1")), IsOk());
  const auto page = [&](const std::string& after, int limit) {
    return NamesOf(Write(
        [&](db::Session& session) { return store_.ListRevisions(session, "subGuidelines/vision", after, limit); }));
  };
  EXPECT_THAT(page("", 2), ElementsAre("subGuidelines/vision/revisions/1", "subGuidelines/vision/revisions/10"));
  EXPECT_THAT(page("subGuidelines/vision/revisions/10", 2), ElementsAre("subGuidelines/vision/revisions/2"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, SubGuidelineStoreConformance, ::testing::ValuesIn(mosbat::testing::AllBackends()),
                         mosbat::testing::BackendName);

}  // namespace
}  // namespace mosbat::guideline
