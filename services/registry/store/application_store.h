// Keeps the applications, sealed. Runs in the caller's transaction. Each sentence below is a test in
// licensing_stores_conformance_test.cc, on every database that we support.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/message_table.h"
#include "mosbat/registry/v1/application.pb.h"

namespace mosbat::registry {

class ApplicationStore {
 public:
  explicit ApplicationStore(const crypto::Keyring& keyring);

  // NOT_FOUND / APPLICATION_NOT_FOUND.
  absl::StatusOr<v1::Application> Get(db::Session& session, const std::string& name) const;
  // Returns the application with its first etag. A second one of the same applicant in the same call is a unique
  // violation, unless the first was withdrawn.
  absl::StatusOr<v1::Application> Insert(db::Session& session, v1::Application application) const;
  // Returns the application with its next etag; ABORTED / STALE_ETAG if another writer came first.
  absl::StatusOr<v1::Application> Replace(db::Session& session, v1::Application application) const;
  // Whether the applicant has an application in `call` that is not withdrawn.
  absl::StatusOr<bool> HasApplied(db::Session& session, const std::string& call, const v1::Applicant& applicant) const;
  // At most `limit` applications that are visible, in `call` or in all where it is "", with names strictly after
  // `after`, in byte order.
  absl::StatusOr<std::vector<v1::Application>> List(db::Session& session, const db::Visibility& visibility,
                                                    const std::string& call, const std::string& after, int limit) const;

 private:
  std::string KeyOf(const v1::Applicant& applicant) const;

  const crypto::Keyring& keyring_;
  db::MessageTable<v1::Application> applications_;
};

}  // namespace mosbat::registry
