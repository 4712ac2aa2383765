// Reads the sources' includes and holds them against the table of CONTRIBUTING.md, which says who may include what.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
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
  // A test, or what only tests use.
  bool IsTest() const {
    static const std::regex test(R"(_test\.|_fixture\.h$|/fake_|/testing/|^services/[a-z]+/examples\.)");
    return std::regex_search(path, test);
  }
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

constexpr const char* kServices[] = {"guideline", "catalog", "registry", "casefile", "purchasing"};

// What stands in `code` in a cell of the table: "services/<s>/{errors,words}.h". `{a,b}` is either, `<s>` a service,
// the same one wherever it stands in a row, and what ends in a slash is everything below.
class Pattern {
 public:
  explicit Pattern(const std::string& text) { Expand(text); }

  bool Matches(absl::string_view path, absl::string_view service) const {
    for (const std::string& either : either_) {
      const std::string text = absl::StrReplaceAll(either, {{"<s>", service}});
      if (absl::EndsWith(text, "/") ? absl::StartsWith(path, text) : path == text) return true;
    }
    return false;
  }

 private:
  void Expand(const std::string& text) {
    const size_t open = text.find('{');
    if (open == std::string::npos) {
      either_.push_back(text);
      return;
    }
    const size_t close = text.find('}', open);
    for (const absl::string_view choice : absl::StrSplit(text.substr(open + 1, close - open - 1), ',')) {
      Expand(absl::StrCat(text.substr(0, open), choice, text.substr(close + 1)));
    }
  }

  std::vector<std::string> either_;
};

struct Row {
  Pattern sources;
  std::vector<Pattern> may_include;
  bool protos = false;
  bool grpc = false;
};

// The service that a path is of; all five where it is of none.
std::vector<std::string> ServicesOf(const std::string& path) {
  for (const std::string service : kServices) {
    if (absl::StartsWith(path, absl::StrCat("services/", service, "/"))) return {service};
  }
  return {std::begin(kServices), std::end(kServices)};
}

// The rows of the table of CONTRIBUTING.md.
const std::vector<Row>& Table() {
  static const auto* const table = [] {
    auto* const rows = new std::vector<Row>;
    static const std::regex row_of(R"(^\| `([^`]+)` \| .* \| (.*?) ?\|$)");
    static const std::regex term(R"((?:`([^`]+)`|(protos)|(grpc))(?:, |$))");
    std::ifstream file(fs::path(MOSBAT_SOURCE_DIR) / "CONTRIBUTING.md");
    for (std::string line; std::getline(file, line);) {
      std::smatch match;
      if (!std::regex_match(line, match, row_of)) continue;
      Row& row = rows->emplace_back(Row{.sources = Pattern(match[1])});
      const std::string cell = match[2];
      size_t understood = 0;
      for (std::sregex_iterator it(cell.begin(), cell.end(), term), end; it != end; ++it) {
        understood += static_cast<size_t>(it->length());
        if ((*it)[1].matched) row.may_include.emplace_back((*it)[1]);
        row.protos = row.protos || (*it)[2].matched;
        row.grpc = row.grpc || (*it)[3].matched;
      }
      EXPECT_EQ(understood, cell.size()) << "not understood: " << cell;
    }
    return rows;
  }();
  return *table;
}

const Row* RowOf(const std::string& path) {
  for (const Row& row : Table()) {
    for (const std::string& service : ServicesOf(path)) {
      if (row.sources.Matches(path, service)) return &row;
    }
  }
  return nullptr;
}

bool MayInclude(const Row& row, const std::string& path, const std::string& header) {
  if (absl::StartsWith(header, "grpc/") || absl::StartsWith(header, "grpcpp/") ||
      absl::EndsWith(header, ".grpc.pb.h")) {
    return row.grpc;
  }
  const std::string top = header.substr(0, header.find('/'));
  if (top == "mosbat" && row.protos) return true;
  if (top != "mosbat" && top != "common" && top != "services" && top != "clients" && top != "tests") return true;
  for (const std::string& service : ServicesOf(path)) {
    if (row.sources.Matches(header, service)) return true;
    for (const Pattern& pattern : row.may_include) {
      if (pattern.Matches(header, service)) return true;
    }
  }
  return false;
}

