#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "common/iran/day_text.h"
#include "common/iran/tehran_day.h"
#include "common/testing/store_conformance.h"
#include "services/casefile/examples.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/delivery_store.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class CareStoresConformance : public testing::StoreConformance {
 protected:
  CareStoresConformance() : StoreConformance({{"casefile", &Migrations()}}) {}

  // The file of the members that requests are for.
  static std::optional<v1::CaseFile> File(const std::string& worker = examples::kWorker) {
    v1::CaseFile file;
    file.set_name("caseFiles/f");
    file.set_state(v1::CaseFile::OPEN);
    file.set_county(examples::kCounty);
    file.set_centre(examples::kCentre);
    file.set_social_worker(worker);
    return file;
  }
  static v1::ServiceRequest Request(const std::string& id) {
    v1::ServiceRequest request;
    request.set_name(absl::StrCat("serviceRequests/", id));
    request.set_state(v1::ServiceRequest::ELIGIBLE);
    request.set_service_type(examples::kType);
    request.set_centre(examples::kCentre);
    request.set_county(examples::kCounty);
    request.set_social_worker(examples::kWorker);
    request.set_member("caseFiles/f/members/m");
    *request.mutable_facts() = examples::Json(R"({"age_years": 4})");
    return request;
  }
  static v1::Delivery Delivery(const std::string& id, absl::CivilDay day = kToday) {
    v1::Delivery delivery;
    delivery.set_name(absl::StrCat("deliveries/", id));
    delivery.set_service_type(examples::kType);
    delivery.set_centre(examples::kCentre);
    delivery.set_county(examples::kCounty);
    delivery.set_worker(examples::kWorker);
    *delivery.mutable_occurred_on() = iran::ToDate(day);
    return delivery;
  }
  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const ServiceRequestStore requests_{*keyring_};
  const DeliveryStore deliveries_{*keyring_};
  const CaseFileStore files_{*keyring_};
};

TEST_P(CareStoresConformance, RequestIsReadAsItWasWritten) {
  const auto inserted =
      Write([&](db::Session& session) { return requests_.Insert(session, Request("a"), File(), "3"); });
  ASSERT_THAT(inserted, IsOk());
  const auto read = Write([&](db::Session& session) { return requests_.Get(session, "serviceRequests/a"); });
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*read, *inserted));
  EXPECT_THAT(Write([&](db::Session& session) { return requests_.Get(session, "serviceRequests/none"); }),
              FailsWith(StatusCode::kNotFound, "SERVICE_REQUEST_NOT_FOUND"));
}

