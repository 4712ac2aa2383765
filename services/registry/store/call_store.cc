#include "services/registry/store/call_store.h"

#include <utility>

#include "services/registry/errors.h"

namespace mosbat::registry {

absl::StatusOr<v1::Call> CallStore::Get(db::Session& session, const std::string& name) const {
  return calls_.Get(session, name, errors::CallNotFound);
}

absl::StatusOr<v1::Call> CallStore::Insert(db::Session& session, v1::Call invitation) const {
  const std::string county = invitation.county();
  return calls_.Insert(session, std::move(invitation), {county});
}

absl::StatusOr<v1::Call> CallStore::Replace(db::Session& session, v1::Call invitation) const {
  const std::string county = invitation.county();
  return calls_.Replace(session, std::move(invitation), {county});
}

absl::StatusOr<std::vector<v1::Call>> CallStore::List(db::Session& session, const std::string& county,
                                                      const std::string& after, int limit) const {
  db::Where where;
  where.Equal("county", county);
  return calls_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
