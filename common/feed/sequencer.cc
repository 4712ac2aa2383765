#include "common/feed/sequencer.h"

#include "absl/time/clock.h"

#include "common/base/status_macros.h"

namespace mosbat::feed {
namespace {

// A store that fails is asked again after this.
constexpr absl::Duration kAfterFailure = absl::Milliseconds(500);

}  // namespace

Sequencer::~Sequencer() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sequencer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Sequencer::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

absl::StatusOr<int64_t> Sequencer::NumberNow(absl::Time deadline) {
  while (true) {
    const absl::StatusOr<int> numbered = outbox_.Number(database_);
    // A lost race means that another sequencer numbered; what is left is seen in the next round.
    if (!numbered.ok() && !absl::IsAborted(numbered.status())) return numbered.status();
    if (numbered.ok() && *numbered < Outbox::kMostNumbered) break;
    if (absl::Now() > deadline) return absl::DeadlineExceededError("events are still being numbered");
  }
  int64_t last = 0;
  MOSBAT_RETURN_IF_ERROR(database_.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(last, outbox_.LastSeq(session));
    return absl::OkStatus();
  }));
  {
    const std::lock_guard lock(mutex_);
    if (last > last_seq_) last_seq_ = last;
  }
  changed_.notify_all();
  return last;
}

int64_t Sequencer::WaitAbove(int64_t seq, absl::Time deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, absl::ToChronoTime(deadline), [&] { return stop_ || last_seq_ > seq; });
  return last_seq_;
}

int64_t Sequencer::last_seq() const {
  const std::lock_guard lock(mutex_);
  return last_seq_;
}

void Sequencer::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    woken_ = false;
    lock.unlock();
    const bool ok = NumberNow(absl::Now() + absl::Seconds(5)).ok();
    lock.lock();
    changed_.wait_for(lock, absl::ToChronoMilliseconds(ok ? look_every_ : kAfterFailure),
                      [&] { return stop_ || (ok && woken_); });
  }
}

}  // namespace mosbat::feed
