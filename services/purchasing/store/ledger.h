// The double-entry ledger: every movement of money leaves one account and comes into another, in the transaction of
// what moved it. Thread-safe. Each sentence is a test in ledger_conformance_test.cc.
//
//   credits/{c}/allocated   minus what was allocated: where a credit comes from
//   credits/{c}/available   what is free
//   credits/{c}/reserved    what commitments set aside
//   centres/{c}/payable     what claims are funded with and not yet paid
//   centres/{c}/paid
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"

namespace mosbat::purchasing {

enum class Account { kAllocated, kAvailable, kReserved, kPayable, kPaid };

// `owner` is a credit or a centre: "credits/30-1405/available".
std::string AccountName(absl::string_view owner, Account account);

struct Movement {
  // What moved it, after the change: each version of a resource moves money at most once.
  std::string resource;
  std::string etag;
  std::string from;
  std::string to;
  int64_t amount = 0;  // positive
};

class Ledger {
 public:
  // Writes both sides. IsUniqueViolation if this version of the resource has moved money before.
  absl::Status Post(db::Session& session, const Movement& movement, absl::Time now) const;

  // The postings that a resource caused, oldest first, at most 1000.
  absl::StatusOr<std::vector<v1::Posting>> ListOf(db::Session& session, const std::string& resource) const;

  // The sum of an account; 0 for one that nothing was posted to.
  absl::StatusOr<int64_t> Balance(db::Session& session, const std::string& account) const;
};

}  // namespace mosbat::purchasing
