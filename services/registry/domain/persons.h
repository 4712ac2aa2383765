// What is formally right in the particulars of applicants, holders and staff.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/fault_list.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry::domain {

// Collects what is wrong with one message, all under one reason.
class Faults {
 public:
  // `reason` is that of the error, `root` the request field that the message stands in, "" for the request itself.
  Faults(absl::string_view reason, absl::string_view root) : reason_(reason), faults_(root) {}

  // Adds a fault unless `right`.
  void Unless(bool right, absl::string_view field, absl::string_view en, absl::string_view fa);
  // A text that must be there, of at most 200 characters.
  void RequireText(const std::string& text, absl::string_view field);
  // A slug, `social-work`; "" is left out and right.
  void RequireSlug(const std::string& slug, absl::string_view field);

  // OK if there is none; else INVALID_ARGUMENT with the reason and every fault.
  absl::Status ToStatus() const { return faults_.ToStatus(); }

 private:
  std::string reason_;
  FaultList faults_;
};

// INVALID_ARGUMENT / APPLICANT_INVALID, below "application.applicant".
absl::Status CheckApplicant(const v1::Applicant& applicant, absl::CivilDay today);

// The applicant as the holder of a licence.
v1::LicenceHolder HolderOf(const v1::Applicant& applicant);

// INVALID_ARGUMENT / HOLDER_INVALID, below `field`.
absl::Status CheckHolder(absl::string_view field, const v1::LicenceHolder& holder);

}  // namespace mosbat::registry::domain
