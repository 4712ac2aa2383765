#include "tests/story/places_watch.h"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"

namespace mosbat::story {
namespace {

struct Snapshot {
  int64_t cap = 0;
  int64_t cap_revision = 0;
  std::map<int64_t, std::string> places;  // number → file, "" for a free one
  std::set<int64_t> revisions;            // of the places
  std::set<std::string> open;             // files
  int64_t held = 0;
};

absl::Status Read(db::Session& session, const std::string& centre, Snapshot& seen) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> owner,
                          session.Query("SELECT cap, cap_revision FROM place_owners WHERE owner = ?", {centre}));
  if (owner.empty()) return absl::OkStatus();
  seen.cap = owner[0].Int(0);
  seen.cap_revision = owner[0].Int(1);
  MOSBAT_ASSIGN_OR_RETURN(
      const std::vector<db::Row> places,
      session.Query("SELECT place_no, case_file, cap_revision FROM places WHERE owner = ?", {centre}));
  for (const db::Row& row : places) {
    seen.places[row.Int(0)] = row.IsNull(1) ? "" : row.Text(1);
    seen.revisions.insert(row.Int(2));
    seen.held += row.IsNull(1) ? 0 : 1;
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> files,
                          session.Query("SELECT name FROM case_files WHERE centre = ? AND state = 'OPEN'", {centre}));
  for (const db::Row& row : files) seen.open.insert(row.Text(0));
  return absl::OkStatus();
}

// What is wrong with a snapshot that follows another; "" if nothing is.
std::string ViolationOf(const Snapshot& before, const Snapshot& now) {
  std::set<std::string> holders;
  bool free_below = false;
  bool held_above = false;
  for (int64_t number = 1; number <= now.cap; ++number) {
    if (now.places.count(number) == 0) return absl::StrCat("place ", number, " of ", now.cap, " is missing");
  }
  for (const auto& [number, file] : now.places) {
    if (file.empty() && number > now.cap) return absl::StrCat("place ", number, " above the cap ", now.cap, " is free");
    if (!file.empty() && !holders.insert(file).second) return absl::StrCat(file, " holds two places");
    free_below = free_below || file.empty();
    held_above = held_above || number > now.cap;
  }
  if (free_below && held_above) return absl::StrCat("a place is free while one above the cap ", now.cap, " is held");
  if (holders != now.open) return absl::StrCat(holders.size(), " files hold places, ", now.open.size(), " are open");
  if (now.revisions.size() > 1 || (!now.revisions.empty() && *now.revisions.begin() != now.cap_revision)) {
    return "a place has the revision of another cap";
  }
  const bool new_cap = before.cap_revision != now.cap_revision;
  if (now.held > now.cap && now.held > before.held && !new_cap) {
    return absl::StrCat("above the cap ", now.cap, " there were ", before.held, " and are ", now.held);
  }
  return "";
}

// The next snapshot, and what is wrong with it; the store's message where it could not be read.
std::string Look(db::Database& casefile, const std::string& centre, const Snapshot& before, Snapshot& now) {
  const absl::Status read = casefile.Read([&](db::Session& session) {
    now = {};
    return Read(session, centre, now);
  });
  return read.ok() ? ViolationOf(before, now) : std::string(read.message());
}

}  // namespace

std::string PlacesFault(db::Database& casefile, const std::string& centre) {
  Snapshot now;
  const std::string fault = Look(casefile, centre, {}, now);
  return fault.empty() && now.places.empty() ? "the centre has no places" : fault;
}

PlacesWatch::PlacesWatch(db::Database& casefile, std::string centre)
    : casefile_(casefile), centre_(std::move(centre)), thread_([this] { Watch(); }) {}

PlacesWatch::~PlacesWatch() { Finish(); }

std::string PlacesWatch::Finish() {
  done_ = true;
  if (thread_.joinable()) thread_.join();
  return violation_;
}

void PlacesWatch::Watch() {
  Snapshot before;
  while (!done_ && violation_.empty()) {
    Snapshot now;
    violation_ = Look(casefile_, centre_, before, now);
    before = std::move(now);
    ++snapshots_;
  }
}

}  // namespace mosbat::story
