// One call of a random walk over a sub-guideline and its directives.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace mosbat::guideline::testing {

inline constexpr char kWalked[] = "subGuidelines/walked";
inline std::string WalkedRevision(int number) { return absl::StrCat(kWalked, "/revisions/", number); }
inline std::string WalkedDirective(int number) { return absl::StrCat("directives/d", number); }

// Which of the fields count, its kind says.
struct Step {
  enum Kind { kNext, kEdit, kSubmit, kReturn, kApprove, kWithdraw, kDraft, kRedate, kIssue, kRepeal, kKinds };
  Kind kind = kEdit;
  int number = 0;               // of the revision, or of the directive
  absl::CivilDay day;           // on which something takes effect or ends
  bool closed = false;          // of a drafted directive: its list is closed and lacks the sub-guideline
  std::string etag;             // "" for whatever is there
  bool stale = false;           // says that `etag` was that of an earlier state
  std::string author = "sara";  // who writes; she wrote the first draft
  std::string by = "mina";      // who approves
};

inline bool IsOfDirectives(Step::Kind kind) { return kind >= Step::kDraft; }

}  // namespace mosbat::guideline::testing
