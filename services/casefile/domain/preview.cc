#include "services/casefile/domain/preview.h"

#include <algorithm>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"

#include "mosbat/registry/v1/centre.pb.h"
#include "services/casefile/domain/provider.h"

namespace mosbat::casefile::domain {

bool Meets(const schema::CompiledSchema* rule, const google::protobuf::Struct& facts) {
  if (rule == nullptr) return false;
  const std::vector<schema::Fault> faults = rule->Validate(facts);
  return std::all_of(faults.begin(), faults.end(), [](const schema::Fault& fault) {
    return fault.path == "/request" || absl::StartsWith(fault.path, "/request/");
  });
}

bool IsEntrusted(const v1::CaseFile& file, absl::Span<const catalog::v1::Entrustment> entrustments) {
  registry::v1::Centre centre;
  centre.set_name(file.centre());
  centre.set_county(file.county());
  return absl::c_any_of(entrustments, [&](const auto& entrustment) { return Covers(entrustment, centre); });
}

void Count(bool meets_now, bool would_meet, bool is_entrusted, v1::PreviewRulesResponse::Change& change) {
  if (meets_now && would_meet) change.set_stay(change.stay() + 1);
  if (!meets_now && would_meet) {
    change.set_gain(change.gain() + 1);
    change.set_gain_entrusted(change.gain_entrusted() + is_entrusted);
  }
  if (meets_now && !would_meet) {
    change.set_lose(change.lose() + 1);
    change.set_lose_entrusted(change.lose_entrusted() + is_entrusted);
  }
  if (!meets_now && !would_meet) change.set_stay_out(change.stay_out() + 1);
}

}  // namespace mosbat::casefile::domain
