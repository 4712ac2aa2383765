// What a Database counts. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "common/db/database.h"

namespace mosbat::db {

class TransactionCounts {
 public:
  void Committed(int64_t transactions) {
    const std::lock_guard lock(mutex_);
    committed_ += transactions;
  }

  void RanAgain(const std::string& code, int64_t bodies = 1) {
    const std::lock_guard lock(mutex_);
    retries_[code] += bodies;
  }

  DatabaseCounts Get() const {
    const std::lock_guard lock(mutex_);
    return {.transactions = committed_, .retries = {retries_.begin(), retries_.end()}};
  }

 private:
  mutable std::mutex mutex_;
  int64_t committed_ = 0;
  std::map<std::string, int64_t> retries_;
};

}  // namespace mosbat::db
