// What the case file service knows of the registry: centres and their staff, kept by its feed. Their caps are the
// numbers of places here, so that applying a centre or a social worker changes the places in the same transaction.
//
// Thread-safe; runs in the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/copy_table.h"
#include "common/db/database.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "services/casefile/store/place_store.h"

namespace mosbat::casefile {

// "centres/{c}" of "centres/{c}/staff/{s}".
inline std::string CentreOf(const std::string& staff_member) {
  return staff_member.substr(0, staff_member.find("/staff/"));
}

class RegistryCopies {
 public:
  explicit RegistryCopies(const PlaceStore& places) : places_(places) {}

  // Applies an event of the registry; ignores what it has no use for and what is older than what is kept.
  absl::Status Apply(db::Session& session, const feed::v1::Event& event) const;

  // NOT_FOUND / CENTRE_NOT_FOUND.
  absl::StatusOr<registry::v1::Centre> GetCentre(db::Session& session, const std::string& name) const;

  // NOT_FOUND / WORKER_NOT_FOUND.
  absl::StatusOr<registry::v1::StaffMember> GetStaffMember(db::Session& session, const std::string& name) const;

  // Everybody who works or worked at the centre, in byte order of names.
  absl::StatusOr<std::vector<registry::v1::StaffMember>> ListStaff(db::Session& session,
                                                                   const std::string& centre) const;

  // How far the copies go: `registry@<feed_id>:<seq>`.
  static absl::StatusOr<std::string> Position(db::Session& session);

 private:
  absl::Status SetWorkerCap(db::Session& session, const registry::v1::StaffMember& worker) const;

  const PlaceStore& places_;
  db::CopyTable<registry::v1::Centre> centres_{"copied_centres", {"county", "state"}};
  db::CopyTable<registry::v1::StaffMember> staff_{"copied_staff", {"centre"}};
};

}  // namespace mosbat::casefile
