// A private MariaDB server in a temporary folder, reachable through a unix socket only. It ends with its object, at the
// latest with the process, also one that is killed; the folder of such a process is removed by a later one.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/open.h"

namespace mosbat::testing {

// Whether commits survive a power failure: what a benchmark measures, and what tests need not wait for.
enum class Durability { kNone, kFull };

class MariaDbServer {
 public:
  // Whether mariadbd and mariadb-install-db are there to be started.
  static bool IsInstalled();

  // The server of this process, started when first asked for. Ends the process if it does not start.
  static MariaDbServer& Shared();

  // A server of its own, for tests that stop or disturb it and for benchmarks.
  static absl::StatusOr<std::unique_ptr<MariaDbServer>> Start(Durability durability = Durability::kNone);

  ~MariaDbServer();
  MariaDbServer(const MariaDbServer&) = delete;
  MariaDbServer& operator=(const MariaDbServer&) = delete;

  // For db::Open(): "mysql://root@localhost/PREFIX?socket=…".
  std::string Address(absl::string_view prefix) const;

  const std::string& socket() const { return socket_; }

  // As a crash would; the object is good for nothing afterwards.
  void Kill();

 private:
  MariaDbServer(std::string folder, db::FolderLock lock, Durability durability);

  void Keep();
  absl::Status AwaitReady() const;
  std::string LogTail() const;

  const std::string folder_;
  const std::string socket_;
  const db::FolderLock lock_;  // tells later processes that the folder is in use
  const Durability durability_;
  std::atomic<pid_t> server_ = 0;
  std::atomic<bool> ended_ = false;
  std::thread keeper_;
};

}  // namespace mosbat::testing
