#include "common/auth/verified_tokens.h"

#include <utility>

namespace mosbat::auth {

std::optional<Principal> VerifiedTokens::Find(const std::string& hash, absl::Time now) {
  const std::lock_guard lock(mutex_);
  const Entry* entry = nullptr;
  if (const auto young = young_.find(hash); young != young_.end()) {
    entry = &young->second;
  } else if (auto old = old_.extract(hash); !old.empty()) {
    entry = &AddLocked(hash, std::move(old.mapped()));
  }
  if (entry == nullptr || entry->expires <= now) return std::nullopt;
  return entry->principal;
}

void VerifiedTokens::Add(const std::string& hash, Principal principal, absl::Time expires) {
  const std::lock_guard lock(mutex_);
  AddLocked(hash, {.principal = std::move(principal), .expires = expires});
}

const VerifiedTokens::Entry& VerifiedTokens::AddLocked(const std::string& hash, Entry entry) {
  if (young_.size() >= half_) {
    old_ = std::move(young_);
    young_.clear();
  }
  return young_.insert_or_assign(hash, std::move(entry)).first->second;
}

}  // namespace mosbat::auth
