// Channels to a peer whose host vanishes: nothing is closed, nothing is answered any more.
#include "common/rpc/channels.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include "common/rpc/counter_fixture.h"

namespace mosbat::rpc {
namespace {

using testing::IsOk;

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

// Takes one connection and passes bytes both ways until it falls silent, with both ends left open.
class FadingWire {
 public:
  explicit FadingWire(int server_port) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof(address);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 1) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    forwarder_ = std::thread([this, server_port] { Forward(server_port); });
  }
  ~FadingWire() {
    Fade();
    forwarder_.join();
    close(client_);
    close(server_);
    close(listener_);
  }

  int port() const { return port_; }
  void Fade() { faded_ = true; }

 private:
  void Forward(int server_port) {
    client_ = accept(listener_, nullptr, nullptr);
    server_ = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = Loopback(server_port);
    if (connect(server_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) return;
    std::array<pollfd, 2> ends = {{{.fd = client_, .events = POLLIN}, {.fd = server_, .events = POLLIN}}};
    std::array<char, 4096> bytes;
    while (!faded_) {
      poll(ends.data(), ends.size(), 10);
      for (size_t i = 0; i < 2 && !faded_; ++i) {
        if ((ends[i].revents & POLLIN) == 0) continue;
        const ssize_t size = read(ends[i].fd, bytes.data(), bytes.size());
        if (size <= 0 || send(ends[1 - i].fd, bytes.data(), static_cast<size_t>(size), MSG_NOSIGNAL) != size) return;
      }
    }
  }

  const int listener_;
  int port_ = 0;
  int client_ = -1;
  int server_ = -1;
  std::atomic<bool> faded_ = false;
  std::thread forwarder_;
};

class ChannelsTest : public CounterFixture {
 protected:
  void SetUp() override { StartBackend(256, testing::SqliteMemory()); }
};

TEST_F(ChannelsTest, StreamToAHostThatVanishedEnds) {
  FadingWire wire(backend_->port());
  Channels channels(absl::Seconds(1));
  channels.SetAddress("counter", absl::StrCat("127.0.0.1:", wire.port()));
  grpc::ClientContext context;
  context.AddMetadata(kAuthorizationKey, world_.Authorization(testing::As(access::v1::SERVICE, "other")));
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));  // a follower sets none
  const auto stream = feed::v1::FeedService::NewStub(*channels.To("counter"))->Follow(&context, {});
  feed::v1::FollowResponse batch;
  ASSERT_TRUE(stream->Read(&batch));
  wire.Fade();
  while (stream->Read(&batch)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ChannelsTest, CallToAHostThatVanishedEndsBeforeItsDeadline) {
  FadingWire wire(backend_->port());
  Channels channels(absl::Seconds(1));
  channels.SetAddress("counter", absl::StrCat("127.0.0.1:", wire.port()));
  const auto stub = v1::CounterService::NewStub(*channels.To("counter"));
  const auto list = [&] {
    grpc::ClientContext context;
    Sent sent;
    sent.timeout = absl::Seconds(60);
    Prepare(context, sent);
    v1::Counter counter;
    return stub->ListOf(&context, v1::ListOfRequest(), &counter);
  };
  ASSERT_TRUE(list().ok());
  wire.Fade();
  EXPECT_EQ(list().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace mosbat::rpc
