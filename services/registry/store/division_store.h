// Keeps the provinces and counties. Runs in the caller's transaction. Each sentence below is a test in
// division_store_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::registry {

class DivisionStore {
 public:
  // NOT_FOUND / PROVINCE_NOT_FOUND and COUNTY_NOT_FOUND.
  absl::StatusOr<v1::Province> GetProvince(db::Session& session, const std::string& name) const;
  absl::StatusOr<v1::County> GetCounty(db::Session& session, const std::string& name) const;

  // Return the message with its first etag.
  absl::StatusOr<v1::Province> Insert(db::Session& session, v1::Province province) const;
  absl::StatusOr<v1::County> Insert(db::Session& session, v1::County county) const;
  // Return the message with its next etag; ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Province> Replace(db::Session& session, v1::Province province) const;
  absl::StatusOr<v1::County> Replace(db::Session& session, v1::County county) const;

  // At most `limit`, with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::Province>> ListProvinces(db::Session& session, const std::string& after,
                                                          int limit) const;
  // Of one province, or of all where `province` is "".
  absl::StatusOr<std::vector<v1::County>> ListCounties(db::Session& session, const std::string& province,
                                                       const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::Province> provinces_{"provinces"};
  db::MessageTable<v1::County> counties_{"counties"};
};

}  // namespace mosbat::registry
