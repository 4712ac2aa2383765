#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "common/iran/tehran_day.h"
#include "common/testing/store_conformance.h"
#include "mosbat/guideline/v1/deputyship.pb.h"
#include "services/catalog/store/migrations.h"
#include "services/catalog/store/withdrawn_texts.h"

namespace mosbat::catalog {
namespace {

using guideline::v1::SubGuidelineRevision;
using testing::IsOk;

const absl::CivilDay kDay(2026, 3, 21);
constexpr char kText[] = "subGuidelines/vision/revisions/1";

SubGuidelineRevision Ended(SubGuidelineRevision::State state, int64_t row_version = 1) {
  SubGuidelineRevision text;
  text.set_name(kText);
  text.set_state(state);
  *text.mutable_end_date() = iran::ToDate(kDay);
  text.set_etag(EtagOf(row_version));
  return text;
}

class WithdrawnTextsConformance : public testing::StoreConformance {
 protected:
  WithdrawnTextsConformance() : StoreConformance({{"catalog", &Migrations()}}) {}

  void Hear(const google::protobuf::Message& resource) {
    feed::v1::Event event;
    event.mutable_payload()->PackFrom(resource);
    ASSERT_THAT(Write([&](db::Session& session) { return texts_.Apply(session, event); }), IsOk());
  }
  // The one that is withdrawn and when, "" while none is.
  std::string Withdrawn() {
    const auto rows =
        Read([](db::Session& session) { return session.Query("SELECT name, withdrawn_on FROM withdrawn_texts"); });
    EXPECT_LE(rows->size(), 1u);
    return rows->empty() ? "" : absl::StrCat(rows->front().Text(0), " ", rows->front().Text(1));
  }

  const WithdrawnTexts texts_;
};

TEST_P(WithdrawnTextsConformance, TellsTheFirstDayOnWhichAWithdrawnTextHoldsNoLonger) {
  Hear(Ended(SubGuidelineRevision::WITHDRAWN));
  Hear(Ended(SubGuidelineRevision::WITHDRAWN));  // again
  EXPECT_EQ(Withdrawn(), "subGuidelines/vision/revisions/1 2026-03-21");
}

TEST_P(WithdrawnTextsConformance, OneThatAnotherHasReplacedIsNotWithdrawn) {
  Hear(Ended(SubGuidelineRevision::APPROVED));
  EXPECT_EQ(Withdrawn(), "");
  Hear(Ended(SubGuidelineRevision::WITHDRAWN, 2));
  Hear(Ended(SubGuidelineRevision::APPROVED));  // told late
  EXPECT_EQ(Withdrawn(), "subGuidelines/vision/revisions/1 2026-03-21");
}

TEST_P(WithdrawnTextsConformance, PassesOverOtherThings) {
  guideline::v1::Deputyship deputyship;
  deputyship.set_name(kText);
  Hear(deputyship);
  EXPECT_EQ(Withdrawn(), "");
}

INSTANTIATE_TEST_SUITE_P(AllBackends, WithdrawnTextsConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
