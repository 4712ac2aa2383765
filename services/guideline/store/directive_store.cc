#include "services/guideline/store/directive_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline {
namespace {

constexpr char kNameOfNumber[] = "SELECT name FROM directives WHERE number = ?";

constexpr char kIssued[] = "issued = 1";

// Days are text, so that byte order is the order of days.
constexpr char kLatestEffective[] =
    "issued = 1 AND (repeal_day IS NULL OR repeal_day > ?) AND effective_day = "
    "(SELECT MAX(effective_day) FROM directives "
    "WHERE issued = 1 AND effective_day <= ? AND (repeal_day IS NULL OR repeal_day > ?))";

constexpr char kNextEffective[] =
    "issued = 1 AND effective_day = (SELECT MIN(effective_day) FROM directives WHERE issued = 1 AND effective_day > ?)";

constexpr char kAmendingAny[] = "amends IS NOT NULL AND (issued = 0 OR effective_day > ?)";
constexpr char kAmendingOne[] = "amends = ? AND (issued = 0 OR effective_day > ?)";

// More than could ever be under way.
constexpr int kMostAmending = 1'000;
// More than steering could ever put on one day.
constexpr int kMostOfOneDay = 100;

// The own columns of a row. Lives as long as what Insert() and Replace() are given needs it.
struct Columns {
  explicit Columns(const v1::Directive& directive)
      : number(directive.number()),
        issued(directive.state() == v1::Directive::ISSUED ? 1 : 0),
        effective_day(directive.has_effective_date() ? iran::DayText(directive.effective_date()) : ""),
        repeal_day(directive.has_repeal_date() ? iran::DayText(directive.repeal_date()) : ""),
        amends(directive.amends()) {}

  static db::Value OrNull(const std::string& text) { return text.empty() ? db::Value(nullptr) : db::Value(text); }

  const std::string number;
  const int issued;
  const std::string effective_day;
  const std::string repeal_day;
  const std::string amends;
};

}  // namespace

absl::StatusOr<v1::Directive> DirectiveStore::Get(db::Session& session, const std::string& name) const {
  return directives_.Get(session, name, errors::DirectiveNotFound);
}

absl::StatusOr<std::string> DirectiveStore::NameOfNumber(db::Session& session, const std::string& number) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kNameOfNumber, {number}));
  return rows.empty() ? "" : rows.front().Text(0);
}

absl::StatusOr<v1::Directive> DirectiveStore::Insert(db::Session& session, v1::Directive directive) const {
  const Columns columns(directive);
  return directives_.Insert(session, std::move(directive),
                            {Columns::OrNull(columns.number), columns.issued, Columns::OrNull(columns.effective_day),
                             Columns::OrNull(columns.repeal_day), Columns::OrNull(columns.amends)});
}

absl::StatusOr<v1::Directive> DirectiveStore::Replace(db::Session& session, v1::Directive directive) const {
  const Columns columns(directive);
  return directives_.Replace(session, std::move(directive),
                             {Columns::OrNull(columns.number), columns.issued, Columns::OrNull(columns.effective_day),
                              Columns::OrNull(columns.repeal_day), Columns::OrNull(columns.amends)});
}

absl::StatusOr<std::vector<v1::Directive>> DirectiveStore::List(db::Session& session, const Listing& listing,
                                                                const std::string& after, int limit) const {
  return directives_.List(session, listing.with_drafts ? "" : kIssued, {}, after, limit);
}

absl::StatusOr<std::vector<v1::Directive>> DirectiveStore::ListLatestEffective(db::Session& session,
                                                                               absl::CivilDay day) const {
  const std::string text = absl::FormatCivilTime(day);
  return directives_.List(session, kLatestEffective, {text, text, text}, "", kMostOfOneDay);
}

absl::StatusOr<std::vector<v1::Directive>> DirectiveStore::ListNextEffective(db::Session& session,
                                                                             absl::CivilDay day) const {
  return directives_.List(session, kNextEffective, {absl::FormatCivilTime(day)}, "", kMostOfOneDay);
}

absl::StatusOr<std::vector<v1::Directive>> DirectiveStore::ListAmending(db::Session& session,
                                                                        const std::string& amended,
                                                                        absl::CivilDay day) const {
  const std::string text = iran::DayText(day);
  if (amended.empty()) return directives_.List(session, kAmendingAny, {text}, "", kMostAmending);
  return directives_.List(session, kAmendingOne, {amended, text}, "", kMostAmending);
}

}  // namespace mosbat::guideline
