// Which counties have room for another household: the places of their centres, by registry, against the files that are
// open there, by casefile.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"
#include "mosbat/registry/v1/directive_preview.pb.h"

namespace mosbat::ctl {

struct FilesOfCounty {
  int64_t open = 0;
  int64_t waiting = 0;
};

// By county, of `area`, a province or county; of the country if "". A page of centres is a call of its own, so that
// ending the command ends the work.
absl::StatusOr<std::map<std::string, FilesOfCounty>> CountFiles(CallsAs& calls, const std::string& area);

// Which counties a directive would take from full to free or from free to full, in numbers, and how many it leaves as
// they are. A county is full when its centres hold as many files as they have places, or more; one without a centre is
// neither.
void SayCapacity(const registry::v1::PreviewDirectiveResponse& preview,
                 const std::map<std::string, FilesOfCounty>& files, Report& report);

}  // namespace mosbat::ctl
