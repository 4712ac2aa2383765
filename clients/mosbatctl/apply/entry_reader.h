// One document of a file, read into the entries that it says.
#pragma once

#include <memory>
#include <string>

#include "nlohmann/json.hpp"

#include "clients/mosbatctl/apply/plan.h"

namespace mosbat::ctl {

// Adds the entries of a document to `plan`, and the first fault of each that is none. `path` is "" of a document that
// is the only one of its file.
void ReadDocument(const std::shared_ptr<const Source>& source, const nlohmann::json& document, const std::string& path,
                  bool historical, Plan& plan);

}  // namespace mosbat::ctl
