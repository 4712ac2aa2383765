#include "services/casefile/store/case_file_store.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/db/store_errors.h"
#include "common/iran/persian_text.h"
#include "common/iran/person_identity.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "services/casefile/domain/belonging.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

constexpr char kNameWord[] = "name_word";

constexpr char kHolding[] = "SELECT case_file FROM open_identities WHERE hash = ?";
constexpr char kHold[] = "INSERT INTO open_identities (hash, case_file) VALUES (?, ?)";
constexpr char kRelease[] = "DELETE FROM open_identities WHERE hash = ? AND case_file = ?";

constexpr char kWaiting[] =
    "SELECT name, queue_time FROM case_files WHERE centre = ? AND state = 'WAITING' "
    "AND (queue_time > ? OR (queue_time = ? AND name > ?)) ORDER BY queue_time, name LIMIT ?";
constexpr char kCountWaitingBefore[] =
    "SELECT COUNT(*) FROM case_files WHERE centre = ? AND state = 'WAITING' "
    "AND (queue_time < ? OR (queue_time = ? AND name < ?))";
constexpr char kCentresWithWaiting[] =
    "SELECT DISTINCT centre FROM case_files WHERE state = 'WAITING' AND centre > ? ORDER BY centre LIMIT ?";

// Of one centre after the other, along the index (centre, state, …).
constexpr char kCountByCentre[] =
    "SELECT c.name, c.county, "
    "(SELECT COUNT(*) FROM case_files f WHERE f.centre = c.name AND f.state = 'OPEN'), "
    "(SELECT COUNT(*) FROM case_files f WHERE f.centre = c.name AND f.state = 'WAITING'), "
    "(SELECT o.cap FROM place_owners o WHERE o.owner = c.name), c.state "
    "FROM copied_centres c WHERE ";

constexpr char kRestOn[] = "UPDATE case_files SET decisions = decisions + 1 WHERE name = ? AND row_version = ?";
constexpr char kBelonging[] = "SELECT county, centre, social_worker FROM case_files WHERE name = ?";
constexpr char kMoveRequests[] =
    "UPDATE service_requests SET county = ?, centre = ?, social_worker = ? WHERE case_file = ?";
constexpr char kMoveDeliveries[] =
    "UPDATE deliveries SET county = ?, centre = ?, social_worker = ? WHERE case_file = ?";

int64_t QueueTimeOf(const v1::CaseFile& file) {
  return file.state() == v1::CaseFile::WAITING ? ToMicros(file.queue_time()) : 0;
}

// The etag of a file is that of its members; neither is stored in the body.
v1::CaseFile WithEtags(v1::CaseFile file) {
  for (v1::Member& member : *file.mutable_members()) member.set_etag(file.etag());
  return file;
}

v1::CaseFile WithoutMemberEtags(v1::CaseFile file) {
  for (v1::Member& member : *file.mutable_members()) member.clear_etag();
  return file;
}

}  // namespace

CaseFileStore::CaseFileStore(const crypto::Keyring& keyring)
    : keyring_(keyring), files_("case_files", {"state", "centre", "county", "social_worker", "queue_time"}, &keyring) {}

absl::StatusOr<v1::CaseFile> CaseFileStore::Insert(db::Session& session, const v1::CaseFile& file) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile inserted,
                          files_.Insert(session, WithoutMemberEtags(file),
                                        {v1::CaseFile::State_Name(file.state()), file.centre(), file.county(),
                                         file.social_worker(), QueueTimeOf(file)}));
  for (const v1::Member& member : inserted.members()) {
    MOSBAT_RETURN_IF_ERROR(IndexMember(session, inserted.name(), member));
  }
  return WithEtags(std::move(inserted));
}

absl::StatusOr<v1::CaseFile> CaseFileStore::Replace(db::Session& session, const v1::CaseFile& file,
                                                    int first_new_member) const {
  MOSBAT_ASSIGN_OR_RETURN(const bool moves, Moves(session, file));
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile replaced,
                          files_.Replace(session, WithoutMemberEtags(file),
                                         {v1::CaseFile::State_Name(file.state()), file.centre(), file.county(),
                                          file.social_worker(), QueueTimeOf(file)}));
  for (int i = first_new_member; i < replaced.members_size(); ++i) {
    MOSBAT_RETURN_IF_ERROR(IndexMember(session, replaced.name(), replaced.members(i)));
  }
  if (moves) MOSBAT_RETURN_IF_ERROR(MoveCare(session, replaced));
  return WithEtags(std::move(replaced));
}

absl::StatusOr<v1::CaseFile> CaseFileStore::Get(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, files_.Get(session, name, errors::CaseFileNotFound));
  return WithEtags(std::move(file));
}

