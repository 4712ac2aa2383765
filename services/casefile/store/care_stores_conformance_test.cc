#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"
#include "services/casefile/examples.h"
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

class CareStoresConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  template <typename Body>
  auto Do(Body body) -> decltype(body(std::declval<db::Session&>())) {
    decltype(body(std::declval<db::Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = database_->Transact([&](db::Session& session) {
      answer = body(session);
      return answer.status();
    });
    if (!status.ok()) return status;
    return answer;
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
  template <typename Message>
  static std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<Message>>& items) {
    EXPECT_THAT(items, IsOk());
    std::vector<std::string> names;
    for (const Message& item : items.value()) names.push_back(item.name());
    return names;
  }

  const std::unique_ptr<db::Database> database_ = GetParam().Open({{"casefile", &Migrations()}});
  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const ServiceRequestStore requests_{*keyring_};
  const DeliveryStore deliveries_{*keyring_};
};

TEST_P(CareStoresConformance, RequestIsReadAsItWasWritten) {
  const auto inserted = Do([&](db::Session& session) { return requests_.Insert(session, Request("a")); });
  ASSERT_THAT(inserted, IsOk());
  const auto read = Do([&](db::Session& session) { return requests_.Get(session, "serviceRequests/a"); });
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*read, *inserted));
  EXPECT_THAT(Do([&](db::Session& session) { return requests_.Get(session, "serviceRequests/none"); }),
              FailsWith(StatusCode::kNotFound, "SERVICE_REQUEST_NOT_FOUND"));
}

TEST_P(CareStoresConformance, SecondWriterOfOneRequestIsAborted) {
  const auto read = Do([&](db::Session& session) { return requests_.Insert(session, Request("a")); });
  ASSERT_THAT(Do([&](db::Session& session) { return requests_.Replace(session, *read); }), IsOk());
  EXPECT_THAT(Do([&](db::Session& session) { return requests_.Replace(session, *read); }),
              FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(CareStoresConformance, RequestsAreListedByScopeAndFilter) {
  v1::ServiceRequest other = Request("b");
  other.set_centre("centres/other");
  other.set_social_worker("centres/other/staff/sara");
  other.set_state(v1::ServiceRequest::REFUSED);
  other.mutable_group()->set_topic("parents");
  for (const v1::ServiceRequest& request : {other, Request("a")}) {
    ASSERT_THAT(Do([&](db::Session& session) { return requests_.Insert(session, request); }), IsOk());
  }
  const auto list = [&](const ServiceRequestFilter& filter) {
    return NamesOf(Do([&](db::Session& session) { return requests_.List(session, filter, "", 10); }));
  };
  EXPECT_THAT(list({}), ElementsAre("serviceRequests/a", "serviceRequests/b"));
  EXPECT_THAT(list({.visibility = {.area = examples::kWorker}}), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(list({.centre = "centres/other"}), ElementsAre("serviceRequests/b"));
  EXPECT_THAT(list({.case_file = "caseFiles/f"}), ElementsAre("serviceRequests/a"));
  EXPECT_THAT(list({.state = v1::ServiceRequest::REFUSED}), ElementsAre("serviceRequests/b"));
  EXPECT_THAT(list({.service_type = "serviceTypes/none"}), IsEmpty());
}

TEST_P(CareStoresConformance, DeliveryIsFoundOrNot) {
  EXPECT_EQ(Do([&](db::Session& session) { return deliveries_.Find(session, "deliveries/a"); }).value(), std::nullopt);
  EXPECT_THAT(Do([&](db::Session& session) { return deliveries_.Get(session, "deliveries/a"); }),
              FailsWith(StatusCode::kNotFound, "DELIVERY_NOT_FOUND"));
  const auto inserted = Do([&](db::Session& session) { return deliveries_.Insert(session, Delivery("a")); });
  ASSERT_THAT(inserted, IsOk());
  EXPECT_EQ(Do([&](db::Session& session) { return deliveries_.Get(session, "deliveries/a"); })->SerializeAsString(),
            inserted->SerializeAsString());
}

TEST_P(CareStoresConformance, DeliveriesAreListedByDay) {
  for (const v1::Delivery& delivery : {Delivery("a", kToday - 2), Delivery("b", kToday - 1), Delivery("c", kToday)}) {
    ASSERT_THAT(Do([&](db::Session& session) { return deliveries_.Insert(session, delivery); }), IsOk());
  }
  const auto list = [&](const DeliveryFilter& filter) {
    return NamesOf(Do([&](db::Session& session) { return deliveries_.List(session, filter, "", 10); }));
  };
  EXPECT_THAT(list({.from = kToday - 1}), ElementsAre("deliveries/b", "deliveries/c"));
  EXPECT_THAT(list({.to = kToday - 1}), ElementsAre("deliveries/a", "deliveries/b"));
  EXPECT_THAT(list({.visibility = {.area = "centres/other"}}), IsEmpty());
}

TEST_P(CareStoresConformance, HistoryHoldsTheDaysOfOnePersonAndServiceInOrder) {
  common::v1::PersonIdentity identity;
  identity.set_national_id(examples::NationalId(1));
  const std::string person = deliveries_.PersonKey(identity, "");
  EXPECT_EQ(person.find(examples::NationalId(1)), std::string::npos);
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
      Do([&](db::Session& session) { return deliveries_.GetHistory(session, person, examples::kType); });
  EXPECT_THAT(history->days, ElementsAre(kToday - 7, kToday - 7, kToday));
  EXPECT_EQ(history->count, 3);
}

// Reading the history and adding to it is one step: of many that find room for one more at once, one gets it.
TEST_P(CareStoresConformance, OnlyOneOfManyAddsToAHistoryThatItSaw) {
  if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
  constexpr int kCallers = 8;
  constexpr int kMost = 3;
  common::v1::PersonIdentity identity;
  identity.set_national_id(examples::NationalId(1));
  const std::string person = deliveries_.PersonKey(identity, "");
  std::atomic<int> added = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCallers; ++i) {
    threads.emplace_back([&, i] {
      const absl::Status status = database_->Transact([&](db::Session& session) -> absl::Status {
        const auto seen = deliveries_.GetHistory(session, person, examples::kType);
        if (!seen.ok()) return seen.status();
        if (seen->count >= kMost) return absl::FailedPreconditionError("enough");
        return deliveries_.AddToHistory(session, person, Delivery(absl::StrCat(i)), *seen);
      });
      if (status.ok()) ++added;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(added, kMost);
  const auto history =
      Do([&](db::Session& session) { return deliveries_.GetHistory(session, person, examples::kType); });
  EXPECT_EQ(history->days.size(), static_cast<size_t>(kMost));
}

TEST_P(CareStoresConformance, PersonWithoutAnIdentityHasAHistoryByName) {
  common::v1::PersonIdentity unknown;
  unknown.set_none_yet("found without papers");
  EXPECT_EQ(deliveries_.PersonKey(unknown, "caseFiles/a/members/b"),
            deliveries_.PersonKey(unknown, "caseFiles/a/members/b"));
  EXPECT_NE(deliveries_.PersonKey(unknown, "caseFiles/a/members/b"),
            deliveries_.PersonKey(unknown, "caseFiles/a/members/c"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CareStoresConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
