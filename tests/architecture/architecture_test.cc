// Reads the sources' includes and holds them against the table "who may include what" of CONTRIBUTING.md.
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

struct Source {
  std::string path;  // "services/casefile/handlers/opening.cc"
  std::vector<std::string> includes;
  std::string text;
  int lines = 0;

  bool In(absl::string_view folder) const { return absl::StartsWith(path, absl::StrCat(folder, "/")); }
  bool IsTest() const { return absl::StrContains(path, "_test.") || absl::StrContains(path, "/fake_"); }
};

const std::vector<Source>& Sources() {
  static const auto* const sources = [] {
    auto* const found = new std::vector<Source>;
    static const std::regex include(R"(^\s*#include ["<]([^">]+)[">])");
    for (const char* const folder : {"common", "services", "clients", "tests"}) {
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(MOSBAT_SOURCE_DIR) / folder)) {
        const std::string extension = entry.path().extension();
        if (extension != ".cc" && extension != ".h") continue;
        Source source{.path = fs::relative(entry.path(), MOSBAT_SOURCE_DIR)};
        if (absl::StrContains(source.path, "node_modules")) continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line); ++source.lines) {
          std::smatch match;
          if (std::regex_search(line, match, include)) source.includes.push_back(match[1]);
          absl::StrAppend(&source.text, line, "\n");
        }
        found->push_back(std::move(source));
      }
    }
    return found;
  }();
  return *sources;
}

// "path includes header", for each include of a source in `where` that `forbidden` names.
std::vector<std::string> Breaches(const std::function<bool(const Source&)>& where,
                                  const std::function<bool(const Source&, const std::string&)>& forbidden) {
  std::vector<std::string> breaches;
  for (const Source& source : Sources()) {
    if (!where(source)) continue;
    for (const std::string& header : source.includes) {
      if (forbidden(source, header)) breaches.push_back(absl::StrCat(source.path, " includes ", header));
    }
  }
  return breaches;
}

// The service that a source is of, and its layer: {"casefile", "handlers"}; {} for what is not of one of the five.
std::pair<std::string, std::string> LayerOf(const Source& source) {
  const std::vector<std::string> parts = absl::StrSplit(source.path, '/');
  if (parts.size() < 4 || parts[0] != "services") return {};
  return {parts[1], parts[2]};
}

bool InLayer(const Source& source, absl::string_view layer) {
  return LayerOf(source).second == layer && !source.IsTest() && LayerOf(source).first != "gateway";
}

bool IsGrpc(const std::string& header) {
  return absl::StartsWith(header, "grpcpp/") || absl::StartsWith(header, "grpc/") ||
         absl::EndsWith(header, ".grpc.pb.h");
}

TEST(ArchitectureTest, SourcesAreFound) { EXPECT_GT(Sources().size(), 100u); }

TEST(ArchitectureTest, CommonKnowsNoService) {
  EXPECT_THAT(Breaches([](const Source& source) { return source.In("common"); },
                       [](const Source&, const std::string& header) {
                         return absl::StartsWith(header, "services/") || absl::StartsWith(header, "clients/") ||
                                absl::StartsWith(header, "tests/");
                       }),
              IsEmpty());
}

TEST(ArchitectureTest, ServiceIncludesNoOtherServicesFolder) {
  EXPECT_THAT(Breaches([](const Source& source) { return source.In("services") && !source.In("services/suite"); },
                       [](const Source& source, const std::string& header) {
                         if (source.path == "services/mosbat.cc") return false;
                         const std::vector<std::string> parts = absl::StrSplit(source.path, '/');
                         return absl::StartsWith(header, "services/") &&
                                !absl::StartsWith(header, absl::StrCat("services/", parts[1], "/"));
                       }),
              IsEmpty());
}

TEST(ArchitectureTest, DatabaseLibrariesStayBehindTheirDoors) {
  EXPECT_THAT(Breaches([](const Source& source) { return !source.In("common/db/sqlite"); },
                       [](const Source&, const std::string& header) { return header == "sqlite3.h"; }),
              IsEmpty());
  EXPECT_THAT(Breaches([](const Source& source) { return !source.In("common/db/mysql"); },
                       [](const Source&, const std::string& header) {
                         return absl::StartsWith(header, "cppconn/") || absl::StartsWith(header, "mysql_");
                       }),
              IsEmpty());
}