absl::StatusOr<std::optional<v1::CaseFile>> CaseFileStore::FindOfMember(db::Session& session,
                                                                        absl::string_view member) const {
  if (member.empty()) return std::optional<v1::CaseFile>();
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, Get(session, domain::CaseFileOf(member)));
  return std::optional<v1::CaseFile>(std::move(file));
}

absl::Status CaseFileStore::RestOn(db::Session& session, const v1::CaseFile& file) const {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t same, session.Execute(kRestOn, {file.name(), RowVersionOf(file.etag())}));
  return same == 1 ? absl::OkStatus() : db::errors::UniqueViolation();
}

absl::StatusOr<bool> CaseFileStore::Moves(db::Session& session, const v1::CaseFile& file) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kBelonging, {file.name()}));
  if (rows.empty()) return false;
  const domain::Belonging before = {
      .county = rows.front().Text(0), .centre = rows.front().Text(1), .worker = rows.front().Text(2)};
  return before != domain::BelongingOf(file);
}

absl::Status CaseFileStore::MoveCare(db::Session& session, const v1::CaseFile& file) const {
  for (const char* const sql : {kMoveRequests, kMoveDeliveries}) {
    MOSBAT_RETURN_IF_ERROR(
        session.Execute(sql, {file.county(), file.centre(), file.social_worker(), file.name()}).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::CaseFile>> CaseFileStore::List(db::Session& session, const CaseFileFilter& filter,
                                                              const std::string& after, int limit) const {
  db::Where where;
  where.VisibleTo(filter.visibility, {.centre = "centre", .worker = "social_worker"})
      .Equal("centre", filter.centre)
      .Equal("social_worker", filter.social_worker);
  if (filter.state != v1::CaseFile::STATE_UNSPECIFIED) where.Equal("state", v1::CaseFile::State_Name(filter.state));
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::CaseFile> files, files_.List(session, where, after, limit));
  for (v1::CaseFile& file : files) file = WithEtags(std::move(file));
  return files;
}

absl::StatusOr<std::vector<v1::CaseFile>> CaseFileStore::FindPerson(db::Session& session,
                                                                    const db::Visibility& visibility,
                                                                    const common::v1::PersonIdentity& identity,
                                                                    const std::string& after, int limit) const {
  return Find(session, visibility, {HashOf(identity)}, after, limit);
}

absl::StatusOr<std::vector<v1::CaseFile>> CaseFileStore::FindNames(db::Session& session,
                                                                   const db::Visibility& visibility,
                                                                   const std::vector<std::string>& words,
                                                                   const std::string& after, int limit) const {
  std::vector<std::string> hashes;
  hashes.reserve(words.size());
  for (const std::string& word : words) hashes.push_back(keyring_.Hash(kNameWord, word));
  return Find(session, visibility, hashes, after, limit);
}

absl::StatusOr<std::vector<v1::CaseFile>> CaseFileStore::Find(db::Session& session, const db::Visibility& visibility,
                                                              const std::vector<std::string>& hashes,
                                                              const std::string& after, int limit) const {
  // Along the key (hash, member) of the first hash, so that a page costs what it shows however many there are. Names of
  // members begin with that of their file, so the order is the files' own; "~" comes after every character of an id.
  const db::Where within =
      db::Where().VisibleTo(visibility, {.county = "f.county", .centre = "f.centre", .worker = "f.social_worker"});
  std::string sql = "SELECT s0.case_file, s0.member FROM person_search s0 JOIN case_files f ON f.name = s0.case_file";
  for (size_t i = 1; i < hashes.size(); ++i) {
    absl::StrAppend(&sql, " JOIN person_search s", i, " ON s", i, ".hash = ? AND s", i, ".member = s0.member");
  }
  absl::StrAppend(&sql, " WHERE s0.hash = ? AND s0.member > ?", within.sql().empty() ? "" : " AND ", within.sql(),
                  " ORDER BY s0.member LIMIT ?");

  std::vector<v1::CaseFile> files;
  std::string after_member = after.empty() ? "" : absl::StrCat(after, "/~");
  while (static_cast<int>(files.size()) < limit) {
    std::vector<db::Value> values;
    for (size_t i = 1; i < hashes.size(); ++i) values.emplace_back(hashes[i]);
    values.insert(values.end(), {hashes.front(), after_member});
    for (const db::Value& value : within.values()) values.push_back(value);
    values.emplace_back(limit);
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql, values));
    for (const db::Row& row : rows) {
      if (static_cast<int>(files.size()) == limit) break;
      if (!files.empty() && files.back().name() == row.Text(0)) continue;
      MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, Get(session, row.Text(0)));
      files.push_back(std::move(file));
    }
    if (static_cast<int>(rows.size()) < limit) break;
    after_member = absl::StrCat(rows.back().Text(0), "/~");
  }
  return files;
}

