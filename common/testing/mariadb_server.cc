#include "common/testing/mariadb_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"

namespace mosbat::testing {
namespace {

constexpr char kServer[] = "/usr/sbin/mariadbd";
constexpr char kInstaller[] = "/usr/bin/mariadb-install-db";
constexpr char kFolderPrefix[] = "mosbat-mariadb.";
constexpr auto kPatience = std::chrono::seconds(60);

// The server refuses to run as root; tests in a container often do.
struct Account {
  uid_t user;
  gid_t group;
};

std::optional<Account> ServerAccount() {
  if (geteuid() != 0) return std::nullopt;
  const passwd* const mysql = getpwnam("mysql");
  if (mysql == nullptr) return std::nullopt;
  return Account{mysql->pw_uid, mysql->pw_gid};
}

// Starts a program as `account` that the kernel kills when the calling thread ends; its output goes to `log`.
pid_t Spawn(const std::vector<std::string>& command, const std::optional<Account>& account, const std::string& log) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  // Only async-signal-safe calls from here on. A change of user clears the death signal, so it comes first.
  if (account.has_value() &&
      (setgroups(0, nullptr) != 0 || setgid(account->group) != 0 || setuid(account->user) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(126);
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (output < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) _exit(126);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// Folders of processes that were killed. Young ones are left alone: their process may be about to lock them.
void RemoveAbandonedFolders(const std::filesystem::path& parent) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    if (!absl::StartsWith(entry.path().filename().string(), kFolderPrefix)) continue;
    const auto age = std::filesystem::file_time_type::clock::now() - entry.last_write_time(ignored);
    if (ignored || age < std::chrono::hours(1)) continue;
    if (db::FolderLock::Take(entry.path().string()).ok()) std::filesystem::remove_all(entry.path(), ignored);
  }
}

bool Accepts(const std::string& socket_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof(address.sun_path) - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool accepts = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return accepts;
}

}  // namespace

bool MariaDbServer::IsInstalled() { return access(kServer, X_OK) == 0 && access(kInstaller, X_OK) == 0; }

MariaDbServer& MariaDbServer::Shared() {
  static const std::unique_ptr<MariaDbServer> server = [] {
    absl::StatusOr<std::unique_ptr<MariaDbServer>> started = Start();
    if (!started.ok()) {
      std::fprintf(stderr, "%s\n", started.status().ToString().c_str());
      std::abort();
    }
    return *std::move(started);
  }();
  return *server;
}

absl::StatusOr<std::unique_ptr<MariaDbServer>> MariaDbServer::Start(Durability durability) {
  const std::filesystem::path parent = std::filesystem::temp_directory_path();
  RemoveAbandonedFolders(parent);
  std::string folder = (parent / absl::StrCat(kFolderPrefix, "XXXXXX")).string();
  if (mkdtemp(folder.data()) == nullptr) return absl::InternalError(absl::StrCat("cannot make ", folder));
  MOSBAT_ASSIGN_OR_RETURN(db::FolderLock lock, db::FolderLock::Take(folder));
  std::unique_ptr<MariaDbServer> server(new MariaDbServer(folder, std::move(lock), durability));
  server->keeper_ = std::thread([keeper = server.get()] { keeper->Keep(); });
  MOSBAT_RETURN_IF_ERROR(server->AwaitReady());
  return server;
}

MariaDbServer::MariaDbServer(std::string folder, db::FolderLock lock, Durability durability)
    : folder_(std::move(folder)),
      socket_(absl::StrCat(folder_, "/s")),
      lock_(std::move(lock)),
      durability_(durability) {}

MariaDbServer::~MariaDbServer() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string MariaDbServer::Address(absl::string_view prefix) const {
  return absl::StrCat("mysql://root@localhost/", prefix, "?socket=", socket_);
}

// Its data are not worth a clean stop.
void MariaDbServer::Kill() {
  if (server_ > 0 && !ended_) kill(server_, SIGKILL);
  if (keeper_.joinable()) keeper_.join();
}

// The keeper's life: it stays until the server has ended, because the server dies with the thread that forked it.
void MariaDbServer::Keep() {
  const std::optional<Account> account = ServerAccount();
  const std::string log = folder_ + "/log";
  if (account.has_value() && chown(folder_.c_str(), account->user, account->group) != 0) {
    ended_ = true;
    return;
  }
  const std::string data = absl::StrCat("--datadir=", folder_, "/data");
  // In /tmp two servers of one process id (in containers that share it) would take each other's temporary tables.
  const std::string temporary = absl::StrCat("--tmpdir=", folder_);
  const int installed =
      WaitFor(Spawn({kInstaller, "--no-defaults", data, temporary, "--auth-root-authentication-method=normal",
                     "--skip-test-db", "--innodb-log-file-size=16M", "--innodb-flush-method=nosync"},
                    account, log));
  if (installed == 0) {
    std::vector<std::string> command = {kServer,
                                        "--no-defaults",
                                        data,
                                        temporary,
                                        absl::StrCat("--socket=", socket_),
                                        absl::StrCat("--pid-file=", folder_, "/pid"),
                                        "--skip-networking",
                                        "--skip-name-resolve",
                                        "--character-set-server=utf8mb4",
                                        "--collation-server=utf8mb4_bin",
                                        "--max-connections=500"};
    if (durability_ == Durability::kNone) {
      // Small, and without syncs: what tests look at is never the server's own durability.
      command.insert(command.end(),
                     {"--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M", "--innodb-flush-method=nosync",
                      "--innodb-flush-log-at-trx-commit=2", "--skip-innodb-doublewrite", "--sync-frm=OFF"});
    }
    server_ = Spawn(command, account, log);
    WaitFor(server_);
  }
  ended_ = true;
}

absl::Status MariaDbServer::AwaitReady() const {
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (!Accepts(socket_)) {
    if (ended_) return absl::InternalError(absl::StrCat("MariaDB did not start: ", LogTail()));
    if (std::chrono::steady_clock::now() > give_up) return absl::InternalError("MariaDB does not get ready");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return absl::OkStatus();
}

std::string MariaDbServer::LogTail() const {
  std::ifstream file(folder_ + "/log");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

}  // namespace mosbat::testing
