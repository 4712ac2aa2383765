#include "services/catalog/handlers/type_sweep.h"

#include <memory>
#include <utility>

#include "common/audit/own_entry.h"
#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "common/rpc/call.h"
#include "services/catalog/domain/service_type.h"
#include "services/catalog/domain/usability.h"

namespace mosbat::catalog {

int TypeSweep::Run(absl::FunctionRef<void(absl::string_view, const std::string&, const absl::Status&)> failed) {
  const absl::CivilDay today = iran::TehranDay(parts_.business_clock.Now());
  int changed = 0;
  int looked_at = 0;
  std::string last;
  const auto count = [&](absl::string_view chore, const std::string& name, const absl::StatusOr<bool>& done) {
    if (done.ok()) {
      changed += *done ? 1 : 0;
    } else if (!absl::IsAborted(done.status())) {  // who came first may have done it
      failed(chore, name, done.status());
    }
  };
  const absl::StatusOr<std::set<std::string>> passed_over = PassedOver();
  if (!passed_over.ok()) failed("schedule", "", passed_over.status());
  const std::shared_ptr<const TypeCache::Types> all = parts_.cache.All();
  for (const std::shared_ptr<const TypeCache::Held>& held : *all) {
    const v1::ServiceType& type = held->type;
    if (parts_.is_stopping()) return changed;
    if (type.state() == v1::ServiceType::RETIRED) continue;
    const bool day_came = type.has_scheduled() && iran::StoredDay(type.scheduled().effective_date()) <= today;
    if (day_came || (passed_over.ok() && domain::NamesAnyOf(*passed_over, type))) {
      count("schedule", type.name(), Settle(type.name()));
    } else if (!type.current_revision().empty() && checked_.count(type.current_revision()) == 0 &&
               type.name() > looked_until_ && looked_at < kMostChecked) {
      last = type.name();
      ++looked_at;
      const absl::StatusOr<bool> done = CheckCurrent(type.name());
      count("quarantine", type.name(), done);
      if (done.ok()) checked_.insert(type.current_revision());
    }
  }
  looked_until_ = looked_at < kMostChecked ? "" : std::move(last);
  return changed;
}

absl::StatusOr<std::set<std::string>> TypeSweep::PassedOver() {
  absl::StatusOr<std::set<std::string>> names = absl::UnknownError("not read");
  MOSBAT_RETURN_IF_ERROR(parts_.database.Read([&](db::Session& session) {
    names = parts_.types.ListPassedOver(session);
    return names.status();
  }));
  return names;
}

absl::StatusOr<bool> TypeSweep::Settle(const std::string& name) {
  const absl::Time now = parts_.business_clock.Now();
  return Apply(name, "schedule", [&](db::Session& session, v1::ServiceType& type) -> absl::StatusOr<std::string> {
    const std::string current = type.current_revision();
    const std::string scheduled = type.scheduled().revision();
    MOSBAT_ASSIGN_OR_RETURN(type, parts_.types.Settled(session, std::move(type), now));
    if (type.current_revision() == current && type.scheduled().revision() == scheduled) return "";
    const bool took_effect = !scheduled.empty() && type.current_revision() == scheduled;
    return took_effect ? "ServiceTypeRevisionTookEffect" : "ServiceTypeRevisionPassedOver";
  });
}

absl::StatusOr<bool> TypeSweep::CheckCurrent(const std::string& name) {
  const absl::Time now = parts_.business_clock.Now();
  const auto judge = [&](db::Session& session, v1::ServiceType& type) -> absl::StatusOr<std::string> {
    const bool before = type.has_quarantine();
    if (type.current_revision().empty()) return "";
    MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceTypeRevision current,
                            parts_.types.GetRevision(session, type.current_revision()));
    type = domain::Quarantined(std::move(type), current.terms(), now);
    if (type.has_quarantine() == before) return "";
    return type.has_quarantine() ? "ServiceTypeQuarantined" : "ServiceTypeQuarantineLifted";
  };
  // Nearly always there is nothing to write.
  std::string event;
  MOSBAT_RETURN_IF_ERROR(parts_.database.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, parts_.types.Get(session, name));
    MOSBAT_ASSIGN_OR_RETURN(event, judge(session, type));
    return absl::OkStatus();
  }));
  if (event.empty()) return false;
  return Apply(name, "quarantine", judge);
}

absl::StatusOr<bool> TypeSweep::Apply(const std::string& name, absl::string_view chore, Change change) {
  const absl::Time now = parts_.business_clock.Now();
  const absl::Time recorded = parts_.real_clock.Now();
  audit::v1::Entry entry = audit::OwnEntry(
      {.service = "catalog", .replica = parts_.replica, .work = chore, .subject = name}, parts_.ids, recorded);
  v1::ServiceType type;
  bool changed = false;
  MOSBAT_RETURN_IF_ERROR(parts_.database.Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(type, parts_.types.Get(session, name));
    MOSBAT_ASSIGN_OR_RETURN(const std::string event, change(session, type));
    changed = !event.empty();
    if (!changed) return absl::OkStatus();
    entry.set_row_version_before(RowVersionOf(type.etag()));
    *type.mutable_update_time() = ToTimestamp(now);
    MOSBAT_ASSIGN_OR_RETURN(type, parts_.types.Replace(session, std::move(type)));
    entry.set_row_version_after(RowVersionOf(type.etag()));
    MOSBAT_RETURN_IF_ERROR(parts_.trail.Append(session, entry));
    return parts_.outbox.Append(session, {rpc::NewEvent(event, name, type)}, recorded);
  }));
  // What another replica has done is known from here on, too.
  parts_.cache.Put(std::move(type));
  return changed;
}

}  // namespace mosbat::catalog
