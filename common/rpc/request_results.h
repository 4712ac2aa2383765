// The stored answers that make a retry safe: (caller, method, request_id) → the answer, written in the transaction of
// the change. The caller is part of the key, so nobody is answered with another's result. Kept for 30 days, sealed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

#include "common/auth/principal.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/migration.h"

namespace mosbat::rpc {

// The tables of common/rpc: request_results.
const std::vector<db::Migration>& Migrations();

struct RequestKey {
  std::string caller;
  std::string method;
  std::string request_id;
};

// The request without its request_id, and the role and scope that it is made with, as a hash: the same id with another
// body is an error, and so is one that the same caller sends in another role or scope. A stored answer is given without
// asking the handler, so it is only for who was allowed to have it.
std::string HashOfRequest(const google::protobuf::Message& request, const auth::Principal& caller);

// Thread-safe; runs in the caller's transaction.
class RequestResults {
 public:
  static constexpr absl::Duration kKept = absl::Hours(24 * 30);

  explicit RequestResults(const crypto::Keyring& keyring) : keyring_(keyring) {}

  // The serialised answer, if this request was answered before. INVALID_ARGUMENT / REQUEST_ID_REUSED if the id was used
  // for a request with another hash.
  absl::StatusOr<std::optional<std::string>> Find(db::Session& session, const RequestKey& key,
                                                  absl::string_view request_hash) const;

  absl::Status Insert(db::Session& session, const RequestKey& key, absl::string_view request_hash,
                      absl::string_view response, absl::Time recorded) const;

  // Forgets the answers recorded before `before`, in small transactions, until none is left or the clock says `until`;
  // how many.
  static absl::StatusOr<int64_t> Forget(db::Database& database, absl::Time before, absl::Time until);

 private:
  const crypto::Keyring& keyring_;
};

}  // namespace mosbat::rpc