TEST_P(CareStoresConformance, SecondWriterOfOneRequestIsAborted) {
  const auto read = Write([&](db::Session& session) { return requests_.Insert(session, Request("a"), File(), "3"); });
  ASSERT_THAT(Write([&](db::Session& session) { return requests_.Replace(session, *read); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return requests_.Replace(session, *read); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(CareStoresConformance, RequestsAreListedByScopeAndFilter) {
  v1::ServiceRequest other = Request("b");
  other.set_centre("centres/other");
  other.set_social_worker("centres/other/staff/sara");
  other.set_state(v1::ServiceRequest::REFUSED);
  other.mutable_group()->set_topic("parents");
  for (const v1::ServiceRequest& request : {other, Request("a")}) {
    ASSERT_THAT(Write([&](db::Session& session) {
                  return requests_.Insert(session, request, request.has_group() ? std::nullopt : File(), "3");
                }),
                IsOk());
  }
  const auto list = [&](const ServiceRequestFilter& filter) {
    return NamesOf(Write([&](db::Session& session) { return requests_.List(session, filter, "", 10); }));
  };
  EXPECT_THAT(list({}), ElementsAre("serviceRequests/a", "serviceRequests/b"));
  EXPECT_THAT(list({.visibility = {.area = examples::kWorker}}), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(list({.centre = "centres/other"}), ElementsAre("serviceRequests/b"));
  EXPECT_THAT(list({.case_file = "caseFiles/f"}), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(list({.state = v1::ServiceRequest::REFUSED}), ElementsAre("serviceRequests/b"));
  EXPECT_THAT(list({.service_type = "serviceTypes/none"}), IsEmpty());
}

TEST_P(CareStoresConformance, DecisionsAreListedByDayAndNameAndFoundByTheirClauses) {
  const auto decided = [](const std::string& id, absl::CivilDay day, const std::string& failed_clause) {
    v1::ServiceRequest request = Request(id);
    common::v1::Decision& decision = *request.mutable_decision();
    decision.set_sub_guideline_revision(examples::kSubGuideline);
    decision.set_outcome(failed_clause.empty() ? common::v1::Decision::ELIGIBLE : common::v1::Decision::NOT_ELIGIBLE);
    *decision.mutable_judged_date() = iran::ToDate(day);
    // Two criteria of one clause.
    for (int i = 0; i < 2 && !failed_clause.empty(); ++i) decision.add_reasons()->set_clause(failed_clause);
    return request;
  };
  for (const v1::ServiceRequest& request :
       {decided("a", kToday, ""), decided("b", kToday - 1, "3-2"), decided("c", kToday, "3-4")}) {
    ASSERT_THAT(Write([&](db::Session& session) { return requests_.Insert(session, request, File(), "3"); }), IsOk());
  }
  const auto list = [&](const DecisionFilter& filter, const DecisionKey& after = {}, int limit = 10) {
    return NamesOf(Write([&](db::Session& session) { return requests_.ListDecisions(session, filter, after, limit); }));
  };
  const std::string sub_guideline = "subGuidelines/vision-screening";
  EXPECT_THAT(list({}), ElementsAre("serviceRequests/b", "serviceRequests/a", "serviceRequests/c"));
  EXPECT_THAT(list({}, {iran::DayText(kToday - 1), "serviceRequests/b"}, 1), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(list({.sub_guideline = sub_guideline, .clause = "3"}, {iran::DayText(kToday), "serviceRequests/a"}),
              ElementsAre("serviceRequests/c"));
  EXPECT_THAT(list({.sub_guideline = sub_guideline, .clause = "3-2"}), ElementsAre("serviceRequests/b"));
  EXPECT_THAT(list({.sub_guideline = "subGuidelines/other", .clause = "3-2"}), IsEmpty());
  EXPECT_THAT(list({.outcome = common::v1::Decision::ELIGIBLE}), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(list({.from = kToday}), ElementsAre("serviceRequests/a", "serviceRequests/c"));
  EXPECT_THAT(list({.to = kToday - 1}), ElementsAre("serviceRequests/b"));
  EXPECT_THAT(list({.visibility = {.area = "centres/other"}, .sub_guideline = sub_guideline, .clause = "3"}),
              IsEmpty());
}

TEST_P(CareStoresConformance, OpenRequestsAreCountedByRevisionAndState) {
  const auto promised = [](const std::string& id, const std::string& revision, v1::ServiceRequest::State state) {
    v1::ServiceRequest request = Request(id);
    request.set_service_type_revision(revision);
    request.set_state(state);
    return request;
  };
  for (const v1::ServiceRequest& request :
       {promised("a", "r/1", v1::ServiceRequest::ELIGIBLE), promised("b", "r/1", v1::ServiceRequest::ELIGIBLE),
        promised("c", "r/1", v1::ServiceRequest::SCHEDULED), promised("d", "r/1", v1::ServiceRequest::DELIVERED),
        promised("e", "r/2", v1::ServiceRequest::ELIGIBLE), promised("f", "r/2", v1::ServiceRequest::REFUSED)}) {
    ASSERT_THAT(Write([&](db::Session& session) { return requests_.Insert(session, request, File(), "3"); }), IsOk());
  }
  const auto count = [&](const OpenRequestsFilter& filter) {
    const auto counts = Write([&](db::Session& session) { return requests_.CountOpen(session, filter); });
    EXPECT_THAT(counts, IsOk());
    std::vector<std::string> lines;
    for (const auto& one : *counts) {
      lines.push_back(absl::StrCat(one.service_type_revision(), " ", v1::ServiceRequest::State_Name(one.state()), " ",
                                   one.requests()));
    }
    return lines;
  };
  EXPECT_THAT(count({.service_type = examples::kType}),
              ElementsAre("r/1 ELIGIBLE 2", "r/1 SCHEDULED 1", "r/2 ELIGIBLE 1"));
  EXPECT_THAT(count({.service_type = examples::kType, .area = "provinces/30"}), ::testing::SizeIs(3));
  EXPECT_THAT(count({.service_type = examples::kType, .area = "provinces/3"}), IsEmpty());
  EXPECT_THAT(count({.visibility = {.area = "centres/other"}, .service_type = examples::kType}), IsEmpty());
  EXPECT_THAT(count({.service_type = "serviceTypes/none"}), IsEmpty());
}

TEST_P(CareStoresConformance, WhatIsForAMemberFollowsTheFile) {
  constexpr char kSara[] = "centres/other/staff/sara";
  v1::ServiceRequest for_group = Request("b");
  for_group.mutable_group()->set_topic("parents");
  v1::Delivery delivery = Delivery("a");
  delivery.set_member("caseFiles/f/members/m");
  const auto file = Write([&](db::Session& session) { return files_.Insert(session, *File()); });
  ASSERT_THAT(file, IsOk());
  ASSERT_THAT(Write([&](db::Session& session) { return requests_.Insert(session, for_group, std::nullopt, "3"); }),
              IsOk());
  const auto request =
      Write([&](db::Session& session) { return requests_.Insert(session, Request("a"), file.value(), "3"); });
  ASSERT_THAT(Write([&](db::Session& session) { return deliveries_.Insert(session, delivery, file.value()); }), IsOk());

  v1::CaseFile moved = *file;
  moved.set_county("provinces/30/counties/3002");
  moved.set_centre("centres/other");
  moved.set_social_worker(kSara);
  ASSERT_THAT(Write([&](db::Session& session) { return files_.Replace(session, moved); }), IsOk());
  ASSERT_THAT(Write([&](db::Session& session) { return requests_.Replace(session, *request); }), IsOk())
      << "a new state of the request does not take it back";
  const auto requests = [&](const std::string& area) {
    return NamesOf(
        Write([&](db::Session& session) { return requests_.List(session, {.visibility = {.area = area}}, "", 10); }));
  };
  const auto deliveries = [&](const std::string& area) {
    return NamesOf(
        Write([&](db::Session& session) { return deliveries_.List(session, {.visibility = {.area = area}}, "", 10); }));
  };
  for (const char* const area : {examples::kWorker, examples::kCentre, examples::kCounty}) {
    EXPECT_THAT(requests(area), ElementsAre("serviceRequests/b")) << area;
    EXPECT_THAT(deliveries(area), IsEmpty()) << area;
  }
  for (const char* const area : {kSara, "centres/other", "provinces/30/counties/3002"}) {
    EXPECT_THAT(requests(area), ElementsAre("serviceRequests/a")) << area;
    EXPECT_THAT(deliveries(area), ElementsAre("deliveries/a")) << area;
  }
  EXPECT_THAT(NamesOf(Write([&](db::Session& session) {
                return deliveries_.List(session, {.centre = examples::kCentre}, "", 10);
              })),
              ElementsAre("deliveries/a"))
      << "where it was delivered stays";
}

TEST_P(CareStoresConformance, WhoRestsOnAFileThatChangedRunsAgain) {
  const auto file = Write([&](db::Session& session) { return files_.Insert(session, *File()); });
  ASSERT_THAT(file, IsOk());
  const auto rest_on = [&](const v1::CaseFile& seen) {
    absl::Status rested;
    EXPECT_THAT(database_->Transact([&](db::Session& session) {
      rested = files_.RestOn(session, seen);
      return absl::OkStatus();
    }),
                IsOk());
    return rested;
  };
  EXPECT_THAT(rest_on(*file), IsOk());
  EXPECT_THAT(rest_on(*file), IsOk()) << "several may rest on one state of the file";
  ASSERT_THAT(Write([&](db::Session& session) { return files_.Replace(session, *file); }), IsOk());
  EXPECT_TRUE(db::IsUniqueViolation(rest_on(*file)));
}

TEST_P(CareStoresConformance, DeliveryIsFoundOrNot) {
  EXPECT_EQ(Write([&](db::Session& session) { return deliveries_.Find(session, "deliveries/a"); }).value(),
            std::nullopt);
  EXPECT_THAT(Write([&](db::Session& session) { return deliveries_.Get(session, "deliveries/a"); }),
              FailsWith(StatusCode::kNotFound, "DELIVERY_NOT_FOUND"));
  const auto inserted =
      Write([&](db::Session& session) { return deliveries_.Insert(session, Delivery("a"), std::nullopt); });
  ASSERT_THAT(inserted, IsOk());
  EXPECT_EQ(Write([&](db::Session& session) { return deliveries_.Get(session, "deliveries/a"); })->SerializeAsString(),
            inserted->SerializeAsString());
}

TEST_P(CareStoresConformance, DeliveriesAreListedByDay) {
  for (const v1::Delivery& delivery : {Delivery("a", kToday - 2), Delivery("b", kToday - 1), Delivery("c", kToday)}) {
    ASSERT_THAT(Write([&](db::Session& session) { return deliveries_.Insert(session, delivery, std::nullopt); }),
                IsOk());
  }
  const auto list = [&](const DeliveryFilter& filter) {
    return NamesOf(Write([&](db::Session& session) { return deliveries_.List(session, filter, "", 10); }));
  };
  EXPECT_THAT(list({.from = kToday - 1}), ElementsAre("deliveries/b", "deliveries/c"));
  EXPECT_THAT(list({.to = kToday - 1}), ElementsAre("deliveries/a", "deliveries/b"));
  EXPECT_THAT(list({.visibility = {.area = "centres/other"}}), IsEmpty());
}

TEST_P(CareStoresConformance, HistoryHoldsTheDaysOfOnePersonAndServiceInOrder) {
  common::v1::PersonIdentity identity;
  identity.set_national_id(examples::NationalId(1));
  const PersonKeys person = deliveries_.KeysOf(identity, "");
  EXPECT_EQ(person.front().find(examples::NationalId(1)), std::string::npos);
  const auto add = [&](const v1::Delivery& delivery) {
    return database_->Transact([&](db::Session& session) -> absl::Status {
      const auto seen = deliveries_.GetHistory(session, person, delivery.service_type());
      if (!seen.ok()) return seen.status();
      return deliveries_.AddToHistory(session, person, delivery, *seen);
    });
  };
  v1::Delivery other = Delivery("x");
  other.set_service_type("serviceTypes/other");
  for (const v1::Delivery& delivery :
       {Delivery("a", kToday), Delivery("b", kToday - 7), Delivery("c", kToday - 7), other}) {
    ASSERT_THAT(add(delivery), IsOk());
  }
  const auto history =
      Write([&](db::Session& session) { return deliveries_.GetHistory(session, person, examples::kType); });
  EXPECT_THAT(history->days, ElementsAre(kToday - 7, kToday - 7, kToday));
}

// Reading the history and adding to it is one step: of many that find room for one more at once, one gets it.
TEST_P(CareStoresConformance, OnlyOneOfManyAddsToAHistoryThatItSaw) {
  if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
  constexpr int kCallers = 8;
  constexpr size_t kMost = 3;
  common::v1::PersonIdentity identity;
  identity.set_national_id(examples::NationalId(1));
  const PersonKeys person = deliveries_.KeysOf(identity, "");
  std::atomic<int> added = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCallers; ++i) {
    threads.emplace_back([&, i] {
      const absl::Status status = database_->Transact([&](db::Session& session) -> absl::Status {
        const auto seen = deliveries_.GetHistory(session, person, examples::kType);
        if (!seen.ok()) return seen.status();
        if (seen->days.size() >= kMost) return absl::FailedPreconditionError("enough");
        return deliveries_.AddToHistory(session, person, Delivery(absl::StrCat(i)), *seen);
      });
      if (status.ok()) ++added;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(static_cast<size_t>(added), kMost);
  const auto history =
      Write([&](db::Session& session) { return deliveries_.GetHistory(session, person, examples::kType); });
  EXPECT_EQ(history->days.size(), kMost);
}

TEST_P(CareStoresConformance, HistoryUnderSeveralKeysHoldsEachDeliveryOnce) {
  const PersonKeys birth = {"birth"}, both = {"birth", "identity"}, identity = {"identity"};
  const auto add = [&](const PersonKeys& person, const v1::Delivery& delivery) {
    return database_->Transact([&](db::Session& session) -> absl::Status {
      const auto seen = deliveries_.GetHistory(session, person, delivery.service_type());
      return seen.ok() ? deliveries_.AddToHistory(session, person, delivery, *seen) : seen.status();
    });
  };
  ASSERT_THAT(add(birth, Delivery("a", kToday - 7)), IsOk());
  ASSERT_THAT(add(both, Delivery("b", kToday)), IsOk());
  const auto days = [&](const PersonKeys& person) {
    return Write([&](db::Session& session) { return deliveries_.GetHistory(session, person, examples::kType); })->days;
  };
  EXPECT_THAT(days(both), ElementsAre(kToday - 7, kToday));
  EXPECT_THAT(days(birth), ElementsAre(kToday - 7, kToday));
  EXPECT_THAT(days(identity), ElementsAre(kToday));

  for (const v1::Delivery& delivery : {Delivery("a", kToday - 7), Delivery("b", kToday)}) {
    ASSERT_THAT(Write([&](db::Session& session) { return deliveries_.Insert(session, delivery, std::nullopt); }),
                IsOk());
  }
  const auto last = [&](const PersonKeys& person, absl::CivilDay day) {
    const auto found =
        Write([&](db::Session& session) { return deliveries_.LastOf(session, person, examples::kType, day); });
    EXPECT_THAT(found, IsOk());
    return found->has_value() ? (*found)->name() : "";
  };
  EXPECT_EQ(last(both, kToday), "deliveries/b");
  EXPECT_EQ(last(both, kToday - 1), "deliveries/a");
  EXPECT_EQ(last(both, kToday - 8), "");
  EXPECT_EQ(last(identity, kToday - 1), "");
}

TEST_P(CareStoresConformance, OverdueRequestsAreTheEligibleOnesWhoseLastDayIsOver) {
  const auto due = [](const std::string& id, v1::ServiceRequest::State state, absl::CivilDay until) {
    v1::ServiceRequest request = Request(id);
    request.set_state(state);
    *request.mutable_deliver_until() = iran::ToDate(until);
    return request;
  };
  for (const v1::ServiceRequest& request :
       {due("c", v1::ServiceRequest::ELIGIBLE, kToday - 1), due("a", v1::ServiceRequest::ELIGIBLE, kToday - 9),
        due("b", v1::ServiceRequest::ELIGIBLE, kToday), due("d", v1::ServiceRequest::DELIVERED, kToday - 1),
        Request("e")}) {
    ASSERT_THAT(Write([&](db::Session& session) { return requests_.Insert(session, request, File(), "3"); }), IsOk());
  }
  const auto overdue = [&](const std::string& after, int limit) {
    return Write([&](db::Session& session) { return requests_.ListOverdue(session, kToday, after, limit); }).value();
  };
  EXPECT_THAT(overdue("", 10), ElementsAre("serviceRequests/a", "serviceRequests/c"));
  EXPECT_THAT(overdue("", 1), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(overdue("serviceRequests/a", 10), ElementsAre("serviceRequests/c"));
  const auto open = Write([&](db::Session& session) {
    return requests_.CountOpen(session, {.service_type = examples::kType, .today = kToday});
  });
  ASSERT_EQ(open->size(), 1u);
  EXPECT_EQ(open->front().requests(), 2) << "the one that is due today and the one that is never due";
}

TEST_P(CareStoresConformance, PersonWithoutAnIdentityHasAHistoryByName) {
  common::v1::PersonIdentity unknown;
  unknown.set_none_yet("found without papers");
  EXPECT_EQ(deliveries_.KeysOf(unknown, "caseFiles/a/members/b"), deliveries_.KeysOf(unknown, "caseFiles/a/members/b"));
  EXPECT_NE(deliveries_.KeysOf(unknown, "caseFiles/a/members/b"), deliveries_.KeysOf(unknown, "caseFiles/a/members/c"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CareStoresConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
