#include "tests/load/broken_types.h"

#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "tests/load/publication.h"

namespace mosbat::load {
namespace {

using catalog::v1::ServiceType;

// No schema, a reference out of the document, a pattern that only a backtracking engine takes.
constexpr const char* kBroken[] = {R"({"properties": {"age_years": {"type": "nonsense"}}})",
                                   R"({"$ref": "https://example.org/rule.json"})",
                                   R"({"properties": {"centre": {"pattern": "(a+)\\1"}}})"};
constexpr char kAsksForNoFact[] = R"({"properties": {"shoe_size": {"maximum": 44}}})";
constexpr absl::Duration kSweepPatience = absl::Seconds(10);
constexpr absl::Duration kLookEvery = absl::Milliseconds(20);

// "INVALID_ARGUMENT / SCHEMA_MALFORMED at revision.terms.…: the words"
std::string Said(const absl::Status& status) {
  std::string said = absl::StrCat(absl::StatusCodeToString(status.code()), " / ", ReasonOf(status), ": ");
  const auto faults = FaultsOf(status, Language::kEnglish);
  if (faults.empty()) return said + WordsOf(status, Language::kEnglish);
  return absl::StrCat(said, faults.front().first, ": ", faults.front().second);
}

class BrokenType {
 public:
  BrokenType(Doors& doors, OlderProgram& older, const casefile::v1::CaseFile& file, int replica, int index)
      : doors_(doors),
        older_(older),
        file_(file),
        other_(1 - replica),
        rule_(kBroken[static_cast<size_t>(index / 4) % std::size(kBroken)]),
        publication_(doors, replica, absl::StrCat("broken-", index)) {
    outcome_.type = publication_.type();
  }

  BrokenOutcome NoSchema() {
    outcome_.how = "its rule is no schema";
    const absl::Status refused = publication_.ApproveText(rule_);
    return absl::IsInvalidArgument(refused) ? Stopped("guideline", Said(refused)) : NotStopped(refused);
  }

  BrokenOutcome NoFact() {
    outcome_.how = "its rule asks for no fact, as an older program took it";
    absl::Status made = Register(kGoodRule);
    if (made.ok()) made = older_.ApproveWithRule(publication_.text(), kAsksForNoFact);
    if (!made.ok()) return NotStopped(made);
    const absl::Status refused = publication_.Activate().status();
    return ReasonOf(refused) == "FACT_UNKNOWN" ? Stopped("activation", Said(refused)) : NotStopped(refused);
  }

  BrokenOutcome ApprovedByOlderProgram() {
    outcome_.how = "an older program approved it";
    absl::Status made = Register(kGoodRule);
    if (made.ok()) made = older_.ApproveWithRule(publication_.text(), rule_);
    if (!made.ok()) return NotStopped(made);
    const absl::StatusOr<ServiceType> active = publication_.Activate();
    if (!active.ok() || !active->has_quarantine()) return NotStopped(active.status());
    if (const absl::Status entrusted = publication_.ActivateEntrustment(); !entrusted.ok()) {
      return NotStopped(entrusted);
    }
    if (const absl::Status used = RequireUnusable(); !used.ok()) return NotStopped(used);
    return Stopped("quarantine", active->quarantine().reason_en());
  }

  BrokenOutcome ActivatedByOlderProgram() {
    outcome_.how = "an older program activated it";
    absl::Status made = Register(kGoodRule);
    if (made.ok()) made = publication_.Activate().status();
    if (made.ok()) made = publication_.ActivateEntrustment();
    if (made.ok()) made = older_.ActivateWithRule(publication_.type(), rule_);
    if (!made.ok()) return NotStopped(made);
    const absl::StatusOr<std::string> reason = AwaitQuarantine();
    if (!reason.ok()) return NotStopped(reason.status());
    if (const absl::Status used = RequireUnusable(); !used.ok()) return NotStopped(used);
    return Stopped("sweep", *reason);
  }

 private:
  BrokenOutcome Stopped(std::string by, std::string reason) {
    outcome_.by = std::move(by);
    outcome_.reason = std::move(reason);
    return outcome_;
  }
  BrokenOutcome NotStopped(const absl::Status& happened) { return Stopped("", Said(happened)); }

  absl::Status Register(absl::string_view rule) {
    MOSBAT_RETURN_IF_ERROR(publication_.ApproveText(rule));
    return publication_.Register();
  }

  // Both replicas say that it is in quarantine; why.
  absl::StatusOr<std::string> AwaitQuarantine() {
    catalog::v1::GetServiceTypeRequest request;
    request.set_name(publication_.type());
    const absl::Time give_up = absl::Now() + kSweepPatience;
    ServiceType type;
    for (int replica = 0; replica < testing::ReplicatedSuite::kReplicas; ++replica) {
      do {
        MOSBAT_ASSIGN_OR_RETURN(type, doors_.Call<ServiceType>(replica, "steering", request));
        if (!type.has_quarantine()) absl::SleepFor(kLookEvery);
      } while (!type.has_quarantine() && absl::Now() < give_up);
      if (!type.has_quarantine()) return absl::DeadlineExceededError("it is not in quarantine");
    }
    return type.quarantine().reason_en();
  }

  // Neither catalog nor casefile decide by it.
  absl::Status RequireUnusable() {
    catalog::v1::CheckEligibilityRequest check;
    check.set_name(publication_.type());
    *check.mutable_facts() = SchemaOf("{}");
    MOSBAT_RETURN_IF_ERROR(
        RequireQuarantined(doors_.Call<common::v1::Decision>(other_, "steering", check, &publication_.seen())));
    return RequireQuarantined(doors_.Call<casefile::v1::ServiceRequest>(
        other_, WorkerOf(file_), RequestFor(file_, publication_.type()), &publication_.seen()));
  }

  template <typename Answer>
  absl::Status RequireQuarantined(const absl::StatusOr<Answer>& answer) {
    if (ReasonOf(answer.status()) == "SERVICE_TYPE_QUARANTINED") return absl::OkStatus();
    return answer.ok() ? absl::InternalError(answer->ShortDebugString()) : answer.status();
  }

  Doors& doors_;
  OlderProgram& older_;
  const casefile::v1::CaseFile& file_;
  const int other_;
  const char* const rule_;
  Publication publication_;
  BrokenOutcome outcome_;
};

}  // namespace

BrokenOutcome PublishBroken(Doors& doors, OlderProgram& older, const casefile::v1::CaseFile& file, int replica,
                            int index) {
  BrokenType type(doors, older, file, replica, index);
  switch (index % 4) {
    case 0:
      return type.NoSchema();
    case 1:
      return type.NoFact();
    case 2:
      return type.ApprovedByOlderProgram();
    default:
      return type.ActivatedByOlderProgram();
  }
}

}  // namespace mosbat::load
