// Keeps deliveries, sealed, and on which days each person had a service. Thread-safe; runs in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::casefile {

struct DeliveryFilter {
  db::Visibility visibility;
  std::string centre;  // that delivered it
  std::string service_type;
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
};

// What one person had of one service.
struct ServiceHistory {
  std::vector<absl::CivilDay> days;  // in order
  int64_t count = 0;                 // the guard of the next delivery
};

class DeliveryStore {
 public:
  explicit DeliveryStore(const crypto::Keyring& keyring);

  // Returns the delivery with its etag. It belongs to what `file`, its member's, belongs to, and follows it
  // (CaseFileStore::Replace); without a file to what it names itself. A unique violation if the name is taken.
  absl::StatusOr<v1::Delivery> Insert(db::Session& session, const v1::Delivery& delivery,
                                      const std::optional<v1::CaseFile>& file) const;

  // Nothing if there is none.
  absl::StatusOr<std::optional<v1::Delivery>> Find(db::Session& session, const std::string& name) const;

  // NOT_FOUND / DELIVERY_NOT_FOUND if there is none.
  absl::StatusOr<v1::Delivery> Get(db::Session& session, const std::string& name) const;

  // At most `limit` deliveries with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::Delivery>> List(db::Session& session, const DeliveryFilter& filter,
                                                 const std::string& after, int limit) const;

  // The key of a person's history: by identity, or, where none is known, by the member's name. Never the identity
  // itself.
  std::string PersonKey(const common::v1::PersonIdentity& identity, absl::string_view member) const;

  // The same for the recipient of a request, who is a person: without a file the request names them.
  std::string PersonKey(const v1::ServiceRequest& request, const std::optional<v1::CaseFile>& file) const;

  absl::StatusOr<ServiceHistory> GetHistory(db::Session& session, const std::string& person,
                                            const std::string& service_type) const;

  // Adds a day to the history if it is still as it was read; of two transactions that add to one history at once, one
  // runs again.
  absl::Status AddToHistory(db::Session& session, const std::string& person, const v1::Delivery& delivery,
                            const ServiceHistory& seen) const;

 private:
  const crypto::Keyring& keyring_;
  db::MessageTable<v1::Delivery> deliveries_;
};

}  // namespace mosbat::casefile
