// Where entrustments stand, as a part of what status says.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::ctl {

// That its owner or steering activates it by that method.
void SayActivation(absl::string_view method, const std::string& owner, const std::string& name, Report& report);

// Both outlive it.
class EntrustmentStanding {
 public:
  EntrustmentStanding(CallsAs& calls, Report& report) : calls_(calls), report_(report) {}

  void Say(const catalog::v1::Entrustment& given);
  // Those that may be activated or resumed, pilots first; false where there is none.
  bool SayWaiting(std::vector<catalog::v1::Entrustment> given);

 private:
  // The pilots that keep it waiting; false where there is none.
  bool SayPilots(const catalog::v1::Entrustment& given);

  CallsAs& calls_;
  Report& report_;
};

}  // namespace mosbat::ctl
