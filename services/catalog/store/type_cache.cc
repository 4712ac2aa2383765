#include "services/catalog/store/type_cache.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "services/catalog/domain/service_type.h"

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
  std::vector<std::string> words = domain::WordsOf(type);
  auto newer = std::make_shared<const Held>(Held{.type = std::move(type), .words = std::move(words)});
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Held>& held = held_[newer->type.name()];
  if (held != nullptr && RowVersionOf(held->type.etag()) >= RowVersionOf(newer->type.etag())) return;
  held = std::move(newer);
  all_ = nullptr;
  ++changes_;
}

std::shared_ptr<const v1::ServiceType> TypeCache::Find(absl::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(name);
  if (found == held_.end()) return nullptr;
  return {found->second, &found->second->type};
}

std::shared_ptr<const TypeCache::Types> TypeCache::All() const {
  auto all = std::make_shared<Types>();
  uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    if (all_ != nullptr) return all_;
    changes = changes_;
    all->reserve(held_.size());
    for (const auto& [name, held] : held_) all->push_back(held);
  }
  absl::c_sort(*all, [](const auto& a, const auto& b) { return a->type.name() < b->type.name(); });
  const std::lock_guard lock(mutex_);
  if (changes == changes_) all_ = all;
  return all;
}

}  // namespace mosbat::catalog
