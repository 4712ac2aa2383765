#include "services/catalog/store/entrustment_store.h"

#include <utility>

#include "services/catalog/errors.h"

namespace mosbat::catalog {
namespace {

constexpr char kInState[] = "(? = 0 OR state = ?)";
constexpr char kOfTypeInState[] = "service_type = ? AND (? = 0 OR state = ?)";

constexpr char kPilotsOfType[] = "service_type = ? AND pilot = 1 AND state IN (?, ?)";

// More than one type is ever tried by.
constexpr int kMostPilots = 10'000;

}  // namespace

absl::StatusOr<v1::Entrustment> EntrustmentStore::Get(db::Session& session, const std::string& name) const {
  return entrustments_.Get(session, name, errors::EntrustmentNotFound);
}

absl::StatusOr<v1::Entrustment> EntrustmentStore::Insert(db::Session& session, v1::Entrustment entrustment) const {
  const std::string service_type = entrustment.service_type();
  const int state = entrustment.state();
  const int pilot = entrustment.pilot() ? 1 : 0;
  return entrustments_.Insert(session, std::move(entrustment), {service_type, state, pilot});
}

absl::StatusOr<v1::Entrustment> EntrustmentStore::Replace(db::Session& session, v1::Entrustment entrustment) const {
  const std::string service_type = entrustment.service_type();
  const int state = entrustment.state();
  const int pilot = entrustment.pilot() ? 1 : 0;
  return entrustments_.Replace(session, std::move(entrustment), {service_type, state, pilot});
}

absl::StatusOr<std::vector<v1::Entrustment>> EntrustmentStore::ListPilots(db::Session& session,
                                                                          const std::string& service_type) const {
  return entrustments_.List(
      session, kPilotsOfType,
      {service_type, static_cast<int>(v1::Entrustment::PROPOSED), static_cast<int>(v1::Entrustment::ACTIVE)}, "",
      kMostPilots);
}

absl::StatusOr<std::vector<v1::Entrustment>> EntrustmentStore::List(db::Session& session, const Filter& filter,
                                                                    const std::string& after, int limit) const {
  const int state = filter.state;
  if (filter.service_type.empty()) return entrustments_.List(session, kInState, {state, state}, after, limit);
  return entrustments_.List(session, kOfTypeInState, {filter.service_type, state, state}, after, limit);
}

}  // namespace mosbat::catalog
