#include "tests/load/catalog_servers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "common/rpc/server_start.h"
#include "services/catalog/catalog_server.h"
#include "services/catalog/store/migrations.h"
#include "services/catalog/store/service_type_store.h"
#include "tests/load/measure.h"
#include "tests/load/service.h"

namespace mosbat::load {
namespace {

using catalog::v1::CatalogService;
using catalog::v1::ServiceType;

// Each with the revision that is in force.
absl::Status Store(db::Session& session, const std::vector<ServiceType>& types) {
  const catalog::ServiceTypeStore store;
  for (const ServiceType& type : types) {
    catalog::v1::ServiceTypeRevision revision;
    revision.set_name(type.current_revision());
    revision.set_service_type(type.name());
    revision.set_number(type.revision_count());
    *revision.mutable_effective_date() = iran::ToDate(absl::CivilDay(2021, 3, 8));
    auto& schema = *revision.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
    (*schema.mutable_fields())["type"].set_string_value("object");
    MOSBAT_RETURN_IF_ERROR(store.InsertRevision(session, std::move(revision)).status());
    MOSBAT_RETURN_IF_ERROR(store.Insert(session, type).status());
  }
  return absl::OkStatus();
}

// Both servers; writes their addresses and a token, a line each, and serves until `stop` ends.
void Serve(const std::vector<ServiceType>& types, CatalogServers::NewBare& new_bare, int out, int stop) {
  const auto schema = rpc::SchemaOf("catalog", catalog::Migrations());
  std::unique_ptr<db::Database> database = NewDatabase("sqlite::memory:", schema);
  Require(database->Transact([&](db::Session& session) { return Store(session, types); }), "cannot store the types");
  Service service({.service = "catalog", .schema = schema, .says_position = true}, std::move(database),
                  catalog::NewCatalogRole);
  const std::string authorization =
      service.Authorization({.id = "an agency", .role = access::v1::AGENCY, .scope = {.area = "country"}});
  const auto stub = CatalogService::NewStub(grpc::CreateChannel(service.address(), grpc::InsecureChannelCredentials()));
  const std::unique_ptr<grpc::Service> bare = new_bare(*stub, authorization);
  rpc::StartedServer started =
      Require(rpc::StartServer("bare", "127.0.0.1:0",
                               [&](grpc::ServerBuilder& builder) { builder.RegisterService(bare.get()); }),
              "cannot start the bare server");
  const std::string said = absl::StrCat(service.address(), "\n127.0.0.1:", started.port, "\n", authorization, "\n");
  if (write(out, said.data(), said.size()) != static_cast<ssize_t>(said.size())) Fail("the client is gone");
  close(out);
  char ignored = 0;
  while (read(stop, &ignored, 1) > 0) {
  }
  started.Drain(absl::Now());
}

}  // namespace

CatalogServers::CatalogServers(const std::vector<ServiceType>& types, NewBare& new_bare) {
  int said[2];
  int stop[2];
  if (pipe(said) != 0 || pipe(stop) != 0) Fail("no pipe");
  pid_ = fork();
  if (pid_ < 0) Fail("no process");
  if (pid_ == 0) {
    close(said[0]);
    close(stop[1]);
    Serve(types, new_bare, said[1], stop[0]);
    std::exit(0);
  }
  close(said[1]);
  close(stop[0]);
  stop_ = stop[1];
  std::string text;
  char buffer[4096];
  for (ssize_t size = 0; (size = read(said[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(size));
  }
  close(said[0]);
  lines_ = absl::StrSplit(text, '\n', absl::SkipEmpty());
  if (lines_.size() != 3) Fail("the servers did not start");
}

CatalogServers::~CatalogServers() {
  close(stop_);
  waitpid(pid_, nullptr, 0);
}

ServiceType ExampleType(const std::string& name) {
  ServiceType type;
  type.set_name(name);
  type.mutable_title()->set_fa("غربالگری بینایی کودکان");
  type.mutable_title()->set_en("Vision screening of children");
  type.set_level(1);
  type.add_domains(ServiceType::PREVENTION);
  type.set_owner("deputyships/prevention");
  type.set_state(ServiceType::ACTIVE);
  type.set_rests_on("subGuidelines/vision-screening/revisions/1");
  type.set_current_revision(absl::StrCat(name, "/revisions/1"));
  type.set_revision_count(1);
  *type.mutable_create_time() = google::protobuf::util::TimeUtil::GetCurrentTime();
  *type.mutable_update_time() = type.create_time();
  return type;
}

}  // namespace mosbat::load
