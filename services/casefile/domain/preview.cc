#include "services/casefile/domain/preview.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"

namespace mosbat::casefile::domain {

bool Meets(const schema::CompiledSchema* rule, const google::protobuf::Struct& facts) {
  if (rule == nullptr) return false;
  const std::vector<schema::Fault> faults = rule->Validate(facts);
  return std::all_of(faults.begin(), faults.end(), [](const schema::Fault& fault) {
    return fault.path == "/request" || absl::StartsWith(fault.path, "/request/");
  });
}

void Count(bool meets_now, bool would_meet, v1::PreviewRulesResponse::Change& change) {
  if (meets_now && would_meet) change.set_stay(change.stay() + 1);
  if (!meets_now && would_meet) change.set_gain(change.gain() + 1);
  if (meets_now && !would_meet) change.set_lose(change.lose() + 1);
  if (!meets_now && !would_meet) change.set_stay_out(change.stay_out() + 1);
}

}  // namespace mosbat::casefile::domain
