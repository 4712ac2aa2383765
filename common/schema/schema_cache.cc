#include "common/schema/schema_cache.h"

#include "common/base/status_macros.h"

namespace mosbat::schema {

absl::StatusOr<std::shared_ptr<const CompiledSchema>> SchemaCache::Get(absl::string_view key,
                                                                       const google::protobuf::Struct& schema) {
  const std::string wanted(key);
  if (std::shared_ptr<const CompiledSchema> found = Find(wanted)) return found;
  // Outside the lock: two callers may both compile a new one; one of the two is kept.
  MOSBAT_ASSIGN_OR_RETURN(std::shared_ptr<const CompiledSchema> compiled, Compile(schema, limits_));
  Keep(wanted, compiled);
  return compiled;
}

std::shared_ptr<const CompiledSchema> SchemaCache::Find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void SchemaCache::Keep(const std::string& key, std::shared_ptr<const CompiledSchema> schema) {
  const std::lock_guard lock(mutex_);
  if (by_key_.count(key) != 0) return;
  entries_.emplace_front(key, std::move(schema));
  by_key_[key] = entries_.begin();
  if (entries_.size() <= capacity_) return;
  by_key_.erase(entries_.back().first);
  entries_.pop_back();
}

}  // namespace mosbat::schema
