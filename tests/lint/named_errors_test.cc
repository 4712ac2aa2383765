// Every reason that a caller can be given is named in a proto, where callers look for it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

const std::vector<std::string>& Services() {
  static const auto* const services =
      new std::vector<std::string>{"guideline", "catalog", "registry", "casefile", "purchasing"};
  return *services;
}

// Where the errors are made that every service gives, and the gateway.
const std::vector<std::string>& OfAllServices() {
  static const auto* const sources = new std::vector<std::string>{
      "common/auth", "common/base", "common/db/store_errors.cc", "common/feed", "common/rpc", "services/gateway"};
  return *sources;
}

// What concerns starting, the commands of `mosbat` and the files of an operator, and reaches no caller.
const std::set<std::string>& OfOperators() {
  static const auto* const reasons = new std::set<std::string>{"DATABASE_ADDRESS_INVALID",
                                                               "DATABASE_COLLATION",
                                                               "DATABASE_MISSING",
                                                               "DATA_FOLDER_IN_USE",
                                                               "DATA_FOLDER_NOT_WRITABLE",
                                                               "JWKS_MALFORMED",
                                                               "KEY_MALFORMED",
                                                               "KEY_MISSING",
                                                               "KEY_NOT_WRITABLE",
                                                               "KEY_READABLE_BY_OTHERS",
                                                               "MIGRATION_RUNNING",
                                                               "PASSWORD_FILE_UNREADABLE",
                                                               "PORT_TAKEN",
                                                               "SCHEMA_NEWER",
                                                               "SCHEMA_OLD",
                                                               "TIME_ZONE_MISSING"};
  return *reasons;
}

std::string TextOf(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The reasons in the sources below a folder that make errors, or in one file.
std::set<std::string> ReasonsIn(const std::string& path) {
  static const std::regex makes_errors(R"(MakeError\(|MakeFieldErrors?\(|\.Add\()");
  static const std::regex literal(R"rx("([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)")rx");
  std::vector<fs::path> files;
  const fs::path root = fs::path(MOSBAT_SOURCE_DIR) / path;
  if (fs::is_regular_file(root)) {
    files.push_back(root);
  } else {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string name = entry.path().filename();
      if (entry.path().extension() == ".cc" && name.find("_test.") == std::string::npos) files.push_back(entry.path());
    }
  }
  std::set<std::string> reasons;
  for (const fs::path& file : files) {
    const std::string text = TextOf(file);
    if (!std::regex_search(text, makes_errors)) continue;
    for (std::sregex_iterator it(text.begin(), text.end(), literal), end; it != end; ++it) {
      if (!OfOperators().contains((*it)[1])) reasons.insert((*it)[1]);
    }
  }
  EXPECT_THAT(reasons, ::testing::Not(IsEmpty())) << path;
  return reasons;
}

// Adds what the comments of a package's protos name.
void AddNamed(const std::string& package, std::set<std::string>& named) {
  static const std::regex word("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
  for (const auto& entry : fs::directory_iterator(fs::path(MOSBAT_SOURCE_DIR) / "protos/mosbat" / package / "v1")) {
    if (entry.path().extension() != ".proto") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const size_t comment = line.find("//");
      if (comment == std::string::npos) continue;
      line.erase(0, comment);
      for (std::sregex_iterator it(line.begin(), line.end(), word), end; it != end; ++it) named.insert(it->str());
    }
  }
}

std::set<std::string> NamedForAll() {
  std::set<std::string> named;
  for (const char* const package : {"access", "audit", "common", "feed"}) AddNamed(package, named);
  return named;
}

TEST(NamedErrorsTest, ReasonsOfTheRuntimeAndTheGatewayAreNamedForAllServices) {
  const std::set<std::string> named = NamedForAll();
  for (const std::string& folder : OfAllServices()) {
    for (const std::string& reason : ReasonsIn(folder)) {
      EXPECT_TRUE(named.contains(reason)) << reason << " of " << folder << " is in no proto that is of all services";
    }
  }
}

TEST(NamedErrorsTest, ReasonsOfRulesAreNamedByAServiceThatHasThem) {
  std::set<std::string> named = NamedForAll();
  for (const std::string& service : Services()) AddNamed(service, named);
  for (const char* const folder : {"common/facts", "common/iran", "common/schema"}) {
    for (const std::string& reason : ReasonsIn(folder)) {
      EXPECT_TRUE(named.contains(reason)) << reason << " of " << folder << " is in no proto";
    }
  }
}

TEST(NamedErrorsTest, ReasonsOfAServiceAreNamedInItsProtos) {
  for (const std::string& service : Services()) {
    std::set<std::string> named = NamedForAll();
    AddNamed(service, named);
    for (const std::string& reason : ReasonsIn(absl::StrCat("services/", service, "/errors.cc"))) {
      EXPECT_TRUE(named.contains(reason)) << reason << " is in no proto of " << service;
    }
  }
  std::set<std::string> named;
  AddNamed("trial", named);
  EXPECT_THAT(named, IsSupersetOf(ReasonsIn("services/suite/clock_rpc.cc")));
}

// The list of access.proto: `//   REASON   CODE   when`.
TEST(NamedErrorsTest, ListOfWhatAnyMethodMayGiveHasNothingThatNoneGives) {
  std::set<std::string> made = {"INTERNAL"};
  for (const std::string& folder : OfAllServices()) {
    made.merge(ReasonsIn(folder));
  }
  static const std::regex row("^//   ([A-Z][A-Z0-9_]+) +([A-Z_]+)  +[^ ].*$");
  std::set<std::string> listed;
  std::ifstream file(fs::path(MOSBAT_SOURCE_DIR) / "protos/mosbat/access/v1/access.proto");
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, row)) continue;
    EXPECT_TRUE(listed.insert(match[1]).second) << match[1] << " comes twice";
  }
  EXPECT_GE(listed.size(), 40u);
  EXPECT_THAT(made, IsSupersetOf(listed));
}

}  // namespace
}  // namespace mosbat
