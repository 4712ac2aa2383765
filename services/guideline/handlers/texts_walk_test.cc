// No sequence of calls brings texts into a state that their rules do not have: one random walk beside a model that
// foretells every answer, and one of two writers at once after which everything must still fit together.
#include "services/guideline/testing/texts_walk.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/testing/seed.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/texts_model.h"

namespace mosbat::guideline {
namespace {

using guideline::testing::IsOfDirectives;
using guideline::testing::Step;
using guideline::testing::Texts;
using guideline::testing::TextsModel;
using guideline::testing::WalkedDirective;
using guideline::testing::WalkedRevision;
using mosbat::testing::IsOk;
using mosbat::testing::Seed;
using State = v1::SubGuidelineRevision;

const absl::CivilDay kFirstDay(2026, 3, 21);

// Steps that are as often right as wrong: about one of the last revisions and directives.
class Steps {
 public:
  explicit Steps(uint32_t seed) : random_(seed) {}

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  Step Next(int revisions, int directives, absl::CivilDay today) {
    Step step;
    step.kind = static_cast<Step::Kind>(Below(Step::kKinds));
    step.day = today - 1 + Below(8);
    const int last = IsOfDirectives(step.kind) ? directives : revisions;
    step.number = std::max(1, last - 2 + Below(4));
    if (step.kind == Step::kDraft) step.number = Below(4) == 0 ? std::max(1, last) : last + 1;
    if (Below(4) == 0) step.author = "nima";
    if (Below(10) == 0) step.by = step.author;
    return step;
  }

 private:
  std::mt19937 random_;
};

class TextsWalkTest : public ::testing::TestWithParam<mosbat::testing::Backend> {
 protected:
  void SetUp() override { ASSERT_THAT(texts_.Begin(kFirstDay), IsOk()); }

  void ExpectAsIn(const TextsModel& model, absl::CivilDay today) {
    const auto sub_guideline = texts_.GetSubGuideline(today);
    ASSERT_THAT(sub_guideline, IsOk());
    const auto name = [](int number) { return number == 0 ? "" : WalkedRevision(number); };
    EXPECT_EQ(sub_guideline->pending_revision(), name(model.pending()));
    EXPECT_EQ(sub_guideline->revision_count(), model.revisions());
    for (absl::CivilDay day = today - 2; day <= today + 8; ++day) {
      const auto that_day = texts_.GetSubGuideline(day);
      ASSERT_THAT(that_day, IsOk());
      EXPECT_EQ(that_day->current_revision(), name(model.InForceOn(day))) << day;
      const auto directive = texts_.Resolve(day);
      const int expected = model.DirectiveInForceOn(day);
      EXPECT_EQ(directive.ok() ? directive->name() : "", expected == 0 ? "" : WalkedDirective(expected)) << day;
    }
    for (int number = std::max(1, model.revisions() - 4); number <= model.revisions(); ++number) {
      const auto revision = texts_.GetRevision(number, today);
      ASSERT_THAT(revision, IsOk());
      EXPECT_EQ(revision->state(), model.StateOn(number, today)) << revision->name();
    }
  }

  Texts texts_{GetParam()};
};

TEST_P(TextsWalkTest, EveryAnswerIsForetold) {
  Steps steps(Seed());
  TextsModel model;
  absl::CivilDay today = kFirstDay;
  std::map<std::string, int> answers;
  for (int i = 0; i < 2'000; ++i) {
    const Step step = steps.Next(model.revisions(), model.directives(), today);
    SCOPED_TRACE(absl::StrCat("step ", i, ": kind ", step.kind, ", number ", step.number, ", day ",
                              absl::FormatCivilTime(step.day), ", today ", absl::FormatCivilTime(today)));
    const std::string expected = model.Take(step, today);
    const absl::Status met = IsOfDirectives(step.kind) ? texts_.TakeDirectiveStep(step, today).status()
                                                       : texts_.TakeRevisionStep(step, today).status();
    ASSERT_EQ(met.ok() ? "" : ReasonOf(met), expected) << met;
    ++answers[expected];
    if (steps.Below(4) == 0) ++today;
    if (i % 20 == 0) ExpectAsIn(model, today);
    if (HasFailure()) return;
  }
  ExpectAsIn(model, today);
  EXPECT_GT(answers[""], 200) << "a walk that is refused everywhere shows nothing";
}

std::string StateOf(const v1::SubGuidelineRevision& revision) { return State::State_Name(revision.state()); }

std::string StateOf(const v1::Directive& directive) {
  return directive.has_repeal_date() ? "REPEALED" : v1::Directive::State_Name(directive.state());
}

// What two writers were told of each text: its state at each of its row versions. Thread-safe.
class History {
 public:
  template <typename Text>
  void Add(const absl::StatusOr<Text>& answer) {
    if (!answer.ok()) {
      EXPECT_FALSE(ReasonOf(answer.status()).empty()) << answer.status();
      return;
    }
    const std::lock_guard lock(mutex_);
    const bool is_new = seen_[answer->name()].emplace(RowVersionOf(answer->etag()), StateOf(*answer)).second;
    EXPECT_TRUE(is_new) << "two writers made " << answer->name() << " " << answer->etag();
  }

