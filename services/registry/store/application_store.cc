#include "services/registry/store/application_store.h"

#include <utility>

#include "services/registry/errors.h"

namespace mosbat::registry {

ApplicationStore::ApplicationStore(const crypto::Keyring& keyring)
    : keyring_(keyring), applications_("applications", {"call_name", "county", "owner", "applicant_key"}, &keyring) {}

std::string ApplicationStore::KeyOf(const v1::Applicant& applicant) const {
  return applicant.has_legal() ? keyring_.Hash("legal_national_id", applicant.legal().legal_national_id())
                               : keyring_.Hash("national_id", applicant.natural().national_id());
}

absl::StatusOr<v1::Application> ApplicationStore::Get(db::Session& session, const std::string& name) const {
  return applications_.Get(session, name, errors::ApplicationNotFound);
}

absl::StatusOr<v1::Application> ApplicationStore::Insert(db::Session& session, v1::Application application) const {
  const v1::Application row = application;
  const std::string key = KeyOf(row.applicant());
  const bool withdrawn = row.state() == v1::Application::WITHDRAWN;
  return applications_.Insert(session, std::move(application),
                              {row.call(), row.county(), row.owner(), withdrawn ? db::Value(nullptr) : db::Value(key)});
}

absl::StatusOr<v1::Application> ApplicationStore::Replace(db::Session& session, v1::Application application) const {
  const v1::Application row = application;
  const std::string key = KeyOf(row.applicant());
  const bool withdrawn = row.state() == v1::Application::WITHDRAWN;
  return applications_.Replace(
      session, std::move(application),
      {row.call(), row.county(), row.owner(), withdrawn ? db::Value(nullptr) : db::Value(key)});
}

absl::StatusOr<bool> ApplicationStore::HasApplied(db::Session& session, const std::string& call,
                                                  const v1::Applicant& applicant) const {
  const std::string key = KeyOf(applicant);
  MOSBAT_ASSIGN_OR_RETURN(
      const std::vector<db::Row> rows,
      session.Query("SELECT name FROM applications WHERE call_name = ? AND applicant_key = ?", {call, key}));
  return !rows.empty();
}

absl::StatusOr<std::vector<v1::Application>> ApplicationStore::List(db::Session& session,
                                                                    const db::Visibility& visibility,
                                                                    const std::string& call, const std::string& after,
                                                                    int limit) const {
  db::Where where;
  where.VisibleTo(visibility, {.owner = "owner"});
  where.Equal("call_name", call);
  return applications_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
