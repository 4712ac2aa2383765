#include "tests/integration/replicated_suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "common/base/status_macros.h"

namespace mosbat::testing {
namespace {

const std::vector<std::string>& OfOne() {
  static const auto* const roles = new std::vector<std::string>{"guideline", "purchasing", "registry"};
  return *roles;
}
const std::vector<std::string>& OfTwo() {
  static const auto* const roles = new std::vector<std::string>{"catalog", "casefile", "gateway"};
  return *roles;
}

// An address that processes can be told before anybody listens there. For a minute the kernel gives its port to nobody
// who asks for just any: the last connection to it has ended a moment ago. Who asks for this one gets it.
absl::StatusOr<std::string> ReserveAddress() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const name = reinterpret_cast<sockaddr*>(&at);
  int accepted = -1;
  if (bind(listener, name, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, name, &size) == 0 &&
      connect(client, name, size) == 0) {
    accepted = accept(listener, nullptr, nullptr);
  }
  const bool reserved = accepted >= 0;
  if (reserved) close(accepted);  // first: the side that ends a connection is the one that remembers it
  close(client);
  close(listener);
  if (!reserved) return absl::InternalError("no port on the loopback");
  return absl::StrCat("127.0.0.1:", ntohs(at.sin_port));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReplicatedSuite>> ReplicatedSuite::Start(Durability durability) {
  MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<MariaDbServer> server, MariaDbServer::Start(durability));
  std::unique_ptr<ReplicatedSuite> suite(new ReplicatedSuite(std::move(server)));
  MOSBAT_RETURN_IF_ERROR(suite->ReserveAddresses());
  MOSBAT_RETURN_IF_ERROR(suite->Run());
  return suite;
}

absl::Status ReplicatedSuite::ReserveAddresses() {
  for (const std::string& role : OfOne()) {
    MOSBAT_ASSIGN_OR_RETURN(std::string address, ReserveAddress());
    addresses_[role].push_back(std::move(address));
  }
  for (const std::string& role : OfTwo()) {
    for (int replica = 0; replica < kReplicas; ++replica) {
      MOSBAT_ASSIGN_OR_RETURN(std::string address, ReserveAddress());
      addresses_[role].push_back(std::move(address));
    }
  }
  return absl::OkStatus();
}

absl::Status ReplicatedSuite::Run() {
  ServerProcess migrate(Command("migrate"));
  if (migrate.Wait() != 0) return absl::InternalError(migrate.errors());
  Serve(OfOne(), {"catalog", "casefile"}, 0);
  for (int replica = 0; replica < kReplicas; ++replica) {
    Serve({"catalog"}, {"guideline", "registry"}, replica);
    Serve({"casefile"}, {"guideline", "catalog", "registry"}, replica);
    Serve({"gateway"}, {"guideline", "purchasing", "registry", "catalog", "casefile"}, replica);
  }
  for (const std::unique_ptr<ServerProcess>& process : processes_) {
    if (!process->AwaitServing()) return absl::InternalError(process->errors());
  }
  return absl::OkStatus();
}

const std::string& ReplicatedSuite::Address(const std::string& role, int replica) const {
  const std::vector<std::string>& all = addresses_.at(role);
  return all.size() == 1 ? all.front() : all.at(static_cast<size_t>(replica));
}

std::vector<std::string> ReplicatedSuite::Command(const std::string& command) const {
  return {command, "--database", database(), "--keys", keys()};
}

void ReplicatedSuite::Serve(const std::vector<std::string>& roles, const std::vector<std::string>& peers, int replica) {
  std::vector<std::string> command = Command("serve");
  command.push_back("--roles=" + absl::StrJoin(roles, ","));
  const auto at = [&](std::string* out, const std::string& role) {
    absl::StrAppend(out, role, "=", Address(role, replica));
  };
  if (roles.front() == "gateway") {
    command.insert(command.end(), {"--listen", address(replica)});
  } else {
    command.insert(command.end(), {"--listen-role", absl::StrJoin(roles, ",", at)});
  }
  command.insert(command.end(), {"--peer", absl::StrJoin(peers, ",", at)});
  processes_.push_back(std::make_unique<ServerProcess>(command));
}

}  // namespace mosbat::testing
