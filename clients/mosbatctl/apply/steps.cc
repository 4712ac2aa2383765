#include "clients/mosbatctl/apply/steps.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"

#include "common/base/error.h"

namespace mosbat::ctl {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string VerbWord(const Verb& verb) {
  const std::string& method = verb.method->name();
  return method.substr(0, method.size() - verb.method->output_type()->name().size());
}

std::string FirstState(const Descriptor& resource) {
  const FieldDescriptor* const state = resource.FindFieldByName("state");
  const auto* const first = state == nullptr ? nullptr : state->enum_type()->FindValueByNumber(1);
  return first == nullptr ? "" : first->name();
}

std::string StateAfter(const Verb& verb) {
  static const auto* const states = new std::map<std::string, std::string>{
      {"Activate", "ACTIVE"},  {"Approve", "APPROVED"},  {"End", "ENDED"},
      {"Issue", "ISSUED"},     {"Retire", "RETIRED"},    {"Return", "RETURNED"},
      {"Submit", "SUBMITTED"}, {"Suspend", "SUSPENDED"}, {"Withdraw", "WITHDRAWN"}};
  const auto found = states->find(VerbWord(verb));
  if (found == states->end()) return "";
  const FieldDescriptor* const state = verb.method->output_type()->FindFieldByName("state");
  const bool known = state != nullptr && state->enum_type()->FindValueByName(found->second) != nullptr;
  return known ? found->second : "";
}

const std::vector<std::string>& StatesTaking(const Method& verb) {
  static const auto* const states =
      new std::map<std::string, std::vector<std::string>>{{"", {}},
                                                          {"ActivateEntrustment", {"PROPOSED", "SUSPENDED"}},
                                                          {"ActivateServiceType", {"PROPOSED", "ACTIVE", "SUSPENDED"}},
                                                          {"ApproveSubGuidelineRevision", {"SUBMITTED"}},
                                                          {"EndEntrustment", {"PROPOSED", "ACTIVE", "SUSPENDED"}},
                                                          {"IssueDirective", {"DRAFT"}},
                                                          {"RepealDirective", {"ISSUED"}},
                                                          {"RetireServiceType", {"ACTIVE", "SUSPENDED"}},
                                                          {"ReturnSubGuidelineRevision", {"SUBMITTED"}},
                                                          {"SubmitSubGuidelineRevision", {"DRAFT", "RETURNED"}},
                                                          {"SuspendEntrustment", {"ACTIVE"}},
                                                          {"SuspendServiceType", {"ACTIVE"}},
                                                          {"WithdrawSubGuidelineRevision", {"APPROVED"}}};
  const auto found = states->find(verb.name());
  return found == states->end() ? states->at("") : found->second;
}

bool IsTakenIn(const Verb& verb, const std::string& state) {
  return state.empty() || absl::c_linear_search(verb.when, state);
}

std::vector<const Verb*> StepsFrom(const Entry& entry, std::string state) {
  std::vector<const Verb*> steps;
  for (const Verb& verb : entry.then) {
    if (!IsTakenIn(verb, state)) continue;
    steps.push_back(&verb);
    state = StateAfter(verb);
  }
  return steps;
}

MessagePtr StepRequest(const Verb& verb, const Message& acting) {
  MessagePtr request = CopyOf(*verb.request);
  SetText(*request, "name", TextOf(acting, "name"));
  SetText(*request, "etag", TextOf(acting, "etag"));
  return request;
}

std::vector<PathMap> PathsOfStep(const Entry& entry, const Verb& verb) {
  const FieldDescriptor& acting = *(entry.revision != nullptr ? entry.revision : entry.resource);
  const Descriptor& type = *acting.message_type();
  const std::string written = Below(entry.path, entry.revision != nullptr ? "revision" : "resource");
  std::vector<PathMap> maps = {{acting.name(), written}};
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string& field = type.field(i)->name();
    if (verb.request->GetDescriptor()->FindFieldByName(field) != nullptr) continue;
    maps.push_back({field, Below(written, InJsonCase(field))});
  }
  maps.push_back({"", Below(verb.path, "with")});
  return maps;
}

bool IsSoAlready(const absl::Status& status) { return ReasonOf(status) == "ALREADY_ACTIVE"; }

}  // namespace mosbat::ctl
