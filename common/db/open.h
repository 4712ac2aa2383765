// Opens a store by its address.
//
//   sqlite:DIR                         one file per service in DIR ("DIR/guideline.db"), WAL, full durability
//   sqlite::memory:                    for tests: one connection, gone with the Database
//   mysql://USER@HOST[:PORT]/PREFIX    one database per service ("PREFIX_guideline"); the password comes from a file
//   mysql://USER@localhost/PREFIX?socket=/path
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"

namespace mosbat::db {

struct OpenOptions {
  std::string address;
  std::string password_file;  // MySQL only; "" means no password
  std::string service;        // "guideline"
  int connections = 16;       // MySQL only: the size of the pool
  bool create = false;        // `migrate`: make the database (folder, file) and set its collation
};

// The text of a malformed address names what is wrong with it: INVALID_ARGUMENT / DATABASE_ADDRESS_INVALID.
// A MySQL database whose collation is not utf8mb4_bin is FAILED_PRECONDITION / DATABASE_COLLATION;
// one that cannot be used UNAVAILABLE / STORE_UNAVAILABLE; a folder that cannot be written
// FAILED_PRECONDITION / DATA_FOLDER_NOT_WRITABLE. Without `create` a database that is not there is FAILED_PRECONDITION
// / DATABASE_MISSING.
absl::StatusOr<std::unique_ptr<Database>> Open(const OpenOptions& options);

// Holds `folder` for this process alone (an exclusive flock on folder/LOCK) until destroyed.
class FolderLock {
 public:
  // FAILED_PRECONDITION / DATA_FOLDER_IN_USE if another process holds it.
  static absl::StatusOr<FolderLock> Take(const std::string& folder);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace mosbat::db
