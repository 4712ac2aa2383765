#include "services/catalog/store/type_cache.h"

#include <utility>
#include <vector>

#include "common/base/etag.h"
#include "common/base/status_macros.h"

namespace mosbat::catalog {
namespace {

constexpr int kPage = 500;

}  // namespace

absl::Status TypeCache::Fill(db::Session& session) {
  std::string after;
  while (true) {
    MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::ServiceType> page, types_.List(session, {}, after, kPage));
    if (page.empty()) return absl::OkStatus();
    after = page.back().name();
    for (v1::ServiceType& type : page) Put(std::move(type));
  }
}

absl::Status TypeCache::Refresh(db::Session& session, absl::Span<const std::string> names) {
  for (const std::string& name : names) {
    MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, types_.Get(session, name));
    Put(std::move(type));
  }
  return absl::OkStatus();
}

void TypeCache::Apply(const feed::v1::Event& event) {
  v1::ServiceType type;
  if (event.payload().UnpackTo(&type)) Put(std::move(type));
}

void TypeCache::Put(v1::ServiceType type) {
  auto newer = std::make_shared<const v1::ServiceType>(std::move(type));
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const v1::ServiceType>& held = held_[newer->name()];
  if (held == nullptr || RowVersionOf(held->etag()) < RowVersionOf(newer->etag())) held = std::move(newer);
}

std::shared_ptr<const v1::ServiceType> TypeCache::Find(absl::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(name);
  return found == held_.end() ? nullptr : found->second;
}

}  // namespace mosbat::catalog
