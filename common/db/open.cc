#include "common/db/open.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/db/address.h"
#include "common/db/mysql/database.h"
#include "common/db/mysql/provision.h"
#include "common/db/sqlite/file_database.h"
#include "common/db/sqlite/memory_database.h"

namespace mosbat::db {
namespace {

absl::Status FolderNotWritable(const std::string& folder, absl::string_view why) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "DATA_FOLDER_NOT_WRITABLE",
                   {.en = absl::StrCat("The data folder ", folder, " cannot be written: ", why, "."),
                    .fa = absl::StrCat("در پوشهٔ داده ", folder, " نمی‌توان نوشت: ", why, ".")},
                   {{"folder", folder}});
}

absl::Status FolderInUse(const std::string& folder) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "DATA_FOLDER_IN_USE",
                   {.en = absl::StrCat("Another process holds the data folder ", folder, "."),
                    .fa = absl::StrCat("پردازهٔ دیگری پوشهٔ داده ", folder, " را در دست دارد.")},
                   {{"folder", folder}});
}

absl::Status PasswordFileUnreadable(const std::string& file) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "PASSWORD_FILE_UNREADABLE",
                   {.en = absl::StrCat("The password file ", file, " cannot be read."),
                    .fa = absl::StrCat("پروندهٔ گذرواژه ", file, " خوانده نمی‌شود.")},
                   {{"file", file}});
}

// The file's text without the line end that editors add.
absl::StatusOr<std::string> ReadPassword(const std::string& file) {
  if (file.empty()) return std::string();
  std::ifstream stream(file);
  if (!stream) return PasswordFileUnreadable(file);
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (stream.bad()) return PasswordFileUnreadable(file);
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

struct Opener {
  const OpenOptions& options;

  absl::StatusOr<std::unique_ptr<Database>> operator()(const MemoryAddress&) const {
    return sqlite::MemoryDatabase::Open();
  }

  absl::StatusOr<std::unique_ptr<Database>> operator()(const FolderAddress& address) const {
    const std::string& folder = address.folder;
    if (options.create) {
      std::error_code error;
      std::filesystem::create_directories(folder, error);
      if (error) return FolderNotWritable(folder, error.message());
    }
    if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0) return FolderNotWritable(folder, std::strerror(errno));
    return sqlite::FileDatabase::Open(absl::StrCat(folder, "/", options.service, ".db"), options.create);
  }

  absl::StatusOr<std::unique_ptr<Database>> operator()(const ServerAddress& address) const {
    MOSBAT_ASSIGN_OR_RETURN(std::string password, ReadPassword(options.password_file));
    const mysql::Server server = {.host = address.host,
                                  .port = address.port,
                                  .socket = address.socket,
                                  .user = address.user,
                                  .password = std::move(password),
                                  .database = absl::StrCat(address.prefix, "_", options.service)};
    if (options.create) MOSBAT_RETURN_IF_ERROR(mysql::CreateDatabase(server));
    return mysql::ServerDatabase::Open(server, options.connections);
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Open(const OpenOptions& options) {
  MOSBAT_ASSIGN_OR_RETURN(const Address address, ParseAddress(options.address));
  return std::visit(Opener{options}, address);
}

absl::StatusOr<FolderLock> FolderLock::Take(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/LOCK");
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return FolderNotWritable(folder, std::strerror(errno));
  FolderLock lock(fd);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) return FolderInUse(folder);
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace mosbat::db
