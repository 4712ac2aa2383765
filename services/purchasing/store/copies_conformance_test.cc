#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/copies.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using testing::IsOk;

class CopiesConformance : public StoreConformance {
 protected:
  template <typename Message>
  bool Keep(const Message& message) {
    const auto kept = Write([&](db::Session& session) { return copies_.Keep(session, message); });
    EXPECT_THAT(kept, IsOk());
    return kept.ok() && *kept;
  }

  const Copies copies_;
};

TEST_P(CopiesConformance, NewestOfItsOwnerIsKept) {
  registry::v1::Centre centre = OperatingCentre();
  centre.set_etag(EtagOf(3));
  EXPECT_TRUE(Keep(centre));
  EXPECT_FALSE(Keep(centre));
  centre.set_etag(EtagOf(2));
  centre.set_files_cap(450);
  EXPECT_FALSE(Keep(centre));
  centre.set_etag(EtagOf(7));
  centre.set_files_cap(600);
  EXPECT_TRUE(Keep(centre));
  const auto found = Read([&](db::Session& session) { return copies_.FindCentre(session, kCentre); });
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->files_cap(), 600);
}

TEST_P(CopiesConformance, WhatWasNotHeardOfIsNotFound) {
  EXPECT_FALSE(Read([&](db::Session& session) { return copies_.FindCentre(session, kCentre); })->has_value());
  EXPECT_FALSE(Read([&](db::Session& session) { return copies_.FindServiceType(session, kScreening); })->has_value());
  EXPECT_TRUE(Keep(ActiveType()));
  EXPECT_TRUE(Read([&](db::Session& session) { return copies_.FindServiceType(session, kScreening); })->has_value());
}

TEST_P(CopiesConformance, PapersAreTheCentresOwnAndNameNobody) {
  registry::v1::Licence licence;
  licence.set_name("licences/l");
  licence.set_etag(EtagOf(1));
  licence.mutable_holder()->set_display_name("somebody");
  licence.set_owner("somebody");
  EXPECT_TRUE(Keep(licence));
  registry::v1::Centre centre = OperatingCentre();
  EXPECT_TRUE(Read([&](db::Session& session) { return copies_.PapersOf(session, centre); })->empty());
  centre.add_papers()->set_licence("licences/l");
  centre.add_papers()->set_licence("licences/not-heard-of");
  const auto papers = Read([&](db::Session& session) { return copies_.PapersOf(session, centre); });
  ASSERT_THAT(papers, IsOk());
  ASSERT_EQ(papers->size(), 1U);
  EXPECT_EQ(papers->front().name(), "licences/l");
  EXPECT_FALSE(papers->front().has_holder());
  EXPECT_EQ(papers->front().owner(), "");
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CopiesConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
