#include "common/db/mysql/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace mosbat::db::mysql {
namespace {

constexpr std::string_view kCommit =
    "\x03"
    "COMMIT";  // COM_QUERY and its text

void Require(bool holds, const char* what) {
  if (holds) return;
  std::perror(what);
  std::abort();
}

bool SendAll(int fd, const char* data, ssize_t size) {
  while (size > 0) {
    const ssize_t sent = send(fd, data, static_cast<size_t>(size), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= sent;
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string server_socket)
    : server_socket_(std::move(server_socket)),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      wake_(eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  Require(bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0, "bind");
  Require(listen(listener_, 16) == 0, "listen");
  Require(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

CuttingProxy::~CuttingProxy() {
  const uint64_t one = 1;
  Require(write(wake_, &one, sizeof(one)) == sizeof(one), "write");
  acceptor_.join();
  for (std::thread& forwarder : forwarders_) forwarder.join();
  close(listener_);
  close(wake_);
}

void CuttingProxy::Accept() {
  while (true) {
    pollfd polled[] = {{listener_, POLLIN, 0}, {wake_, POLLIN, 0}};
    poll(polled, 2, -1);
    if (polled[1].revents != 0) return;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) forwarders_.emplace_back([this, client] { Forward(client); });
  }
}

void CuttingProxy::Forward(int client) {
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, server_socket_.c_str(), sizeof(address.sun_path) - 1);
  bool open = connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  bool cut_at_answer = false;
  std::vector<char> buffer(1 << 16);
  while (open) {
    pollfd polled[] = {{client, POLLIN, 0}, {server, POLLIN, 0}, {wake_, POLLIN, 0}};
    poll(polled, 3, -1);
    if (polled[2].revents != 0) break;
    if (polled[0].revents != 0) {
      const ssize_t got = recv(client, buffer.data(), buffer.size(), 0);
      if (got <= 0) break;
      const std::string_view data(buffer.data(), static_cast<size_t>(got));
      if (data.find(kCommit) != std::string_view::npos) {
        const Cut cut = cut_.exchange(Cut::kNever);
        if (cut == Cut::kBeforeCommit) break;
        cut_at_answer = cut == Cut::kAfterCommit;
      }
      open = SendAll(server, buffer.data(), got);
    }
    if (polled[1].revents != 0) {
      const ssize_t got = recv(server, buffer.data(), buffer.size(), 0);
      if (got <= 0 || cut_at_answer) break;
      open = SendAll(client, buffer.data(), got);
    }
  }
  close(server);
  close(client);
}

}  // namespace mosbat::db::mysql
