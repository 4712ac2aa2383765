// Whether the centres, service types and sub-guidelines of claims stood on their days, and a directive did, as far as
// purchasing has heard. For one transaction: what it read it does not read again.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/db/database.h"
#include "mosbat/purchasing/v1/claim.pb.h"
#include "services/purchasing/domain/standing.h"
#include "services/purchasing/store/copies.h"

namespace mosbat::purchasing {

class Standings {
 public:
  // Guarding also writes the copies that are asked: whoever keeps a newer one sees this transaction's claims, or makes
  // it run again. It is owed by what makes a claim one of those that the end of a rule holds; whatever changes such a
  // claim meets that end at the claim's own row.
  // Following is reading in the thread of a feed, where what waits for another feed is parked.
  enum class Mode { kReading, kGuarding, kFollowing };

  Standings(const Copies& copies, db::Session& session, Mode mode) : copies_(copies), session_(session), mode_(mode) {}

  // Also true for a claim whose rule a reviewer has waived. UNAVAILABLE / COPY_BEHIND for a centre, type or
  // sub-guideline that was not heard of: a claim is only made of what was, so the copy is being built anew. Following
  // says FAILED_PRECONDITION / NOT_SEEN_YET.
  absl::StatusOr<bool> Cover(const v1::Claim& claim);

 private:
  absl::Status Unseen(absl::string_view feed, absl::string_view name) const;
  // Reads what `name` names, unless that is known.
  template <typename Message>
  absl::Status Learn(absl::string_view feed, const std::string& name,
                     absl::StatusOr<std::optional<Message>> (Copies::*find)(db::Session&, const std::string&) const);
  // A directive that was in force on the day is enough, whichever it is: when it is repealed, all claims are asked.
  absl::StatusOr<bool> HadDirectiveOn(absl::CivilDay day);

  const Copies& copies_;
  db::Session& session_;
  const Mode mode_;
  std::map<std::string, domain::Standing> known_;
  std::map<absl::CivilDay, bool> directed_;
};

}  // namespace mosbat::purchasing
