// What the conformance tests of stores share: a database of the kind under test, and calls of a store in a transaction
// of their own. A service's suites begin with its tables:
//
//   class DirectiveStoreConformance : public testing::StoreConformance {
//    protected:
//     DirectiveStoreConformance() : StoreConformance({{"guideline", &Migrations()}}) {}
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

#include "common/db/database.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::testing {

class StoreConformance : public ::testing::TestWithParam<Backend> {
 protected:
  explicit StoreConformance(const std::vector<db::MigrationSet>& sets) : database_(GetParam().Open(sets)) {}

  // What `body`, a function from db::Session& to absl::Status or absl::StatusOr, answers in a transaction; the store's
  // own error, also where the transaction ran again because of it.
  template <typename Body>
  auto Write(Body body) -> decltype(body(std::declval<db::Session&>())) {
    return Answer(body, [&](db::Database::Body run) { return database_->Transact(run); });
  }
  // The same on a snapshot.
  template <typename Body>
  auto Read(Body body) -> decltype(body(std::declval<db::Session&>())) {
    return Answer(body, [&](db::Database::Body run) { return database_->Read(run); });
  }

  // Whether `body` meets a unique key that is taken. Nothing is written.
  template <typename Body>
  bool MeetsTakenKey(Body body) {
    absl::Status met;
    const absl::Status ended = database_->Transact([&](db::Session& session) {
      met = StatusOf(body(session));
      return absl::CancelledError("only tried");
    });
    EXPECT_EQ(ended.code(), absl::StatusCode::kCancelled) << ended;
    return db::IsUniqueViolation(met);
  }

  // The names of a list that must have come.
  template <typename Message>
  static std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<Message>>& messages) {
    EXPECT_THAT(messages, IsOk());
    std::vector<std::string> names;
    if (messages.ok()) {
      for (const Message& message : *messages) names.push_back(message.name());
    }
    return names;
  }
  static std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<std::string>>& names) {
    EXPECT_THAT(names, IsOk());
    return names.value_or(std::vector<std::string>());
  }

  // Whether any stored body of `table` contains `text`: what is sealed does not.
  bool BodiesShow(const std::string& table, const std::string& text) {
    const auto bodies = Read([&](db::Session& session) { return session.Query("SELECT body FROM " + table); });
    EXPECT_THAT(bodies, IsOk());
    for (const db::Row& row : bodies.value_or(std::vector<db::Row>())) {
      if (row.Bytes(0).find(text) != std::string::npos) return true;
    }
    return false;
  }

  const std::unique_ptr<db::Database> database_;

 private:
  template <typename Body, typename Run>
  static auto Answer(Body& body, Run run) -> decltype(body(std::declval<db::Session&>())) {
    decltype(body(std::declval<db::Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = run([&](db::Session& session) {
      answer = body(session);
      return absl::Status(StatusOf(answer));
    });
    if (answer.ok() && !status.ok()) return status;
    return answer;
  }
};

}  // namespace mosbat::testing
