#include "services/purchasing/store/copies.h"

#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "services/purchasing/domain/standing.h"

namespace mosbat::purchasing {
namespace {

// After every day.
constexpr char kEndOfDays[] = "9999-12-31";

template <typename Message>
absl::Status GuardRow(db::Session& session, absl::string_view table, const Message& copy) {
  // A newer copy is kept with `WHERE row_version = ?`, so it misses the row once this has been here.
  const std::string sql =
      absl::StrCat("UPDATE ", table, " SET row_version = row_version + 1 WHERE name = ? AND owner_row_version = ?");
  MOSBAT_ASSIGN_OR_RETURN(const int64_t guarded, session.Execute(sql, {copy.name(), RowVersionOf(copy.etag())}));
  return guarded == 1 ? absl::OkStatus() : mosbat::errors::StaleEtag(copy.name());
}

template <typename Message>
absl::StatusOr<bool> KeepIn(const db::CopyTable<Message>& table, db::Session& session, const Message& message,
                            std::initializer_list<db::Value> columns = {}) {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<Message> before, table.Find(session, message.name()));
  MOSBAT_ASSIGN_OR_RETURN(const bool kept, table.Keep(session, message, columns));
  return kept && (!before.has_value() || domain::StandingOf(*before) != domain::StandingOf(message));
}

}  // namespace

absl::StatusOr<bool> Copies::Keep(db::Session& session, const registry::v1::Centre& centre) const {
  return KeepIn(centres_, session, centre);
}

absl::StatusOr<bool> Copies::Keep(db::Session& session, const catalog::v1::ServiceType& type) const {
  return KeepIn(service_types_, session, type);
}

absl::StatusOr<bool> Copies::Keep(db::Session& session, const guideline::v1::SubGuideline& sub_guideline) const {
  return KeepIn(sub_guidelines_, session, sub_guideline);
}

absl::StatusOr<bool> Copies::Keep(db::Session& session, const guideline::v1::Directive& directive) const {
  return KeepIn(directives_, session, directive,
                {iran::DayText(directive.effective_date()),
                 directive.has_repeal_date() ? iran::DayText(directive.repeal_date()) : kEndOfDays});
}

absl::StatusOr<std::optional<registry::v1::Centre>> Copies::FindCentre(db::Session& session,
                                                                       const std::string& name) const {
  return centres_.Find(session, name);
}

absl::StatusOr<std::optional<catalog::v1::ServiceType>> Copies::FindServiceType(db::Session& session,
                                                                                const std::string& name) const {
  return service_types_.Find(session, name);
}

absl::StatusOr<std::optional<guideline::v1::SubGuideline>> Copies::FindSubGuideline(db::Session& session,
                                                                                    const std::string& name) const {
  return sub_guidelines_.Find(session, name);
}

absl::StatusOr<std::optional<guideline::v1::Directive>> Copies::FindDirectiveOn(db::Session& session,
                                                                                absl::CivilDay day) const {
  const std::string text = iran::DayText(day);
  MOSBAT_ASSIGN_OR_RETURN(std::vector<guideline::v1::Directive> found,
                          directives_.List(session, "effective_date <= ? AND repeal_date > ?", {text, text}, 1));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

absl::Status Copies::Guard(db::Session& session, const registry::v1::Centre& centre) const {
  return GuardRow(session, "copied_centres", centre);
}

absl::Status Copies::Guard(db::Session& session, const catalog::v1::ServiceType& type) const {
  return GuardRow(session, "copied_service_types", type);
}

absl::Status Copies::Guard(db::Session& session, const guideline::v1::SubGuideline& sub_guideline) const {
  return GuardRow(session, "copied_sub_guidelines", sub_guideline);
}

absl::Status Copies::Guard(db::Session& session, const guideline::v1::Directive& directive) const {
  return GuardRow(session, "copied_directives", directive);
}

}  // namespace mosbat::purchasing
