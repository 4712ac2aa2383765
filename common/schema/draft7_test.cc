// The public draft-07 cases: what is not refused must be judged as they say.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "common/base/error.h"
#include "common/schema/schema.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

struct Count {
  int passed = 0;
  // The schema has a construct that is refused when it is written.
  int refused = 0;
  // The schema is `true` or `false`, which no rule or form is.
  int not_sent = 0;
  // The document is larger than those that are judged, or holds U+0000.
  int not_taken = 0;
  std::vector<std::string> wrong;

  bool operator==(const Count&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Count& count) {
  return out << count.passed << " passed, " << count.refused << " refused, " << count.not_sent << " not sent, "
             << count.not_taken << " not taken, " << count.wrong.size() << " wrong";
}

void RunGroup(const std::string& file, const json& group, Count& count) {
  const json& tests = group.at("tests");
  google::protobuf::Struct schema;
  if (!group.at("schema").is_object() ||
      !google::protobuf::util::JsonStringToMessage(group.at("schema").dump(), &schema).ok()) {
    count.not_sent += static_cast<int>(tests.size());
    return;
  }
  const auto compiled = Compile(schema);
  if (!compiled.ok()) {
    EXPECT_EQ(compiled.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_FALSE(ReasonOf(compiled.status()).empty());
    count.refused += static_cast<int>(tests.size());
    return;
  }
  for (const json& test : tests) {
    google::protobuf::Value document;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(test.at("data").dump(), &document).ok());
    const std::vector<Fault> faults = (*compiled)->Validate(document);
    if (faults.size() == 1 && faults[0].keyword == "limit") {
      ++count.not_taken;
    } else if (faults.empty() == test.at("valid").get<bool>()) {
      ++count.passed;
    } else {
      count.wrong.push_back(file + ": " + group.at("description").get<std::string>() + ": " +
                            test.at("description").get<std::string>());
    }
  }
}

// Of the files directly in `folder`.
Count RunFolder(const std::filesystem::path& folder) {
  Count count;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    for (const json& group : json::parse(in)) RunGroup(entry.path().filename().string(), group, count);
  }
  std::cout << "draft-07 cases of " << folder.filename() << ": " << count << std::endl;
  for (const std::string& wrong : count.wrong) ADD_FAILURE() << wrong;
  return count;
}

TEST(Draft7Test, WhatIsNotRefusedIsJudgedAsTheCasesSay) {
  const std::filesystem::path folder = MOSBAT_DRAFT7_CASES;
  if (!std::filesystem::is_directory(folder)) {
    std::cout << "SKIPPED: the public draft-07 cases are not at " << folder << std::endl;
    GTEST_SKIP();
  }
  // schema.h and the README say how many.
  EXPECT_EQ(RunFolder(folder), (Count{.passed = 501, .refused = 408, .not_sent = 18}));
  EXPECT_EQ(RunFolder(folder / "optional" / "format"), (Count{.passed = 80, .refused = 595, .not_taken = 1}));
}

}  // namespace
}  // namespace mosbat::schema
