// What applying files would do, found out without writing: what differs, field by field, the steps that would be taken,
// and what speaks against it: what the services say, where they can be asked (`validate_only`), and what the files do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/terminal.h"

namespace mosbat::ctl {

// One entry.
struct Rehearsed {
  enum class Verdict { kUnchanged, kCreated, kChanged, kDifferent };  // the last of what cannot be changed
  Verdict verdict = Verdict::kUnchanged;
  std::string name;  // of the resource; of its type, where the server makes the name
  std::string as;
  std::vector<Change> changes;
  struct Taken {
    std::string verb;  // "Approve"
    std::string as;
  };
  std::vector<Taken> steps;
  // Of an import, as its service counts.
  struct Counts {
    int created = 0;
    int changed = 0;
    int unchanged = 0;
  };
  std::optional<Counts> imported;
  // What the service, or this command, says against it, each with file and path.
  std::vector<absl::Status> refused;
  // What cannot be judged yet: the steps, "" for the resource itself, and why.
  struct Open {
    std::vector<std::string> steps;
    Words why;
  };
  std::vector<Open> open;
  // What may be as it is, and seldom is meant so.
  std::vector<Words> doubts;
  // The earlier entry that differs from what is approved, for which this one would be left out; "" if there is none.
  std::string held_back_by;
};

// All entries in order; one that is refused does not keep the others from being looked at, but it ends with the first
// for which the suite does not answer.
std::vector<Rehearsed> Rehearse(Calls& calls, absl::Span<const Entry> entries, Language language);

// Of what was refused, that which would stop the files for good, whatever is written before it: not what apply leaves
// as it is, what waits for a token that this context lacks, or what may only be another's race.
std::vector<absl::Status> SureToFail(absl::Span<const Rehearsed> entries);

// Whether applying would write anything, or would be refused.
bool Differs(const Rehearsed& entry);

// Its lines, "" of an entry that would stay as it is and is not doubted; what is refused is not among them.
std::string DifferenceText(const Rehearsed& entry, Language language, const Dress& dress);

// A line for each of its doubts.
std::string DoubtsText(const Rehearsed& entry, Language language, const Dress& dress);

// "2 to create, 1 to change, 40 unchanged", and what differs and stays, and what is left out, as of an ApplyResult.
std::string SummaryOf(absl::Span<const Rehearsed> entries, Language language);

}  // namespace mosbat::ctl
