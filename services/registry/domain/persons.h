// What is formally right in the particulars of applicants and holders.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry::domain {

// INVALID_ARGUMENT / APPLICANT_INVALID, below "application.applicant".
absl::Status CheckApplicant(const v1::Applicant& applicant, absl::CivilDay today);

// The applicant as the holder of a licence.
v1::LicenceHolder HolderOf(const v1::Applicant& applicant);

// INVALID_ARGUMENT / HOLDER_INVALID, below `field`.
absl::Status CheckHolder(absl::string_view field, const v1::LicenceHolder& holder);

}  // namespace mosbat::registry::domain
