#include "services/gateway/routing/routes.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "common/base/error.h"

namespace mosbat::gateway {
namespace {

// Packages that every backend serves.
constexpr absl::string_view kEverywhere[] = {"mosbat.feed.v1", "mosbat.audit.v1", "google.longrunning"};

// The trial clock is one for the whole suite and kept by guideline.
constexpr absl::string_view kTrialPackage = "mosbat.trial.v1";
constexpr absl::string_view kTrialBackend = "guideline";

absl::Status ServiceNotNamed(absl::string_view named) {
  const std::string known = absl::StrJoin(Backends(), ", ");
  return MakeError(
      absl::StatusCode::kInvalidArgument, "SERVICE_NOT_NAMED",
      {.en = absl::StrCat("Every service has this method: name one in the metadata mosbat-service (", known, ")."),
       .fa = absl::StrCat(
           "همهٔ سرویس‌ها این روش را دارند: یکی را در فرادادهٔ mosbat-service نام ببرید (",
           known, ").")},
      {{"mosbat-service", std::string(named.substr(0, 100))}});
}

}  // namespace

absl::Status ServiceUnknown(absl::string_view path) {
  return MakeError(absl::StatusCode::kUnimplemented, "SERVICE_UNKNOWN",
                   {.en = absl::StrCat("No service of this suite has the method ", path, "."),
                    .fa = absl::StrCat("هیچ سرویسی روش ", path, " را ندارد.")},
                   {{"method", std::string(path.substr(0, 200))}});
}

const std::vector<std::string>& Backends() {
  static const auto* const backends =
      new std::vector<std::string>{"guideline", "purchasing", "catalog", "registry", "casefile"};
  return *backends;
}

absl::StatusOr<std::string> RouteOf(absl::string_view path, absl::string_view named_service) {
  // "/mosbat.casefile.v1.CareService/RecordDelivery"
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  const size_t dot = parts.size() == 3 ? parts[1].rfind('.') : absl::string_view::npos;
  if (dot == absl::string_view::npos) return ServiceUnknown(path);
  const absl::string_view package = parts[1].substr(0, dot);
  if (absl::c_linear_search(kEverywhere, package)) {
    if (absl::c_linear_search(Backends(), named_service)) return std::string(named_service);
    return ServiceNotNamed(named_service);
  }
  if (package == kTrialPackage) return std::string(kTrialBackend);
  for (const std::string& backend : Backends()) {
    if (package == absl::StrCat("mosbat.", backend, ".v1")) return backend;
  }
  return ServiceUnknown(path);
}

}  // namespace mosbat::gateway
