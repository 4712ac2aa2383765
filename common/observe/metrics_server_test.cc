#include "common/observe/metrics_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::observe {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::HasSubstr;

// The whole answer to GET `path`.
std::string Get(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const auto close_fd = absl::MakeCleanup([fd] { close(fd); });
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return "cannot connect";
  const std::string request = absl::StrCat("GET ", path, " HTTP/1.0\r\n\r\n");
  if (write(fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) return "cannot write";
  std::string answer;
  char buffer[4096];
  for (ssize_t size; (size = read(fd, buffer, sizeof(buffer))) > 0;) answer.append(buffer, static_cast<size_t>(size));
  return answer;
}

TEST(MetricsServerTest, ServesTheMetricsOnAFreePort) {
  Metrics metrics;
  metrics.ForService("casefile")->SetQueued(7);
  const auto server = MetricsServer::Start(metrics, "127.0.0.1:0");
  ASSERT_THAT(server, IsOk());
  ASSERT_GT((*server)->port(), 0);

  const std::string answer = Get((*server)->port(), "/metrics");
  EXPECT_THAT(answer, HasSubstr(" 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr(R"(mosbat_pool_queued_calls{service="casefile"} 7)"));
  EXPECT_THAT(Get((*server)->port(), "/"), HasSubstr(" 404 "));
}

TEST(MetricsServerTest, TakenPortOrNoAddressIsRefused) {
  Metrics metrics;
  const auto server = MetricsServer::Start(metrics, "127.0.0.1:0");
  ASSERT_THAT(server, IsOk());
  for (const std::string& address : {absl::StrCat("127.0.0.1:", (*server)->port()), std::string("nowhere"),
                                     std::string("127.0.0.1:70000"), std::string("")}) {
    EXPECT_THAT(MetricsServer::Start(metrics, address), FailsWith(absl::StatusCode::kFailedPrecondition, "PORT_TAKEN"))
        << address;
  }
}

}  // namespace
}  // namespace mosbat::observe
