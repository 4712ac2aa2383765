// What speaks against a package before any of it is there, from its own documents and from what the suite lets
// everybody read. A service judges a request by what it has, so of documents that rest on one another it can judge the
// first.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/client.h"
#include "common/base/error.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {

class Forecast {
 public:
  // Both outlive it.
  Forecast(Calls& calls, absl::Span<const Entry> entries) : calls_(calls), entries_(entries), makers_(entries) {}

  // Of what an entry names (a text, a service type, a county, …), that which neither the suite has nor the plan makes:
  // FAILED_PRECONDITION / NAMED_NOT_THERE, each by file and line.
  std::vector<absl::Status> Against(const Entry& entry);

  // Against a step whose service cannot judge it yet: its day lies in the past, no directive is in force then, the text
  // lacks a term, is approved by its author or only after its service type begins. With the reasons of the services.
  std::vector<absl::Status> AgainstStep(const Entry& entry, const Verb& verb);

  // An entry of another service type than those of its own file, which the suite has: right, but seldom meant.
  std::optional<Words> Doubt(const Entry& entry);

 private:
  bool IsThere(const Entry& entry, const std::string& name);
  absl::CivilDay Today();
  // The day on which a step takes effect, and where the file says it.
  std::optional<absl::CivilDay> DayOf(const Entry& entry, const Verb& verb, std::string& path);

  void CheckDay(const Entry& entry, const Verb& verb, std::vector<absl::Status>& faults);
  void CheckApproval(const Entry& entry, const Verb& verb, std::vector<absl::Status>& faults);
  void CheckSubmission(const Entry& entry, std::vector<absl::Status>& faults);
  void CheckActivation(const Entry& entry, const Verb& verb, std::vector<absl::Status>& faults);

  Calls& calls_;
  const absl::Span<const Entry> entries_;
  const Makers makers_;
  std::map<std::string, bool> there_;  // by name
  std::optional<absl::CivilDay> today_;
};

}  // namespace mosbat::ctl
