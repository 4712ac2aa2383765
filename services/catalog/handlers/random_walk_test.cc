// Random walks over the states of types and entrustments, two writers at once: whatever comes of it, each resource has
// gone only where its state machine lets it, one step at a time, and no step was lost.
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/etag.h"
#include "services/catalog/domain/service_type.h"
#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using testing::IsOk;
using v1::Entrustment;
using v1::ServiceType;

constexpr uint64_t kSeed = 20260321;
constexpr int kWriters = 2;
constexpr int kSteps = 300;
constexpr int kTexts = 4;
const std::vector<std::string> kSlugs = {"vision-screening", "home-visit", "interview"};

const std::set<std::pair<ServiceType::State, ServiceType::State>> kTypeSteps = {
    {ServiceType::STATE_UNSPECIFIED, ServiceType::PROPOSED},
    {ServiceType::PROPOSED, ServiceType::PROPOSED},
    {ServiceType::PROPOSED, ServiceType::ACTIVE},
    {ServiceType::ACTIVE, ServiceType::ACTIVE},
    {ServiceType::ACTIVE, ServiceType::SUSPENDED},
    {ServiceType::SUSPENDED, ServiceType::SUSPENDED},
    {ServiceType::SUSPENDED, ServiceType::ACTIVE},
    {ServiceType::ACTIVE, ServiceType::RETIRED},
    {ServiceType::SUSPENDED, ServiceType::RETIRED},
};
const std::set<std::pair<Entrustment::State, Entrustment::State>> kEntrustmentSteps = {
    {Entrustment::STATE_UNSPECIFIED, Entrustment::PROPOSED},
    {Entrustment::PROPOSED, Entrustment::ACTIVE},
    {Entrustment::PROPOSED, Entrustment::ENDED},
    {Entrustment::ACTIVE, Entrustment::SUSPENDED},
    {Entrustment::ACTIVE, Entrustment::ENDED},
    {Entrustment::SUSPENDED, Entrustment::ACTIVE},
    {Entrustment::SUSPENDED, Entrustment::ENDED},
};

class RandomWalkTest : public CatalogFixture, public ::testing::WithParamInterface<testing::Backend> {
 protected:
  RandomWalkTest() : CatalogFixture({{"catalog", &Migrations()}}, GetParam()) {
    for (int number = 2; number <= kTexts; ++number) guideline_.Add(Text(number));
  }

  // As the runner does it, from any thread. Keeps what was said of a change that stands.
  template <typename Handler>
  absl::Status Write(const rpc::CallContext& context, Handler handler) {
    rpc::Call call(context, calls_.ids());
    MOSBAT_RETURN_IF_ERROR(calls_.database().Transact([&](db::Session& session) {
      call.BeginRun(session);
      return handler(call).status();
    }));
    const std::lock_guard lock(mutex_);
    for (const feed::v1::Event& event : call.events()) Keep(event);
    for (const auto& action : call.after_commit()) action();
    return absl::OkStatus();
  }

  void Keep(const feed::v1::Event& event) {
    ServiceType type;
    Entrustment entrustment;
    if (event.payload().UnpackTo(&type)) {
      const bool is_new = types_said_[type.name()].emplace(RowVersionOf(type.etag()), type).second;
      EXPECT_TRUE(is_new) << "two writers of one row version of " << type.name();
    } else if (event.payload().UnpackTo(&entrustment)) {
      auto& said = entrustments_said_[entrustment.name()];
      EXPECT_TRUE(said.emplace(RowVersionOf(entrustment.etag()), entrustment).second) << entrustment.name();
      if (said.size() == 1) proposed_.push_back(entrustment.name());
    }
  }

  // Gathers and writes.
  template <typename Request, typename Handlers, typename Gather, typename Handler>
  absl::Status Ask(const Request& request, const Handlers& handlers, Gather gather, Handler handler) {
    const rpc::CallContext context = ContextOf(testing::Steering());
    const auto gathered = (handlers.*gather)(context, request);
    if (!gathered.ok()) return gathered.status();
    return Write(context, [&](rpc::Call& call) { return (handlers.*handler)(call, request, *gathered); });
  }

