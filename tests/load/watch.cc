#include "tests/load/watch.h"

#include <chrono>

#include "absl/time/clock.h"

namespace mosbat::load {
namespace {

// Adds to what is measured, and is little beside a second.
constexpr auto kAskEvery = std::chrono::milliseconds(5);

}  // namespace

Watch::Watch(std::string who, std::function<bool(const std::string&)> knows) : knows_(std::move(knows)) {
  result_.who = std::move(who);
  thread_ = std::thread([this] { Run(); });
}

void Watch::Add(std::string what, absl::Time since) {
  {
    const std::lock_guard lock(mutex_);
    added_.push_back({.what = std::move(what), .since = since});
  }
  changed_.notify_one();
}

void Watch::Stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Watch::Run() {
  std::vector<Awaited> awaited;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (awaited.empty()) {
        changed_.wait(lock, [this] { return stop_ || !added_.empty(); });
      } else {
        changed_.wait_for(lock, kAskEvery);
      }
      awaited.insert(awaited.end(), added_.begin(), added_.end());
      added_.clear();
      if (awaited.empty() && stop_) return;
    }
    std::erase_if(awaited, [this](const Awaited& each) { return Settled(each); });
  }
}

bool Watch::Settled(const Awaited& awaited) {
  const bool known = knows_(awaited.what);
  const absl::Duration since = absl::Now() - awaited.since;
  if (known) {
    result_.lateness.push_back(since);
  } else if (since > kPatience) {
    result_.never.push_back(awaited.what);
  } else {
    return false;
  }
  return true;
}

}  // namespace mosbat::load
