// The audit trail of one service: an entry for each change, in its transaction, and for each reading of a person's
// data, before the answer leaves. Bodies are sealed and carry a MAC by a key outside the database.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

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

  // Writes entries that have their ids.
  absl::Status Append(db::Session& session, absl::Span<const v1::Entry> entries) const;
  absl::Status Append(db::Session& session, const v1::Entry& entry) const {
    return Append(session, absl::MakeConstSpan(&entry, 1));
  }

  // Entries with ids strictly after `after`, oldest first, at most `limit`; only those whose row names a subject or an
  // actor where one is given. One that cannot be read or was altered is among them, with its `damage`.
  absl::StatusOr<std::vector<v1::Entry>> List(db::Session& session, const std::string& subject,
                                              const std::string& actor, const std::string& after, int limit) const;

 private:
  v1::Entry Read(const db::Row& row) const;

  const crypto::Keyring& keyring_;
};

}  // namespace mosbat::audit
