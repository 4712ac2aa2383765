#include "clients/mosbatctl/apply/place.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/yaml.h"
#include "common/base/error.h"

namespace mosbat::ctl {
namespace {

std::string InFile(const std::string& field, const std::vector<PathMap>& maps) {
  for (const PathMap& map : maps) {
    const std::string rest = field.substr(std::min(map.from.size(), field.size()));
    const bool whole = rest.empty() || rest.front() == '.' || rest.front() == '[' || map.from.empty();
    if (field.compare(0, map.from.size(), map.from) != 0 || !whole) continue;
    return map.from.empty() ? Below(map.to, InJsonCase(rest)) : absl::StrCat(map.to, InJsonCase(rest));
  }
  return field;
}

}  // namespace

std::string PlaceOf(const Source& source, absl::string_view path) {
  const int line = LineOf(source.text, path);
  return line == 0 ? source.file : absl::StrCat(source.file, ":", line);
}

std::string Below(absl::string_view path, absl::string_view key) {
  return absl::StrCat(path, path.empty() || key.empty() ? "" : ".", key);
}

absl::Status At(const Source& source, const std::string& path, const std::string& name,
                const std::vector<PathMap>& maps, const absl::Status& status) {
  std::vector<FieldFault> faults;
  const auto english = FaultsOf(status, Language::kEnglish);
  const auto persian = FaultsOf(status, Language::kPersian);
  for (size_t i = 0; i < english.size(); ++i) {
    const std::string field = InFile(english[i].first, maps);
    const std::string line = absl::StrCat(PlaceOf(source, field), ": ");
    faults.push_back(
        {.field = field,
         .words = {.en = absl::StrCat(line, field, ": ", english[i].second),
                   .fa = absl::StrCat(line, field, ": ", i < persian.size() ? persian[i].second : english[i].second)}});
  }
  ErrorMetadata metadata = MetadataOf(status);
  metadata.emplace_back("file", source.file);
  metadata.emplace_back("path", path);
  // Where exactly one field is at fault, its line is the one to look at.
  const std::string at = faults.size() == 1 ? faults.front().field : path;
  const std::string who =
      absl::StrCat(path.empty() ? "" : ", ", path, name.empty() ? "" : absl::StrCat(" (", name, ")"));
  const std::string where = absl::StrCat(PlaceOf(source, at), who, ": ");
  return MakeFieldErrors(status.code(), ReasonOf(status),
                         {.en = absl::StrCat(where, WordsOf(status, Language::kEnglish)),
                          .fa = absl::StrCat(where, WordsOf(status, Language::kPersian))},
                         std::move(faults), std::move(metadata));
}

}  // namespace mosbat::ctl
