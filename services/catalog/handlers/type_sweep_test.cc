#include "services/catalog/handlers/type_sweep.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/catalog/handlers/catalog_fixture.h"
#include "services/catalog/store/withdrawn_texts.h"

namespace mosbat::catalog {
namespace {

using testing::IsOk;

class TypeSweepTest : public CatalogFixture {
 protected:
  explicit TypeSweepTest(const testing::Backend& backend = testing::SqliteMemory())
      : CatalogFixture({{"feed", &feed::Migrations()}, {"audit", &audit::Migrations()}, {"catalog", &Migrations()}},
                       backend) {}

  TypeSweep NewSweep(TypeCache& cache) {
    return TypeSweep({.replica = "one",
                      .database = calls_.database(),
                      .business_clock = calls_.clock(),
                      .real_clock = calls_.clock(),
                      .ids = calls_.ids(),
                      .trail = trail_,
                      .outbox = outbox_,
                      .types = types_,
                      .cache = cache,
                      .is_stopping = [this] { return is_stopping_(); }});
  }

  int Run(TypeSweep& sweep) {
    return sweep.Run([this](absl::string_view chore, const std::string& type, const absl::Status&) {
      failures_.push_back(absl::StrCat(chore, " ", type));
    });
  }

  // What the sweep has said, in order.
  std::vector<std::string> Said() {
    EXPECT_THAT(outbox_.Number(calls_.database()), IsOk());
    std::vector<std::string> said;
    EXPECT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<feed::v1::Event> events, outbox_.List(session, 0, 100));
      for (const feed::v1::Event& event : events) said.push_back(event.type());
      return absl::OkStatus();
    }),
                IsOk());
    return said;
  }

  v1::ServiceType Stored(const std::string& name = kType) {
    v1::ServiceType type;
    EXPECT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(type, types_.Get(session, name));
      return absl::OkStatus();
    }),
                IsOk());
    return type;
  }

  // A type that is ACTIVE by a revision that no handler would have let be without quarantine.
  void StoreBroken(const std::string& name) {
    v1::ServiceTypeRevision revision;
    revision.set_name(name + "/revisions/1");
    revision.set_service_type(name);
    revision.set_number(1);
    *revision.mutable_effective_date() = iran::ToDate(Today());
    v1::ServiceType type;
    type.set_name(name);
    type.set_owner(kOwner);
    type.set_state(v1::ServiceType::ACTIVE);
    type.set_current_revision(revision.name());
    type.set_revision_count(1);
    ASSERT_THAT(calls_.database().Transact([&](db::Session& session) -> absl::Status {
      MOSBAT_RETURN_IF_ERROR(types_.InsertRevision(session, revision).status());
      MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType stored, types_.Insert(session, type));
      cache_.Put(std::move(stored));
      return absl::OkStatus();
    }),
                IsOk());
  }

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  feed::Outbox outbox_{calls_.ids(), *keyring_};
  const audit::Trail trail_{*keyring_};
  std::function<bool()> is_stopping_ = [] { return false; };  // what the sweep is told
  std::vector<std::string> failures_;
};

TEST_F(TypeSweepTest, ScheduledRevisionTakesEffectOnItsDayInTehranWithItsEvent) {
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest tomorrow = ActivateRequest();
  *tomorrow.mutable_effective_date() = iran::ToDate(Today() + 1);
  ASSERT_THAT(Activate(Owner(), tomorrow), IsOk());
  TypeSweep sweep = NewSweep(cache_);

  // 23:59:59 of today in Tehran, then midnight.
  calls_.clock().Set(iran::StartOfTehranDay(Today() + 1) - absl::Seconds(1));
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_EQ(Stored().current_revision(), "");
  calls_.clock().Advance(absl::Seconds(1));
  EXPECT_EQ(Run(sweep), 1);
  EXPECT_EQ(Stored().current_revision(), absl::StrCat(kType, "/revisions/1"));
  EXPECT_FALSE(Stored().has_scheduled());
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_THAT(Said(), ::testing::ElementsAre("ServiceTypeRevisionTookEffect"));
  EXPECT_THAT(failures_, ::testing::IsEmpty());
}

