// How far the owner of a feed has got, asked of it by one for all who want to know.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/feed/position.h"
#include "common/rpc/channels.h"

namespace mosbat::rpc {

// Thread-safe. One question is under way at a time. Its answer is for those who came before it was put, so that it
// covers whatever they may know of; a failure is for all who wait.
class OwnerPosition {
 public:
  // Of a question. It is not its caller's alone, so its deadline is not either.
  static constexpr absl::Duration kLongestAnswer = absl::Seconds(1);

  // `asker` follows `feed`; `token` proves it to the owner.
  OwnerPosition(std::string asker, std::string feed, Channels& channels, std::function<std::string()> token);

  // UNAVAILABLE / SERVICE_UNREACHABLE where the owner gives no answer by `deadline`, or another than its position: what
  // it has against this service is no caller's affair, and is logged.
  absl::StatusOr<feed::Position> Get(absl::Time deadline);

 private:
  absl::StatusOr<feed::Position> Ask();
  void LogFailure(const absl::Status& status);

  const std::string asker_;
  const std::string feed_;
  Channels& channels_;
  const std::function<std::string()> token_;
  std::mutex mutex_;
  std::condition_variable answered_;
  int64_t questions_ = 0;
  int64_t answers_ = 0;  // one less than the questions while one is under way
  absl::StatusOr<feed::Position> answer_;
  std::string last_failure_;  // the reason that was logged and has lasted since
};

}  // namespace mosbat::rpc