absl::StatusOr<std::optional<std::string>> CaseFileStore::FileHolding(
    db::Session& session, const common::v1::PersonIdentity& identity) const {
  if (!iran::IsIdentified(identity)) return std::nullopt;
  const std::string hash = HashOf(identity);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kHolding, {hash}));
  if (rows.empty()) return std::nullopt;
  return rows.front().Text(0);
}

absl::Status CaseFileStore::Hold(db::Session& session, const std::string& case_file,
                                 const common::v1::PersonIdentity& identity) const {
  if (!iran::IsIdentified(identity)) return absl::OkStatus();
  const std::string hash = HashOf(identity);
  return session.Execute(kHold, {hash, case_file}).status();
}

absl::Status CaseFileStore::Release(db::Session& session, const v1::CaseFile& file) const {
  for (const v1::Member& member : file.members()) {
    if (!iran::IsIdentified(member.identity())) continue;
    const std::string hash = HashOf(member.identity());
    MOSBAT_RETURN_IF_ERROR(session.Execute(kRelease, {hash, file.name()}).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Waiting>> CaseFileStore::ListWaiting(db::Session& session, const std::string& centre,
                                                                const Waiting& after, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(
      const std::vector<db::Row> rows,
      session.Query(kWaiting, {centre, after.queue_time, after.queue_time, after.case_file, limit}));
  std::vector<Waiting> waiting;
  waiting.reserve(rows.size());
  for (const db::Row& row : rows) waiting.push_back({.case_file = row.Text(0), .queue_time = row.Int(1)});
  return waiting;
}

absl::StatusOr<std::vector<v1::CountCaseFilesResponse::Count>> CaseFileStore::CountByCentre(db::Session& session,
                                                                                            const CentreFilter& filter,
                                                                                            const std::string& after,
                                                                                            int limit) const {
  db::Where where("c.state <> 'CLOSED' AND c.name > ?");
  where.InArea("c.county", filter.area).VisibleTo(filter.visibility, {.county = "c.county", .centre = "c.name"});
  std::vector<db::Value> values = {after};
  for (const db::Value& value : where.values()) values.push_back(value);
  values.emplace_back(limit);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(absl::StrCat(kCountByCentre, where.sql(), " ORDER BY c.name LIMIT ?"), values));
  std::vector<v1::CountCaseFilesResponse::Count> counts;
  counts.reserve(rows.size());
  for (const db::Row& row : rows) {
    v1::CountCaseFilesResponse::Count& count = counts.emplace_back();
    count.set_centre(row.Text(0));
    count.set_county(row.Text(1));
    count.set_open(row.Int(2));
    count.set_waiting(row.Int(3));
    count.set_places(row.IsNull(4) ? 0 : row.Int(4));
    count.set_operating(row.Text(5) == registry::v1::Centre::State_Name(registry::v1::Centre::OPERATING));
  }
  return counts;
}

absl::StatusOr<int64_t> CaseFileStore::CountWaitingBefore(db::Session& session, const v1::CaseFile& file) const {
  const int64_t queue_time = QueueTimeOf(file);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kCountWaitingBefore, {file.centre(), queue_time, queue_time, file.name()}));
  return rows.front().Int(0);
}

absl::StatusOr<std::vector<std::string>> CaseFileStore::ListCentresWithWaiting(db::Session& session,
                                                                               const std::string& after,
                                                                               int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCentresWithWaiting, {after, limit}));
  std::vector<std::string> centres;
  centres.reserve(rows.size());
  for (const db::Row& row : rows) centres.push_back(row.Text(0));
  return centres;
}

absl::Status CaseFileStore::IndexMember(db::Session& session, const std::string& case_file,
                                        const v1::Member& member) const {
  std::vector<std::string> hashes;
  if (iran::IsIdentified(member.identity())) hashes.push_back(HashOf(member.identity()));
  for (const std::string& term : iran::SearchTerms(absl::StrCat(member.given_name(), " ", member.family_name()))) {
    hashes.push_back(keyring_.Hash(kNameWord, term));
  }
  if (hashes.empty()) return absl::OkStatus();
  std::string sql = "INSERT INTO person_search (hash, member, case_file) VALUES ";
  std::vector<db::Value> values;
  for (const std::string& hash : hashes) {
    absl::StrAppend(&sql, values.empty() ? "" : ", ", "(?, ?, ?)");
    values.insert(values.end(), {hash, member.name(), case_file});
  }
  return session.Execute(sql, values).status();
}

std::string CaseFileStore::HashOf(const common::v1::PersonIdentity& identity) const {
  const iran::IdentityKey key = iran::KeyOf(identity);
  return keyring_.Hash(key.kind, key.value);
}

}  // namespace mosbat::casefile
