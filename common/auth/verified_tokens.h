// The principals of tokens that were verified, so that a signature is checked once and not at every call.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/time/time.h"

#include "common/auth/principal.h"

namespace mosbat::auth {

// Keeps at most `capacity` tokens, by their hash, in two halves: when the young half is full it becomes the old one,
// and what nobody asked for since it was young is forgotten. Thread-safe.
class VerifiedTokens {
 public:
  explicit VerifiedTokens(size_t capacity) : half_(capacity / 2) {}

  // Null if the token is not known or expired by `now`.
  std::optional<Principal> Find(const std::string& hash, absl::Time now);

  void Add(const std::string& hash, Principal principal, absl::Time expires);

 private:
  struct Entry {
    Principal principal;
    absl::Time expires;
  };

  const Entry& AddLocked(const std::string& hash, Entry entry);

  const size_t half_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> young_;
  std::unordered_map<std::string, Entry> old_;
};

}  // namespace mosbat::auth
