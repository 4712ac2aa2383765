// What two texts say differently: a walk over both messages side by side. Pure.
//
// Entries of a list are the same entry where they have the same number, code or date, so that inserting one says one
// thing and not that everything after it has changed. Rules are compared inside, by JSON pointer:
// "terms.eligibility.rule.schema/properties/age_years/maximum".
#pragma once

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::domain {

v1::CompareDirectivesResponse Compare(const v1::Directive& base, const v1::Directive& other);

v1::CompareSubGuidelineRevisionsResponse Compare(const v1::SubGuidelineRevision& base,
                                                 const v1::SubGuidelineRevision& other);

}  // namespace mosbat::guideline::domain
