// What is there before anything is published: the founding data, a centre that operates, households in it, and the
// service types that others go on working with.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "tests/integration/replicated_suite.h"
#include "tests/load/doors.h"

namespace mosbat::load {

struct Ground {
  std::vector<casefile::v1::CaseFile> files;  // each of one member, with a social worker
  std::vector<std::string> active;            // all types that may be requested somewhere
  std::vector<std::string> requestable;       // those of them that the members may ask for
};

// Loads all of it through the public API; `households` files.
absl::StatusOr<Ground> PrepareGround(const testing::ReplicatedSuite& suite, Doors& doors, int households);

// Asks for the service for the member of a file; in whose name.
casefile::v1::RequestServiceRequest RequestFor(const casefile::v1::CaseFile& file, const std::string& service_type);
std::string WorkerOf(const casefile::v1::CaseFile& file);

}  // namespace mosbat::load