  template <typename Request, typename Handlers, typename Response>
  absl::Status Tell(const Request& request, const Handlers& handlers,
                    absl::StatusOr<Response> (Handlers::*handler)(rpc::Call&, const Request&) const) {
    return Write(ContextOf(testing::Steering()), [&](rpc::Call& call) { return (handlers.*handler)(call, request); });
  }

  std::string SomeEntrustment(std::mt19937_64& random) {
    const std::lock_guard lock(mutex_);
    return proposed_.empty() ? "entrustments/none" : proposed_[random() % proposed_.size()];
  }

  absl::Status Step(std::mt19937_64& random) {
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<uint64_t>(bound)); };
    const std::string type = absl::StrCat("serviceTypes/", kSlugs[static_cast<size_t>(below(3))]);
    const absl::CivilDay day = Today() + below(3);
    switch (below(20)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        v1::ActivateServiceTypeRequest request;
        request.set_name(type);
        *request.mutable_effective_date() = iran::ToDate(day);
        return Ask(request, types_handlers_, &ServiceTypeHandlers::GatherActivate, &ServiceTypeHandlers::Activate);
      }
      case 4:
      case 5:
      case 6: {
        v1::UpdateServiceTypeRequest request;
        request.mutable_service_type()->set_name(type);
        request.mutable_service_type()->set_rests_on(Text(1 + below(kTexts)).name());
        return Ask(request, types_handlers_, &ServiceTypeHandlers::GatherUpdate, &ServiceTypeHandlers::Update);
      }
      case 7:
      case 8: {
        v1::RollbackServiceTypeRequest request = RollbackRequest(1 + below(5));
        request.set_name(type);
        request.set_revision(absl::StrCat(type, "/revisions/", 1 + below(5)));
        *request.mutable_effective_date() = iran::ToDate(day);
        return Ask(request, types_handlers_, &ServiceTypeHandlers::GatherRollback, &ServiceTypeHandlers::Rollback);
      }
      case 9:
      case 10: {
        v1::SuspendServiceTypeRequest request;
        request.set_name(type);
        request.set_reason("inspection");
        return Tell(request, types_handlers_, &ServiceTypeHandlers::Suspend);
      }
      case 11: {
        if (below(15) > 0) break;
        v1::RetireServiceTypeRequest request;
        request.set_name(type);
        request.set_reason("nobody asks for it");
        return Tell(request, types_handlers_, &ServiceTypeHandlers::Retire);
      }
      case 12:
      case 13: {
        v1::ProposeEntrustmentRequest request;
        request.mutable_entrustment()->set_service_type(type);
        request.mutable_entrustment()->mutable_area()->set_county(kCounty);
        *request.mutable_entrustment()->mutable_start_date() = iran::ToDate(day);
        if (below(2) == 0) *request.mutable_entrustment()->mutable_end_date() = iran::ToDate(day + 1 + below(9));
        return Ask(request, entrustment_handlers_, &EntrustmentHandlers::GatherPropose, &EntrustmentHandlers::Propose);
      }
      case 14:
      case 15:
      case 16: {
        v1::ActivateEntrustmentRequest request;
        request.set_name(SomeEntrustment(random));
        request.set_historical(true);
        return Tell(request, entrustment_handlers_, &EntrustmentHandlers::Activate);
      }
      case 17: {
        v1::SuspendEntrustmentRequest request;
        request.set_name(SomeEntrustment(random));
        request.set_reason("inspection");
        return Tell(request, entrustment_handlers_, &EntrustmentHandlers::Suspend);
      }
      case 18: {
        v1::EndEntrustmentRequest request;
        request.set_name(SomeEntrustment(random));
        request.set_reason("over");
        return Tell(request, entrustment_handlers_, &EntrustmentHandlers::End);
      }
      default:
        calls_.clock().Advance(absl::Hours(6));
    }
    return absl::OkStatus();
  }

  void ExpectLegal(const ServiceType& type) {
    const std::string label = type.ShortDebugString();
    EXPECT_EQ(type.state() == ServiceType::PROPOSED, type.revision_count() == 0) << label;
    EXPECT_EQ(type.state_reason().empty(), type.state() == ServiceType::PROPOSED || type.state() == ServiceType::ACTIVE)
        << label;
    EXPECT_FALSE(type.state() == ServiceType::RETIRED && type.has_scheduled()) << label;
    EXPECT_FALSE(type.has_quarantine()) << label;
    EXPECT_TRUE(type.state() != ServiceType::ACTIVE || !type.current_revision().empty() || type.has_scheduled())
        << label;
  }

  void ExpectLegal(const Entrustment& entrustment) {
    const std::string label = entrustment.ShortDebugString();
    EXPECT_EQ(entrustment.has_suspended_from(), entrustment.state() == Entrustment::SUSPENDED) << label;
    EXPECT_TRUE(entrustment.state() != Entrustment::PROPOSED || entrustment.covered_days().empty()) << label;
    EXPECT_TRUE(entrustment.state() != Entrustment::ENDED || entrustment.has_end_date()) << label;
    for (int i = 0; i < entrustment.covered_days_size(); ++i) {
      const common::v1::DayRange& days = entrustment.covered_days(i);
      const bool is_last = i + 1 == entrustment.covered_days_size();
      EXPECT_TRUE(is_last || days.has_until()) << label;
      if (!days.has_until()) continue;
      EXPECT_LE(iran::StoredDay(days.from()), iran::StoredDay(days.until())) << label;
      if (is_last) continue;
      EXPECT_LT(iran::StoredDay(days.until()) + 1, iran::StoredDay(entrustment.covered_days(i + 1).from())) << label;
    }
  }

  // Versions 1, 2, 3… without a gap, each a legal step from the one before; returns how many steps there were.
  template <typename Message, typename Steps>
  int ExpectLegal(const std::map<std::string, std::map<int64_t, Message>>& all, const Steps& legal) {
    int steps = 0;
    for (const auto& [name, versions] : all) {
      int64_t expected = 1;
      auto state = static_cast<decltype(Message().state())>(0);
      for (const auto& [version, message] : versions) {
        EXPECT_EQ(version, expected++) << name;
        EXPECT_TRUE(legal.count({state, message.state()}) > 0)
            << name << " went from " << state << " to " << message.state();
        state = message.state();
        ExpectLegal(message);
        ++steps;
      }
    }
    return steps;
  }

  std::mutex mutex_;
  std::map<std::string, std::map<int64_t, ServiceType>> types_said_;
  std::map<std::string, std::map<int64_t, Entrustment>> entrustments_said_;
  std::vector<std::string> proposed_;
};

