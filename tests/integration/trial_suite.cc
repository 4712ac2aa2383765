#include "tests/integration/trial_suite.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::testing {

absl::StatusOr<std::unique_ptr<TrialSuite>> TrialSuite::Start() {
  std::unique_ptr<TrialSuite> trial(new TrialSuite);
  const std::string& folder = trial->folder();
  const suite::Settings settings = {.database = absl::StrCat("sqlite:", folder),
                                    .keys = absl::StrCat(folder, "/keys"),
                                    .identity_file = absl::StrCat(folder, "/keys/identity.jwk"),
                                    .listen = "127.0.0.1:0",
                                    .trial = true};
  MOSBAT_RETURN_IF_ERROR(suite::Migrate(settings).status());
  MOSBAT_ASSIGN_OR_RETURN(trial->suite_, suite::Suite::Start(settings));
  trial->context_ = {.file = absl::StrCat(folder, "/client.json"),
                     .address = trial->suite_->address("gateway"),
                     .identity_file = settings.identity_file};
  MOSBAT_RETURN_IF_ERROR(ctl::WriteContext(trial->context_));
  return trial;
}

absl::StatusOr<std::unique_ptr<ctl::Client>> TrialSuite::NewClient() const {
  return ctl::Client::Open(context_, {.language = Language::kEnglish, .patience = absl::ZeroDuration()});
}

}  // namespace mosbat::testing
