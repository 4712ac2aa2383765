// The main job of the suite, from a directive to a paid service, told in eight chapters against a suite in trial mode
// that has the founding data. Every chapter checks what it tells; it fails with STORY_BROKEN or with the error of a
// call.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "clients/mosbatctl/demo/world.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/purchasing/v1/payment_batch.pb.h"
#include "mosbat/purchasing/v1/statement.pb.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::story {

// A delivery and what the story itself says is owed for it.
struct Owed {
  enum Fate { kStated, kHeld, kRejected };

  std::string claim;
  std::string service_type;
  std::string tariff;  // "" while there is none
  int64_t quantity = 0;
  int64_t amount = 0;  // of its tariff; 0 without one
  Fate fate = kStated;
};

// What the story has made so far; each chapter adds its own and reads what those before it made.
struct Made {
  guideline::v1::Directive directive;  // in force on the first day
  guideline::v1::SubGuidelineRevision text;
  guideline::v1::SubGuidelineRevision group_text;
  catalog::v1::ServiceType type;  // for a member of a household
  catalog::v1::ServiceType group_type;

  registry::v1::Centre neighbour;  // in another county, since years
  casefile::v1::CaseFile neighbour_file;

  registry::v1::Application application;  // the one that the commission agrees to
  guideline::v1::Directive eased;         // the directive that made it possible
  registry::v1::Centre centre;
  std::vector<registry::v1::StaffMember> staff;  // manager, two social workers, psychologist, office

  std::vector<casefile::v1::CaseFile> households;  // as they were opened; the second is of the second social worker
  std::vector<casefile::v1::CaseFile> racers;      // the 32 who wanted the last place, as they were answered
  casefile::v1::CaseFile promoted;                 // the first of those who waited

  std::vector<casefile::v1::ServiceRequest> requests;  // of a member, a person and a group
  std::vector<Owed> owed;                              // of one month
  std::string month;                                   // "1405-10"
  purchasing::v1::Statement statement;
  purchasing::v1::PaymentBatch batch;

  const std::string& worker() const { return staff.at(1).name(); }
  const std::string& second_worker() const { return staff.at(2).name(); }
};

struct Chapter {
  int number = 0;
  Words title;
  absl::Status (*tell)(World& world, Made& made) = nullptr;
};

// In order; the numbers are those of the main job.
const std::vector<Chapter>& Chapters();

absl::Status TellStory(World& world, Made& made);

// How far a cap goes down and up again while four at once open so many files each, and close half of them.
struct CapSwing {
  int high = 0;  // the centre's cap at the beginning and at the end
  int low = 0;
  int files_per_thread = 0;
};

// Part of TellHouseholds(). In the end every place is taken: there must be more households than places.
absl::Status TellCapSwing(World& world, const std::string& centre, const CapSwing& swing);

absl::Status TellFoundingDirective(World& world, Made& made);
absl::Status TellOpenDirective(World& world, Made& made);
absl::Status TellSubGuideline(World& world, Made& made);
absl::Status TellServiceType(World& world, Made& made);
absl::Status TellCentre(World& world, Made& made);
absl::Status TellHouseholds(World& world, Made& made);
absl::Status TellCare(World& world, Made& made);
absl::Status TellMoney(World& world, Made& made);

}  // namespace mosbat::story
