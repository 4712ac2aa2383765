// The whole suite in one process, in trial mode, on SQLite in a folder of its own and free ports.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/context.h"
#include "common/testing/temp_folder.h"
#include "services/suite/suite.h"

namespace mosbat::testing {

class TrialSuite {
 public:
  static absl::StatusOr<std::unique_ptr<TrialSuite>> Start();

  // It speaks English, and fails at once where the suite cannot be reached.
  absl::StatusOr<std::unique_ptr<ctl::Client>> NewClient() const;

  // That of any caller; its file is there, in folder().
  const ctl::Context& context() const { return context_; }
  // Where tests may keep files of their own.
  const std::string& folder() const { return folder_.path(); }

 private:
  TrialSuite() = default;

  const TempFolder folder_;
  ctl::Context context_;
  std::unique_ptr<suite::Suite> suite_;
};

}  // namespace mosbat::testing
