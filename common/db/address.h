// The parts of a store's address; its forms stand in open.h.
#pragma once

#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mosbat::db {

struct MemoryAddress {};

struct FolderAddress {
  std::string folder;
};

struct ServerAddress {
  std::string user;
  std::string host;
  int port = 3306;
  std::string prefix;
  std::string socket;  // "" for TCP
};

using Address = std::variant<MemoryAddress, FolderAddress, ServerAddress>;

// INVALID_ARGUMENT / DATABASE_ADDRESS_INVALID, whose words name what is wrong.
absl::StatusOr<Address> ParseAddress(absl::string_view text);

}  // namespace mosbat::db
