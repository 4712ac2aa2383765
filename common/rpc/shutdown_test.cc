// How a service ends: who is told, who is waited for, and who is not.
#include <memory>
#include <string>
#include <thread>

#include "common/rpc/counter_fixture.h"
#include "common/testing/bytes.h"

namespace mosbat::rpc {
namespace {

using testing::IsOk;

// grpc.health.v1.HealthCheckResponse
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

class ShutdownTest : public CounterFixture {
 protected:
  void SetUp() override { StartBackend(256, testing::SqliteMemory()); }
};

// Some watch the health of a server for as long as it lives. The test ends long before the deadline, or not at all.
TEST_F(ShutdownTest, DrainDoesNotWaitForThoseWhoWatchHealth) {
  grpc::ClientContext watch_context;
  testing::ByteStream watch(**world_.channels().To("counter"), "/grpc.health.v1.Health/Watch", watch_context);
  std::string state;
  ASSERT_TRUE(watch.Write("") && watch.WritesDone() && watch.Read(state));
  EXPECT_EQ(state, kServing);
  absl::Notification blocked;
  absl::Notification release;
  role_->blocked = &blocked;
  role_->release = &release;
  std::thread call([&] {
    v1::RaiseRequest request = RequestOf("c");
    request.set_behave("block");
    EXPECT_THAT(Raise(request), IsOk());
  });
  blocked.WaitForNotification();

  std::thread drain([this] { backend_->Drain(absl::Now() + absl::Hours(1)); });
  EXPECT_TRUE(watch.Read(state));
  EXPECT_EQ(state, kNotServing);
  release.Notify();
  call.join();
  EXPECT_FALSE(watch.Read(state));
  EXPECT_FALSE(watch.Finish().ok());
  drain.join();
}

TEST_F(ShutdownTest, LongWorkLearnsThatTheServiceStops) {
  const std::vector<db::MigrationSet> schema = SchemaOf("counter", CounterMigrations());
  auto backend = Backend::Open(world_.environment(), {.service = "counter", .schema = schema},
                               testing::SqliteMemory().Open(schema));
  ASSERT_THAT(backend, IsOk());
  absl::Notification begun;
  (*backend)->Every(absl::Milliseconds(1), [&, itself = backend->get()] {
    if (begun.HasBeenNotified()) return;
    begun.Notify();
    while (!itself->IsStopping()) std::this_thread::yield();
  });
  ASSERT_THAT((*backend)->Start(std::make_unique<Role>()), IsOk());
  begun.WaitForNotification();
  backend->reset();  // waits for the work
}

}  // namespace
}  // namespace mosbat::rpc
