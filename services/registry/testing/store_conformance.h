// What the conformance tests of the registry's stores share; linked by tests only.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/testing/backends.h"
#include "services/registry/store/migrations.h"

namespace mosbat::registry {

class StoreConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  // Runs `body`, a function from Session& to StatusOr, in a transaction of its own.
  template <typename Body>
  auto Run(Body body) -> decltype(body(std::declval<db::Session&>())) {
    decltype(body(std::declval<db::Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = database_->Transact([&](db::Session& session) -> absl::Status {
      answer = body(session);
      return answer.status();
    });
    if (!status.ok()) return status;
    return answer;
  }

  // Whether a unique key refuses what `body` inserts. Looked at inside: a transaction that ends with one runs again.
  template <typename Body>
  bool IsTaken(Body body) {
    bool taken = false;
    database_
        ->Transact([&](db::Session& session) -> absl::Status {
          taken = db::IsUniqueViolation(body(session).status());
          return absl::CancelledError("rolled back");
        })
        .IgnoreError();
    return taken;
  }

  template <typename Message>
  static std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<Message>>& messages) {
    std::vector<std::string> names;
    if (!messages.ok()) return {std::string(messages.status().message())};
    for (const Message& message : *messages) names.push_back(message.name());
    return names;
  }

  // Whether any stored body of `table` contains `text`: what is sealed does not.
  bool BodiesShow(const std::string& table, const std::string& text) {
    bool shown = false;
    const absl::Status status = database_->Read([&](db::Session& session) -> absl::Status {
      const auto rows = session.Query("SELECT body FROM " + table);
      if (!rows.ok()) return rows.status();
      for (const db::Row& row : *rows) shown = shown || row.Bytes(0).find(text) != std::string::npos;
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return shown;
  }

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const std::unique_ptr<db::Database> database_ = GetParam().Open({{"registry", &Migrations()}});
};

}  // namespace mosbat::registry