// What only tests use may include all of what it stands in.
Row RowOfTests(const std::string& path) {
  Row row{.sources = Pattern("common/"), .protos = true, .grpc = true};
  if (path.find("services/") == 0) row.may_include.emplace_back("services/<s>/");
  if (const Row* const own = RowOf(path)) row.may_include.push_back(own->sources);
  return row;
}

TEST(ArchitectureTest, SourcesAreFound) { EXPECT_GT(Sources().size(), 100u); }

TEST(ArchitectureTest, TableIsRead) {
  const auto may = [](const std::string& path, const std::string& header) {
    const Row* const row = RowOf(path);
    return row != nullptr && MayInclude(*row, path, header);
  };
  EXPECT_GE(Table().size(), 14u);
  EXPECT_EQ(RowOf("services/unheard-of/domain/a.cc"), nullptr);
  EXPECT_TRUE(may("services/casefile/domain/a.cc", "absl/strings/str_cat.h"));
  EXPECT_TRUE(may("services/casefile/domain/a.cc", "services/casefile/errors.h"));
  EXPECT_TRUE(may("services/casefile/domain/a.cc", "services/casefile/domain/b.h"));
  EXPECT_FALSE(may("services/casefile/domain/a.cc", "services/casefile/store/b.h"));
  EXPECT_FALSE(may("services/casefile/domain/a.cc", "services/registry/errors.h"));
  EXPECT_FALSE(may("services/casefile/domain/a.cc", "common/db/database.h"));
  EXPECT_TRUE(may("services/casefile/handlers/a.cc", "common/rpc/call.h"));
  EXPECT_FALSE(may("services/casefile/handlers/a.cc", "common/rpc/call_h"));
  EXPECT_FALSE(may("services/casefile/handlers/a.cc", "common/rpc/unary_runner.h"));
  EXPECT_FALSE(may("services/casefile/handlers/a.cc", "grpcpp/server.h"));
  EXPECT_FALSE(may("services/casefile/handlers/a.cc", "mosbat/casefile/v1/care_service.grpc.pb.h"));
  EXPECT_TRUE(may("services/casefile/casefile_rpc.cc", "mosbat/casefile/v1/care_service.grpc.pb.h"));
  EXPECT_FALSE(may("services/casefile/registry_rpc.cc", "common/base/error.h"));
  EXPECT_TRUE(may("services/suite/suite.cc", "services/casefile/casefile_server.h"));
  EXPECT_FALSE(may("services/suite/suite.cc", "services/casefile/registry_server.h"));
  EXPECT_TRUE(may("common/rpc/a.cc", "mosbat/access/v1/access.pb.h"));
  EXPECT_FALSE(may("common/rpc/a.cc", "mosbat/casefile/v1/case_file.pb.h"));
  EXPECT_FALSE(may("common/rpc/a.cc", "services/casefile/errors.h"));
  EXPECT_FALSE(may("services/gateway/a.cc", "mosbat/casefile/v1/case_file.pb.h"));
}

TEST(ArchitectureTest, EverySourceIncludesWhatTheTableLetsIt) {
  std::vector<std::string> breaches;
  for (const Source& source : Sources()) {
    const Row* const row = RowOf(source.path);
    if (row == nullptr && !source.IsTest()) breaches.push_back(absl::StrCat(source.path, " is in no row"));
    if (row == nullptr || source.IsTest()) continue;
    for (const std::string& header : source.includes) {
      if (!MayInclude(*row, source.path, header)) breaches.push_back(absl::StrCat(source.path, " includes ", header));
    }
  }
  EXPECT_THAT(breaches, IsEmpty());
}

TEST(ArchitectureTest, TestsIncludeWhatIsOfTheirService) {
  EXPECT_THAT(Breaches([](const Source& source) { return source.IsTest() && !source.In("tests"); },
                       [](const Source& source, const std::string& header) {
                         return !MayInclude(RowOfTests(source.path), source.path, header);
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
  for (const std::string service : kServices) {
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
