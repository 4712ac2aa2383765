// Looks at the places of a centre, snapshot after snapshot, while others open, close and change the cap.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "common/db/database.h"

namespace mosbat::story {

// What is wrong with the places of a centre at this moment, "" if nothing is.
std::string PlacesFault(db::Database& casefile, const std::string& centre);

// What must hold in every snapshot: rows 1 to the cap exist and carry its revision; a row above the cap is held, and
// only while none below is free; the files that hold rows are the open ones; and what is held above the cap only
// shrinks.
class PlacesWatch {
 public:
  PlacesWatch(db::Database& casefile, std::string centre);
  ~PlacesWatch();

  // Ends the watch. The first violation, "" if there was none.
  std::string Finish();
  int snapshots() const { return snapshots_; }

 private:
  void Watch();

  db::Database& casefile_;
  const std::string centre_;
  std::atomic<bool> done_ = false;
  std::string violation_;
  int snapshots_ = 0;
  std::thread thread_;
};

}  // namespace mosbat::story
