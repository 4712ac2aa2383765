// Keeps an outbox numbered: woken after each commit, and looking by itself every now and then for what other replicas
// or a killed process left.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "common/feed/outbox.h"

namespace mosbat::feed {

// Thread-safe. Its thread runs from Start() to destruction.
class Sequencer {
 public:
  static constexpr absl::Duration kLookEvery = absl::Milliseconds(50);  // for what others left

  Sequencer(db::Database& database, Outbox& outbox, absl::Duration look_every = kLookEvery)
      : database_(database), outbox_(outbox), look_every_(look_every) {}
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  void Start();

  // Something was committed.
  void Wake();

  // Numbers in the calling thread until everything committed so far has its place; the last number. For a write whose
  // answer must say where in the feed it stands.
  absl::StatusOr<int64_t> NumberNow(absl::Time deadline);

  // Blocks until the last number is above `seq` or `deadline` passed; the last number.
  int64_t WaitAbove(int64_t seq, absl::Time deadline);

  int64_t last_seq() const;

 private:
  void Run();

  db::Database& database_;
  Outbox& outbox_;
  const absl::Duration look_every_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  bool woken_ = false;
  int64_t last_seq_ = 0;
  std::thread thread_;
};

}  // namespace mosbat::feed
