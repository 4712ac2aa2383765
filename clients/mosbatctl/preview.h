// What texts would change if they were in force today, before anybody approves them: of a directive what registry says
// of the centres, with casefile's open files which counties become full or free, and which service types its closed
// list leaves out; of a sub-guideline what casefile says of the households.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "nlohmann/json.hpp"

#include "clients/mosbatctl/capacity.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/closed_list.h"
#include "clients/mosbatctl/names.h"
#include "clients/mosbatctl/report.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/registry/v1/directive_preview.pb.h"

namespace mosbat::ctl {

struct PreviewOptions {
  std::string service_type;  // whose rule a sub-guideline is held against; the one that rests on it if ""
  std::string area;          // only this province or county
};

// Of a directive, against the one in force. In byte order of areas a county stands below its province, and the country
// above all.
struct DirectivePreview {
  std::string name;
  registry::v1::PreviewDirectiveResponse found;
  std::map<std::string, registry::v1::DirectiveEffect> areas;
  RoomByCounty room;
  std::vector<TypeOutside> outside;
};

// Of a text of a sub-guideline, against the rule of a service type.
struct RulePreview {
  ChosenRevision text;
  std::string service_type;
  google::type::Date judged_date;
  std::map<std::string, casefile::v1::PreviewRulesResponse::Change> areas;  // each with the sum of its counties
};

using Previews = std::vector<std::variant<DirectivePreview, RulePreview>>;

// Of `names`, directives and sub-guidelines: a named revision, or the pending one. INVALID_ARGUMENT / RESOURCE_UNKNOWN
// for other names, AREA_UNKNOWN, PREVIEW_AMBIGUOUS where no or more than one service type rests on a sub-guideline and
// none is named.
absl::StatusOr<Previews> ReadPreviews(CallsAs calls, absl::Span<const std::string> names,
                                      const PreviewOptions& options);

// For people: areas for which nothing but zeros was counted are left out.
std::string PreviewText(const Previews& previews, Report report);

// For scripts, the form that the README has: {"previews": [...]}, one for each name in its order. Fields are those of
// the services' answers, numbers that are 0 too, each area with its title as `report` calls it.
nlohmann::ordered_json PreviewJson(const Previews& previews, const Report& report);

}  // namespace mosbat::ctl
