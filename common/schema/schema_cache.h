// Compiled schemas, kept by the revision that they belong to.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/schema/schema.h"

namespace mosbat::schema {

// Thread-safe. Forgets what was not asked for longest.
class SchemaCache {
 public:
  explicit SchemaCache(size_t capacity = 1'000, Limits limits = {}) : capacity_(capacity), limits_(limits) {}

  // The compiled form of `schema`, which must always be the same for a `key`: the name of a revision, which never
  // changes, and which of its schemas it is ("serviceTypes/vision-screening/revisions/2#form"). Errors of Compile(),
  // not kept.
  absl::StatusOr<std::shared_ptr<const CompiledSchema>> Get(absl::string_view key,
                                                            const google::protobuf::Struct& schema);

 private:
  using Entry = std::pair<std::string, std::shared_ptr<const CompiledSchema>>;

  std::shared_ptr<const CompiledSchema> Find(const std::string& key);
  void Keep(const std::string& key, std::shared_ptr<const CompiledSchema> schema);

  const size_t capacity_;
  const Limits limits_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
};

}  // namespace mosbat::schema
