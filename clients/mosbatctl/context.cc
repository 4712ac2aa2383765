#include "clients/mosbatctl/context.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"

#include "clients/mosbatctl/caller.h"
#include "common/auth/authenticator.h"
#include "common/auth/local_identity.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using nlohmann::json;

constexpr absl::Duration kTokenLife = absl::Hours(24 * 30);

absl::Status Malformed(const std::string& file, const std::string& en, const std::string& fa) {
  return MakeError(absl::StatusCode::kInvalidArgument, "CONTEXT_MALFORMED",
                   {.en = absl::StrCat(file, ": ", en), .fa = absl::StrCat(file, ": ", fa)}, {{"file", file}});
}

// Whether `text` may be a token. What is sent as metadata has only such characters: gRPC ends the program over others,
// and prints them.
bool IsTokenText(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
  });
}

absl::Status NotWritable(const std::string& file) {
  const std::string why = std::generic_category().message(errno);
  return MakeError(absl::StatusCode::kFailedPrecondition, "CONTEXT_NOT_WRITABLE",
                   {.en = absl::StrCat(file, " cannot be written: ", why, "."),
                    .fa = absl::StrCat("نمی‌توان ", file, " را نوشت: ", why, ".")},
                   {{"file", file}});
}

// Readers see the old file or the new one, and never one that others may read.
absl::Status WriteFile(const std::string& file, const std::string& text) {
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  const std::string draft = absl::StrCat(file, ".", getpid());
  unlink(draft.c_str());
  const int descriptor = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return NotWritable(file);
  const bool written = write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (close(descriptor) != 0 || !written || rename(draft.c_str(), file.c_str()) != 0) {
    const absl::Status refused = NotWritable(file);
    unlink(draft.c_str());
    return refused;
  }
  return absl::OkStatus();
}

// `name` in the folder where a person's settings are: "current", the file of the current context; "contexts", those
// that were, one a line.
absl::StatusOr<std::string> SettingsFile(absl::string_view name) {
  if (const char* const config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0') {
    return absl::StrCat(config, "/mosbat/", name);
  }
  if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return absl::StrCat(home, "/.config/mosbat/", name);
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "HOME_UNKNOWN",
                   {.en = "HOME is not set, so there is no current context; name one with --context FILE.",
                    .fa = "HOME تنظیم نشده و زمینهٔ جاری ندارد؛ با --context FILE نام ببرید."});
}

}  // namespace

absl::StatusOr<Context> ReadContext(const std::string& file) {
  struct stat status = {};
  std::ifstream stream(file);
  if (stat(file.c_str(), &status) != 0 || !stream) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "CONTEXT_MISSING",
        {.en = absl::StrCat("There is no context ", file, "; `mosbatctl context make` writes one."),
         .fa = absl::StrCat("زمینهٔ ", file, " نیست؛ «mosbatctl context make» آن را می‌سازد.")},
        {{"file", file}});
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "CONTEXT_READABLE_BY_OTHERS",
        {.en = absl::StrCat("Others may read ", file, ", which holds tokens: chmod 600 ", file),
         .fa = absl::StrCat("دیگران می‌توانند ", file, " را که توکن دارد بخوانند: chmod 600 ", file)},
        {{"file", file}});
  }
  std::stringstream text;
  text << stream.rdbuf();
  const json document = json::parse(text.str(), nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return Malformed(file, "it is not a JSON object.", "شیء JSON نیست.");
  Context context{.file = file};
  for (const auto& [key, value] : document.items()) {
    if (key == "address" && value.is_string()) {
      context.address = value.get<std::string>();
    } else if (key == "identity_file" && value.is_string()) {
      context.identity_file = value.get<std::string>();
    } else if (key == "tokens" && value.is_object()) {
      for (const auto& [caller, token] : value.items()) {
        if (!token.is_string()) {
          return Malformed(file, absl::StrCat("tokens.", caller, " is not a string."),
                           absl::StrCat("tokens.", caller, " رشته نیست."));
        }
        std::string written = token.get<std::string>();
        absl::StripTrailingAsciiWhitespace(&written);
        if (!IsTokenText(written)) {
          return Malformed(file, absl::StrCat("tokens.", caller, " is no token."),
                           absl::StrCat("tokens.", caller, " توکن نیست."));
        }
        context.tokens[caller] = std::move(written);
      }
    } else {
      return Malformed(file, absl::StrCat("\"", key, "\" is unknown or of a wrong type."),
                       absl::StrCat("«", key, "» ناشناخته یا از نوع نادرست است."));
    }
  }
  if (context.address.empty()) return Malformed(file, "it has no \"address\".", "«address» ندارد.");
  return context;
}

