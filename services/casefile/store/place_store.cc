#include "services/casefile/store/place_store.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/db/store_errors.h"
#include "services/casefile/domain/places.h"

namespace mosbat::casefile {
namespace {

// How many free places are looked at before one is chosen: so many rivals rarely meet, and a full centre is read once.
constexpr int kCandidates = 32;
// Rows of one INSERT.
constexpr size_t kRowsAtOnce = 100;

constexpr char kOwner[] = "SELECT cap, cap_revision FROM place_owners WHERE owner = ?";
constexpr char kInsertOwner[] = "INSERT INTO place_owners (owner, cap, cap_revision) VALUES (?, ?, 1)";
constexpr char kReplaceOwner[] =
    "UPDATE place_owners SET cap = ?, cap_revision = cap_revision + 1 WHERE owner = ? AND cap_revision = ?";

constexpr char kAll[] = "SELECT place_no, case_file FROM places WHERE owner = ? ORDER BY place_no";
constexpr char kRemoveFree[] = "DELETE FROM places WHERE owner = ? AND place_no = ? AND case_file IS NULL";
constexpr char kRemoveHeld[] = "DELETE FROM places WHERE owner = ? AND place_no = ? AND case_file = ?";
constexpr char kRewriteRevision[] = "UPDATE places SET cap_revision = ? WHERE owner = ?";

constexpr char kFreeFrom[] =
    "SELECT place_no FROM places WHERE owner = ? AND place_no > ? AND case_file IS NULL ORDER BY place_no LIMIT ?";
constexpr char kTake[] = "UPDATE places SET case_file = ? WHERE owner = ? AND place_no = ? AND case_file IS NULL";

constexpr char kHeldBy[] = "SELECT place_no, cap_revision FROM places WHERE case_file = ? AND owner = ?";
constexpr char kHighestAbove[] =
    "SELECT place_no, case_file FROM places WHERE owner = ? AND place_no > ? AND case_file IS NOT NULL "
    "ORDER BY place_no DESC LIMIT 1";
constexpr char kFree[] =
    "UPDATE places SET case_file = NULL WHERE owner = ? AND place_no = ? AND case_file = ? AND cap_revision = ?";
constexpr char kGive[] =
    "UPDATE places SET case_file = ? WHERE owner = ? AND place_no = ? AND case_file = ? AND cap_revision = ?";
constexpr char kRemoveDecided[] =
    "DELETE FROM places WHERE owner = ? AND place_no = ? AND case_file = ? AND cap_revision = ?";

constexpr char kCountHeld[] = "SELECT COUNT(*) FROM places WHERE owner = ? AND case_file IS NOT NULL";

// Runs a statement that must change one row, because this transaction has just seen that row.
absl::Status ChangeOne(db::Session& session, absl::string_view sql, std::initializer_list<db::Value> values) {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session.Execute(sql, values));
  return changed == 1 ? absl::OkStatus() : db::errors::UniqueViolation();
}

absl::StatusOr<std::vector<domain::Place>> All(db::Session& session, const std::string& owner) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kAll, {owner}));
  std::vector<domain::Place> places;
  places.reserve(rows.size());
  for (const db::Row& row : rows) {
    places.push_back({.number = row.Int(0), .case_file = row.IsNull(1) ? std::string() : row.Text(1)});
  }
  return places;
}

absl::Status Add(db::Session& session, const std::string& owner, OwnerKind kind, const std::vector<int64_t>& numbers) {
  for (size_t begin = 0; begin < numbers.size(); begin += kRowsAtOnce) {
    const size_t end = std::min(begin + kRowsAtOnce, numbers.size());
    std::string sql = "INSERT INTO places (owner, place_no, owner_kind, case_file, cap_revision) VALUES ";
    std::vector<db::Value> values;
    for (size_t i = begin; i < end; ++i) {
      absl::StrAppend(&sql, i == begin ? "" : ", ", "(?, ?, ?, NULL, 0)");
      values.insert(values.end(), {owner, numbers[i], static_cast<int>(kind)});
    }
    MOSBAT_RETURN_IF_ERROR(session.Execute(sql, values).status());
  }
  return absl::OkStatus();
}

// The next cap revision of the owner; 0 if it has this cap already.
absl::StatusOr<int64_t> NextRevision(db::Session& session, const std::string& owner, int64_t cap) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> owners, session.Query(kOwner, {owner}));
  if (owners.empty()) {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsertOwner, {owner, cap}).status());
    return 1;
  }
  if (owners.front().Int(0) == cap) return 0;
  const int64_t revision = owners.front().Int(1);
  MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kReplaceOwner, {cap, owner, revision}));
  return revision + 1;
}

}  // namespace

absl::Status PlaceStore::SetCap(db::Session& session, const std::string& owner, OwnerKind kind, int64_t cap) const {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t revision, NextRevision(session, owner, cap));
  if (revision == 0) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<domain::Place> places, All(session, owner));
  const domain::CapChange change = domain::PlanCapChange(places, cap);
  MOSBAT_RETURN_IF_ERROR(Add(session, owner, kind, change.added));
  for (const domain::CapChange::Move& move : change.moves) {
    // In this order: a file holds one place of a kind at any moment.
    MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kRemoveHeld, {owner, move.from, move.case_file}));
    MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kTake, {move.case_file, owner, move.to}));
  }
  for (const int64_t number : change.removed) {
    MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kRemoveFree, {owner, number}));
  }
  return session.Execute(kRewriteRevision, {revision, owner}).status();
}

absl::StatusOr<bool> PlaceStore::Win(db::Session& session, const std::string& owner, const std::string& case_file,
                                     Random random) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> owners, session.Query(kOwner, {owner}));
  if (owners.empty() || owners.front().Int(0) == 0) return false;
  // From a random number on, and then from the beginning.
  const int64_t start = static_cast<int64_t>(random(static_cast<uint64_t>(owners.front().Int(0))));
  MOSBAT_ASSIGN_OR_RETURN(std::vector<db::Row> free, session.Query(kFreeFrom, {owner, start, kCandidates}));
  if (free.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(free, session.Query(kFreeFrom, {owner, 0, kCandidates}));
  }
  if (free.empty()) return false;
  const int64_t chosen = free[random(free.size())].Int(0);
  MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kTake, {case_file, owner, chosen}));
  return true;
}

absl::Status PlaceStore::GiveUp(db::Session& session, const std::string& owner, const std::string& case_file) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> held, session.Query(kHeldBy, {case_file, owner}));
  if (held.empty()) return absl::OkStatus();
  const int64_t number = held.front().Int(0);
  const int64_t revision = held.front().Int(1);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> owners, session.Query(kOwner, {owner}));
  const int64_t cap = owners.empty() ? 0 : owners.front().Int(0);
  if (number > cap) return ChangeOne(session, kRemoveDecided, {owner, number, case_file, revision});
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> above, session.Query(kHighestAbove, {owner, cap}));
  if (above.empty()) return ChangeOne(session, kFree, {owner, number, case_file, revision});
  const std::string& heir = above.front().Text(1);
  MOSBAT_RETURN_IF_ERROR(ChangeOne(session, kRemoveDecided, {owner, above.front().Int(0), heir, revision}));
  return ChangeOne(session, kGive, {heir, owner, number, case_file, revision});
}

absl::StatusOr<Occupancy> PlaceStore::Count(db::Session& session, const std::string& owner) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> owners, session.Query(kOwner, {owner}));
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> held, session.Query(kCountHeld, {owner}));
  return Occupancy{.cap = owners.empty() ? 0 : owners.front().Int(0), .held = held.front().Int(0)};
}

}  // namespace mosbat::casefile
