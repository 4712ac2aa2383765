// A decision, made again from what was kept of it. Pure functions.
#pragma once

#include "common/schema/schema.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::casefile::domain {

// What is known of the texts; null of what is not known.
struct ReplayTexts {
  const catalog::v1::ServiceTypeRevision* revision = nullptr;  // that the request was promised
  const schema::CompiledSchema* rule = nullptr;                // that of the revision
  const guideline::v1::Directive* directive = nullptr;         // that the decision names
};

// The stored decision, the one that the texts give now on its facts, and each difference.
v1::ReplayDecisionResponse Replay(const v1::ServiceRequest& request, const ReplayTexts& texts);

}  // namespace mosbat::casefile::domain
