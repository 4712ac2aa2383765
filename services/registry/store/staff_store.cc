#include "services/registry/store/staff_store.h"

#include <utility>

#include "absl/strings/string_view.h"

#include "services/registry/errors.h"

namespace mosbat::registry {
namespace {

// "centres/3996/staff/…" → "centres/3996"
std::string CentreOf(const std::string& name) { return name.substr(0, name.find("/staff/")); }

}  // namespace

StaffStore::StaffStore(const crypto::Keyring& keyring)
    : keyring_(keyring), staff_("staff_members", {"county", "centre", "present", "person_key"}, &keyring) {}

std::string StaffStore::KeyOf(const common::v1::PersonIdentity& identity) const {
  return identity.has_foreigner_code() ? keyring_.Hash("foreigner_code", identity.foreigner_code())
                                       : keyring_.Hash("national_id", identity.national_id());
}

absl::StatusOr<v1::StaffMember> StaffStore::Get(db::Session& session, const std::string& name) const {
  return staff_.Get(session, name, errors::StaffMemberNotFound);
}

absl::StatusOr<v1::StaffMember> StaffStore::Insert(db::Session& session, v1::StaffMember member) const {
  const v1::StaffMember row = member;
  const std::string centre = CentreOf(row.name());
  const std::string key = KeyOf(row.identity());
  const bool left = row.has_end_date();
  return staff_.Insert(session, std::move(member),
                       {row.county(), centre, left ? 0 : 1, left ? db::Value(nullptr) : db::Value(key)});
}

absl::StatusOr<v1::StaffMember> StaffStore::Replace(db::Session& session, v1::StaffMember member) const {
  const v1::StaffMember row = member;
  const std::string centre = CentreOf(row.name());
  const std::string key = KeyOf(row.identity());
  const bool left = row.has_end_date();
  return staff_.Replace(session, std::move(member),
                        {row.county(), centre, left ? 0 : 1, left ? db::Value(nullptr) : db::Value(key)});
}

absl::StatusOr<bool> StaffStore::WorksAt(db::Session& session, const std::string& centre,
                                         const common::v1::PersonIdentity& identity) const {
  const std::string key = KeyOf(identity);
  MOSBAT_ASSIGN_OR_RETURN(
      const std::vector<db::Row> rows,
      session.Query("SELECT name FROM staff_members WHERE centre = ? AND person_key = ?", {centre, key}));
  return !rows.empty();
}

absl::StatusOr<std::vector<v1::StaffMember>> StaffStore::List(db::Session& session, const db::Visibility& visibility,
                                                              const std::string& centre, bool former,
                                                              const std::string& after, int limit) const {
  db::Where where;
  where.Equal("centre", centre).VisibleTo(visibility, {.centre = "centre", .worker = "name"});
  if (!former) where.And("present = 1");
  return staff_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
