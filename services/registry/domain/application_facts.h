// The facts document of an application: what a directive's criteria are written over. Its keys are promised in
// protos/mosbat/registry/v1/application.proto.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/struct.pb.h"

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/application.pb.h"

namespace mosbat::registry::domain {

// Sets the evaluation index of a checked applicant, or of a legal person's representative, by the criteria and weights
// of the directive. INVALID_ARGUMENT / APPLICANT_INVALID for scores by other criteria, and for two by one.
absl::Status Evaluate(const guideline::v1::Directive& directive, v1::Applicant& applicant);

// The facts of an evaluated applicant on a day.
google::protobuf::Struct FactsOf(const v1::Applicant& applicant, absl::CivilDay day);

// OK if the facts meet the directive's criteria for this kind of applicant, as far as it has any, and the least
// evaluation index that it demands. FAILED_PRECONDITION / APPLICANT_CRITERIA_NOT_MET else, with a fault for each
// criterion that is not met: the path of the fact, and the article in its words.
absl::Status RequireCriteria(const google::protobuf::Struct& facts, const v1::Applicant& applicant,
                             const guideline::v1::Directive& directive);

}  // namespace mosbat::registry::domain
