#include "tests/load/service.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/db/open.h"
#include "tests/load/measure.h"

namespace mosbat::load {

std::unique_ptr<db::Database> NewDatabase(const std::string& address, const std::vector<db::MigrationSet>& schema) {
  std::unique_ptr<db::Database> database =
      Require(db::Open({.address = address, .service = "load", .create = true}), "cannot open a database");
  Require(db::Migrate(*database, schema).status(), "cannot migrate");
  return database;
}

Service::Service(rpc::BackendOptions options, std::unique_ptr<db::Database> database, NewRole& new_role) {
  const std::string name = options.service;
  backend_ = Require(rpc::Backend::Open(world_.environment("load"), std::move(options), std::move(database)),
                     "cannot open " + name);
  Require(backend_->Start(Require(new_role(*backend_), "cannot make " + name)), "cannot start " + name);
}

std::string Service::address() const { return absl::StrCat("127.0.0.1:", backend_->port()); }

}  // namespace mosbat::load
