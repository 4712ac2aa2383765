// Where in a file something stands, for errors: "programme.yaml:12, apply[3].resource.title (subGuidelines/x): …".
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/base/error.h"

namespace mosbat::ctl {

// A text of which the entries were read.
struct Source {
  std::string file;  // as it is called in errors
  std::string text;
};

// "programme.yaml:12", without a line where none is known.
std::string PlaceOf(const Source& source, absl::string_view path);

// "apply[3]", "resource" → "apply[3].resource"; the path of a whole document may be "".
std::string Below(absl::string_view path, absl::string_view key);

// The faults of an error made here, in both languages; of one that has only one, that twice.
std::vector<FieldFault> FieldFaultsOf(const absl::Status& status);

// The error with file and line in front of its words and of each fault, whose fields are paths in the file.
absl::Status WithLines(const Source& source, const absl::Status& status);

// Where a field of a request stands in the file: "sub_guideline.title.fa" → "resource.title.fa".
struct PathMap {
  std::string from;
  std::string to;
};

// The error with place, path and resource in front of its words, its fields as paths in the file with their lines.
absl::Status At(const Source& source, const std::string& path, const std::string& name,
                const std::vector<PathMap>& maps, const absl::Status& status);

}  // namespace mosbat::ctl