TEST(ArchitectureTest, HandlersStoresAndDomainsKnowNoGrpc) {
  EXPECT_THAT(Breaches(
                  [](const Source& source) {
                    return InLayer(source, "handlers") || InLayer(source, "store") || InLayer(source, "domain");
                  },
                  [](const Source&, const std::string& header) { return IsGrpc(header); }),
              IsEmpty());
}

TEST(ArchitectureTest, HandlersSeeOnlyTheCallOfTheRuntime) {
  EXPECT_THAT(Breaches([](const Source& source) { return InLayer(source, "handlers"); },
                       [](const Source&, const std::string& header) {
                         return absl::StartsWith(header, "common/rpc/") && header != "common/rpc/call.h" &&
                                header != "common/rpc/errors.h";
                       }),
              IsEmpty());
}

TEST(ArchitectureTest, DomainsArePure) {
  EXPECT_THAT(
      Breaches([](const Source& source) { return InLayer(source, "domain"); },
               [](const Source&, const std::string& header) {
                 for (const char* const impure : {"common/rpc/", "common/db/", "common/feed/", "common/crypto/"}) {
                   if (absl::StartsWith(header, impure)) return true;
                 }
                 return absl::StrContains(header, "/store/") || absl::StrContains(header, "/handlers/") ||
                        absl::StrContains(header, "/clients/");
               }),
      IsEmpty());
}

TEST(ArchitectureTest, StoresKnowNoHandlerAndNoRuntime) {
  EXPECT_THAT(Breaches([](const Source& source) { return InLayer(source, "store"); },
                       [](const Source&, const std::string& header) {
                         return absl::StartsWith(header, "common/rpc/") || absl::StrContains(header, "/handlers/") ||
                                absl::StrContains(header, "/clients/");
                       }),
              IsEmpty());
}

TEST(ArchitectureTest, GatewayKnowsNoMethod) {
  EXPECT_THAT(Breaches([](const Source& source) { return source.In("services/gateway") && !source.IsTest(); },
                       [](const Source&, const std::string& header) { return absl::StartsWith(header, "mosbat/"); }),
              IsEmpty());
}

// Asking goes one way: who may ask whom directly.
TEST(ArchitectureTest, ServicesAskOnlyThoseBeforeThem) {
  const auto asks = [](const std::string& service, const std::string& other) {
    return (service == "registry" && (other == "purchasing" || other == "guideline")) ||
           (service == "catalog" && (other == "guideline" || other == "registry")) ||
           (service == "casefile" && (other == "catalog" || other == "registry"));
  };
  EXPECT_THAT(Breaches([](const Source& source) { return LayerOf(source).second == "clients"; },
                       [&](const Source& source, const std::string& header) {
                         const std::vector<std::string> parts = absl::StrSplit(header, '/');
                         return parts.size() > 2 && parts[0] == "mosbat" && absl::EndsWith(header, ".grpc.pb.h") &&
                                !asks(LayerOf(source).first, parts[1]);
                       }),
              IsEmpty());
}

TEST(ArchitectureTest, TimeAndRandomnessComeFromTheCall) {
  std::vector<std::string> breaches;
  for (const Source& source : Sources()) {
    if (!InLayer(source, "handlers") && !InLayer(source, "store") && !InLayer(source, "domain")) continue;
    for (const char* const forbidden : {"absl::Now(", "std::random_device", "std::rand(", "system_clock::now"}) {
      if (absl::StrContains(source.text, forbidden)) breaches.push_back(absl::StrCat(source.path, " uses ", forbidden));
    }
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ArchitectureTest, FilesCanBeHeldInMind) {
  std::vector<std::string> breaches;
  for (const Source& source : Sources()) {
    if (!source.IsTest() && !source.In("tests") && source.lines > 500) {
      breaches.push_back(absl::StrCat(source.path, " has ", source.lines, " lines"));
    }
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ArchitectureTest, EveryServiceHasTheSameAnatomy) {
  for (const std::string service : {"guideline", "catalog", "registry", "casefile", "purchasing"}) {
    const fs::path folder = fs::path(MOSBAT_SOURCE_DIR) / "services" / service;
    const std::vector<std::string> parts = {"README.md", "errors.h", service + "_rpc.h", service + "_server.h",
                                            "domain",    "handlers", "store/schema",     "store/migrations.h"};
    for (const std::string& part : parts) {
      EXPECT_TRUE(fs::exists(folder / part)) << service << " lacks " << part;
    }
  }
}

}  // namespace
}  // namespace mosbat
