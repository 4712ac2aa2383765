// Keeps case files with their members, sealed; finds them by centre, county, worker, person and name; and holds which
// persons are in a file that is open or waiting.
//
// Thread-safe; runs in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::casefile {

struct CaseFileFilter {
  db::Visibility visibility;
  std::string centre;
  std::string social_worker;
  v1::CaseFile::State state = v1::CaseFile::STATE_UNSPECIFIED;  // any
};

struct CentreFilter {
  db::Visibility visibility;
  std::string area;  // as db::Where::InArea takes it
};

// A file that waits, without its body.
struct Waiting {
  std::string case_file;
  int64_t queue_time = 0;  // microseconds of the Unix epoch
};

class CaseFileStore {
 public:
  explicit CaseFileStore(const crypto::Keyring& keyring);

  // Inserts the file and makes its members findable; returns it with its etag, which is also that of its members.
  absl::StatusOr<v1::CaseFile> Insert(db::Session& session, const v1::CaseFile& file) const;

  // Replaces the file if it is still at its etag. Members whose position is `first_new_member` or higher become
  // findable. What was asked and delivered for its members follows it to another county, centre or worker. ABORTED /
  // STALE_ETAG if another writer came first.
  absl::StatusOr<v1::CaseFile> Replace(db::Session& session, const v1::CaseFile& file, int first_new_member) const;
  absl::StatusOr<v1::CaseFile> Replace(db::Session& session, const v1::CaseFile& file) const {
    return Replace(session, file, file.members_size());
  }

  // NOT_FOUND / CASE_FILE_NOT_FOUND if there is none.
  absl::StatusOr<v1::CaseFile> Get(db::Session& session, const std::string& name) const;

  // The file that the member is of; nothing for "", the member of a request for somebody without a file.
  absl::StatusOr<std::optional<v1::CaseFile>> FindOfMember(db::Session& session, absl::string_view member) const;

  // For a decision that rests on the file: a unique violation if the file was changed since it was read, and whoever
  // changes it before this transaction commits runs again.
  absl::Status RestOn(db::Session& session, const v1::CaseFile& file) const;

  // At most `limit` files with names strictly after `after`, in byte order.
  absl::StatusOr<std::vector<v1::CaseFile>> List(db::Session& session, const CaseFileFilter& filter,
                                                 const std::string& after, int limit) const;

  // Visible files in which one member has the identity.
  absl::StatusOr<std::vector<v1::CaseFile>> FindPerson(db::Session& session, const db::Visibility& visibility,
                                                       const common::v1::PersonIdentity& identity,
                                                       const std::string& after, int limit) const;
  // Visible files in which one member's names have all of the words (iran::SearchWords), or begin with those of 2
  // or 3 letters. At least one word.
  absl::StatusOr<std::vector<v1::CaseFile>> FindNames(db::Session& session, const db::Visibility& visibility,
                                                      const std::vector<std::string>& words, const std::string& after,
                                                      int limit) const;

  // The file, open or waiting, that holds the person; nothing if none does or the person is not identified.
  absl::StatusOr<std::optional<std::string>> FileHolding(db::Session& session,
                                                         const common::v1::PersonIdentity& identity) const;
  // Makes the file hold the person. A unique violation if another file does.
  absl::Status Hold(db::Session& session, const std::string& case_file,
                    const common::v1::PersonIdentity& identity) const;
  // The file holds nobody any more.
  absl::Status Release(db::Session& session, const v1::CaseFile& file) const;

  // The waitlist of a centre, by (queue time, name), strictly after the given one.
  absl::StatusOr<std::vector<Waiting>> ListWaiting(db::Session& session, const std::string& centre,
                                                   const Waiting& after, int limit) const;
  // The files and places of each centre that is not closed, in byte order of centres, strictly after `after`.
  absl::StatusOr<std::vector<v1::CountCaseFilesResponse::Count>> CountByCentre(db::Session& session,
                                                                               const CentreFilter& filter,
                                                                               const std::string& after,
                                                                               int limit) const;
  // How many files of its centre come before this one, which waits.
  absl::StatusOr<int64_t> CountWaitingBefore(db::Session& session, const v1::CaseFile& file) const;
  // Centres at which a file waits, in byte order, strictly after `after`.
  absl::StatusOr<std::vector<std::string>> ListCentresWithWaiting(db::Session& session, const std::string& after,
                                                                  int limit) const;

 private:
  // Whether the file belongs to another county, centre or worker than in the store.
  absl::StatusOr<bool> Moves(db::Session& session, const v1::CaseFile& file) const;
  absl::Status MoveCare(db::Session& session, const v1::CaseFile& file) const;
  absl::Status IndexMember(db::Session& session, const std::string& case_file, const v1::Member& member) const;
  absl::StatusOr<std::vector<v1::CaseFile>> Find(db::Session& session, const db::Visibility& visibility,
                                                 const std::vector<std::string>& hashes, const std::string& after,
                                                 int limit) const;
  std::string HashOf(const common::v1::PersonIdentity& identity) const;

  const crypto::Keyring& keyring_;
  db::MessageTable<v1::CaseFile> files_;
};

}  // namespace mosbat::casefile
