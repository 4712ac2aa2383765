// Which counties have room for another household: the places of their centres, by registry, against the files that are
// open there, by casefile.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"

namespace mosbat::ctl {

// Of the operating centres of a county. A place is free at a centre that holds fewer files than it may: what one holds
// beyond that takes nothing from another.
struct Room {
  int64_t open = 0;
  int64_t waiting = 0;
  int64_t free_now = 0;
  int64_t free_then = 0;
};
using RoomByCounty = std::map<std::string, Room>;

// Of the counties of `area`, a province or county, or of the country if "", that have an operating centre; then, with
// `places_then` at each centre, or as many as now if 0.
absl::StatusOr<RoomByCounty> CountRoom(CallsAs& calls, const std::string& area, int64_t places_then);

// Which counties would go from full, without a free place, to free or from free to full, and how many stay as they are.
void SayCapacity(const RoomByCounty& counties, Report& report);

}  // namespace mosbat::ctl
