// The steps by which a new service type comes into being, good or broken, as a deputyship and steering make them.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "tests/load/doors.h"

namespace mosbat::load {

// Ends the process if `json` is no JSON object.
google::protobuf::Struct SchemaOf(absl::string_view json);

// Adults.
inline constexpr char kGoodRule[] = R"({"properties": {"age_years": {"minimum": 18}}, "required": ["age_years"]})";

// One type, `serviceTypes/{id}`, through the gateway of one replica, by callers who all see each other's writes.
class Publication {
 public:
  Publication(Doors& doors, int replica, std::string id);

  // Drafts, submits and approves the text, with this rule, effective today.
  absl::Status ApproveText(absl::string_view rule);
  // Registers the type on it, and proposes it to the whole country.
  absl::Status Register();
  absl::StatusOr<catalog::v1::ServiceType> Activate();
  absl::Status ActivateEntrustment();

  // `serviceTypes/{id}`, `subGuidelines/{id}/revisions/1`.
  const std::string& type() const { return type_; }
  const std::string& text() const { return text_; }
  Seen& seen() { return seen_; }

 private:
  Doors& doors_;
  const int replica_;
  const std::string id_;
  const std::string type_;
  const std::string text_;
  std::string entrustment_;
  Seen seen_;
};

}  // namespace mosbat::load
