// A registry that tests decide; linked by tests only. Once it is filled, any thread may ask it.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/rpc/errors.h"
#include "services/catalog/clients/registry_client.h"

namespace mosbat::catalog {

class FakeRegistryClient final : public RegistryClient {
 public:
  void Add(registry::v1::Province province) { provinces_[province.name()] = province; }
  void Add(registry::v1::County county) { counties_[county.name()] = county; }
  void Add(registry::v1::Centre centre) { centres_[centre.name()] = centre; }
  void GoDown() { down_ = true; }

  int calls() const { return calls_; }

  absl::StatusOr<registry::v1::Province> GetProvince(const rpc::CallContext&, const std::string& name) override {
    return Find(provinces_, name);
  }
  absl::StatusOr<registry::v1::County> GetCounty(const rpc::CallContext&, const std::string& name) override {
    return Find(counties_, name);
  }
  absl::StatusOr<std::map<std::string, registry::v1::Centre>> GetCentres(
      const rpc::CallContext&, const std::vector<std::string>& names) override {
    std::map<std::string, registry::v1::Centre> found;
    for (const std::string& name : names) {
      const absl::StatusOr<registry::v1::Centre> centre = Find(centres_, name);
      if (centre.ok()) found.emplace(name, *centre);
      if (!centre.ok() && !absl::IsNotFound(centre.status())) return centre.status();
    }
    return found;
  }

 private:
  template <typename Message>
  absl::StatusOr<Message> Find(const absl::btree_map<std::string, Message>& messages, const std::string& name) {
    ++calls_;
    if (down_) return rpc::errors::ServiceUnreachable("registry");
    const auto found = messages.find(name);
    if (found == messages.end()) return absl::NotFoundError(name);
    return found->second;
  }

  absl::btree_map<std::string, registry::v1::Province> provinces_;
  absl::btree_map<std::string, registry::v1::County> counties_;
  absl::btree_map<std::string, registry::v1::Centre> centres_;
  bool down_ = false;
  std::atomic<int> calls_ = 0;
};

}  // namespace mosbat::catalog
