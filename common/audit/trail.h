// The audit trail of one service: an entry for each change, in its transaction, and for each reading of a person's
// data, before the answer leaves. Bodies are sealed and carry a MAC by a key outside the database.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/migration.h"
#include "mosbat/audit/v1/audit.pb.h"

namespace mosbat::audit {

// The tables of common/audit: audit_entries.
const std::vector<db::Migration>& Migrations();

// Thread-safe; runs in the caller's transaction.
class Trail {
 public:
  explicit Trail(const crypto::Keyring& keyring) : keyring_(keyring) {}

  // Writes an entry that has its id.
  absl::Status Append(db::Session& session, const v1::Entry& entry) const;

  // Entries with ids strictly after `after`, oldest first, at most `limit`; only those of a subject or an actor where
  // one is named. DATA_LOSS if one was altered.
  absl::StatusOr<std::vector<v1::Entry>> List(db::Session& session, const std::string& subject,
                                              const std::string& actor, const std::string& after, int limit) const;

 private:
  const crypto::Keyring& keyring_;
};

}  // namespace mosbat::audit
