// MessageTable on every store.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/db/message_table.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

// What MessageTable asks of a message, without a proto file of its own.
class Note {
 public:
  Note() = default;
  Note(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  const std::string& etag() const { return etag_; }
  void set_text(std::string text) { text_ = std::move(text); }
  void set_etag(std::string etag) { etag_ = std::move(etag); }
  void clear_etag() { etag_.clear(); }

  std::string SerializeAsString() const { return absl::StrCat(name_, "\n", text_, "\n", etag_); }
  bool ParseFromString(const std::string& bytes) {
    const size_t first = bytes.find('\n');
    const size_t last = bytes.rfind('\n');
    if (first == std::string::npos || first == last) return false;
    name_ = bytes.substr(0, first);
    text_ = bytes.substr(first + 1, last - first - 1);
    etag_ = bytes.substr(last + 1);
    return true;
  }

 private:
  std::string name_;
  std::string text_;
  std::string etag_;
};

const std::vector<Migration>& Tables() {
  static const auto* const tables = new std::vector<Migration>{
      {.name = "0001_notes",
       .sql = "CREATE TABLE IF NOT EXISTS notes (name VARCHAR(255) NOT NULL PRIMARY KEY, centre VARCHAR(63), "
              "day BIGINT, row_version BIGINT NOT NULL, body LONGBLOB NOT NULL)"},
      {.name = "0002_notes_day", .sql = "CREATE UNIQUE INDEX IF NOT EXISTS notes_day ON notes (day)"},
  };
  return *tables;
}

class MessageTableConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  using Notes = MessageTable<Note>;

  // Runs `body` in a transaction and hands out what it returns, also where that is a unique violation.
  template <typename Body>
  auto Write(Body body) -> decltype(body(std::declval<Session&>())) {
    decltype(body(std::declval<Session&>())) answer = absl::UnknownError("not run");
    const absl::Status status = database_->Transact([&](Session& session) {
      answer = body(session);
      return IsUniqueViolation(answer.status()) ? absl::AbortedError("rolled back") : answer.status();
    });
    EXPECT_EQ(status.ok(), answer.ok());
    return answer;
  }

  absl::StatusOr<Note> Insert(const Note& note, absl::string_view centre, int64_t day) {
    return Write([&](Session& session) { return notes_.Insert(session, note, {centre, day}); });
  }
  absl::StatusOr<Note> Replace(const Note& note, absl::string_view centre, int64_t day) {
    return Write([&](Session& session) { return notes_.Replace(session, note, {centre, day}); });
  }
  absl::StatusOr<Note> Get(const std::string& name) {
    return Write([&](Session& session) { return notes_.Get(session, name); });
  }
  std::vector<std::string> List(absl::string_view where, std::initializer_list<Value> values, const std::string& after,
                                int limit) {
    const auto found = Write([&](Session& session) { return notes_.List(session, where, values, after, limit); });
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> names;
    for (const Note& note : *found) names.push_back(note.name());
    return names;
  }

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const Notes notes_{"notes", {"centre", "day"}, keyring_.get()};
  std::unique_ptr<Database> database_ = GetParam().Open({{"test", &Tables()}});
};

INSTANTIATE_TEST_SUITE_P(AllBackends, MessageTableConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

TEST_P(MessageTableConformance, WhatIsInsertedIsReadWithTheSameEtag) {
  const auto inserted = Insert({"notes/a", "متن"}, "centres/one", 1);
  ASSERT_THAT(inserted, IsOk());

  const auto read = Get("notes/a");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->text(), "متن");
  EXPECT_EQ(read->etag(), inserted->etag());
  EXPECT_NE(read->etag(), "");
}

TEST_P(MessageTableConformance, ATakenNameOrUniqueColumnIsAUniqueViolation) {
  ASSERT_THAT(Insert({"notes/a", ""}, "centres/one", 1), IsOk());

  EXPECT_TRUE(IsUniqueViolation(Insert({"notes/a", ""}, "centres/one", 2).status()));
  EXPECT_TRUE(IsUniqueViolation(Insert({"notes/b", ""}, "centres/one", 1).status()));
}

