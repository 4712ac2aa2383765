#include "common/rpc/call.h"

#include <algorithm>
#include <limits>

#include "common/base/timestamps.h"
#include "common/rpc/errors.h"

namespace mosbat::rpc {

std::string Call::NewId() {
  if (next_id_ == drawn_ids_.size()) drawn_ids_.push_back(ids_.NewUuid(now()));
  return drawn_ids_[next_id_++];
}

uint64_t Call::Random(uint64_t bound) {
  if (next_number_ == drawn_numbers_.size()) {
    drawn_numbers_.push_back(ids_.Random(std::numeric_limits<uint64_t>::max()));
  }
  return drawn_numbers_[next_number_++] % bound;
}

absl::Status Call::RequireWaiting() const {
  const bool abandoned = context_.abandoned != nullptr && context_.abandoned();
  return abandoned ? errors::CancelledByCaller() : absl::OkStatus();
}

absl::Status Call::RequireScope(const auth::Belonging& row) {
  scope_checked_ = true;
  return rpc::RequireScope(caller(), row);
}

const auth::Principal& Call::FilterByScope() {
  scope_checked_ = true;
  return caller();
}

db::Visibility Call::Visibility() {
  const auth::Principal& caller = FilterByScope();
  return {.area = caller.scope.area, .caller = caller.id};
}

void Call::Emit(feed::v1::Event event) {
  *event.mutable_event_time() = ToTimestamp(now());
  events_.push_back(std::move(event));
}

void Call::Audit(absl::string_view subject, int64_t row_version_before, int64_t row_version_after) {
  audit_.set_subject(std::string(subject));
  audit_.set_row_version_before(row_version_before);
  audit_.set_row_version_after(row_version_after);
}

void Call::AuditEach(absl::Span<const std::string> names) { audited_names_.insert(names.begin(), names.end()); }

void Call::AuditChange(absl::string_view subject, int64_t row_version_before, int64_t row_version_after) {
  const auto [change, is_first] = audited_changes_.try_emplace(std::string(subject));
  audit::v1::Entry& entry = change->second;
  if (is_first) {
    entry.set_subject(change->first);
    entry.set_row_version_before(row_version_before);
  }
  entry.set_row_version_after(row_version_after);
}

std::vector<audit::v1::Entry> Call::audits() const {
  std::vector<audit::v1::Entry> entries(std::max<size_t>(audited_names_.size(), 1), audit_);
  auto entry = entries.begin();
  for (const std::string& name : audited_names_) (entry++)->set_subject(name);
  for (const auto& [subject, change] : audited_changes_) {
    if (subject != audit_.subject()) entries.push_back(change);
  }
  return entries;
}

void Call::BeginRun(db::Session& session) {
  session_ = &session;
  next_id_ = 0;
  next_number_ = 0;
  scope_checked_ = false;
  events_.clear();
  audit_.Clear();
  audited_names_.clear();
  audited_changes_.clear();
  after_commit_.clear();
}

absl::Status RequireScope(const auth::Principal& caller, const auth::Belonging& row) {
  if (auth::Covers(caller, row)) return absl::OkStatus();
  const std::string& deputyship = caller.scope.deputyship;
  const bool is_anothers = !deputyship.empty() && !row.deputyship.empty() && row.deputyship != deputyship;
  return is_anothers ? errors::NotOfDeputyship(row.deputyship, deputyship) : errors::NotInScope();
}

feed::v1::Event NewEvent(absl::string_view type, absl::string_view subject, const google::protobuf::Message& payload,
                         std::vector<std::string> rests_on) {
  feed::v1::Event event;
  event.set_type(std::string(type));
  event.set_subject(std::string(subject));
  event.mutable_payload()->PackFrom(payload);
  for (std::string& name : rests_on) event.add_rests_on(std::move(name));
  return event;
}

}  // namespace mosbat::rpc
