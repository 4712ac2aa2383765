// Keeps tariffs. Thread-safe; runs in the caller's transaction. Each sentence is a test in
// tariff_store_conformance_test.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/db/message_table.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::purchasing {

class TariffStore {
 public:
  // IsUniqueViolation if the name, or the day of its type and unit, is taken.
  absl::StatusOr<v1::Tariff> Insert(db::Session& session, const v1::Tariff& tariff) const;

  // NOT_FOUND / TARIFF_NOT_FOUND if there is none.
  absl::StatusOr<v1::Tariff> Get(db::Session& session, const std::string& name) const;

  // Nothing if there is none.
  absl::StatusOr<std::optional<v1::Tariff>> Find(db::Session& session, const std::string& name) const;

  // The tariff with the latest effective date not after `day`; nothing if there is none.
  absl::StatusOr<std::optional<v1::Tariff>> FindForDay(db::Session& session, const std::string& service_type,
                                                       v1::Tariff::Unit unit, absl::CivilDay day) const;

  // Tariffs with names after `after`, in byte order, at most `limit`; only those of `service_type` unless it is empty.
  absl::StatusOr<std::vector<v1::Tariff>> List(db::Session& session, const std::string& service_type,
                                               const std::string& after, int limit) const;

 private:
  const db::MessageTable<v1::Tariff> tariffs_{"tariffs", {"service_type", "unit", "effective_date"}};
};

}  // namespace mosbat::purchasing