TEST_P(MessageTableConformance, AMissingNameIsNotFoundWithoutAReason) {
  EXPECT_THAT(Get("notes/a"), FailsWith(absl::StatusCode::kNotFound, ""));
}

TEST_P(MessageTableConformance, ReplaceGivesTheNextEtagAndChangesTheColumns) {
  auto note = Insert({"notes/a", "old"}, "centres/one", 1);
  ASSERT_THAT(note, IsOk());
  const std::string first = note->etag();
  note->set_text("new");

  const auto replaced = Replace(*note, "centres/two", 1);

  ASSERT_THAT(replaced, IsOk());
  EXPECT_NE(replaced->etag(), first);
  EXPECT_EQ(Get("notes/a")->text(), "new");
  EXPECT_EQ(Get("notes/a")->etag(), replaced->etag());
  EXPECT_THAT(List("centre = ?", {"centres/two"}, "", 10), ::testing::ElementsAre("notes/a"));
}

TEST_P(MessageTableConformance, SecondWriterOfOneRowVersionIsAborted) {
  const auto note = Insert({"notes/a", "old"}, "centres/one", 1);
  ASSERT_THAT(note, IsOk());

  EXPECT_THAT(Replace(*note, "centres/one", 1), IsOk());
  EXPECT_THAT(Replace(*note, "centres/one", 1), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(MessageTableConformance, ReplaceWithoutAnEtagOrOfAMissingRowIsAborted) {
  ASSERT_THAT(Insert({"notes/a", "old"}, "centres/one", 1), IsOk());
  Note missing("notes/b", "");
  missing.set_etag(EtagOf(1));

  EXPECT_THAT(Replace({"notes/a", "new"}, "centres/one", 1), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Replace(missing, "centres/one", 1), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(MessageTableConformance, ListGivesNamesInByteOrderStrictlyAfter) {
  int day = 0;
  for (const char* const name : {"notes/b", "notes/B", "notes/a", "notes/a-1", "notes/c"}) {
    ASSERT_THAT(Insert({name, ""}, day == 4 ? "centres/two" : "centres/one", day), IsOk());
    ++day;
  }

  EXPECT_THAT(List("", {}, "", 10), ::testing::ElementsAre("notes/B", "notes/a", "notes/a-1", "notes/b", "notes/c"));
  EXPECT_THAT(List("", {}, "notes/a", 2), ::testing::ElementsAre("notes/a-1", "notes/b"));
  EXPECT_THAT(List("centre = ? OR day = ?", {"centres/one", 4}, "notes/a-1", 10),
              ::testing::ElementsAre("notes/b", "notes/c"));
  EXPECT_THAT(List("centre = ?", {"centres/three"}, "", 10), ::testing::IsEmpty());
}

TEST_P(MessageTableConformance, BodiesAreSealedAndOpenOnlyInTheirPlace) {
  ASSERT_THAT(Insert({"notes/a", "personal data"}, "centres/one", 1), IsOk());
  ASSERT_THAT(Insert({"notes/b", ""}, "centres/one", 2), IsOk());
  std::string stored;
  ASSERT_THAT(database_->Transact([&](Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT body FROM notes WHERE name = ?", {"notes/a"}));
    stored = rows.front().Bytes(0);
    return session.Execute("UPDATE notes SET body = ? WHERE name = ?", {Bytes{stored}, "notes/b"}).status();
  }),
              IsOk());

  EXPECT_THAT(stored, ::testing::Not(::testing::HasSubstr("personal")));
  EXPECT_EQ(Get("notes/a")->text(), "personal data");
  EXPECT_THAT(Get("notes/b"), HasCode(absl::StatusCode::kDataLoss));
}

TEST_P(MessageTableConformance, WithoutAKeyringABodyIsTheMessage) {
  const Notes open("notes", {"centre", "day"});
  ASSERT_THAT(Write([&](Session& session) {
                return open.Insert(session, {"notes/a", "public"}, {"centres/one", 1});
              }),
              IsOk());

  const auto read = Write([&](Session& session) { return open.Get(session, "notes/a"); });
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->text(), "public");
  EXPECT_THAT(Get("notes/a"), HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace mosbat::db
