// The facts document: what an eligibility schema may ask about. Casefile builds the document by these names.
#pragma once

#include <vector>

#include "mosbat/catalog/v1/fact.pb.h"

namespace mosbat::catalog::domain {

// In byte order of names.
const std::vector<v1::Fact>& Facts();

}  // namespace mosbat::catalog::domain
