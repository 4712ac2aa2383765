// What the entries of a plan name, and whether it is there: in the suite or made by the plan.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/client.h"

namespace mosbat::ctl {

// What an entry or one of its steps names, and where: a resource, or a deputyship in whose name it calls.
struct Named {
  std::string path;  // "document[1].resource.restsOn"
  std::string name;
  std::string form;  // "subGuidelines/*/revisions/*"
};
std::vector<Named> NamedBy(const Entry& entry);

class References {
 public:
  // All outlive it.
  References(Calls& calls, const Makers& makers)
      : calls_(calls),
        makers_(makers),
        in_english_(CallsAs(calls, ""), Language::kEnglish),
        in_persian_(CallsAs(calls, ""), Language::kPersian) {}

  // Of what an entry names, that which is not there, with what may have been meant: FAILED_PRECONDITION /
  // NAMED_NOT_THERE, each by file and line.
  std::vector<absl::Status> Missing(const Entry& entry);

  // As far as the caller of the entry may find out.
  bool IsThere(const Entry& entry, const std::string& name);

 private:
  Words NotThere(const Entry& entry, const Named& named);
  Words NoSuchArea(const Named& named);
  // Of those in the same collection, made here or there too, the one that is near; "" if none is.
  std::string NearestMade(const std::string& name) const;
  std::string NearestOf(const Entry& entry, const std::string& name);

  Calls& calls_;
  const Makers& makers_;
  AreaNames in_english_;
  AreaNames in_persian_;
  std::map<std::string, bool> there_;  // by name
};

}  // namespace mosbat::ctl
