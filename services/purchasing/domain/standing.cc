#include "services/purchasing/domain/standing.h"

#include <algorithm>

#include "common/iran/tehran_day.h"

namespace mosbat::purchasing::domain {
namespace {

void EndBy(absl::CivilDay day, Standing& standing) {
  standing.end = standing.end.has_value() ? std::min(*standing.end, day) : day;
}

bool Stopped(registry::v1::Licence::State state) {
  return state == registry::v1::Licence::SUSPENDED || state == registry::v1::Licence::REVOKED;
}

}  // namespace

Standing StandingOf(const registry::v1::Centre& centre, const std::vector<registry::v1::Licence>& papers) {
  if (!centre.has_operating_date()) return {.begin = absl::CivilDay::max(), .end = std::nullopt};
  // Of a centre that was entered after the fact, the day of operation is the day of the entry.
  const bool entered_late = centre.historical() && centre.has_establish_date();
  Standing standing{.begin = iran::StoredDay(entered_late ? centre.establish_date() : centre.operating_date()),
                    .end = std::nullopt};
  if (centre.has_closing_date()) EndBy(iran::StoredDay(centre.closing_date()), standing);
  if (centre.has_licensed_until()) EndBy(iran::StoredDay(centre.licensed_until()) + 1, standing);
  for (const registry::v1::Centre::Paper& paper : centre.papers()) {
    if (!Stopped(paper.state())) continue;
    const auto known = std::find_if(papers.begin(), papers.end(), [&](const registry::v1::Licence& licence) {
      return licence.name() == paper.licence() && Stopped(licence.state());
    });
    EndBy(iran::TehranDay(known != papers.end() ? known->state_time() : centre.update_time()), standing);
  }
  return standing;
}

Standing StandingOf(const catalog::v1::ServiceType& type) {
  Standing standing{.begin = absl::CivilDay::min(), .end = std::nullopt};
  if (type.state() == catalog::v1::ServiceType::RETIRED) standing.end = iran::TehranDay(type.update_time()) + 1;
  return standing;
}

}  // namespace mosbat::purchasing::domain
