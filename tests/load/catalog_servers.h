// The catalog service, with all that a call to it has (ES256 token, access, metrics), and a bare callback server whose
// methods answer with the same bytes. Both live in a process of their own, so that neither shares a thread with the
// client, who sends the same bytes to both, the token included.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "mosbat/catalog/v1/catalog_service.grpc.pb.h"

namespace mosbat::load {

class CatalogServers {
 public:
  // Makes the bare server; it may ask the service what to answer with.
  using NewBare = std::unique_ptr<grpc::Service>(catalog::v1::CatalogService::Stub& service,
                                                 const std::string& authorization);

  // Serves `types` until destroyed, at the latest until this process ends. To be made before anything else of gRPC.
  CatalogServers(const std::vector<catalog::v1::ServiceType>& types, NewBare& new_bare);
  ~CatalogServers();
  CatalogServers(const CatalogServers&) = delete;
  CatalogServers& operator=(const CatalogServers&) = delete;

  const std::string& service() const { return lines_[0]; }
  const std::string& bare() const { return lines_[1]; }
  const std::string& authorization() const { return lines_[2]; }

 private:
  pid_t pid_ = 0;
  int stop_ = -1;
  std::vector<std::string> lines_;
};

// An active type as a registered one is.
catalog::v1::ServiceType ExampleType(const std::string& name);

}  // namespace mosbat::load