  void ExpectLegal() const {
    const std::map<std::string, std::set<std::string>> legal = {
        {"DRAFT", {"DRAFT", "SUBMITTED", "ISSUED"}},
        {"SUBMITTED", {"RETURNED", "APPROVED"}},
        {"RETURNED", {"RETURNED", "SUBMITTED"}},
        {"APPROVED", {"WITHDRAWN"}},
        {"WITHDRAWN", {}},
        {"ISSUED", {"REPEALED"}},
        {"REPEALED", {}},
    };
    for (const auto& [name, states] : seen_) {
      std::string before = "DRAFT";  // which it is when it is made
      for (const auto& [version, state] : states) {
        EXPECT_TRUE(version == 1 ? state == "DRAFT" : legal.at(before).count(state) == 1)
            << name << ": " << before << " → " << state << " at " << version;
        before = state;
      }
    }
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::map<int64_t, std::string>> seen_;
};

TEST_P(TextsWalkTest, TwoWritersAtOnceLeaveEverythingInOrder) {
  constexpr int kSteps = 300;
  constexpr int kLastDay = kSteps / 10;
  const uint32_t seed = Seed();
  // In force to the end, so that approvals have something to rest on.
  ASSERT_THAT(texts_.TakeDirectiveStep({.kind = Step::kDraft, .number = 1, .day = kFirstDay}, kFirstDay), IsOk());
  ASSERT_THAT(texts_.TakeDirectiveStep({.kind = Step::kIssue, .number = 1}, kFirstDay), IsOk());
  std::atomic<int> directives = 1;
  History history;
  const auto write = [&](uint32_t own_seed) {
    Steps steps(own_seed);
    for (int i = 0; i < kSteps; ++i) {
      const absl::CivilDay today = kFirstDay + i / 10;
      const auto sub_guideline = texts_.GetSubGuideline(today);
      ASSERT_THAT(sub_guideline, IsOk());
      Step step = steps.Next(sub_guideline->revision_count(), directives, today);
      if (IsOfDirectives(step.kind)) {
        if (step.number == 1) continue;
        const auto answer = texts_.TakeDirectiveStep(step, today);
        if (step.kind == Step::kDraft && answer.ok()) ++directives;
        history.Add(answer);
        continue;
      }
      // Half of the writers' steps rest on what they have read, which the other may have changed since.
      const auto read = texts_.GetRevision(step.number, today);
      if (read.ok() && steps.Below(2) == 0) step.etag = read->etag();
      history.Add(texts_.TakeRevisionStep(step, today));
    }
  };
  std::thread other(write, seed + 1);
  write(seed);
  other.join();
  history.ExpectLegal();

  const absl::CivilDay today = kFirstDay + kLastDay;
  const auto sub_guideline = texts_.GetSubGuideline(today);
  ASSERT_THAT(sub_guideline, IsOk());
  std::map<std::string, v1::SubGuidelineRevision> revisions;
  for (int number = 1; number <= sub_guideline->revision_count(); ++number) {
    const auto revision = texts_.GetRevision(number, today);
    ASSERT_THAT(revision, IsOk());
    const bool is_pending = revision->state() == State::DRAFT || revision->state() == State::SUBMITTED ||
                            revision->state() == State::RETURNED;
    EXPECT_EQ(is_pending, revision->name() == sub_guideline->pending_revision()) << revision->ShortDebugString();
    revisions[revision->name()] = *revision;
  }
  EXPECT_GT(revisions.size(), 1u) << "a walk that is refused everywhere shows nothing";
  absl::CivilDay end = kFirstDay - 10;
  for (const v1::SubGuideline::InForce& span : sub_guideline->in_force()) {
    const v1::SubGuidelineRevision& revision = revisions[span.revision()];
    EXPECT_GE(iran::StoredDay(span.effective_date()), end) << "spans overlap";
    end = iran::StoredDay(span.has_end_date() ? span.end_date() : span.effective_date());
    EXPECT_EQ(iran::StoredDay(revision.effective_date()), iran::StoredDay(span.effective_date()));
    EXPECT_EQ(revision.has_end_date(), span.has_end_date()) << revision.name();
    EXPECT_EQ(iran::StoredDay(revision.end_date()), iran::StoredDay(span.end_date())) << revision.name();
    EXPECT_EQ(revision.state() == State::WITHDRAWN, span.withdrawn()) << revision.name();
    EXPECT_THAT(revision.authors(), ::testing::Not(::testing::Contains(revision.approved_by())));
  }
}

TEST_P(TextsWalkTest, OfTwoWritersWithOneEtagOneWins) {
  for (int round = 0; round < 10; ++round) {
    const std::string etag = texts_.GetRevision(1, kFirstDay)->etag();
    const Step step{.kind = Step::kEdit, .number = 1, .etag = etag};
    absl::Status answers[2];
    std::thread other([&] { answers[1] = texts_.TakeRevisionStep(step, kFirstDay).status(); });
    answers[0] = texts_.TakeRevisionStep(step, kFirstDay).status();
    other.join();
    EXPECT_EQ(answers[0].ok() + answers[1].ok(), 1) << answers[0] << " " << answers[1];
    const absl::Status& lost = answers[0].ok() ? answers[1] : answers[0];
    EXPECT_EQ(lost.code(), absl::StatusCode::kAborted);
    EXPECT_EQ(ReasonOf(lost), "STALE_ETAG");
    EXPECT_NE(WordsOf(lost, Language::kEnglish), WordsOf(lost, Language::kPersian));
  }
}

INSTANTIATE_TEST_SUITE_P(AllBackends, TextsWalkTest, ::testing::ValuesIn(mosbat::testing::AllBackends()),
                         mosbat::testing::BackendName);

}  // namespace
}  // namespace mosbat::guideline
