#include "tests/load/sql_taps.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"

namespace mosbat::load {
namespace {

constexpr int64_t kAnyCap = 600;

struct ToOwned {
  Statement::Value operator()(std::monostate) const { return {}; }
  Statement::Value operator()(int64_t value) const { return value; }
  Statement::Value operator()(absl::string_view text) const { return std::string(text); }
  Statement::Value operator()(db::Bytes bytes) const { return Statement::Blob{std::string(bytes.data)}; }
};

struct ToBound {
  db::Value operator()(std::monostate) const { return nullptr; }
  db::Value operator()(int64_t value) const { return value; }
  db::Value operator()(const std::string& text) const { return text; }
  db::Value operator()(const Statement::Blob& blob) const { return db::Bytes{blob.data}; }
};

std::vector<Statement::Value> Owned(absl::Span<const db::Value> values) {
  std::vector<Statement::Value> owned;
  owned.reserve(values.size());
  for (const db::Value& value : values) owned.push_back(std::visit(ToOwned(), value.get()));
  return owned;
}

class RecordingSession final : public db::Session {
 public:
  explicit RecordingSession(db::Session& session) : session_(session) {}

  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const db::Value> values) override {
    MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session_.Execute(sql, values));
    transaction_.push_back({.sql = std::string(sql), .values = Owned(values), .changed = changed});
    return changed;
  }
  absl::StatusOr<std::vector<db::Row>> Query(absl::string_view sql, absl::Span<const db::Value> values) override {
    transaction_.push_back({.sql = std::string(sql), .values = Owned(values)});
    return session_.Query(sql, values);
  }

  Transaction Take() { return std::move(transaction_); }

 private:
  db::Session& session_;
  Transaction transaction_;
};

class PlacelessSession final : public db::Session {
 public:
  explicit PlacelessSession(db::Session& session) : session_(session) {}

  absl::StatusOr<int64_t> Execute(absl::string_view sql, absl::Span<const db::Value> values) override {
    if (IsPlaceStep(sql)) return 1;
    return session_.Execute(sql, values);
  }
  absl::StatusOr<std::vector<db::Row>> Query(absl::string_view sql, absl::Span<const db::Value> values) override {
    if (!IsPlaceStep(sql)) return session_.Query(sql, values);
    if (absl::StartsWith(sql, "SELECT cap")) return std::vector<db::Row>{db::Row({kAnyCap, int64_t{1}})};
    if (absl::StartsWith(sql, "SELECT place_no")) return std::vector<db::Row>{db::Row({int64_t{1}})};
    return std::vector<db::Row>();
  }

 private:
  db::Session& session_;
};

class TappedDatabase : public db::Database {
 public:
  explicit TappedDatabase(std::unique_ptr<db::Database> database) : database_(std::move(database)) {}

  absl::Status Read(Body body, absl::Time deadline) override { return database_->Read(body, deadline); }
  int useful_threads() const override { return database_->useful_threads(); }
  db::DatabaseCounts counts() const override { return database_->counts(); }

 protected:
  db::Database& inner() { return *database_; }

 private:
  const std::unique_ptr<db::Database> database_;
};

class RecordingDatabase final : public TappedDatabase {
 public:
  RecordingDatabase(std::unique_ptr<db::Database> database, Recorded& recorded)
      : TappedDatabase(std::move(database)), recorded_(recorded) {}

  absl::Status Transact(Body body, absl::Time deadline) override {
    Transaction last;  // of the run that was committed
    const absl::Status status = inner().Transact(
        [&](db::Session& session) {
          RecordingSession recording(session);
          const absl::Status answer = body(recording);
          last = recording.Take();
          return answer;
        },
        deadline);
    if (status.ok()) recorded_.Add(std::move(last));
    return status;
  }

 private:
  Recorded& recorded_;
};

class PlacelessDatabase final : public TappedDatabase {
 public:
  using TappedDatabase::TappedDatabase;

  absl::Status Transact(Body body, absl::Time deadline) override {
    return inner().Transact(
        [&](db::Session& session) {
          PlacelessSession placeless(session);
          return body(placeless);
        },
        deadline);
  }
};

}  // namespace

bool IsPlaceStep(absl::string_view sql) {
  return absl::StrContains(sql, " places ") || absl::StrContains(sql, " place_owners ") ||
         absl::StrContains(sql, "state = 'WAITING'");
}

absl::Status Replay(db::Session& session, const Transaction& transaction, bool with_place_step) {
  std::vector<db::Value> values;
  for (const Statement& statement : transaction) {
    if (!with_place_step && IsPlaceStep(statement.sql)) continue;
    values.clear();
    for (const Statement::Value& value : statement.values) values.push_back(std::visit(ToBound(), value));
    const int64_t* const expected = std::get_if<int64_t>(&statement.changed);
    if (expected == nullptr) {
      MOSBAT_RETURN_IF_ERROR(session.Query(statement.sql, values).status());
      continue;
    }
    MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session.Execute(statement.sql, values));
    if (changed != *expected) return absl::InternalError(absl::StrCat(changed, " rows changed by: ", statement.sql));
  }
  return absl::OkStatus();
}

void Recorded::Add(Transaction transaction) {
  const std::lock_guard lock(mutex_);
  transactions_.push_back(std::move(transaction));
}

std::vector<Transaction> Recorded::WithStatement(absl::string_view sql) const {
  const std::lock_guard lock(mutex_);
  std::vector<Transaction> found;
  for (const Transaction& transaction : transactions_) {
    for (const Statement& statement : transaction) {
      if (!absl::StartsWith(statement.sql, sql)) continue;
      found.push_back(transaction);
      break;
    }
  }
  return found;
}

std::unique_ptr<db::Database> Recording(std::unique_ptr<db::Database> database, Recorded& recorded) {
  return std::make_unique<RecordingDatabase>(std::move(database), recorded);
}

std::unique_ptr<db::Database> WithoutPlaceStep(std::unique_ptr<db::Database> database) {
  return std::make_unique<PlacelessDatabase>(std::move(database));
}

}  // namespace mosbat::load
