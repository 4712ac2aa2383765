#include "tests/integration/walk/transitions.h"

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/messages.h"
#include "common/base/etag.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::walk {
namespace {

constexpr char kNone[] = "";
// By date alone, without a write: of an APPROVED revision, and of an ISSUED directive that is repealed.
constexpr char kSuperseded[] = "SUPERSEDED";

std::string WordOf(const google::protobuf::Message& resource) {
  const std::string state = ctl::StateOf(resource);
  const auto* const directive = dynamic_cast<const guideline::v1::Directive*>(&resource);
  return directive != nullptr && directive->has_repeal_date() ? absl::StrCat(state, ", to be repealed") : state;
}

}  // namespace

// contract.md, and that what is edited stays as it is.
const std::map<std::string, StepTable>& Contract() {
  static const auto* const contract = new std::map<std::string, StepTable>{
      {"Directive", {{kNone, "DRAFT"}, {"DRAFT", "DRAFT"}, {"DRAFT", "ISSUED"}, {"ISSUED", "ISSUED, to be repealed"}}},
      {"SubGuidelineRevision",
       {{kNone, "DRAFT"},
        {"DRAFT", "DRAFT"},
        {"DRAFT", "SUBMITTED"},
        {"SUBMITTED", "RETURNED"},
        {"RETURNED", "RETURNED"},
        {"RETURNED", "SUBMITTED"},
        {"SUBMITTED", "APPROVED"},
        {"APPROVED", "APPROVED"},  // its end moves with the revision after it
        {"APPROVED", kSuperseded},
        {kSuperseded, kSuperseded},
        // On one day: what took its place is withdrawn on its first day, and so was never in force.
        {kSuperseded, "APPROVED"},
        {"APPROVED", "WITHDRAWN"}}},
      {"ServiceType",
       {{kNone, "PROPOSED"},
        {"PROPOSED", "PROPOSED"},
        {"PROPOSED", "ACTIVE"},
        {"ACTIVE", "ACTIVE"},
        {"ACTIVE", "SUSPENDED"},
        {"SUSPENDED", "SUSPENDED"},
        {"SUSPENDED", "ACTIVE"},
        {"ACTIVE", "RETIRED"},
        {"SUSPENDED", "RETIRED"}}},
      {"Entrustment",
       {{kNone, "PROPOSED"},
        {"PROPOSED", "ACTIVE"},
        {"PROPOSED", "ENDED"},
        {"ACTIVE", "SUSPENDED"},
        {"ACTIVE", "ENDED"},
        {"SUSPENDED", "ACTIVE"},
        {"SUSPENDED", "ENDED"}}},
  };
  return *contract;
}

void Transitions::Add(const google::protobuf::Message& resource) {
  const std::string& kind = resource.GetDescriptor()->name();
  if (Contract().count(kind) == 0) return;
  const std::string word = WordOf(resource);
  const std::pair<int64_t, int> version = {RowVersionOf(ctl::TextOf(resource, "etag")), word == kSuperseded ? 1 : 0};
  const std::lock_guard lock(mutex_);
  Subject& subject = subjects_[ctl::TextOf(resource, "name")];
  subject.kind = kind;
  std::string& said = subject.said[version];
  if (said.empty()) {
    said = word;
  } else if (said != word) {
    said = absl::StrCat(said, " or ", word);  // which is in no table
  }
}

template <typename Visit>
void Transitions::ForEachStep(Visit visit) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, subject] : subjects_) {
    std::string before = kNone;
    for (const auto& [version, state] : subject.said) {
      // What was there before anybody looked may have been in any state.
      if (version.first == 1 || before != kNone) visit(name, subject.kind, before, state, version.first);
      before = state;
    }
  }
}

std::vector<std::string> Transitions::Illegal() const {
  std::vector<std::string> illegal;
  ForEachStep([&](const std::string& name, const std::string& kind, const std::string& before, const std::string& state,
                  int64_t version) {
    if (Contract().at(kind).count({before, state}) > 0) return;
    illegal.push_back(absl::StrCat(name, ": ", before, " → ", state, " at ", version));
  });
  return illegal;
}

std::map<std::string, int> Transitions::Seen() const {
  std::map<std::string, int> seen;
  ForEachStep([&](const std::string&, const std::string& kind, const std::string& before, const std::string& state,
                  int64_t) { ++seen[absl::StrCat(kind, " ", before, " → ", state)]; });
  return seen;
}

}  // namespace mosbat::walk
