// The whole suite in one process, in trial mode, on SQLite in a folder of its own and free ports.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/context.h"
#include "common/testing/temp_folder.h"
#include "services/suite/suite.h"

namespace mosbat::testing {

class TrialSuite {
 public:
  // The settings of who types commands, the current context among them, are in folder() from then on.
  static absl::StatusOr<std::unique_ptr<TrialSuite>> Start();

  // It speaks English, and fails at once where the suite cannot be reached.
  absl::StatusOr<std::unique_ptr<ctl::Client>> NewClient() const;

  // The day after the real one, at whose noon the suite begins: no midnight comes while a test runs.
  absl::CivilDay today() const { return today_; }

  // That of any caller; its file is there, in folder().
  const ctl::Context& context() const { return context_; }
  // Where tests may keep files of their own.
  const std::string& folder() const { return folder_.path(); }

 private:
  TrialSuite() = default;

  absl::Status GoToNoon();

  const TempFolder folder_;
  ctl::Context context_;
  absl::CivilDay today_;
  std::unique_ptr<suite::Suite> suite_;
};

}  // namespace mosbat::testing
