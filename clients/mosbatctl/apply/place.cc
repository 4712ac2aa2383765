#include "clients/mosbatctl/apply/place.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "clients/mosbatctl/denial.h"
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

// What is said of a field, without the field's own name in front ("end_date: It is …"), which the place says, and with
// the name as files write it.
std::string Said(const std::string& words, const std::string& field) {
  for (size_t from = 0; from != std::string::npos; from = field.find('.', from)) {
    if (from != 0) ++from;
    const std::string name = field.substr(from);
    if (absl::StartsWith(words, absl::StrCat(name, ": "))) return words.substr(name.size() + 2);
    // Of a key that is a path itself nothing is cut: clauses["/properties/age_months"].
    const std::string key = absl::StrContains(name, "[") ? name : name.substr(name.rfind('.') + 1);
    if (absl::StrContains(words, name)) return absl::StrReplaceAll(words, {{name, InJsonCase(key)}});
  }
  return words;
}

// The caller of what stands at a path: of an entry's resource or revision, that of the entry.
std::string CallerPath(const std::string& path) {
  std::vector<std::string> steps = absl::StrSplit(path, '.', absl::SkipEmpty());
  if (!steps.empty() && (steps.back() == "resource" || steps.back() == "revision")) steps.pop_back();
  steps.emplace_back("as");
  return absl::StrJoin(steps, ".");
}

}  // namespace

std::string PlaceOf(const Source& source, absl::string_view path) {
  const int line = LineOf(source.text, path);
  return line == 0 ? source.file : absl::StrCat(source.file, ":", line);
}

std::string Below(absl::string_view path, absl::string_view key) {
  return absl::StrCat(path, path.empty() || key.empty() ? "" : ".", key);
}

std::vector<FieldFault> FieldFaultsOf(const absl::Status& status) {
  std::vector<FieldFault> faults;
  const auto english = FaultsOf(status, Language::kEnglish);
  const auto persian = FaultsOf(status, Language::kPersian);
  for (size_t i = 0; i < english.size(); ++i) {
    const std::string& fa = i < persian.size() ? persian[i].second : english[i].second;
    faults.push_back({.field = english[i].first, .words = {.en = english[i].second, .fa = fa}});
  }
  return faults;
}

absl::Status WithLines(const Source& source, const absl::Status& status) {
  std::vector<FieldFault> faults = FieldFaultsOf(status);
  for (auto& [field, words] : faults) {
    const std::string place = PlaceOf(source, field);
    words = {.en = absl::StrCat(place, ": ", words.en), .fa = absl::StrCat(place, ": ", words.fa)};
  }
  const std::string place = faults.empty() ? source.file : PlaceOf(source, faults.front().field);
  ErrorMetadata metadata = MetadataOf(status);
  metadata.emplace_back("file", source.file);
  return MakeFieldErrors(status.code(), ReasonOf(status),
                         {.en = absl::StrCat(place, ": ", WordsOf(status, Language::kEnglish)),
                          .fa = absl::StrCat(place, ": ", WordsOf(status, Language::kPersian))},
                         std::move(faults), std::move(metadata));
}

absl::Status At(const Source& source, const std::string& path, const std::string& name,
                const std::vector<PathMap>& maps, const absl::Status& status) {
  const std::vector<FieldFault> said = FieldFaultsOf(status);
  std::vector<FieldFault> faults;
  for (const auto& [field, words] : said) {
    faults.push_back(
        {.field = InFile(field, maps), .words = {.en = Said(words.en, field), .fa = Said(words.fa, field)}});
  }
  // Where exactly one field is at fault, its line is the one to look at; where that is all there is to say, it is said
  // once.
  const bool one = faults.size() == 1;
  const bool all = one && (said.front().words.en == WordsOf(status, Language::kEnglish) ||
                           said.front().words.en == WordsOf(status, Language::kPersian));
  // A caller who may not is chosen by `as`.
  const std::string at = all ? faults.front().field : IsDenial(status) ? CallerPath(path) : path;
  const std::string who = absl::StrCat(at.empty() ? "" : ", ", at, name.empty() ? "" : absl::StrCat(" (", name, ")"));
  const std::string where = absl::StrCat(PlaceOf(source, one ? faults.front().field : at), who, ": ");
  Words words = {.en = WordsOf(status, Language::kEnglish), .fa = WordsOf(status, Language::kPersian)};
  if (all) words = faults.front().words;
  words = {.en = absl::StrCat(where, words.en), .fa = absl::StrCat(where, words.fa)};
  for (FieldFault& fault : faults) {
    const std::string line = absl::StrCat(PlaceOf(source, fault.field), ": ", fault.field, ": ");
    fault.words =
        all ? words : Words{.en = absl::StrCat(line, fault.words.en), .fa = absl::StrCat(line, fault.words.fa)};
  }
  ErrorMetadata metadata = MetadataOf(status);
  metadata.emplace_back("file", source.file);
  metadata.emplace_back("path", path);
  return MakeFieldErrors(status.code(), ReasonOf(status), words, std::move(faults), std::move(metadata));
}

}  // namespace mosbat::ctl
