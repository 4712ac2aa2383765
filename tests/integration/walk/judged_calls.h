// Calls of one caller through the gateways of two replicas, each held against the model, whichever door it comes
// through: what must it be answered, and what does the other replica say then?
#pragma once

#include <map>
#include <string>

#include "clients/mosbatctl/client.h"
#include "tests/integration/walk/draw.h"
#include "tests/integration/walk/known.h"
#include "tests/integration/walk/policy_model.h"
#include "tests/integration/walk/transitions.h"
#include "tests/load/doors.h"

namespace mosbat::walk {

class JudgedCalls final : public ctl::Calls {
 public:
  JudgedCalls(load::Doors& doors, Draw& draw, PolicyModel& model) : doors_(doors), draw_(draw), model_(model) {}

  // Through either gateway. A write that is not answered as the model says is a failure of the test. Now and then a
  // write that went well is sent again, which must be answered as before and do nothing. Which day it is, the model
  // answers: replicas have no trial clock.
  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override;

  // The resource as the gateway of `replica` has it, after everything that was written.
  absl::StatusOr<ctl::MessagePtr> Get(int replica, const std::string& name);
  template <typename Response>
  absl::StatusOr<Response> Ask(int replica, const google::protobuf::Message& request) {
    return doors_.Call<Response>(replica, "steering@mina", request, &seen_);
  }

  const Known& known() const { return known_; }
  const std::map<std::string, int>& answers() const { return answers_; }  // by reason, to writes that were meant
  const std::map<std::string, int>& writers() const { return writers_; }  // who changed something, how often
  Transitions& transitions() { return transitions_; }

 private:
  absl::Status Write(const std::string& as, const google::protobuf::Message& request,
                     google::protobuf::Message& response);
  void ExpectAnsweredAgain(int replica, const std::string& as, const google::protobuf::Message& request,
                           const google::protobuf::Message& response);
  void ExpectElsewhere(int replica, const google::protobuf::Message& response);
  void Learn(const google::protobuf::Message& answer);
  int SomeReplica();

  load::Doors& doors_;
  Draw& draw_;
  PolicyModel& model_;
  load::Seen seen_;
  SystemIds ids_;
  Known known_;
  Transitions transitions_;
  std::map<std::string, int> answers_;
  std::map<std::string, int> writers_;
};

// "ISSUED", of what the model has; "" of what it has not.
std::string StateIn(const PolicyModel& model, const std::string& name);

}  // namespace mosbat::walk
