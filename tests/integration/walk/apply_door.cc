#include "tests/integration/walk/apply_door.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "common/base/error.h"

namespace mosbat::walk {
namespace {

using ctl::Rehearsed;

constexpr char kRefused[] = "refused";
constexpr char kDifferent[] = "different";
constexpr char kLeftOut[] = "left out";

// What a line of the command says of its entry: "created    serviceTypes/x (Activate)".
std::string WordOf(absl::string_view line) {
  return absl::StartsWith(line, "!") ? kLeftOut : std::string(line.substr(0, line.find(' ')));
}

// How an entry must go of which the rehearsal left nothing open.
std::string Foretold(const Rehearsed& entry) {
  if (!entry.held_back_by.empty()) return kLeftOut;
  for (const absl::Status& refusal : entry.refused) {
    const std::string reason = ReasonOf(refusal);
    if (reason == "DIFFERENT" || reason == "REVISION_OLDER") return kDifferent;
  }
  if (!entry.refused.empty()) return kRefused;
  switch (entry.verdict) {
    case Rehearsed::Verdict::kCreated:
      return "created";
    case Rehearsed::Verdict::kChanged:
      return "changed";
    default:
      return "unchanged";
  }
}

std::string TextOf(const Rehearsed& entry) {
  std::string text = ctl::DifferenceText(entry, Language::kEnglish, {});
  for (const absl::Status& refusal : entry.refused) absl::StrAppend(&text, "    refused: ", refusal.ToString(), "\n");
  return text;
}

}  // namespace

void ApplyDoor::Take(const std::string& package) {
  const auto entries = ctl::ParsePlan("package.json", package, /*historical=*/true);
  ASSERT_TRUE(entries.ok()) << entries.status() << "\n" << package;
  SCOPED_TRACE(package);
  const std::vector<Rehearsed> rehearsed = ctl::Rehearse(calls_, *entries, Language::kEnglish);
  absl::Status refused;
  const std::vector<std::string> met = Apply(*entries, refused);
  ASSERT_EQ(rehearsed.size(), entries->size());
  for (size_t i = 0; i < met.size(); ++i) {
    const Rehearsed& entry = rehearsed[i];
    // What is open may be refused, and nothing else may come of it.
    const bool may_be_refused = !entry.open.empty() && met[i] == kRefused;
    EXPECT_TRUE(met[i] == Foretold(entry) || may_be_refused)
        << "entry " << i << " is " << met[i] << ": " << refused << "\n"
        << TextOf(entry);
  }
}

std::vector<std::string> ApplyDoor::Apply(const std::vector<ctl::Entry>& entries, absl::Status& refused) {
  const auto so_already = [&] {
    const auto found = calls_.answers().find("ALREADY_ACTIVE");
    return found == calls_.answers().end() ? 0 : found->second;
  };
  const int before = so_already();
  std::vector<std::string> met;
  const ctl::ApplyResult result =
      ctl::Apply(calls_, entries, {.progress = [&](absl::string_view line) { met.push_back(WordOf(line)); }});
  if (!result.stopped.ok()) {
    met.emplace_back(kRefused);
    EXPECT_NE(ReasonOf(result.stopped), "") << result.stopped;
    refused = result.stopped;
  }
  for (const std::string& word : met) ++seen_[word];
  seen_["so already"] += so_already() - before;
  return met;
}

}  // namespace mosbat::walk
