#include "common/crypto/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace mosbat::crypto {
namespace {

// Longer than any key: what is longer is something else.
constexpr size_t kMaxSize = 64 * 1024;

absl::Status KeyMissing(const std::string& file, int error) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "KEY_MISSING",
      {.en = absl::StrCat("The key file ", file, " cannot be read: ", std::strerror(error), "."),
       .fa = absl::StrCat("پروندهٔ کلید ", file, " خوانده نمی‌شود: ", std::strerror(error), ".")},
      {{"file", file}});
}

absl::Status KeyReadableByOthers(const std::string& file) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "KEY_READABLE_BY_OTHERS",
      {.en = absl::StrCat("The key file ", file, " may be read by others than its owner: chmod 600 it."),
       .fa = absl::StrCat("پروندهٔ کلید ", file, " برای دیگران خواندنی است: دسترسی آن را با chmod 600 ببندید.")},
      {{"file", file}});
}

absl::Status KeyNotWritable(const std::string& file, const std::string& why) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "KEY_NOT_WRITABLE",
                   {.en = absl::StrCat("The key file ", file, " cannot be made: ", why, "."),
                    .fa = absl::StrCat("پروندهٔ کلید ", file, " ساخته نمی‌شود: ", why, ".")},
                   {{"file", file}});
}

bool IsPrivate(const struct stat& file) {
  const bool ours_by_group = file.st_uid == 0 && geteuid() != 0;
  return (file.st_mode & (ours_by_group ? 0027 : 0077)) == 0;
}

bool WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(fd) == 0;
}

bool SyncFolder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced;
}

}  // namespace

absl::StatusOr<std::string> ReadKeyFile(const std::string& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return KeyMissing(file, errno);
  const auto close_fd = absl::MakeCleanup([fd] { close(fd); });
  struct stat info;
  if (fstat(fd, &info) != 0) return KeyMissing(file, errno);
  if (!S_ISREG(info.st_mode)) return KeyMissing(file, S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
  if (!IsPrivate(info)) return KeyReadableByOthers(file);

  std::string text;
  char buffer[4096];
  while (text.size() <= kMaxSize) {
    const ssize_t size = read(fd, buffer, sizeof(buffer));
    if (size == 0) return text;
    if (size > 0) text.append(buffer, static_cast<size_t>(size));
    if (size < 0 && errno != EINTR) return KeyMissing(file, errno);
  }
  return KeyMissing(file, EFBIG);
}

absl::Status CreateKeyFile(const std::string& file, absl::string_view text) {
  const std::filesystem::path path(file);
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  std::error_code error;
  if (std::filesystem::create_directories(folder, error)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  if (error) return KeyNotWritable(file, error.message());

  // Written beside its place and linked into it: whoever finds the name finds the whole key, and of two who make it at
  // once one wins.
  std::string draft = file + ".XXXXXX";
  const int fd = mkstemp(draft.data());
  if (fd < 0) return KeyNotWritable(file, std::strerror(errno));
  const auto remove_draft = absl::MakeCleanup([&] { unlink(draft.c_str()); });
  const bool written = WriteAll(fd, text);
  const int write_error = errno;
  close(fd);
  if (!written) return KeyNotWritable(file, std::strerror(write_error));
  if (link(draft.c_str(), file.c_str()) != 0 && errno != EEXIST) return KeyNotWritable(file, std::strerror(errno));
  if (!SyncFolder(folder)) return KeyNotWritable(file, std::strerror(errno));
  return absl::OkStatus();
}

absl::Status KeyMalformed(const std::string& file, Words must_hold) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "KEY_MALFORMED",
                   {.en = absl::StrCat("The key file ", file, " is damaged: ", must_hold.en),
                    .fa = absl::StrCat("پروندهٔ کلید ", file, " خراب است: ", must_hold.fa)},
                   {{"file", file}});
}

}  // namespace mosbat::crypto