TEST_F(TypeSweepTest, RevisionWhoseTextIsWithdrawnBeforeItsDayIsPassedOverWithItsEvent) {
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest tomorrow = ActivateRequest();
  *tomorrow.mutable_effective_date() = iran::ToDate(Today() + 1);
  ASSERT_THAT(Activate(Owner(), tomorrow), IsOk());
  TypeSweep sweep = NewSweep(cache_);
  ASSERT_EQ(Run(sweep), 0);

  guideline::v1::SubGuidelineRevision text = Text(1);
  text.set_state(guideline::v1::SubGuidelineRevision::WITHDRAWN);
  *text.mutable_end_date() = iran::ToDate(Today());
  text.set_etag("7");
  feed::v1::Event event;
  event.mutable_payload()->PackFrom(text);
  ASSERT_THAT(calls_.database().Transact([&](db::Session& session) { return WithdrawnTexts().Apply(session, event); }),
              IsOk());
  EXPECT_EQ(Run(sweep), 1);
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_FALSE(cache_.Find(kType)->has_scheduled()) << "what is answered from memory";
  calls_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_EQ(Stored().current_revision(), "");
  EXPECT_THAT(Said(), ::testing::ElementsAre("ServiceTypeRevisionPassedOver"));
  EXPECT_THAT(failures_, ::testing::IsEmpty());
}

TEST_F(TypeSweepTest, EndsBetweenTwoTypesWhenTheServiceStops) {
  for (const char* const id : {"a", "b", "c"}) StoreBroken(absl::StrCat("serviceTypes/", id));
  TypeSweep sweep = NewSweep(cache_);
  is_stopping_ = [asked = 2]() mutable { return --asked < 0; };
  EXPECT_EQ(Run(sweep), 2);
  is_stopping_ = [] { return false; };
  EXPECT_EQ(Run(sweep), 1) << "what was left";
}

TEST_F(TypeSweepTest, SecondReplicaFindsItDone) {
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest tomorrow = ActivateRequest();
  *tomorrow.mutable_effective_date() = iran::ToDate(Today() + 1);
  ASSERT_THAT(Activate(Owner(), tomorrow), IsOk());
  TypeCache other_cache{types_};
  ASSERT_THAT(calls_.database().Read([&](db::Session& session) { return other_cache.Fill(session); }), IsOk());
  TypeSweep one = NewSweep(cache_);
  TypeSweep other = NewSweep(other_cache);
  calls_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(Run(one), 1);
  EXPECT_EQ(Run(other), 0);
  EXPECT_THAT(Said(), ::testing::ElementsAre("ServiceTypeRevisionTookEffect"));
  EXPECT_EQ(other_cache.Find(kType)->current_revision(), absl::StrCat(kType, "/revisions/1"));
}

TEST_F(TypeSweepTest, ChangeIsInTheAuditTrail) {
  StoreBroken("serviceTypes/broken");
  TypeSweep sweep = NewSweep(cache_);
  ASSERT_EQ(Run(sweep), 1);
  std::vector<audit::v1::Entry> entries;
  ASSERT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(entries, trail_.List(session, "serviceTypes/broken", "", "", 10));
    return absl::OkStatus();
  }),
              IsOk());
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].actor(), "catalog");
  EXPECT_EQ(entries[0].method(), "quarantine");
  EXPECT_EQ(entries[0].row_version_before(), 1);
  EXPECT_EQ(entries[0].row_version_after(), 2);
}

TEST_F(TypeSweepTest, BrokenTypeIsQuarantinedOnceAndHarmsNoOther) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  StoreBroken("serviceTypes/broken");
  TypeSweep sweep = NewSweep(cache_);
  EXPECT_EQ(Run(sweep), 1);
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_NE(Stored("serviceTypes/broken").quarantine().reason_fa(), "");
  EXPECT_NE(Stored("serviceTypes/broken").quarantine().reason_en(), "");
  EXPECT_FALSE(Stored().has_quarantine());
  EXPECT_THAT(Said(), ::testing::ElementsAre("ServiceTypeQuarantined"));
}

