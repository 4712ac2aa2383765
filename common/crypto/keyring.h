// Encryption of bodies and the keyed hashes by which persons are found.
//
// Sealed format: "1" | key id (8 bytes) | nonce (12) | ciphertext | tag (16), AES-256-GCM, with the associated data
// table \0 key \0 row version, so that a body moved to another row or version does not open.
// Hashes are HMAC-SHA256 under a key of their own, as "<key id>.<base64url>"; the name of the kind is hashed with it,
// so a national id and a word of a name never share a hash.
//
// Keys are files in a folder outside the database and its backup: "body.key", "hash.key", "audit.key" (32 bytes as
// hex).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mosbat::crypto {

// Where a sealed body stands.
struct Place {
  absl::string_view table;
  absl::string_view key;
  int64_t row_version = 0;
};

// Thread-safe.
class Keyring {
 public:
  // Reads the keys of `folder`. FAILED_PRECONDITION / KEY_MISSING, KEY_MALFORMED or KEY_READABLE_BY_OTHERS.
  static absl::StatusOr<std::unique_ptr<Keyring>> Load(const std::string& folder);

  // Makes the keys that `folder` lacks (mode 0600), then loads it. Also KEY_NOT_WRITABLE.
  static absl::StatusOr<std::unique_ptr<Keyring>> LoadOrCreate(const std::string& folder);

  // Fixed keys, for tests.
  static std::unique_ptr<Keyring> ForTesting();

  virtual ~Keyring() = default;

  virtual std::string Seal(absl::string_view plain, const Place& place) const = 0;

  // DATA_LOSS if it was sealed for another place or by another key, or was altered.
  virtual absl::StatusOr<std::string> Open(absl::string_view sealed, const Place& place) const = 0;

  // The hash under which a value of this kind ("national_id", "name_word") is stored and looked up; 55 characters.
  virtual std::string Hash(absl::string_view kind, absl::string_view value) const = 0;

  // The MAC of an audit entry, base64url.
  virtual std::string AuditMac(absl::string_view entry) const = 0;

  // A value that tells whether a database was written under these keys, kept in it and compared at start.
  virtual std::string check_value() const = 0;
};

}  // namespace mosbat::crypto
