// The prepared statements of one connection by their SQL; when full, the one that was not used for longest goes. Used
// by one thread at a time.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace mosbat::db {

template <typename Statement>  // owns its statement; movable
class StatementCache {
 public:
  explicit StatementCache(size_t capacity) : capacity_(capacity) {}

  // nullptr if it is not there.
  Statement* Find(absl::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return &recent_.front().second;
  }

  // `sql` is not there yet. The result lives until the next Add() or Erase().
  Statement& Add(absl::string_view sql, Statement statement) {
    if (recent_.size() == capacity_) {
      by_sql_.erase(recent_.back().first);
      recent_.pop_back();
    }
    recent_.emplace_front(std::string(sql), std::move(statement));
    by_sql_.emplace(recent_.front().first, recent_.begin());
    return recent_.front().second;
  }

  void Erase(absl::string_view sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return;
    const auto entry = found->second;
    by_sql_.erase(found);
    recent_.erase(entry);
  }

  void Clear() {
    by_sql_.clear();
    recent_.clear();
  }

 private:
  using Entry = std::pair<std::string, Statement>;

  const size_t capacity_;
  std::list<Entry> recent_;
  absl::flat_hash_map<std::string, typename std::list<Entry>::iterator> by_sql_;
};

}  // namespace mosbat::db
