// Reads sources: rules whose breach no compiler and hardly any other test would notice.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat::db {
namespace {

namespace fs = std::filesystem;

std::string TextOf(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> FilesBelow(const fs::path& folder, const std::vector<std::string>& extensions) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (std::find(extensions.begin(), extensions.end(), entry.path().extension()) != extensions.end()) {
      files.push_back(entry.path());
    }
  }
  return files;
}

// Connector/C++ 1.1.12 swallows every error of these; COMMIT and ROLLBACK are sent as SQL text.
TEST(SourceRulesTest, TheConnectorsOwnTransactionMethodsAreNotUsed) {
  const std::regex forbidden(R"((\.|->)\s*(commit|rollback|setAutoCommit|reconnect)\s*\()");
  const auto files = FilesBelow(fs::path(MOSBAT_SOURCE_DIR) / "common/db/mysql", {".h", ".cc"});

  EXPECT_GE(files.size(), 5u);
  for (const fs::path& file : files) EXPECT_FALSE(std::regex_search(TextOf(file), forbidden)) << file;
}

// The definitions inside the outermost parentheses, split at their commas.
std::vector<std::string> Definitions(const std::string& sql) {
  std::vector<std::string> parts;
  int depth = 0;
  for (const char c : sql) {
    if (c == ')' && --depth == 0) break;
    if (depth == 1 && c == ',') {
      parts.emplace_back();
    } else if (depth >= 1) {
      parts.back() += c;
    }
    if (c == '(' && ++depth == 1) parts.emplace_back();
  }
  return parts;
}

std::string WithoutComments(const std::string& sql) { return std::regex_replace(sql, std::regex("--[^\n]*"), ""); }

// SQLite takes other types for numbers (text '0012345678' becomes 12345678), and MySQL limits keys over them.
TEST(SourceRulesTest, SchemaFilesKeepToTheCommonSubset) {
  const std::regex create_table(R"(^\s*CREATE TABLE IF NOT EXISTS \w+ \()");
  const std::regex create_index(R"(^\s*CREATE (UNIQUE )?INDEX IF NOT EXISTS \w+ ON \w+ \([^;]*\);?\s*$)");
  const std::regex add_column(R"(^\s*ALTER TABLE \w+ ADD COLUMN \w+ (BIGINT|VARCHAR\(\d+\)|LONGBLOB)\b[^;]*;?\s*$)");
  const std::regex column(
      R"(^\s*\w+\s+(BIGINT|VARCHAR\(\d+\)|LONGBLOB)(\s+NOT NULL|\s+NULL|\s+DEFAULT \S+|\s+PRIMARY KEY|\s+UNIQUE)*\s*$)");
  const std::regex key(R"(^\s*(PRIMARY KEY|UNIQUE)\s*\([^)]*\)\s*$)");
  std::vector<fs::path> files = FilesBelow(fs::path(MOSBAT_SOURCE_DIR) / "common", {".sql"});
  const auto of_services = FilesBelow(fs::path(MOSBAT_SOURCE_DIR) / "services", {".sql"});
  files.insert(files.end(), of_services.begin(), of_services.end());

  for (const fs::path& file : files) {
    const std::string sql = WithoutComments(TextOf(file));
    EXPECT_LE(std::count(sql.begin(), sql.end(), ';'), 1) << file << " has more than one statement";
    if (!std::regex_search(sql, create_table)) {
      EXPECT_TRUE(std::regex_match(sql, create_index) || std::regex_match(sql, add_column)) << file << "\n" << sql;
      continue;
    }
    for (const std::string& definition : Definitions(sql)) {
      EXPECT_TRUE(std::regex_match(definition, column) || std::regex_match(definition, key))
          << file << ": " << definition;
    }
  }
}

TEST(SourceRulesTest, DefinitionsAreSplitAtTheOuterCommas) {
  EXPECT_THAT(Definitions("CREATE TABLE IF NOT EXISTS t (a BIGINT, b VARCHAR(3) NOT NULL, PRIMARY KEY (a, b))"),
              ::testing::ElementsAre("a BIGINT", " b VARCHAR(3) NOT NULL", " PRIMARY KEY (a, b)"));
}

}  // namespace
}  // namespace mosbat::db
