// What speaks against a package before any of it is there, from its own documents and from what the suite lets
// everybody read. A service judges a request by what it has, so of documents that rest on one another it can judge the
// first.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/apply/doubts.h"
#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/apply/references.h"
#include "clients/mosbatctl/client.h"
#include "common/base/error.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {

// A step that apply would take.
struct Step {
  const Verb& verb;
  const google::protobuf::Message& acting;  // what it will find
  std::vector<std::string> writers;         // who writes that before it, in this run
};

// The pilots of a run, for which other entrustments of their type wait.
struct Pilots {
  std::vector<const Entry*> activated;
  std::vector<const Entry*> proposed;  // that it makes and leaves so
  std::vector<std::string> begun;      // the names of the activated, as far as they were there
};

class Forecast {
 public:
  // Both outlive it.
  Forecast(Calls& calls, absl::Span<const Entry> entries)
      : calls_(calls), entries_(entries), makers_(entries), references_(calls, makers_) {}

  // Of what an entry names (a text, a service type, a county, …), that which neither the suite has nor the plan makes.
  std::vector<absl::Status> Against(const Entry& entry) { return references_.Missing(entry); }

  // Against making what an entry says: HISTORICAL_NOT_SAID of a day that lies in the past.
  std::vector<absl::Status> AgainstCreate(const Entry& entry);

  // Against a step whose service cannot judge it yet: its day lies in the past, no directive is in force then, the text
  // is not complete, ends before it begins, is approved by its author, by nobody, only after its service type begins,
  // or is another deputyship's, or another text of the type still waits for its day or begins later; the service type
  // of an entrustment is not ACTIVE then. With the reasons of the services.
  std::vector<absl::Status> AgainstStep(const Entry& entry, const Step& step);

  // Against a step that its service has not judged: another than steering says `historical`. HISTORICAL_NOT_ALLOWED.
  static std::vector<absl::Status> AgainstRole(const Entry& entry, const Verb& verb);

  // Against activating `given`, which is no pilot: one of its type begins later or is not activated, of `pilots`, or of
  // those that are there and are none of `ended`. PILOT_FIRST.
  std::vector<absl::Status> AgainstPilots(const Entry& entry, const catalog::v1::Entrustment& given,
                                          const Pilots& pilots, absl::Span<const std::string> ended);

  // Whether the files make another text of the same sub-guideline as the revision `text`.
  bool MakesOtherText(const std::string& text) const;

  // Whether a service type, as an entry leaves it, rests again on the text of its last revision: then its activation
  // makes no revision, and neither the text nor the day is looked at.
  bool RestsOnLast(const Entry& entry, const google::protobuf::Message& type);

  // A step that somebody else will take, by hand and perhaps with another day.
  void LeaveToOthers(const Verb& verb) { left_to_others_.insert(&verb); }

  // What is right in an entry, and seldom meant.
  std::vector<Words> Doubts(const Entry& entry);

 private:
  using Faults = std::vector<absl::Status>;

  // The text as the suite has it, read once.
  const absl::StatusOr<guideline::v1::SubGuidelineRevision>& TextThere(const Entry& entry, const std::string& name);
  const absl::StatusOr<catalog::v1::ServiceType>& TypeThere(const Entry& entry, const std::string& name);
  // Those of a service type that are there and not ENDED, as far as they may be read; read once.
  const std::vector<catalog::v1::Entrustment>& EntrustmentsThere(const Entry& entry, const std::string& type);
  // For errors about the text: its name, and whether it can be looked at.
  ErrorMetadata AboutText(const Entry& entry, const std::string& name);
  // The deputyship whose text it is, "" where that cannot be found out.
  std::string DeputyshipOf(const Entry& entry, const std::string& text);
  // The last revision of a service type that may come into force, as far as it has one and may be read.
  std::optional<catalog::v1::ServiceTypeRevision> LastOf(const Entry& entry, const catalog::v1::ServiceType& type);
  // As far as the context may know it: for the services it may be later, unless it is sure.
  absl::CivilDay Today() { return FindToday().day; }
  bool IsTodaySure() { return FindToday().sure; }
  struct KnownDay {
    absl::CivilDay day;
    bool sure;
  };
  const KnownDay& FindToday();

  void CheckDay(const Entry& entry, const google::protobuf::Message& request, const google::protobuf::Message& acting,
                const std::string& path, Faults& faults);
  void CheckSubmission(const Entry& entry, const Step& step, Faults& faults);
  void CheckApproval(const Entry& entry, const Step& step, Faults& faults);
  void CheckDirective(const Entry& entry, absl::CivilDay day, const std::string& path, Faults& faults);
  void CheckActivation(const Entry& entry, const Step& step, Faults& faults);
  void CheckTypeIsActive(const Entry& entry, const Step& step, Faults& faults);
  // That a type does not begin on `day`, before its text does.
  void CheckBegin(const Entry& entry, const std::string& path, const catalog::v1::ServiceType& type,
                  const google::type::Date& from, absl::CivilDay day, Faults& faults);

  Calls& calls_;
  const absl::Span<const Entry> entries_;
  const Makers makers_;
  References references_;
  std::map<std::string, absl::StatusOr<guideline::v1::SubGuidelineRevision>> texts_;  // by name
  std::map<std::string, absl::StatusOr<catalog::v1::ServiceType>> types_;             // by name
  std::map<std::string, std::vector<catalog::v1::Entrustment>> entrustments_;         // by service type
  std::set<const Verb*> left_to_others_;
  std::optional<KnownDay> today_;
};

}  // namespace mosbat::ctl
