#include "tests/integration/trial_suite.h"

#include <stdlib.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "clients/mosbatctl/business_day.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::testing {

absl::StatusOr<std::unique_ptr<TrialSuite>> TrialSuite::Start() {
  std::unique_ptr<TrialSuite> trial(new TrialSuite);
  const std::string& folder = trial->folder();
  setenv("XDG_CONFIG_HOME", absl::StrCat(folder, "/config").c_str(), 1);
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
  MOSBAT_RETURN_IF_ERROR(trial->GoToNoon());
  return trial;
}

absl::Status TrialSuite::GoToNoon() {
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<ctl::Client> client, NewClient());
  today_ = ctl::BusinessDay(*client) + 1;
  trial::v1::AdvanceRequest advance;
  advance.mutable_until()->set_seconds(absl::ToUnixSeconds(iran::StartOfTehranDay(today_) + absl::Hours(12)));
  return client->Call<trial::v1::AdvanceResponse>("operator", advance).status();
}

absl::StatusOr<std::unique_ptr<ctl::Client>> TrialSuite::NewClient() const {
  return ctl::Client::Open(context_, {.language = Language::kEnglish, .patience = absl::ZeroDuration()});
}

}  // namespace mosbat::testing
