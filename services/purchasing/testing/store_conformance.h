// What the conformance suites of the stores share: a database of each kind, and a transaction around each call.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"
#include "services/purchasing/store/migrations.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing {

class StoreConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  // `step` is a function from db::Session& to absl::StatusOr or absl::Status.
  template <typename Step>
  auto Write(Step step) -> decltype(step(std::declval<db::Session&>())) {
    decltype(step(std::declval<db::Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = database_->Transact([&](db::Session& session) {
      answer = step(session);
      return StatusOf(answer);
    });
    // The store's own error, also where the transaction ran again because of it.
    if (answer.ok() && !status.ok()) return status;
    return answer;
  }
  template <typename Step>
  auto Read(Step step) -> decltype(step(std::declval<db::Session&>())) {
    decltype(step(std::declval<db::Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = database_->Read([&](db::Session& session) {
      answer = step(session);
      return StatusOf(answer);
    });
    if (!status.ok()) return status;
    return answer;
  }

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  std::unique_ptr<db::Database> database_ = GetParam().Open({{"purchasing", &Migrations()}});

 private:
  static absl::Status StatusOf(const absl::Status& status) { return status; }
  template <typename T>
  static absl::Status StatusOf(const absl::StatusOr<T>& answer) {
    return answer.status();
  }
};

// The names of a list that must have come.
inline std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<std::string>>& names) {
  EXPECT_THAT(names, testing::IsOk());
  return names.value_or(std::vector<std::string>());
}
template <typename Message>
std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<Message>>& messages) {
  EXPECT_THAT(messages, testing::IsOk());
  std::vector<std::string> names;
  if (messages.ok()) {
    for (const Message& message : *messages) names.push_back(message.name());
  }
  return names;
}

}  // namespace mosbat::purchasing
