// What purchasing knows of other services' resources, from their feeds. Thread-safe; runs in the caller's transaction.
// Each sentence is a test in copies_conformance_test.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/db/copy_table.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::purchasing {

class Copies {
 public:
  // Keeps what is newer, by its owner's etag, than what is kept; false if it is not. A licence is kept without its
  // holder.
  absl::StatusOr<bool> Keep(db::Session& session, const registry::v1::Centre& centre) const;
  absl::StatusOr<bool> Keep(db::Session& session, registry::v1::Licence licence) const;
  absl::StatusOr<bool> Keep(db::Session& session, const catalog::v1::ServiceType& type) const;

  // Nothing if it was not heard of.
  absl::StatusOr<std::optional<registry::v1::Centre>> FindCentre(db::Session& session, const std::string& name) const;
  absl::StatusOr<std::optional<catalog::v1::ServiceType>> FindServiceType(db::Session& session,
                                                                          const std::string& name) const;
  // Those papers of a centre that were heard of.
  absl::StatusOr<std::vector<registry::v1::Licence>> PapersOf(db::Session& session,
                                                              const registry::v1::Centre& centre) const;

 private:
  const db::CopyTable<registry::v1::Centre> centres_{"copied_centres"};
  const db::CopyTable<registry::v1::Licence> licences_{"copied_licences"};
  const db::CopyTable<catalog::v1::ServiceType> service_types_{"copied_service_types"};
};

}  // namespace mosbat::purchasing
