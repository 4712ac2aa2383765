#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "common/iran/tehran_day.h"
#include "common/testing/store_conformance.h"
#include "services/catalog/store/migrations.h"
#include "services/catalog/store/service_type_store.h"
#include "services/catalog/store/withdrawn_texts.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

// Revision n takes effect n days later.
const absl::CivilDay kFirstDay(2026, 3, 20);

v1::ServiceType Type(const std::string& slug, const std::string& owner = "deputyships/social",
                     v1::ServiceType::State state = v1::ServiceType::ACTIVE, int founding_number = 0) {
  v1::ServiceType type;
  type.set_name(absl::StrCat("serviceTypes/", slug));
  type.mutable_title()->set_fa("بازدید از منزل");
  type.set_owner(owner);
  type.set_state(state);
  type.set_founding_number(founding_number);
  return type;
}

v1::ServiceTypeRevision Revision(const std::string& slug, int number) {
  v1::ServiceTypeRevision revision;
  revision.set_service_type(absl::StrCat("serviceTypes/", slug));
  revision.set_number(number);
  revision.set_name(absl::StrCat(revision.service_type(), "/revisions/", number));
  *revision.mutable_effective_date() = iran::ToDate(kFirstDay + number);
  revision.mutable_terms()->mutable_deadline()->set_clause("7");
  return revision;
}

class ServiceTypeStoreConformance : public testing::StoreConformance {
 protected:
  ServiceTypeStoreConformance() : StoreConformance({{"catalog", &Migrations()}}) {}

  void Withdraw(const std::string& text, absl::CivilDay day) {
    guideline::v1::SubGuidelineRevision withdrawn;
    withdrawn.set_name(text);
    withdrawn.set_state(guideline::v1::SubGuidelineRevision::WITHDRAWN);
    *withdrawn.mutable_end_date() = iran::ToDate(day);
    withdrawn.set_etag(EtagOf(1));
    feed::v1::Event event;
    event.mutable_payload()->PackFrom(withdrawn);
    ASSERT_THAT(Write([&](db::Session& session) { return WithdrawnTexts().Apply(session, event); }), IsOk());
  }

  absl::StatusOr<v1::ServiceType> Insert(const v1::ServiceType& type) {
    return Write([&](db::Session& session) { return store_.Insert(session, type); });
  }
  absl::StatusOr<v1::ServiceType> Replace(const v1::ServiceType& type) {
    return Write([&](db::Session& session) { return store_.Replace(session, type); });
  }
  absl::StatusOr<v1::ServiceTypeRevision> Insert(const v1::ServiceTypeRevision& revision) {
    return Write([&](db::Session& session) { return store_.InsertRevision(session, revision); });
  }
  absl::StatusOr<v1::ServiceType> Get(const std::string& name) {
    return Write([&](db::Session& session) { return store_.Get(session, name); });
  }
  bool InsertMeetsTakenKey(const v1::ServiceType& type) {
    return MeetsTakenKey([&](db::Session& session) { return store_.Insert(session, type); });
  }
  absl::Status HoldActive(const std::string& name) {
    return Write([&](db::Session& session) { return store_.HoldActive(session, name); });
  }
  std::vector<std::string> List(const ServiceTypeStore::Filter& filter, const std::string& after = "",
                                int limit = 100) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, filter, after, limit); }));
  }
  std::vector<std::string> ListRevisions(const std::string& type, const std::string& after = "", int limit = 100) {
    return NamesOf(Write([&](db::Session& session) { return store_.ListRevisions(session, type, after, limit); }));
  }

  const ServiceTypeStore store_;
};

TEST_P(ServiceTypeStoreConformance, GetReturnsWhatWasInserted) {
  const absl::StatusOr<v1::ServiceType> inserted = Insert(Type("home-visit"));
  ASSERT_THAT(inserted, IsOk());

  const absl::StatusOr<v1::ServiceType> read = Get("serviceTypes/home-visit");

  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), inserted->SerializeAsString());
  EXPECT_NE(read->etag(), "");
}