TEST_P(RandomWalkTest, NeverReachesAnIllegalState) {
  RecordProperty("seed", std::to_string(kSeed));
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  for (const std::string& slug : kSlugs) {
    ASSERT_THAT(Ask(RegisterRequest(slug), types_handlers_, &ServiceTypeHandlers::GatherRegister,
                    &ServiceTypeHandlers::Register),
                IsOk());
  }
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer] {
      std::mt19937_64 random(kSeed + static_cast<uint64_t>(writer));
      for (int step = 0; step < kSteps; ++step) {
        const absl::Status status = Step(random);
        // Refused for a reason, or outrun once too often by the other writer.
        EXPECT_TRUE(status.ok() || !ReasonOf(status).empty() || absl::IsAborted(status)) << status;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();

  EXPECT_GT(ExpectLegal(types_said_, kTypeSteps), 50);
  EXPECT_GT(ExpectLegal(entrustments_said_, kEntrustmentSteps), 50);
  ASSERT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
    for (const auto& [name, versions] : types_said_) {
      MOSBAT_ASSIGN_OR_RETURN(const ServiceType stored, types_.Get(session, name));
      EXPECT_EQ(stored.SerializeAsString(), versions.rbegin()->second.SerializeAsString());
      MOSBAT_ASSIGN_OR_RETURN(const auto revisions, types_.ListRevisions(session, name, "", 1'000));
      EXPECT_EQ(revisions.size(), static_cast<size_t>(stored.revision_count())) << name;
      // What the type says is in force is what its revisions say.
      MOSBAT_ASSIGN_OR_RETURN(const auto in_force, types_.FindRevisionOn(session, name, Today()));
      if (stored.state() == ServiceType::RETIRED) continue;
      EXPECT_EQ(domain::AsOf(stored, Today()).current_revision(), in_force.has_value() ? in_force->name() : "") << name;
    }
    return absl::OkStatus();
  }),
              IsOk());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, RandomWalkTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::catalog
