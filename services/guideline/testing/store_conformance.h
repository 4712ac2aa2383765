// What the conformance tests of stores have in common: a database of the kind under test, and calls of a store in a
// transaction of their own.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

#include "common/db/database.h"
#include "common/testing/backends.h"
#include "services/guideline/store/migrations.h"

namespace mosbat::guideline::testing {

class StoreConformance : public ::testing::TestWithParam<mosbat::testing::Backend> {
 protected:
  // `body` is a function from db::Session& to absl::StatusOr<T>.
  template <typename Body>
  auto Transact(Body body) -> decltype(body(std::declval<db::Session&>())) {
    decltype(body(std::declval<db::Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = database_->Transact([&](db::Session& session) {
      answer = body(session);
      return answer.status();
    });
    if (!status.ok()) return status;
    return answer;
  }

  // Whether `body` meets a unique key that is taken. The transaction does not run again, and nothing is written.
  template <typename Body>
  bool MeetsTakenKey(Body body) {
    absl::Status met;
    const absl::Status ended = database_->Transact([&](db::Session& session) {
      met = body(session).status();
      return absl::CancelledError("only tried");
    });
    EXPECT_EQ(ended.code(), absl::StatusCode::kCancelled) << ended;
    return db::IsUniqueViolation(met);
  }

  template <typename Resource>
  static std::vector<std::string> NamesOf(const absl::StatusOr<std::vector<Resource>>& resources) {
    EXPECT_TRUE(resources.ok()) << resources.status();
    std::vector<std::string> names;
    if (resources.ok()) {
      for (const Resource& resource : *resources) names.push_back(resource.name());
    }
    return names;
  }

 private:
  std::unique_ptr<db::Database> database_ = GetParam().Open({{"guideline", &Migrations()}});
};

}  // namespace mosbat::guideline::testing
