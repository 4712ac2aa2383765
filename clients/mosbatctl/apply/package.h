// What the documents of a plan say about one another. No service sees them side by side, so what contradicts is found
// here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/apply/plan.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::ctl {

// The resource of an entry if it is of that type, else nullptr.
template <typename Resource>
const Resource* ResourceAs(const Entry& entry) {
  return entry.resource == nullptr ? nullptr : dynamic_cast<const Resource*>(&entry.resource_message());
}

// What an entry makes: its resource and with it revision 1 of a text, or what it imports.
std::vector<std::string> NamesMadeBy(const Entry& entry);

// Which entry makes which resource. The entries outlive it.
class Makers {
 public:
  explicit Makers(absl::Span<const Entry> entries);

  // The entry that makes the resource `name`, of two the first; nullptr if none does.
  const Entry* Of(const std::string& name) const;

  std::vector<std::string> names() const;

 private:
  std::map<std::string, const Entry*> by_name_;
};

// The text that an entry makes; nullptr where it makes none.
const guideline::v1::SubGuidelineRevision* TextOf(const Entry& entry);

// INVALID_ARGUMENT / DOCUMENT_REPEATED of two entries of one resource; PACKAGE_CONTRADICTORY of a tariff that counts
// what no text of its service type is paid by, where the plan has them all, and of two tariffs of one day. Each names
// file and line.
std::vector<absl::Status> CheckPackage(absl::Span<const Entry> entries);

}  // namespace mosbat::ctl
