#include "common/observe/log.h"

#include "absl/cleanup/cleanup.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace mosbat::observe {
namespace {

using nlohmann::json;

// What `write` writes to stderr.
template <typename Write>
std::string LinesOf(Write write) {
  ::testing::internal::CaptureStderr();
  write();
  return ::testing::internal::GetCapturedStderr();
}

TEST(LogTest, LineIsOneJsonObject) {
  const std::string text = "a \"quoted\"\nsecond line, با فارسی";

  const std::string line = LinesOf([&] {
    LogWarning("casefile", "an event was parked",
               {{"subject", text}, {"seq", int64_t{1} << 40}, {"tries", 3u}, {"seconds", 0.5}, {"mine", true}});
  });

  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
  const json read = json::parse(line);
  EXPECT_EQ(read["level"], "warning");
  EXPECT_EQ(read["service"], "casefile");
  EXPECT_EQ(read["message"], "an event was parked");
  EXPECT_EQ(read["subject"], text);
  EXPECT_EQ(read["seq"], int64_t{1} << 40);
  EXPECT_EQ(read["tries"], 3);
  EXPECT_EQ(read["seconds"], 0.5);
  EXPECT_EQ(read["mine"], true);
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, read["time"].get<std::string>(), &time, &error)) << error;
}

TEST(LogTest, TextThatIsNotUtf8StillGivesALine) {
  const json read = json::parse(LinesOf([] { LogError("casefile", "m", {{"error", "a\xFF"}}); }));
  EXPECT_EQ(read["error"], "a\xEF\xBF\xBD");
}

TEST(LogTest, LongTextIsCut) {
  const std::string line = LinesOf([] { LogError("casefile", "m", {{"error", std::string(100'000, 'x')}}); });
  EXPECT_LT(line.size(), 5000u);
  EXPECT_TRUE(json::accept(line));
}

TEST(LogTest, LessThanTheLeastSeverityIsNotWritten) {
  const auto restore = absl::MakeCleanup([] { SetLeastSeverity(Severity::kInfo); });
  EXPECT_EQ(LinesOf([] { LogDebug("casefile", "m"); }), "");
  EXPECT_NE(LinesOf([] { LogInfo("casefile", "m"); }), "");
  SetLeastSeverity(Severity::kError);
  EXPECT_EQ(LinesOf([] { LogWarning("casefile", "m"); }), "");
  EXPECT_NE(LinesOf([] { LogError("casefile", "m"); }), "");
}

TEST(LogTest, SeveritiesHaveWords) {
  EXPECT_EQ(SeverityFromWord("debug"), Severity::kDebug);
  EXPECT_EQ(SeverityFromWord("info"), Severity::kInfo);
  EXPECT_EQ(SeverityFromWord("warning"), Severity::kWarning);
  EXPECT_EQ(SeverityFromWord("error"), Severity::kError);
  EXPECT_EQ(SeverityFromWord("INFO"), std::nullopt);
  EXPECT_EQ(SeverityFromWord(""), std::nullopt);
}

}  // namespace
}  // namespace mosbat::observe
