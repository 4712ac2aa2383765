// Keeps the staff of the centres, sealed. Runs in the caller's transaction. Each sentence below is a test in
// centre_stores_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::registry {

class StaffStore {
 public:
  explicit StaffStore(const crypto::Keyring& keyring);

  // NOT_FOUND / STAFF_MEMBER_NOT_FOUND.
  absl::StatusOr<v1::StaffMember> Get(db::Session& session, const std::string& name) const;
  // Returns the member with its first etag. Somebody who works at the centre already is a unique violation.
  absl::StatusOr<v1::StaffMember> Insert(db::Session& session, v1::StaffMember member) const;
  // Returns the member with its next etag; ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::StaffMember> Replace(db::Session& session, v1::StaffMember member) const;
  // Whether the person works at the centre: those who left do not.
  absl::StatusOr<bool> WorksAt(db::Session& session, const std::string& centre,
                               const common::v1::PersonIdentity& identity) const;
  // At most `limit` of the centre's staff that are visible, with those who left if `former`, with names strictly after
  // `after`, in byte order.
  absl::StatusOr<std::vector<v1::StaffMember>> List(db::Session& session, const db::Visibility& visibility,
                                                    const std::string& centre, bool former, const std::string& after,
                                                    int limit) const;

 private:
  std::string KeyOf(const common::v1::PersonIdentity& identity) const;

  const crypto::Keyring& keyring_;
  db::MessageTable<v1::StaffMember> staff_;
};

}  // namespace mosbat::registry
