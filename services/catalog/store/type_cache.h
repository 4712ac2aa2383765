// The service types in memory, so that the most frequent read of the suite neither queues for a thread nor asks the
// store.
//
// It may lag behind the store by what has not been applied yet, never run ahead of it: only committed types are put in.
// A type that it does not hold may be in the store.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "common/db/database.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "services/catalog/store/service_type_store.h"

namespace mosbat::catalog {

// Thread-safe. Its lock is held for a look-up, a swap or a copy of pointers, never while types are read or copied.
class TypeCache {
 public:
  struct Held {
    v1::ServiceType type;            // as it was stored
    std::vector<std::string> words;  // by which it is found
  };
  using Types = std::vector<std::shared_ptr<const Held>>;

  explicit TypeCache(const ServiceTypeStore& types) : types_(types) {}

  // Reads every type; at start, in a snapshot that is not older than the place in the feed from which Apply() goes on.
  absl::Status Fill(db::Session& session);

  // Reads these types again.
  absl::Status Refresh(db::Session& session, absl::Span<const std::string> names);

  // Takes the type from an event of the catalog's own feed; ignores events about anything else.
  void Apply(const feed::v1::Event& event);

  // Takes a committed type, unless a newer one is held.
  void Put(v1::ServiceType type);

  // The type as it was stored, null if it is not held.
  std::shared_ptr<const v1::ServiceType> Find(absl::string_view name) const;

  // All types that are held, in byte order of names.
  std::shared_ptr<const Types> All() const;

 private:
  const ServiceTypeStore& types_;
  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<const Held>> held_;
  uint64_t changes_ = 0;
  mutable std::shared_ptr<const Types> all_;  // null after a change
};

}  // namespace mosbat::catalog
