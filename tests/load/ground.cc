#include "tests/load/ground.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/centres.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::load {
namespace {

constexpr absl::CivilDay kBirth(1955, 3, 1);

absl::Status LoadFoundingData(ctl::Client& client) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<ctl::Entry> entries, ctl::ReadPlan(MOSBAT_FOUNDING_DATA, true));
  const ctl::ApplyResult result = ctl::Apply(client, entries, {});
  MOSBAT_RETURN_IF_ERROR(result.stopped);
  return result.different.empty() ? absl::OkStatus() : result.different.front();
}

absl::StatusOr<std::vector<casefile::v1::CaseFile>> OpenHouseholds(ctl::Client& client, int households) {
  const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
  story::World world(client, silent, "load");
  story::Made made;
  MOSBAT_RETURN_IF_ERROR(story::FoundNeighbour(world, made));
  std::vector<casefile::v1::CaseFile> files = {made.neighbour_file};
  while (files.size() < static_cast<size_t>(households)) {
    const int index = static_cast<int>(files.size());
    casefile::v1::OpenCaseFileRequest request;
    casefile::v1::CaseFile& file = *request.mutable_case_file();
    file.set_centre(made.neighbour_file.centre());
    file.set_social_worker(made.neighbour_file.social_worker());
    *file.add_members() = story::MemberOf(world, story::kLoad + index, casefile::v1::Member::HEAD, kBirth);
    MOSBAT_ASSIGN_OR_RETURN(files.emplace_back(), world.Do<casefile::v1::CaseFile>(absl::StrCat("household ", index),
                                                                                   WorkerOf(files.front()), request));
  }
  return files;
}

}  // namespace

absl::StatusOr<Ground> PrepareGround(const testing::ReplicatedSuite& suite, Doors& doors, int households) {
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<ctl::Client> client,
                          ctl::Client::Open({.address = suite.address(0), .identity_file = suite.identity_file()}, {}));
  MOSBAT_RETURN_IF_ERROR(LoadFoundingData(*client));
  Ground ground;
  MOSBAT_ASSIGN_OR_RETURN(ground.files, OpenHouseholds(*client, households));

  catalog::v1::ListServiceTypesRequest list;
  list.set_state(catalog::v1::ServiceType::ACTIVE);
  list.set_page_size(1000);
  MOSBAT_ASSIGN_OR_RETURN(const auto types, doors.Call<catalog::v1::ListServiceTypesResponse>(0, "steering", list));
  for (const catalog::v1::ServiceType& type : types.service_types()) {
    ground.active.push_back(type.name());
    casefile::v1::RequestServiceRequest request = RequestFor(ground.files.front(), type.name());
    request.set_validate_only(true);
    // Some are for other recipients, or ask for what this centre does not have.
    if (client->Call<casefile::v1::ServiceRequest>(WorkerOf(ground.files.front()), request).ok()) {
      ground.requestable.push_back(type.name());
    }
  }
  if (ground.requestable.empty()) return absl::InternalError("there is no service that the members may ask for");
  return ground;
}

casefile::v1::RequestServiceRequest RequestFor(const casefile::v1::CaseFile& file, const std::string& service_type) {
  casefile::v1::RequestServiceRequest request;
  casefile::v1::ServiceRequest& wanted = *request.mutable_service_request();
  wanted.set_service_type(service_type);
  wanted.set_centre(file.centre());
  wanted.set_member(file.members(0).name());
  return request;
}

std::string WorkerOf(const casefile::v1::CaseFile& file) { return story::SocialWorker(file.social_worker()); }

}  // namespace mosbat::load
