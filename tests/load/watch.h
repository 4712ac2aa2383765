// Somebody who asks again and again for what was published, until it is known: how late that is.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace mosbat::load {

class Watch {
 public:
  static constexpr absl::Duration kPatience = absl::Seconds(10);

  struct Result {
    std::string who;
    std::vector<absl::Duration> lateness;  // of what became known
    std::vector<std::string> never;        // what did not within kPatience
  };

  // `knows(what)` asks once, from the watch's own thread.
  Watch(std::string who, std::function<bool(const std::string&)> knows);
  ~Watch() { Stop(); }

  void Add(std::string what, absl::Time since);

  // Waits until everything is known, or given up.
  Result Finish() {
    Stop();
    return std::move(result_);
  }

 private:
  struct Awaited {
    std::string what;
    absl::Time since;
  };

  void Run();
  // Whether nothing more needs to be asked about it.
  bool Settled(const Awaited& awaited);
  void Stop();

  const std::function<bool(const std::string&)> knows_;
  Result result_;  // of the thread until it has ended
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  std::vector<Awaited> added_;
  std::thread thread_;
};

}  // namespace mosbat::load
