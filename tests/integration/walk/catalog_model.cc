#include "tests/integration/walk/catalog_model.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "common/iran/tehran_day.h"

namespace mosbat::walk {
namespace {

using catalog::v1::ServiceType;
using iran::StoredDay;
using Asked = CatalogModel::Asked;
using Said = catalog::v1::Entrustment;
using Text = guideline::v1::SubGuidelineRevision;
using Type = CatalogModel::Type;

// "…/revisions/3" → 3; 0 of anything else.
int NumberOf(absl::string_view revision) {
  int number = 0;
  (void)absl::SimpleAtoi(revision.substr(revision.rfind('/') + 1), &number);
  return number;
}

template <typename Request>
absl::CivilDay DayOf(const Request& request, absl::CivilDay today) {
  return request.has_effective_date() ? StoredDay(request.effective_date()) : today;
}

// What every write of something that is there begins with; `found` is null where there is nothing.
std::string Open(const void* found, const Asked& asked, const char* missing) {
  if (asked.caller == CatalogCaller::kOther) return "NOT_IN_SCOPE";
  if (found == nullptr) return asked.caller == CatalogCaller::kSteering ? missing : "NOT_IN_SCOPE";
  return asked.stale ? "STALE_ETAG" : "";
}

template <typename Thing>
Thing* Find(std::map<std::string, Thing>& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

std::string Historical(bool said, absl::CivilDay day, const Asked& asked) {
  if (said && asked.caller != CatalogCaller::kSteering) return "HISTORICAL_NOT_ALLOWED";
  return day < asked.today && !said ? "HISTORICAL_NOT_SAID" : "";
}

std::string MustBeThere(int text, const Asked& asked) {
  return text < 1 || text > asked.texts.revisions() ? "SUB_GUIDELINE_NOT_FOUND" : "";
}

std::string MustHaveBeenApproved(int text, const Asked& asked) {
  if (std::string refused = MustBeThere(text, asked); !refused.empty()) return refused;
  const Text::State state = asked.texts.StateOn(text, asked.today);
  return state == Text::APPROVED || state == Text::SUPERSEDED ? "" : "SUB_GUIDELINE_NOT_APPROVED";
}

bool IsPassedOver(const CatalogModel::Revision& revision, const guideline::testing::TextsModel& texts) {
  return texts.IsWithdrawnBy(revision.text, revision.effective);
}

// The last that has come or will come into force, nullptr where there is none.
const CatalogModel::Revision* LastOf(const Type& type, const guideline::testing::TextsModel& texts) {
  const auto last = std::find_if(type.revisions.rbegin(), type.revisions.rend(),
                                 [&](const auto& revision) { return !IsPassedOver(revision, texts); });
  return last == type.revisions.rend() ? nullptr : &*last;
}

std::string MustBePermitted(absl::CivilDay day, const Asked& asked) {
  const int directive = asked.texts.DirectiveInForceOn(day);
  if (directive == 0) return "DIRECTIVE_NOT_IN_FORCE";
  return asked.texts.Permits(directive) ? "" : "ACTIVITY_OUTSIDE_DIRECTIVE";
}

}  // namespace

CatalogModel::Standing CatalogModel::StandingOf(const Type& type, const guideline::testing::TextsModel& texts,
                                                absl::CivilDay today) {
  Standing standing;
  if (type.state == ServiceType::RETIRED) return {.current = type.last_current};
  const auto revision_of = [&](int number) -> const Revision& {
    return type.revisions[static_cast<size_t>(number - 1)];
  };
  for (int number = 1; number <= static_cast<int>(type.revisions.size()); ++number) {
    const Revision& revision = revision_of(number);
    if (IsPassedOver(revision, texts)) continue;
    if (revision.effective <= today) {
      standing = {.current = number};  // and what waited is overtaken
    } else if (standing.scheduled == 0 || revision.effective <= revision_of(standing.scheduled).effective) {
      standing.scheduled = number;
    }
  }
  return standing;
}

std::string CatalogModel::Take(const catalog::v1::RegisterServiceTypeRequest& request, const Asked& asked) {
  if (asked.caller == CatalogCaller::kOther) return "NOT_IN_SCOPE";
  // In the name of the owner, who is not there any more.
  if (asked.caller == CatalogCaller::kKeeper && asked.inherited) return "NOT_IN_SCOPE";
  const std::string name = absl::StrCat("serviceTypes/", request.service_type_id());
  if (types_.count(name) > 0) return "ALREADY_EXISTS";
  const int text = NumberOf(request.service_type().rests_on());
  if (std::string refused = MustBeThere(text, asked); !refused.empty()) return refused;
  types_[name].rests_on = text;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::UpdateServiceTypeRequest& request, const Asked& asked) {
  Type* const type = Find(types_, request.service_type().name());
  if (std::string refused = Open(type, asked, "SERVICE_TYPE_NOT_FOUND"); !refused.empty()) return refused;
  if (type->state == ServiceType::RETIRED) return "SERVICE_TYPE_RETIRED";
  const auto& mask = request.update_mask().paths();
  const int text = NumberOf(request.service_type().rests_on());
  const bool moves = mask.empty() ? text > 0 : absl::c_linear_search(mask, "rests_on");
  if (!moves || text == type->rests_on) return "";
  if (std::string refused = MustBeThere(text, asked); !refused.empty()) return refused;
  type->rests_on = text;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::ActivateServiceTypeRequest& request, const Asked& asked) {
  Type* const found = Find(types_, request.name());
  if (std::string refused = Open(found, asked, "SERVICE_TYPE_NOT_FOUND"); !refused.empty()) return refused;
  Type type = *found;
  if (type.state == ServiceType::RETIRED) return "SERVICE_TYPE_RETIRED";
  if (type.rests_on == 0) return "SUB_GUIDELINE_MISSING";
  const Revision* const last = LastOf(type, asked.texts);
  if (last == nullptr || last->text != type.rests_on) {
    const absl::CivilDay day = DayOf(request, asked.today);
    if (std::string refused = Historical(request.historical(), day, asked); !refused.empty()) return refused;
    if (StandingOf(type, asked.texts, asked.today).scheduled > 0) return "REVISION_SCHEDULED";
    if (last != nullptr && day < last->effective) return "EFFECTIVE_DATE_BEFORE_LAST";
    if (std::string refused = MustHaveBeenApproved(type.rests_on, asked); !refused.empty()) return refused;
    if (asked.texts.InForceOn(day) != type.rests_on) return "SUB_GUIDELINE_NOT_IN_FORCE";
    if (std::string refused = MustBePermitted(day, asked); !refused.empty()) return refused;
    type.revisions.push_back({.text = type.rests_on, .effective = day});
  } else if (type.state == ServiceType::ACTIVE) {
    return "ALREADY_ACTIVE";
  }
  type.state = ServiceType::ACTIVE;
  *found = type;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::SuspendServiceTypeRequest& request, const Asked& asked) {
  Type* const type = Find(types_, request.name());
  if (std::string refused = Open(type, asked, "SERVICE_TYPE_NOT_FOUND"); !refused.empty()) return refused;
  if (type->state != ServiceType::ACTIVE) return "NOT_ACTIVE";
  type->state = ServiceType::SUSPENDED;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::RetireServiceTypeRequest& request, const Asked& asked) {
  Type* const type = Find(types_, request.name());
  if (std::string refused = Open(type, asked, "SERVICE_TYPE_NOT_FOUND"); !refused.empty()) return refused;
  if (type->state != ServiceType::ACTIVE && type->state != ServiceType::SUSPENDED) return "NOT_ACTIVE";
  type->last_current = StandingOf(*type, asked.texts, asked.today).current;
  type->state = ServiceType::RETIRED;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::RollbackServiceTypeRequest& request, const Asked& asked) {
  Type* const found = Find(types_, request.name());
  if (std::string refused = Open(found, asked, "SERVICE_TYPE_NOT_FOUND"); !refused.empty()) return refused;
  const std::string of = request.revision().substr(0, request.revision().find("/revisions/"));
  const Type* const whose = Find(types_, of);
  const int number = NumberOf(request.revision());
  if (whose == nullptr || number < 1 || static_cast<size_t>(number) > whose->revisions.size()) {
    return "SERVICE_TYPE_REVISION_NOT_FOUND";
  }
  if (of != request.name()) return "REVISION_OF_ANOTHER";
  Type type = *found;
  if (type.state == ServiceType::RETIRED) return "SERVICE_TYPE_RETIRED";
  const auto [current, scheduled] = StandingOf(type, asked.texts, asked.today);
  if (number == current && scheduled == 0) return "ALREADY_IN_FORCE";
  const absl::CivilDay day = DayOf(request, asked.today);
  if (std::string refused = Historical(request.historical(), day, asked); !refused.empty()) return refused;
  if (day > asked.today && scheduled > 0) return "REVISION_SCHEDULED";
  if (current > 0 && day < type.revisions[static_cast<size_t>(current - 1)].effective) {
    return "EFFECTIVE_DATE_BEFORE_LAST";
  }
  const int text = type.revisions[static_cast<size_t>(number - 1)].text;
  if (std::string refused = MustHaveBeenApproved(text, asked); !refused.empty()) return refused;
  if (asked.texts.InForceOn(day) == 0) return "SUB_GUIDELINE_NOT_IN_FORCE";
  if (std::string refused = MustBePermitted(day, asked); !refused.empty()) return refused;
  type.rests_on = text;
  type.revisions.push_back({.text = text, .effective = day});
  *found = type;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::ProposeEntrustmentRequest& request, const Asked& asked) const {
  const auto type = types_.find(request.entrustment().service_type());
  const bool is_there = type != types_.end();
  const void* const found = is_there ? &type->second : nullptr;
  if (std::string refused = Open(found, asked, "SERVICE_TYPE_NOT_FOUND"); !refused.empty()) return refused;
  return type->second.state == ServiceType::RETIRED ? "SERVICE_TYPE_RETIRED" : "";
}

void CatalogModel::Proposed(const std::string& name, const Said& wanted) {
  Entrustment& entrustment = entrustments_[name];
  entrustment.service_type = wanted.service_type();
  entrustment.start = StoredDay(wanted.start_date());
  entrustment.pilot = wanted.pilot();
  if (wanted.has_end_date()) entrustment.end = StoredDay(wanted.end_date());
}

std::string CatalogModel::Take(const catalog::v1::ActivateEntrustmentRequest& request, const Asked& asked) {
  Entrustment* const one = Find(entrustments_, request.name());
  if (std::string refused = Open(one, asked, "ENTRUSTMENT_NOT_FOUND"); !refused.empty()) return refused;
  bool historical = one->historical;
  if (one->state == Said::PROPOSED) {
    if (std::string refused = Historical(request.historical(), one->start, asked); !refused.empty()) return refused;
    historical = one->start < asked.today;
  } else if (one->state != Said::SUSPENDED) {
    return "ENTRUSTMENT_STATE";
  }
  if (one->end && *one->end <= asked.today && !historical) return "ENTRUSTMENT_OVER";
  if (types_.at(one->service_type).state != ServiceType::ACTIVE) return "NOT_ACTIVE";
  if (one->state == Said::PROPOSED && !one->pilot && HasPilotToCome(one->service_type, one->start)) {
    return "PILOT_FIRST";
  }
  one->historical = historical;
  one->state = Said::ACTIVE;
  return "";
}

bool CatalogModel::HasPilotToCome(const std::string& service_type, absl::CivilDay start) const {
  return absl::c_any_of(entrustments_, [&](const auto& each) {
    const Entrustment& one = each.second;
    if (!one.pilot || one.service_type != service_type) return false;
    return one.state == Said::PROPOSED || (one.state == Said::ACTIVE && one.start > start);
  });
}

std::string CatalogModel::Take(const catalog::v1::SuspendEntrustmentRequest& request, const Asked& asked) {
  Entrustment* const one = Find(entrustments_, request.name());
  if (std::string refused = Open(one, asked, "ENTRUSTMENT_NOT_FOUND"); !refused.empty()) return refused;
  if (one->state != Said::ACTIVE) return "ENTRUSTMENT_STATE";
  one->state = Said::SUSPENDED;
  return "";
}

std::string CatalogModel::Take(const catalog::v1::EndEntrustmentRequest& request, const Asked& asked) {
  Entrustment* const one = Find(entrustments_, request.name());
  if (std::string refused = Open(one, asked, "ENTRUSTMENT_NOT_FOUND"); !refused.empty()) return refused;
  if (one->state == Said::ENDED) return "ENTRUSTMENT_STATE";
  one->state = Said::ENDED;
  return "";
}

}  // namespace mosbat::walk
