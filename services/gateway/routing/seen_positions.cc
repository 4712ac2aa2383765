#include "services/gateway/routing/seen_positions.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace mosbat::gateway {
namespace {

// Of one feed, the one that says more. Answers of calls in flight together come in any order; after a restore of the
// feed's database its positions count anew, so what came last says more.
bool SaysLess(absl::string_view position, absl::string_view other) {
  const std::pair<absl::string_view, absl::string_view> mine = absl::StrSplit(position, absl::MaxSplits(':', 1));
  const std::pair<absl::string_view, absl::string_view> theirs = absl::StrSplit(other, absl::MaxSplits(':', 1));
  int64_t seq = 0;
  int64_t other_seq = 0;
  return mine.first == theirs.first && absl::SimpleAtoi(mine.second, &seq) &&
         absl::SimpleAtoi(theirs.second, &other_seq) && seq < other_seq;
}

}  // namespace

void SeenPositions::Saw(const std::string& caller, absl::string_view position, absl::Time now) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(position, absl::MaxSplits('@', 1));
  const std::lock_guard lock(mutex_);
  const auto [found, added] = callers_.try_emplace(caller);
  Seen& seen = found->second;
  if (!added) oldest_first_.erase(seen.age);
  seen.age = oldest_first_.insert(oldest_first_.end(), caller);
  seen.until = now + kKept;
  std::string& known = seen.positions[std::string(parts.first)];
  if (!SaysLess(position, known)) known = std::string(position);
  Forget(now);
}

std::string SeenPositions::After(const std::string& caller, absl::Time now) {
  const std::lock_guard lock(mutex_);
  Forget(now);
  const auto found = callers_.find(caller);
  if (found == callers_.end()) return "";
  std::string after;
  for (const auto& [feed, position] : found->second.positions)
    absl::StrAppend(&after, after.empty() ? "" : ",", position);
  return after;
}

void SeenPositions::Forget(absl::Time now) {
  while (!oldest_first_.empty()) {
    const auto oldest = callers_.find(oldest_first_.front());
    if (oldest->second.until > now && callers_.size() <= kMostCallers) return;
    callers_.erase(oldest);
    oldest_first_.pop_front();
  }
}

}  // namespace mosbat::gateway
