#include "services/guideline/store/deputyship_store.h"

#include <utility>

#include "services/guideline/errors.h"

namespace mosbat::guideline {

absl::StatusOr<v1::Deputyship> DeputyshipStore::Get(db::Session& session, const std::string& name) const {
  return deputyships_.Get(session, name, errors::DeputyshipNotFound);
}

absl::StatusOr<v1::Deputyship> DeputyshipStore::Insert(db::Session& session, v1::Deputyship deputyship) const {
  return deputyships_.Insert(session, std::move(deputyship));
}

absl::StatusOr<v1::Deputyship> DeputyshipStore::Replace(db::Session& session, v1::Deputyship deputyship) const {
  return deputyships_.Replace(session, std::move(deputyship));
}

absl::StatusOr<std::vector<v1::Deputyship>> DeputyshipStore::List(db::Session& session, const std::string& after,
                                                                  int limit) const {
  return deputyships_.List(session, "", {}, after, limit);
}

}  // namespace mosbat::guideline
