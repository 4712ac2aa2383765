// What an older program may have left in the databases: rules that it took and today's refuse. No call through the
// public API makes such a thing, so it is written past it, by the services' own stores.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/feed/outbox.h"
#include "services/catalog/store/service_type_store.h"
#include "services/guideline/store/sub_guideline_store.h"
#include "tests/integration/replicated_suite.h"

namespace mosbat::load {

class OlderProgram {
 public:
  // Beside the running processes.
  static absl::StatusOr<std::unique_ptr<OlderProgram>> Open(const testing::ReplicatedSuite& suite);

  // Gives the approved text this rule.
  absl::Status ApproveWithRule(const std::string& text, absl::string_view rule);

  // Makes a next revision of the type, with this rule and in force today, and tells it to those who follow.
  absl::Status ActivateWithRule(const std::string& service_type, absl::string_view rule);

 private:
  OlderProgram() = default;

  std::unique_ptr<db::Database> guideline_;
  std::unique_ptr<db::Database> catalog_;
  std::unique_ptr<crypto::Keyring> keyring_;
  std::unique_ptr<feed::Outbox> outbox_;  // of the catalog
  const SystemClock clock_{};
  SystemIds ids_;
  const guideline::SubGuidelineStore texts_;
  const catalog::ServiceTypeStore types_;
};

}  // namespace mosbat::load
