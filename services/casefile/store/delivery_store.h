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

// What a person's history is kept under: keyed hashes, never an identity itself.
using PersonKeys = std::vector<std::string>;

// What one person had of one service.
struct ServiceHistory {
  std::vector<absl::CivilDay> days;  // in order
  std::vector<int64_t> counts;       // by key: the guards of the next delivery
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

  // The key of a member: by identity, or, where none is known, by name.
  PersonKeys KeysOf(const common::v1::PersonIdentity& identity, absl::string_view member) const;

  // The keys of the recipient of a request, who is a person. Without a file they are those of the identity and of the
  // birth, by the mother, so that a newborn is known again before and after an identity is given; of a person with
  // neither the request's name, under which nobody is known again.
  PersonKeys KeysOf(const v1::ServiceRequest& request, const std::optional<v1::CaseFile>& file) const;

  // What was delivered under any of the keys, each delivery once.
  absl::StatusOr<ServiceHistory> GetHistory(db::Session& session, const PersonKeys& person,
                                            const std::string& service_type) const;

  // The last delivery under any of the keys that is not after the day; nothing if there is none.
  absl::StatusOr<std::optional<v1::Delivery>> LastOf(db::Session& session, const PersonKeys& person,
                                                     const std::string& service_type, absl::CivilDay day) const;

  // Adds a day under each key if the history is still as it was read; of two transactions that add to one history at
  // once, one runs again.
  absl::Status AddToHistory(db::Session& session, const PersonKeys& person, const v1::Delivery& delivery,
                            const ServiceHistory& seen) const;

 private:
  const crypto::Keyring& keyring_;
  db::MessageTable<v1::Delivery> deliveries_;
};

}  // namespace mosbat::casefile
