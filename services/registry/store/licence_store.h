// Keeps the licences, sealed. Runs in the caller's transaction. Each sentence below is a test in
// licensing_stores_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry {

class LicenceStore {
 public:
  explicit LicenceStore(const crypto::Keyring& keyring)
      : licences_("licences", {"county", "centre", "owner"}, &keyring) {}

  // NOT_FOUND / LICENCE_NOT_FOUND.
  absl::StatusOr<v1::Licence> Get(db::Session& session, const std::string& name) const;
  // Returns the licence with its first etag.
  absl::StatusOr<v1::Licence> Insert(db::Session& session, v1::Licence licence) const;
  // Returns the licence with its next etag; ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Licence> Replace(db::Session& session, v1::Licence licence) const;
  // Holds the licence as it was read until the caller's transaction ends: of it and one that changes the licence only
  // the first to commit stands. Neither the licence nor its etag changes. ABORTED / STALE_ETAG if another writer came
  // first.
  absl::Status Hold(db::Session& session, const v1::Licence& licence) const;
  // At most `limit` licences that are visible, of `centre` or of all where it is "", with names strictly after `after`,
  // in byte order.
  absl::StatusOr<std::vector<v1::Licence>> List(db::Session& session, const db::Visibility& visibility,
                                                const std::string& centre, const std::string& after, int limit) const;

 private:
  db::MessageTable<v1::Licence> licences_;
};

}  // namespace mosbat::registry
