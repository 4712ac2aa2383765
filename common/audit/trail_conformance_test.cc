// The audit trail on every store: what is appended is found, and what was tampered with is told and hides nothing.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/audit/trail.h"
#include "common/base/status_macros.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::audit {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using ::testing::Pair;
using ::testing::SizeIs;

class TrailConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  v1::Entry EntryOf(const std::string& actor, const std::string& subject) {
    v1::Entry entry;
    entry.set_id(ids_.NewUuid(clock_.Now()));
    entry.set_actor(actor);
    entry.set_subject(subject);
    entry.set_purpose("home visit");
    return entry;
  }

  void Append(const std::vector<v1::Entry>& entries) {
    ASSERT_THAT(database_->Transact([&](db::Session& session) { return trail_.Append(session, entries); }), IsOk());
  }

  void Tamper(absl::string_view sql, const std::string& id) {
    ASSERT_THAT(database_->Transact([&](db::Session& session) { return session.Execute(sql, {id}).status(); }), IsOk());
  }

  std::vector<v1::Entry> List(const std::string& subject = "", const std::string& actor = "") {
    std::vector<v1::Entry> entries;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(entries, trail_.List(session, subject, actor, "", 1000));
      return absl::OkStatus();
    }),
                IsOk());
    return entries;
  }

  std::vector<std::pair<std::string, v1::Entry::Damage>> Damages() {
    std::vector<std::pair<std::string, v1::Entry::Damage>> damages;
    for (const v1::Entry& entry : List()) damages.emplace_back(entry.subject(), entry.damage());
    return damages;
  }

  testing::FakeClock clock_;
  testing::SequentialIds ids_;
  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const Trail trail_{*keyring_};
  std::unique_ptr<db::Database> database_ = GetParam().Open({{"audit", &Migrations()}});
};

TEST_P(TrailConformance, EntriesAreFoundBySubjectAndByActor) {
  Append({EntryOf("mina", "caseFiles/a"), EntryOf("reza", "caseFiles/a"), EntryOf("mina", "caseFiles/b")});
  EXPECT_THAT(List(), SizeIs(3));
  EXPECT_THAT(List("caseFiles/a"), SizeIs(2));
  EXPECT_THAT(List("", "mina"), SizeIs(2));
  ASSERT_THAT(List("caseFiles/a", "mina"), SizeIs(1));
  EXPECT_EQ(List("caseFiles/a", "mina").front().purpose(), "home visit");
  EXPECT_EQ(List("caseFiles/a", "mina").front().damage(), v1::Entry::DAMAGE_UNSPECIFIED);
}

// Entries are written several in one statement, and the rest one by one.
TEST_P(TrailConformance, PageOfEntriesIsWrittenWhole) {
  std::vector<v1::Entry> entries;
  for (int i = 0; i < 107; ++i) entries.push_back(EntryOf("mina", absl::StrCat("caseFiles/", i)));
  Append(entries);
  const std::vector<v1::Entry> listed = List();
  ASSERT_THAT(listed, SizeIs(107));
  for (size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(listed[i].SerializeAsString(), entries[i].SerializeAsString()) << i;
  }
}

TEST_P(TrailConformance, UnreadableEntryIsMarkedAndHidesNoOther) {
  const std::vector<v1::Entry> entries = {EntryOf("mina", "caseFiles/a"), EntryOf("reza", "caseFiles/b"),
                                          EntryOf("mina", "caseFiles/c")};
  const v1::Entry& damaged = entries[1];
  Append(entries);
  Tamper("UPDATE audit_entries SET body = 'x' WHERE id = ?", damaged.id());
  EXPECT_THAT(Damages(), ElementsAre(Pair("caseFiles/a", v1::Entry::DAMAGE_UNSPECIFIED),
                                     Pair("caseFiles/b", v1::Entry::UNREADABLE),
                                     Pair("caseFiles/c", v1::Entry::DAMAGE_UNSPECIFIED)));
  EXPECT_EQ(List()[1].id(), damaged.id());
  EXPECT_EQ(List()[1].actor(), "reza");
}

TEST_P(TrailConformance, EntryWhoseMacIsNotItsOwnIsMarked) {
  const v1::Entry damaged = EntryOf("reza", "caseFiles/b");
  Append({damaged, EntryOf("mina", "caseFiles/c")});
  Tamper("UPDATE audit_entries SET mac = 'x' WHERE id = ?", damaged.id());
  EXPECT_THAT(Damages(),
              ElementsAre(Pair("caseFiles/b", v1::Entry::ALTERED), Pair("caseFiles/c", v1::Entry::DAMAGE_UNSPECIFIED)));
}

TEST_P(TrailConformance, EntryFiledUnderAnotherNameIsMarkedAndShownAsItWasWritten) {
  const v1::Entry of_subject = EntryOf("reza", "caseFiles/b");
  const v1::Entry of_actor = EntryOf("reza", "caseFiles/c");
  Append({of_subject, of_actor});
  Tamper("UPDATE audit_entries SET subject = 'caseFiles/other' WHERE id = ?", of_subject.id());
  Tamper("UPDATE audit_entries SET actor = 'nobody' WHERE id = ?", of_actor.id());
  EXPECT_THAT(Damages(),
              ElementsAre(Pair("caseFiles/b", v1::Entry::MISFILED), Pair("caseFiles/c", v1::Entry::MISFILED)));
  EXPECT_EQ(List()[1].actor(), "reza");
}

// The id is part of what the body is sealed for, and the time is in the id: a row moved to another time does not open.
TEST_P(TrailConformance, EntryMovedToAnotherTimeIsMarked) {
  const v1::Entry moved = EntryOf("reza", "caseFiles/b");
  Append({moved});
  clock_.Advance(absl::Hours(24));
  const std::string later = ids_.NewUuid(clock_.Now());
  ASSERT_THAT(database_->Transact([&](db::Session& session) {
    return session.Execute("UPDATE audit_entries SET id = ? WHERE id = ?", {later, moved.id()}).status();
  }),
              IsOk());
  EXPECT_THAT(Damages(), ElementsAre(Pair("caseFiles/b", v1::Entry::UNREADABLE)));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, TrailConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::audit
