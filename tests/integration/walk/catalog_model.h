// What the catalog must answer, said a second time: the service types and entrustments that rest on the texts of one
// sub-guideline, whose model says what guideline would.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "services/guideline/testing/texts_model.h"

namespace mosbat::walk {

// Of the deputyship that owns everything, of another one, or steering.
enum class CatalogCaller { kOwner, kOther, kSteering };

class CatalogModel {
 public:
  struct Revision {
    int text = 0;  // the number of the sub-guideline revision
    absl::CivilDay effective;
  };
  struct Type {
    catalog::v1::ServiceType::State state = catalog::v1::ServiceType::PROPOSED;
    int rests_on = 0;
    std::vector<Revision> revisions;  // in the order of their numbers, from 1 on
    int current = 0;
    int scheduled = 0;
  };
  struct Entrustment {
    catalog::v1::Entrustment::State state = catalog::v1::Entrustment::PROPOSED;
    std::string service_type;
    absl::CivilDay start;
    std::optional<absl::CivilDay> end;
    bool historical = false;
  };
  // Who asks, and for what: with a `stale` etag, on what day, under which texts.
  struct Asked {
    CatalogCaller caller = CatalogCaller::kOwner;
    bool stale = false;
    absl::CivilDay today;
    const guideline::testing::TextsModel& texts;
  };

  // The reason with which the call must fail, "" if it must succeed; then the model has taken it.
  std::string Take(const catalog::v1::RegisterServiceTypeRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::UpdateServiceTypeRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::ActivateServiceTypeRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::SuspendServiceTypeRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::RetireServiceTypeRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::RollbackServiceTypeRequest& request, const Asked& asked);
  // A proposal that succeeds is there once Proposed() has said what the server named it.
  std::string Take(const catalog::v1::ProposeEntrustmentRequest& request, const Asked& asked) const;
  std::string Take(const catalog::v1::ActivateEntrustmentRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::SuspendEntrustmentRequest& request, const Asked& asked);
  std::string Take(const catalog::v1::EndEntrustmentRequest& request, const Asked& asked);
  void Proposed(const std::string& name, const catalog::v1::Entrustment& wanted);

  // A scheduled revision whose day has come is the current one.
  static Type AsOf(Type type, absl::CivilDay today);

  const std::map<std::string, Type>& types() const { return types_; }
  const std::map<std::string, Entrustment>& entrustments() const { return entrustments_; }

 private:
  std::map<std::string, Type> types_;  // by name
  std::map<std::string, Entrustment> entrustments_;
};

}  // namespace mosbat::walk
