// Makes the suite have what files say. Every entry looks first and does only what is missing, so a run that was cut is
// simply run again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"

namespace mosbat::ctl {

struct ApplyOptions {
  Language language = Language::kEnglish;  // of the lines
  Dress dress;
  // Called with one line per entry.
  std::function<void(absl::string_view line)> progress = [](absl::string_view) {};
};

struct ApplyResult {
  int created = 0;
  int changed = 0;
  int unchanged = 0;
  // Entries that differ from what may no longer be edited, an issued directive, an approved text, or name an earlier
  // text than the suite has; each names its file and path. What rests on them was left out, the others were applied.
  std::vector<absl::Status> different;
  // The entries that differ and so stay, and those that rest on them; neither is among the others.
  int stayed = 0;
  int left_out = 0;
  // What stopped the run, OK if nothing did; names file and path.
  absl::Status stopped;
  // The line of the entry that stopped after something of it was written, which is counted too; else "".
  std::string halfway;
};

ApplyResult Apply(Calls& calls, const std::vector<Entry>& entries, const ApplyOptions& options);

// "12 created, 1 changed, 40 unchanged", and NotAppliedText().
std::string SummaryOf(const ApplyResult& result, Language language = Language::kEnglish);

// ", 1 different, 3 left out", without what is 0.
std::string NotAppliedText(int different, int left_out, Language language);

}  // namespace mosbat::ctl
