#include "common/audit/own_entry.h"

#include <string>

#include "common/base/timestamps.h"

namespace mosbat::audit {

v1::Entry OwnEntry(const OwnChange& change, IdGenerator& ids, absl::Time recorded) {
  v1::Entry entry;
  entry.set_id(ids.NewUuid(recorded));
  *entry.mutable_recorded_time() = ToTimestamp(recorded);
  entry.set_actor(std::string(change.service));
  entry.set_role(access::v1::SERVICE);
  entry.set_replica(std::string(change.replica));
  entry.set_method(std::string(change.work));
  entry.set_subject(std::string(change.subject));
  entry.set_row_version_before(change.row_version_before);
  entry.set_row_version_after(change.row_version_after);
  return entry;
}

}  // namespace mosbat::audit
