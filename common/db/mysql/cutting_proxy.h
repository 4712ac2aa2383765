// A TCP proxy on loopback in front of a server's unix socket that cuts a connection at its next COMMIT; for tests of
// what the client then believes.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace mosbat::db::mysql {

class CuttingProxy {
 public:
  enum class Cut {
    kNever,
    kBeforeCommit,  // the server never hears of it
    kAfterCommit,   // the server has answered, the client never hears of that
  };

  explicit CuttingProxy(std::string server_socket);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  int port() const { return port_; }

  // Holds for one COMMIT of any connection.
  void CutNext(Cut cut) { cut_ = cut; }

 private:
  void Accept();
  void Forward(int client);

  const std::string server_socket_;
  int listener_ = -1;
  int wake_ = -1;  // readable once the proxy stops
  int port_ = 0;
  std::atomic<Cut> cut_ = Cut::kNever;
  std::thread acceptor_;
  std::vector<std::thread> forwarders_;  // the acceptor's
};

}  // namespace mosbat::db::mysql
