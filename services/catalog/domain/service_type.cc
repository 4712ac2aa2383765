#include "services/catalog/domain/service_type.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

#include "common/base/fault_list.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/persian_text.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/domain/usability.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

constexpr int kLongestTitle = 300;
constexpr int kLongestLegalBasis = 1000;
constexpr int kMostLevel = 3;
constexpr int kMostFoundingNumber = 999;

void CheckTitle(const v1::ServiceType& type, FaultList& faults) {
  const common::v1::Title& title = type.title();
  if (!type.title_unknown()) {
    if (title.fa().empty()) faults.AddRequired("title.fa");
    CheckLength("title.fa", title.fa(), kLongestTitle, faults);
    CheckLength("title.en", title.en(), kLongestTitle, faults);
  } else if (!title.fa().empty() || !title.en().empty()) {
    faults.AddInvalid("title", {.en = "None where title_unknown is set.",
                                .fa = "با title_unknown عنوانی داده نمی‌شود."});
  }
}

// What a caller writes of a type; the runner has checked required fields and enum values.
absl::Status Check(const v1::ServiceType& type) {
  FaultList faults("service_type");
  faults.AddAll(ParseName("owner", "deputyships/*", type.owner()).status());
  if (!type.rests_on().empty()) {
    faults.AddAll(ParseName("rests_on", "subGuidelines/*/revisions/*", type.rests_on()).status());
  }
  CheckTitle(type, faults);
  CheckRange("level", type.level(), 1, kMostLevel, faults);
  CheckRange("founding_number", type.founding_number(), 0, kMostFoundingNumber, faults);
  CheckLength("legal_basis", type.legal_basis(), kLongestLegalBasis, faults);
  const std::set<int> domains(type.domains().begin(), type.domains().end());
  if (domains.count(v1::ServiceType::DOMAIN_UNSPECIFIED) > 0 ||
      static_cast<int>(domains.size()) != type.domains_size()) {
    faults.AddInvalid("domains", {.en = "Each domain is named once.",
                                  .fa = "هر حوزه یک بار نام برده می‌شود."});
  }
  return faults.ToStatus();
}

void SetState(v1::ServiceType& type, v1::ServiceType::State state, absl::string_view reason, absl::Time now) {
  type.set_state(state);
  type.set_state_reason(std::string(reason));
  *type.mutable_update_time() = ToTimestamp(now);
}

}  // namespace

v1::ServiceType AsOf(v1::ServiceType type, absl::CivilDay today) {
  if (type.has_scheduled() && iran::StoredDay(type.scheduled().effective_date()) <= today) {
    const v1::ServiceType::Scheduled scheduled = type.scheduled();
    type.set_current_revision(scheduled.revision());
    type.clear_quarantine();
    if (scheduled.has_quarantine()) *type.mutable_quarantine() = scheduled.quarantine();
    type.clear_scheduled();
  }
  return type;
}

void Schedule(const v1::ServiceTypeRevision& revision, absl::Time now, v1::ServiceType& type) {
  type.clear_scheduled();
  v1::ServiceType::Scheduled& scheduled = *type.mutable_scheduled();
  scheduled.set_revision(revision.name());
  *scheduled.mutable_effective_date() = revision.effective_date();
  if (const std::optional<Words> fault = WhyUnusable(revision.terms())) {
    *scheduled.mutable_quarantine() = QuarantineFor(*fault, now);
  }
}

v1::ServiceType Settled(v1::ServiceType type, const Standing& standing, absl::Time now) {
  const auto name_of = [](const std::optional<v1::ServiceTypeRevision>& revision) {
    return revision.has_value() ? revision->name() : "";
  };
  const absl::CivilDay today = iran::TehranDay(now);
  type = AsOf(std::move(type), today);
  if (type.current_revision() != name_of(standing.current)) {
    type.clear_current_revision();
    type.clear_quarantine();
    if (standing.current.has_value()) {
      Schedule(*standing.current, now, type);
      type = AsOf(std::move(type), today);
    }
  }
  if (type.scheduled().revision() != name_of(standing.next)) {
    type.clear_scheduled();
    if (standing.next.has_value()) Schedule(*standing.next, now, type);
  }
  return type;
}

bool NamesAnyOf(const std::set<std::string>& revisions, const v1::ServiceType& type) {
  return revisions.count(type.current_revision()) > 0 || revisions.count(type.scheduled().revision()) > 0;
}

std::vector<std::string> WordsOf(const v1::ServiceType& type) {
  const absl::string_view slug = absl::StripPrefix(type.name(), "serviceTypes/");
  return iran::SearchWords(
      absl::StrCat(absl::StrReplaceAll(slug, {{"-", " "}}), " ", slug, " ", type.title().fa(), " ", type.title().en()));
}

bool Matches(const TypeFilter& filter, const v1::ServiceType& type, const std::vector<std::string>& words) {
  return (filter.owner.empty() || filter.owner == type.owner()) &&
         (filter.state == v1::ServiceType::STATE_UNSPECIFIED || filter.state == type.state()) &&
         (filter.domain == v1::ServiceType::DOMAIN_UNSPECIFIED ||
          absl::c_linear_search(type.domains(), filter.domain)) &&
         absl::c_all_of(filter.words, [&](const std::string& beginning) {
           return absl::c_any_of(words, [&](const std::string& word) { return absl::StartsWith(word, beginning); });
         });
}

absl::StatusOr<v1::ServiceType> Register(v1::ServiceType draft, absl::string_view name, absl::Time now) {
  ClearServerFields(draft);
  draft.set_name(std::string(name));
  if (draft.level() == 0) draft.set_level(1);
  MOSBAT_RETURN_IF_ERROR(Check(draft));
  draft.set_state(v1::ServiceType::PROPOSED);
  *draft.mutable_create_time() = ToTimestamp(now);
  *draft.mutable_update_time() = ToTimestamp(now);
  return draft;
}

absl::StatusOr<v1::ServiceType> Update(v1::ServiceType type, const v1::ServiceType& wanted,
                                       const google::protobuf::FieldMask& mask, absl::Time now) {
  if (type.state() == v1::ServiceType::RETIRED) return errors::ServiceTypeRetired(type.name());
  MOSBAT_RETURN_IF_ERROR(ApplyUpdate(mask, wanted, type));
  if (type.level() == 0) type.set_level(1);
  MOSBAT_RETURN_IF_ERROR(Check(type));
  if (type.title_unknown() && type.state() != v1::ServiceType::PROPOSED) return errors::TitleUnknown(type.name());
  *type.mutable_update_time() = ToTimestamp(now);
  return type;
}

absl::StatusOr<v1::ServiceType> Suspend(v1::ServiceType type, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  if (type.state() != v1::ServiceType::ACTIVE) return errors::NotActive(type.name(), type.state());
  SetState(type, v1::ServiceType::SUSPENDED, reason, now);
  return type;
}

absl::StatusOr<v1::ServiceType> Retire(v1::ServiceType type, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  if (type.state() != v1::ServiceType::ACTIVE && type.state() != v1::ServiceType::SUSPENDED) {
    return errors::NotActive(type.name(), type.state());
  }
  type = AsOf(std::move(type), iran::TehranDay(now));  // what has taken effect stays what was in force
  type.clear_scheduled();
  SetState(type, v1::ServiceType::RETIRED, reason, now);
  return type;
}

}  // namespace mosbat::catalog::domain