TEST_F(TypeSweepTest, QuarantineWithoutCauseIsLifted) {
  ASSERT_THAT(Register(), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  v1::ServiceType type = Stored();
  type.mutable_quarantine()->set_reason_en("an older version could not compile it");
  ASSERT_THAT(calls_.database().Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType stored, types_.Replace(session, type));
    cache_.Put(std::move(stored));
    return absl::OkStatus();
  }),
              IsOk());
  TypeSweep sweep = NewSweep(cache_);
  EXPECT_EQ(Run(sweep), 1);
  EXPECT_FALSE(Stored().has_quarantine());
  EXPECT_THAT(Said(), ::testing::ElementsAre("ServiceTypeQuarantineLifted"));
}

// Memory names a type that the store does not have: that one fails and is tried again, the others go on.
TEST_F(TypeSweepTest, OneThatFailsIsToldAndStopsNoOther) {
  v1::ServiceType lost;
  lost.set_name("serviceTypes/a-lost-one");
  lost.set_state(v1::ServiceType::ACTIVE);
  lost.set_current_revision("serviceTypes/a-lost-one/revisions/1");
  lost.set_etag("1");
  cache_.Put(lost);
  StoreBroken("serviceTypes/broken");
  TypeSweep sweep = NewSweep(cache_);
  EXPECT_EQ(Run(sweep), 1);
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_THAT(failures_,
              ::testing::ElementsAre("quarantine serviceTypes/a-lost-one", "quarantine serviceTypes/a-lost-one"));
}

TEST_F(TypeSweepTest, ManyThatFailAgainAndAgainKeepNoOtherFromItsTurn) {
  for (int i = 0; i < TypeSweep::kMostChecked; ++i) {
    v1::ServiceType lost;
    lost.set_name(absl::StrFormat("serviceTypes/a-lost-one-%02d", i));
    lost.set_state(v1::ServiceType::ACTIVE);
    lost.set_current_revision(lost.name() + "/revisions/1");
    lost.set_etag("1");
    cache_.Put(std::move(lost));
  }
  StoreBroken("serviceTypes/broken");
  TypeSweep sweep = NewSweep(cache_);
  EXPECT_EQ(Run(sweep), 0);
  EXPECT_EQ(Run(sweep), 1);
  EXPECT_TRUE(Stored("serviceTypes/broken").has_quarantine());
}

class TypeSweepRaceTest : public TypeSweepTest, public ::testing::WithParamInterface<testing::Backend> {
 protected:
  TypeSweepRaceTest() : TypeSweepTest(GetParam()) {}
};

// Each replica finds the day come by itself; one of them changes the type, whoever that is.
TEST_P(TypeSweepRaceTest, ReplicasThatSweepAtOnceChangeATypeOnce) {
  constexpr int kReplicas = 3;
  ASSERT_THAT(Register(), IsOk());
  v1::ActivateServiceTypeRequest tomorrow = ActivateRequest();
  *tomorrow.mutable_effective_date() = iran::ToDate(Today() + 1);
  ASSERT_THAT(Activate(Owner(), tomorrow), IsOk());
  StoreBroken("serviceTypes/broken");
  calls_.clock().Advance(absl::Hours(24));

  std::atomic<int> changed = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> replicas;
  for (int i = 0; i < kReplicas; ++i) {
    replicas.emplace_back([&] {
      TypeCache cache{types_};
      EXPECT_THAT(calls_.database().Read([&](db::Session& session) { return cache.Fill(session); }), IsOk());
      TypeSweep sweep = NewSweep(cache);
      const auto count = [&](absl::string_view, const std::string&, const absl::Status&) { ++failed; };
      // The second turn is for what the first one lost to another replica.
      changed += sweep.Run(count) + sweep.Run(count);
    });
  }
  for (std::thread& replica : replicas) replica.join();

  EXPECT_EQ(changed, 2);
  EXPECT_EQ(failed, 0);
  EXPECT_THAT(Said(), ::testing::UnorderedElementsAre("ServiceTypeRevisionTookEffect", "ServiceTypeQuarantined"));
  EXPECT_EQ(Stored().current_revision(), absl::StrCat(kType, "/revisions/1"));
  EXPECT_TRUE(Stored("serviceTypes/broken").has_quarantine());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, TypeSweepRaceTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