TEST_P(ServiceTypeStoreConformance, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Get("serviceTypes/none"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(HoldActive("serviceTypes/none"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(Write([&](db::Session& session) { return store_.GetRevision(session, "serviceTypes/none/revisions/1"); }),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND"));
}

TEST_P(ServiceTypeStoreConformance, TakenNameIsAUniqueViolation) {
  ASSERT_THAT(Insert(Type("home-visit")), IsOk());
  EXPECT_TRUE(InsertMeetsTakenKey(Type("home-visit")));
}

TEST_P(ServiceTypeStoreConformance, NamesDifferByCase) {
  ASSERT_THAT(Insert(Type("home-visit")), IsOk());
  EXPECT_THAT(Get("serviceTypes/Home-Visit"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
}

TEST_P(ServiceTypeStoreConformance, FoundingNumberIsGivenOnce) {
  ASSERT_THAT(Insert(Type("adoption-request", "deputyships/social", v1::ServiceType::PROPOSED, 1)), IsOk());
  EXPECT_TRUE(InsertMeetsTakenKey(Type("home-visit", "deputyships/social", v1::ServiceType::PROPOSED, 1)));

  const auto taken = [&](int number, const std::string& name) {
    return Write([&](db::Session& session) { return store_.FoundingNumberTaken(session, number, name); });
  };
  EXPECT_EQ(taken(1, "serviceTypes/home-visit").value(), true);
  EXPECT_EQ(taken(1, "serviceTypes/adoption-request").value(), false);
  EXPECT_EQ(taken(2, "serviceTypes/home-visit").value(), false);
}

TEST_P(ServiceTypeStoreConformance, AnyNumberOfTypesHaveNoFoundingNumber) {
  EXPECT_THAT(Insert(Type("home-visit")), IsOk());
  EXPECT_THAT(Insert(Type("interview")), IsOk());
}

TEST_P(ServiceTypeStoreConformance, SecondWriterOfOneRowVersionIsAborted) {
  const absl::StatusOr<v1::ServiceType> inserted = Insert(Type("home-visit"));
  ASSERT_THAT(inserted, IsOk());

  const absl::StatusOr<v1::ServiceType> replaced = Replace(*inserted);
  ASSERT_THAT(replaced, IsOk());
  EXPECT_NE(replaced->etag(), inserted->etag());
  EXPECT_THAT(Replace(*inserted), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(ServiceTypeStoreConformance, HoldChangesNeitherTypeNorEtag) {
  const absl::StatusOr<v1::ServiceType> inserted = Insert(Type("home-visit"));
  ASSERT_THAT(inserted, IsOk());

  ASSERT_THAT(HoldActive("serviceTypes/home-visit"), IsOk());

  EXPECT_EQ(Get("serviceTypes/home-visit")->SerializeAsString(), inserted->SerializeAsString());
  EXPECT_THAT(Replace(*inserted), IsOk());
}

TEST_P(ServiceTypeStoreConformance, OnlyAnActiveTypeIsHeld) {
  ASSERT_THAT(Insert(Type("proposed", "deputyships/social", v1::ServiceType::PROPOSED)), IsOk());
  EXPECT_THAT(HoldActive("serviceTypes/proposed"), FailsWith(StatusCode::kFailedPrecondition, "NOT_ACTIVE"));

  absl::StatusOr<v1::ServiceType> type = Insert(Type("home-visit"));
  ASSERT_THAT(type, IsOk());
  type->set_state(v1::ServiceType::RETIRED);
  ASSERT_THAT(Replace(*type), IsOk());
  EXPECT_THAT(HoldActive("serviceTypes/home-visit"), FailsWith(StatusCode::kFailedPrecondition, "NOT_ACTIVE"));
}

TEST_P(ServiceTypeStoreConformance, OneThatIsNotRetiredIsHeldForAProposal) {
  const auto hold = [&](const std::string& name) {
    return Write([&](db::Session& session) { return store_.HoldNotRetired(session, name); });
  };
  absl::StatusOr<v1::ServiceType> type = Insert(Type("proposed", "deputyships/social", v1::ServiceType::PROPOSED));
  ASSERT_THAT(type, IsOk());
  EXPECT_THAT(hold(type->name()), IsOk());
  EXPECT_EQ(Get(type->name())->SerializeAsString(), type->SerializeAsString());
  type->set_state(v1::ServiceType::RETIRED);
  ASSERT_THAT(Replace(*type), IsOk());
  EXPECT_THAT(hold(type->name()), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_RETIRED"));
  EXPECT_THAT(hold("serviceTypes/none"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
}

TEST_P(ServiceTypeStoreConformance, RevisionOfADayIsTheGreatestThatHasTakenEffect) {
  v1::ServiceTypeRevision rolled_back = Revision("home-visit", 11);
  *rolled_back.mutable_effective_date() = iran::ToDate(kFirstDay + 5);
  for (const v1::ServiceTypeRevision& revision :
       {Revision("home-visit", 2), Revision("home-visit", 10), rolled_back, Revision("interview", 3)}) {
    ASSERT_THAT(Write([&](db::Session& session) { return store_.InsertRevision(session, revision); }), IsOk());
  }
  const auto on = [&](int day) -> std::string {
    const auto found = Write([&](db::Session& session) {
      return store_.FindRevisionOn(session, "serviceTypes/home-visit", kFirstDay + day);
    });
    EXPECT_THAT(found, IsOk());
    return found->has_value() ? (*found)->name() : "";
  };
  EXPECT_EQ(on(1), "");
  EXPECT_EQ(on(2), "serviceTypes/home-visit/revisions/2");
  EXPECT_EQ(on(4), "serviceTypes/home-visit/revisions/2");
  EXPECT_EQ(on(5), "serviceTypes/home-visit/revisions/11");
  EXPECT_EQ(on(10), "serviceTypes/home-visit/revisions/11");  // the tenth was overtaken before it began
}

TEST_P(ServiceTypeStoreConformance, RevisionWhoseTextWasWithdrawnByItsDayIsPassedOver) {
  for (int number = 1; number <= 4; ++number) {
    v1::ServiceTypeRevision revision = Revision("home-visit", number);
    revision.set_sub_guideline_revision(absl::StrCat("subGuidelines/home-visit/revisions/", number));
    ASSERT_THAT(Insert(revision), IsOk());
  }
  ASSERT_THAT(Insert(Type("home-visit")), IsOk());
  Withdraw("subGuidelines/home-visit/revisions/2", kFirstDay + 3);  // since it took effect
  Withdraw("subGuidelines/home-visit/revisions/3", kFirstDay + 3);  // on the day

  const auto settled = [&](int day) {
    return Write([&](db::Session& session) -> absl::StatusOr<std::string> {
      MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, store_.Get(session, "serviceTypes/home-visit"));
      const absl::Time noon = iran::StartOfTehranDay(kFirstDay + day) + absl::Hours(12);
      MOSBAT_ASSIGN_OR_RETURN(type, store_.Settled(session, type, noon));
      return absl::StrCat(type.current_revision(), ", then ", type.scheduled().revision());
    });
  };
  EXPECT_EQ(*settled(0), ", then serviceTypes/home-visit/revisions/1");
  EXPECT_EQ(*settled(2), "serviceTypes/home-visit/revisions/2, then serviceTypes/home-visit/revisions/4");
  EXPECT_EQ(*settled(3), "serviceTypes/home-visit/revisions/2, then serviceTypes/home-visit/revisions/4");
  EXPECT_EQ(*settled(4), "serviceTypes/home-visit/revisions/4, then ");
  EXPECT_THAT(*Write([&](db::Session& session) { return store_.ListPassedOver(session); }),
              ElementsAre("serviceTypes/home-visit/revisions/3"));
  const auto last =
      Write([&](db::Session& session) { return store_.FindLastRevision(session, "serviceTypes/home-visit"); });
  EXPECT_EQ((*last)->number(), 4);
}

TEST_P(ServiceTypeStoreConformance, RevisionThatIsReadSaysWhenItsTextWasWithdrawn) {
  v1::ServiceTypeRevision revision = Revision("home-visit", 1);
  revision.set_sub_guideline_revision("subGuidelines/home-visit/revisions/1");
  ASSERT_THAT(Insert(revision), IsOk());
  Withdraw(revision.sub_guideline_revision(), kFirstDay + 3);
  const auto day_of = [](const v1::ServiceTypeRevision& one) {
    return iran::StoredDay(one.sub_guideline_withdrawn_date());
  };
  EXPECT_EQ(day_of(*Write([&](db::Session& session) { return store_.GetRevision(session, revision.name()); })),
            kFirstDay + 3);
  const auto listed = Write([&](db::Session& session) { return store_.ListRevisions(session, "", "", 10); });
  EXPECT_EQ(day_of(listed->at(0)), kFirstDay + 3);
}

// Passes everything on, and counts the questions.
class CountingSession final : public db::Session {
 public:
  explicit CountingSession(db::Session& session) : session_(session) {}

  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const db::Value> values) override {
    return session_.Execute(sql, values);
  }
  absl::StatusOr<std::vector<db::Row>> Query(absl::string_view sql, absl::Span<const db::Value> values) override {
    ++queries_;
    return session_.Query(sql, values);
  }
  int queries() const { return queries_; }

 private:
  db::Session& session_;
  int queries_ = 0;
};

TEST_P(ServiceTypeStoreConformance, PageOfRevisionsIsToldOfAllItsWithdrawalsAtOnce) {
  for (int number = 1; number <= 5; ++number) {
    v1::ServiceTypeRevision revision = Revision("home-visit", number);
    // The fifth restores the second.
    revision.set_sub_guideline_revision(absl::StrCat("subGuidelines/home-visit/revisions/", number == 5 ? 2 : number));
    ASSERT_THAT(Insert(revision), IsOk());
  }
  Withdraw("subGuidelines/home-visit/revisions/1", kFirstDay + 1);
  Withdraw("subGuidelines/home-visit/revisions/2", kFirstDay + 2);
  Withdraw("subGuidelines/home-visit/revisions/4", kFirstDay + 4);
  int queries = 0;
  const auto page = [&](const std::string& after, int limit) {
    std::vector<std::string> days;
    const auto listed = Read([&](db::Session& session) {
      CountingSession counting(session);
      auto revisions = store_.ListRevisions(counting, "serviceTypes/home-visit", after, limit);
      queries = counting.queries();
      return revisions;
    });
    EXPECT_THAT(listed, IsOk());
    for (const v1::ServiceTypeRevision& one : listed.value_or(std::vector<v1::ServiceTypeRevision>())) {
      days.push_back(one.has_sub_guideline_withdrawn_date() ? iran::DayText(one.sub_guideline_withdrawn_date()) : "");
    }
    return days;
  };
  EXPECT_THAT(page("", 10), ElementsAre(iran::DayText(kFirstDay + 1), iran::DayText(kFirstDay + 2), "",
                                        iran::DayText(kFirstDay + 4), iran::DayText(kFirstDay + 2)));
  EXPECT_EQ(queries, 2);
  EXPECT_THAT(page("serviceTypes/home-visit/revisions/2", 2), ElementsAre("", iran::DayText(kFirstDay + 4)));
  EXPECT_THAT(page("serviceTypes/home-visit/revisions/5", 2), ElementsAre());
}

// One transaction has read the type ACTIVE; before it holds the type, another one retires it and commits.
TEST_P(ServiceTypeStoreConformance, HoldAndAChangeOfStateDoNotBothStand) {
  if (GetParam().name != "MariaDb") GTEST_SKIP() << "one writer at a time";
  struct Row {
    absl::Status (ServiceTypeStore::*hold)(db::Session&, const std::string&) const;
    std::string slug;
    std::string reason;
  };
  for (const Row& row : {Row{&ServiceTypeStore::HoldActive, "home-visit", "NOT_ACTIVE"},
                         Row{&ServiceTypeStore::HoldNotRetired, "interview", "SERVICE_TYPE_RETIRED"}}) {
    const absl::StatusOr<v1::ServiceType> inserted = Insert(Type(row.slug));
    ASSERT_THAT(inserted, IsOk());
    int runs = 0;
    const absl::Status held = database_->Transact([&](db::Session& session) -> absl::Status {
      MOSBAT_RETURN_IF_ERROR(store_.Get(session, inserted->name()).status());
      if (++runs == 1) {
        v1::ServiceType retired = *inserted;
        retired.set_state(v1::ServiceType::RETIRED);
        std::thread([&] { EXPECT_THAT(Replace(retired), IsOk()); }).join();
      }
      return (store_.*row.hold)(session, inserted->name());
    });
    EXPECT_THAT(held, FailsWith(StatusCode::kFailedPrecondition, row.reason));
  }
}

TEST_P(ServiceTypeStoreConformance, ListsInByteOrderAfterAName) {
  for (const char* slug : {"c", "a", "b-2", "b-10", "b"}) ASSERT_THAT(Insert(Type(slug)), IsOk());

  EXPECT_THAT(List({}), ElementsAre("serviceTypes/a", "serviceTypes/b", "serviceTypes/b-10", "serviceTypes/b-2",
                                    "serviceTypes/c"));
  EXPECT_THAT(List({}, "serviceTypes/b", 2), ElementsAre("serviceTypes/b-10", "serviceTypes/b-2"));
  EXPECT_THAT(List({}, "serviceTypes/c"), IsEmpty());
}

TEST_P(ServiceTypeStoreConformance, ListIsNarrowedByOwnerAndState) {
  ASSERT_THAT(Insert(Type("a", "deputyships/social", v1::ServiceType::PROPOSED)), IsOk());
  ASSERT_THAT(Insert(Type("b", "deputyships/social", v1::ServiceType::ACTIVE)), IsOk());
  ASSERT_THAT(Insert(Type("c", "deputyships/prevention", v1::ServiceType::ACTIVE)), IsOk());

  EXPECT_THAT(List({.owner = "deputyships/social"}), ElementsAre("serviceTypes/a", "serviceTypes/b"));
  EXPECT_THAT(List({.state = v1::ServiceType::ACTIVE}), ElementsAre("serviceTypes/b", "serviceTypes/c"));
  EXPECT_THAT(List({.owner = "deputyships/social", .state = v1::ServiceType::ACTIVE}), ElementsAre("serviceTypes/b"));
}

TEST_P(ServiceTypeStoreConformance, RevisionIsReadAsItWasInserted) {
  const absl::StatusOr<v1::ServiceTypeRevision> inserted = Insert(Revision("home-visit", 1));
  ASSERT_THAT(inserted, IsOk());

  const absl::StatusOr<v1::ServiceTypeRevision> read =
      Write([&](db::Session& session) { return store_.GetRevision(session, "serviceTypes/home-visit/revisions/1"); });

  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), inserted->SerializeAsString());
  EXPECT_TRUE(
      MeetsTakenKey([&](db::Session& session) { return store_.InsertRevision(session, Revision("home-visit", 1)); }));
}

TEST_P(ServiceTypeStoreConformance, ListsRevisionsOfOneTypeOrOfAll) {
  for (const int number : {2, 1}) ASSERT_THAT(Insert(Revision("b", number)), IsOk());
  ASSERT_THAT(Insert(Revision("a", 1)), IsOk());
  ASSERT_THAT(Insert(Revision("b-c", 1)), IsOk());

  EXPECT_THAT(ListRevisions("serviceTypes/b"), ElementsAre("serviceTypes/b/revisions/1", "serviceTypes/b/revisions/2"));
  EXPECT_THAT(ListRevisions("serviceTypes/b", "serviceTypes/b/revisions/1"), ElementsAre("serviceTypes/b/revisions/2"));
  EXPECT_THAT(ListRevisions("", "", 2), ElementsAre("serviceTypes/a/revisions/1", "serviceTypes/b-c/revisions/1"));
  EXPECT_THAT(ListRevisions("", "serviceTypes/b-c/revisions/1"),
              ElementsAre("serviceTypes/b/revisions/1", "serviceTypes/b/revisions/2"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, ServiceTypeStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
