#include "services/registry/store/centre_store.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "services/registry/errors.h"

namespace mosbat::registry {
namespace {

// Several centres may be without a number or an agreement.
db::Value OrNull(const std::string& text) { return text.empty() ? db::Value(nullptr) : db::Value(text); }

std::string NumberText(int number) { return number == 0 ? "" : absl::StrCat(number); }

}  // namespace

absl::StatusOr<v1::Centre> CentreStore::Get(db::Session& session, const std::string& name) const {
  return centres_.Get(session, name, errors::CentreNotFound);
}

absl::StatusOr<v1::Centre> CentreStore::Insert(db::Session& session, v1::Centre centre) const {
  const v1::Centre row = centre;
  const std::string number = NumberText(row.number());
  return centres_.Insert(session, std::move(centre), {row.county(), OrNull(number), OrNull(row.agreement())});
}

absl::StatusOr<v1::Centre> CentreStore::Replace(db::Session& session, v1::Centre centre) const {
  const v1::Centre row = centre;
  const std::string number = NumberText(row.number());
  return centres_.Replace(session, std::move(centre), {row.county(), OrNull(number), OrNull(row.agreement())});
}

absl::StatusOr<bool> CentreStore::IsNumberTaken(db::Session& session, int number) const {
  const std::string text = NumberText(number);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query("SELECT name FROM centres WHERE number = ?", {text}));
  return !rows.empty();
}

absl::StatusOr<std::vector<v1::Centre>> CentreStore::List(db::Session& session, absl::string_view area,
                                                          const std::string& after, int limit) const {
  db::Where where;
  where.InArea("county", area);
  return centres_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
