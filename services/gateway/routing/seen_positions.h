// What each caller last saw of the policy services' feeds, so that its next call is served only by a replica that knows
// as much, without the caller doing anything about it.
#pragma once

#include <list>
#include <map>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mosbat::gateway {

// Thread-safe. Forgets a caller after kKept: by then every replica knows.
class SeenPositions {
 public:
  static constexpr absl::Duration kKept = absl::Seconds(10);
  static constexpr size_t kMostCallers = 10'000;

  // `position` is `catalog@<feed_id>:<seq>`, the trailer of a write.
  void Saw(const std::string& caller, absl::string_view position, absl::Time now);

  // The caller's positions, separated by commas; "" if it saw nothing lately.
  std::string After(const std::string& caller, absl::Time now);

 private:
  struct Seen {
    std::map<std::string, std::string> positions;  // feed → position
    absl::Time until;
    std::list<std::string>::iterator age;
  };
  void Forget(absl::Time now);

  std::mutex mutex_;
  absl::flat_hash_map<std::string, Seen> callers_;
  std::list<std::string> oldest_first_;
};

}  // namespace mosbat::gateway