absl::Status WriteContext(const Context& context) {
  json document = {{"address", context.address}};
  if (!context.identity_file.empty()) document["identity_file"] = context.identity_file;
  document["tokens"] = context.tokens;
  return WriteFile(context.file, document.dump(2) + "\n");
}

absl::StatusOr<std::string> CurrentContextFile() {
  MOSBAT_ASSIGN_OR_RETURN(const std::string pointer, SettingsFile("current"));
  std::ifstream stream(pointer);
  std::string file;
  std::getline(stream, file);
  if (!file.empty()) return file;
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "CONTEXT_NOT_CHOSEN",
      {.en = "No context is current. deploy/local/up makes one; `mosbatctl context use FILE` chooses one.",
       .fa =
           "هیچ زمینه‌ای جاری نیست. deploy/local/up یکی می‌سازد؛ «mosbatctl context use FILE» "
           "انتخاب می‌کند."});
}

absl::Status MakeCurrent(const std::string& context_file) {
  MOSBAT_ASSIGN_OR_RETURN(const std::string pointer, SettingsFile("current"));
  MOSBAT_ASSIGN_OR_RETURN(const std::string list, SettingsFile("contexts"));
  const std::string file = std::filesystem::absolute(context_file).lexically_normal().string();
  MOSBAT_RETURN_IF_ERROR(WriteFile(pointer, file + "\n"));
  std::vector<std::string> known = KnownContextFiles();
  if (std::find(known.begin(), known.end(), file) != known.end()) return absl::OkStatus();
  known.push_back(file);
  return WriteFile(list, absl::StrCat(absl::StrJoin(known, "\n"), "\n"));
}

std::vector<std::string> KnownContextFiles() {
  std::vector<std::string> files;
  const absl::StatusOr<std::string> list = SettingsFile("contexts");
  if (!list.ok()) return files;
  std::ifstream stream(*list);
  for (std::string file; std::getline(stream, file);) {
    if (!file.empty()) files.push_back(file);
  }
  return files;
}

absl::StatusOr<Context> NewTokenContext(const std::string& file, const std::string& address, const std::string& as,
                                        const std::string& token_file) {
  MOSBAT_RETURN_IF_ERROR(ParseCaller(as).status());
  std::string token;
  if (token_file == "-") {
    std::getline(std::cin, token);
  } else {
    std::ifstream stream(token_file);
    std::getline(stream, token);
  }
  absl::StripAsciiWhitespace(&token);
  // A JWT is three parts with a point between.
  if (!IsTokenText(token) || std::count(token.begin(), token.end(), '.') != 2) {
    return MakeError(absl::StatusCode::kInvalidArgument, "TOKEN_UNREADABLE",
                     {.en = absl::StrCat(token_file, " has no token in its first line; `mosbat token` prints one."),
                      .fa = absl::StrCat("در سطر نخست ", token_file,
                                         " توکنی نیست؛ «mosbat token» آن را چاپ می‌کند.")},
                     {{"file", token_file}});
  }
  return Context{
      .file = std::filesystem::absolute(file).lexically_normal().string(), .address = address, .tokens = {{as, token}}};
}

absl::StatusOr<Context> NewLocalContext(const std::string& data, const std::string& identity_file,
                                        const std::string& address) {
  const std::filesystem::path folder = std::filesystem::absolute(data).lexically_normal();
  Context context{.file = folder / "client.json",
                  .address = address,
                  .identity_file = identity_file.empty() ? (folder / "keys/identity.jwk").string()
                                                         : std::filesystem::absolute(identity_file).string()};
  // Reading must not make a key that no server believes.
  if (std::error_code ignored; !std::filesystem::exists(context.identity_file, ignored)) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "IDENTITY_MISSING",
                     {.en = absl::StrCat("There is no local identity ", context.identity_file,
                                         "; `mosbat migrate` makes one beside its data."),
                      .fa = absl::StrCat("هویت محلی ", context.identity_file,
                                         " نیست؛ «mosbat migrate» آن را می‌سازد.")},
                     {{"file", context.identity_file}});
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<auth::LocalIdentity> identity,
                          auth::LocalIdentity::LoadOrCreate(context.identity_file));
  for (int number = access::v1::Role_MIN; number <= access::v1::Role_MAX; ++number) {
    const auto role = static_cast<access::v1::Role>(number);
    if (role == access::v1::ROLE_UNSPECIFIED || role == access::v1::SERVICE || role == access::v1::PUBLIC) continue;
    const std::string word = auth::RoleWord(role);
    MOSBAT_ASSIGN_OR_RETURN(const auth::Principal caller, ParseCaller(word));
    context.tokens[word] = identity->Token(caller, SystemClock().Now(), kTokenLife);
  }
  return context;
}

}  // namespace mosbat::ctl
