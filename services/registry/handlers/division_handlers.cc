#include "services/registry/handlers/division_handlers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "services/registry/domain/divisions.h"
#include "services/registry/errors.h"
#include "services/registry/handlers/names.h"

namespace mosbat::registry {
namespace {

// Stores `wanted` where it differs from `present`, and counts what became of it.
template <typename Division>
absl::Status Put(db::Session& session, const DivisionStore& divisions, Division wanted,
                 absl::StatusOr<Division> present, v1::ImportDivisionsResponse& counts) {
  if (absl::IsNotFound(present.status())) {
    counts.set_added(counts.added() + 1);
    return divisions.Insert(session, std::move(wanted)).status();
  }
  MOSBAT_RETURN_IF_ERROR(present.status());
  wanted.set_etag(present->etag());
  if (google::protobuf::util::MessageDifferencer::Equals(wanted, *present)) {
    counts.set_unchanged(counts.unchanged() + 1);
    return absl::OkStatus();
  }
  counts.set_changed(counts.changed() + 1);
  return divisions.Replace(session, std::move(wanted)).status();
}

}  // namespace

absl::StatusOr<v1::ListProvincesResponse> DivisionHandlers::ListProvinces(
    rpc::Call& call, const v1::ListProvincesRequest& request) const {
  return ListPage(
      "provinces", request, &v1::ListProvincesResponse::mutable_provinces,
      [&](const std::string& after, int limit) { return divisions_.ListProvinces(call.session(), after, limit); });
}

absl::StatusOr<v1::ListCountiesResponse> DivisionHandlers::ListCounties(rpc::Call& call,
                                                                        const v1::ListCountiesRequest& request) const {
  std::string province;
  if (request.parent() != "provinces/-") {
    MOSBAT_RETURN_IF_ERROR(RequireName("parent", kProvincePattern, request.parent()));
    MOSBAT_RETURN_IF_ERROR(divisions_.GetProvince(call.session(), request.parent()).status());
    province = request.parent();
  }
  return ListPage(absl::StrCat("counties|", province), request, &v1::ListCountiesResponse::mutable_counties,
                  [&](const std::string& after, int limit) {
                    return divisions_.ListCounties(call.session(), province, after, limit);
                  });
}

absl::StatusOr<v1::ImportDivisionsResponse> DivisionHandlers::Import(rpc::Call& call,
                                                                     const v1::ImportDivisionsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(domain::CheckImport(request));
  v1::ImportDivisionsResponse counts;
  for (const v1::Province& province : request.provinces()) {
    MOSBAT_RETURN_IF_ERROR(
        Put(call.session(), divisions_, province, divisions_.GetProvince(call.session(), province.name()), counts));
  }
  for (const v1::County& county : request.counties()) {
    const absl::Status known = divisions_.GetProvince(call.session(), domain::ProvinceOf(county.name())).status();
    if (absl::IsNotFound(known)) return errors::ProvinceUnknown(county.name());
    MOSBAT_RETURN_IF_ERROR(known);
    MOSBAT_RETURN_IF_ERROR(
        Put(call.session(), divisions_, county, divisions_.GetCounty(call.session(), county.name()), counts));
  }
  call.Audit("provinces");
  return counts;
}

}  // namespace mosbat::registry
