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

// Of the deputyship that keeps everything, the owner or its successor, of another one, or steering.
enum class CatalogCaller { kKeeper, kOther, kSteering };

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
    int last_current = 0;             // of a RETIRED type
  };
  // Which revision is in force, and which is the next to come; 0 where there is none.
  struct Standing {
    int current = 0;
    int scheduled = 0;
    bool operator==(const Standing&) const = default;
  };
  struct Entrustment {
    catalog::v1::Entrustment::State state = catalog::v1::Entrustment::PROPOSED;
    std::string service_type;
    absl::CivilDay start;
    std::optional<absl::CivilDay> end;
    bool pilot = false;
    bool historical = false;
  };
  // Who asks, and for what: with a `stale` etag, on what day, under which texts.
  struct Asked {
    CatalogCaller caller = CatalogCaller::kKeeper;
    bool inherited = false;  // the keeper is the owner's successor
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

  // By the numbers and days of its revisions, without those whose text was withdrawn by their day.
  static Standing StandingOf(const Type& type, const guideline::testing::TextsModel& texts, absl::CivilDay today);

  const std::map<std::string, Type>& types() const { return types_; }
  const std::map<std::string, Entrustment>& entrustments() const { return entrustments_; }

 private:
  bool HasPilotToCome(const std::string& service_type, absl::CivilDay start) const;

  std::map<std::string, Type> types_;  // by name
  std::map<std::string, Entrustment> entrustments_;
};

}  // namespace mosbat::walk
