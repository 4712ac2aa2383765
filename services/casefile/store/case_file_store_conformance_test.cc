#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"

#include "common/base/timestamps.h"
#include "common/iran/persian_text.h"
#include "common/testing/store_conformance.h"
#include "services/casefile/examples.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/place_store.h"
#include "services/casefile/store/registry_copies.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class CaseFileStoreConformance : public testing::StoreConformance {
 protected:
  CaseFileStoreConformance() : StoreConformance({{"casefile", &Migrations()}}) {}

  // An OPEN file of a mother and a child, `caseFiles/{id}`.
  static v1::CaseFile File(const std::string& id, int person) {
    v1::CaseFile file = examples::Household(person);
    file.set_name(absl::StrCat("caseFiles/", id));
    file.set_county(examples::kCounty);
    file.set_state(v1::CaseFile::OPEN);
    for (int i = 0; i < file.members_size(); ++i) {
      file.mutable_members(i)->set_name(absl::StrCat(file.name(), "/members/", i));
    }
    return file;
  }
  static v1::CaseFile WaitingFile(const std::string& id, int person, int64_t queue_time) {
    v1::CaseFile file = File(id, person);
    file.set_state(v1::CaseFile::WAITING);
    *file.mutable_queue_time() = ToTimestamp(absl::FromUnixMicros(queue_time));
    return file;
  }

  absl::StatusOr<v1::CaseFile> Insert(const v1::CaseFile& file) {
    return Write([&](db::Session& session) { return store_.Insert(session, file); });
  }
  absl::StatusOr<v1::CaseFile> Replace(const v1::CaseFile& file, int first_new) {
    return Write([&](db::Session& session) { return store_.Replace(session, file, first_new); });
  }
  absl::StatusOr<v1::CaseFile> Get(const std::string& name) {
    return Write([&](db::Session& session) { return store_.Get(session, name); });
  }
  std::vector<std::string> List(const CaseFileFilter& filter, const std::string& after = "", int limit = 100) {
    return NamesOf(Write([&](db::Session& session) { return store_.List(session, filter, after, limit); }));
  }
  std::vector<std::string> FindNames(const std::string& words, const db::Visibility& visibility = {},
                                     const std::string& after = "", int limit = 100) {
    return NamesOf(Write([&](db::Session& session) {
      return store_.FindNames(session, visibility, iran::SearchWords(words), after, limit);
    }));
  }
  absl::Status Hold(const std::string& file, int person) {
    common::v1::PersonIdentity identity;
    identity.set_national_id(examples::NationalId(person));
    return Write([&](db::Session& session) -> absl::Status {
      // Looks first, as handlers do: a unique violation runs the body again.
      const auto holder = store_.FileHolding(session, identity);
      if (!holder.ok()) return holder.status();
      if (holder->has_value()) return absl::AlreadyExistsError(**holder);
      return store_.Hold(session, file, identity);
    });
  }

  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const CaseFileStore store_{*keyring_};
};

TEST_P(CaseFileStoreConformance, FileIsReadAsItWasWrittenWithItsEtagOnEveryMember) {
  const absl::StatusOr<v1::CaseFile> inserted = Insert(File("a", 1));
  ASSERT_THAT(inserted, IsOk());
  const absl::StatusOr<v1::CaseFile> read = Get("caseFiles/a");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), inserted->SerializeAsString());
  EXPECT_EQ(read->members(1).etag(), read->etag());
  EXPECT_EQ(read->members(0).identity().national_id(), examples::NationalId(1));
}

TEST_P(CaseFileStoreConformance, MissingFileIsNotFound) {
  EXPECT_THAT(Get("caseFiles/none"), FailsWith(StatusCode::kNotFound, "CASE_FILE_NOT_FOUND"));
}

TEST_P(CaseFileStoreConformance, NothingPersonalIsReadableInTheTables) {
  ASSERT_THAT(Insert(File("a", 1)), IsOk());
  ASSERT_THAT(Hold("caseFiles/a", 1), IsOk());
  EXPECT_FALSE(BodiesShow("case_files", examples::NationalId(1)));
  EXPECT_FALSE(BodiesShow("case_files", "زهرا"));
  const auto hashes = Read([](db::Session& session) {
    return session.Query("SELECT hash FROM person_search UNION ALL SELECT hash FROM open_identities");
  });
  ASSERT_THAT(hashes, IsOk());
  EXPECT_GT(hashes->size(), 3u);
  for (const db::Row& row : *hashes) EXPECT_EQ(row.Text(0).find(examples::NationalId(1)), std::string::npos);
}

TEST_P(CaseFileStoreConformance, SecondWriterOfOneVersionIsAborted) {
  const absl::StatusOr<v1::CaseFile> read = Insert(File("a", 1));
  ASSERT_THAT(Replace(*read, 2), IsOk());
  EXPECT_THAT(Replace(*read, 2), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(CaseFileStoreConformance, ListsByScopeAndFilterInOrderOfNames) {
  v1::CaseFile elsewhere = File("b", 3);
  elsewhere.set_centre("centres/other");
  elsewhere.set_county("provinces/30/counties/3002");
  v1::CaseFile far = File("d", 5);
  far.set_centre("centres/far");
  far.set_county("provinces/3/counties/0301");
  v1::CaseFile assigned = File("c", 7);
  assigned.set_social_worker(examples::kWorker);
  for (const v1::CaseFile& file : {assigned, far, elsewhere, File("a", 1)}) ASSERT_THAT(Insert(file), IsOk());

  EXPECT_THAT(List({}), ElementsAre("caseFiles/a", "caseFiles/b", "caseFiles/c", "caseFiles/d"));
  EXPECT_THAT(List({.visibility = {.area = "provinces/30"}}), ElementsAre("caseFiles/a", "caseFiles/b", "caseFiles/c"));
  EXPECT_THAT(List({.visibility = {.area = "provinces/3"}}), ElementsAre("caseFiles/d"));
  EXPECT_THAT(List({.visibility = {.area = examples::kCounty}}), ElementsAre("caseFiles/a", "caseFiles/c"));
  EXPECT_THAT(List({.visibility = {.area = examples::kCentre}}), ElementsAre("caseFiles/a", "caseFiles/c"));
  EXPECT_THAT(List({.visibility = {.area = examples::kWorker}}), ElementsAre("caseFiles/c"));
  EXPECT_THAT(List({.visibility = {.area = examples::kCentre}, .centre = "centres/other"}), IsEmpty());
  EXPECT_THAT(List({.state = v1::CaseFile::CLOSED}), IsEmpty());
  EXPECT_THAT(List({}, "caseFiles/b", 1), ElementsAre("caseFiles/c"));
}

TEST_P(CaseFileStoreConformance, NamesAreFoundInAnySpellingAndByTheirBeginning) {
  v1::CaseFile file = File("a", 1);
  file.mutable_members(1)->set_given_name("علی");
  file.mutable_members(1)->set_family_name("نقش‌بندی");
  ASSERT_THAT(Insert(file), IsOk());
  EXPECT_THAT(FindNames("زهرا کریمی"), ElementsAre("caseFiles/a"));
  EXPECT_THAT(FindNames("كريمي"), ElementsAre("caseFiles/a")) << "Arabic kaf and yeh";
  EXPECT_THAT(FindNames("نقشبندی"), ElementsAre("caseFiles/a")) << "without the non-joiner";
  EXPECT_THAT(FindNames("نق"), ElementsAre("caseFiles/a"));
  EXPECT_THAT(FindNames("عل نقش"), ElementsAre("caseFiles/a"));
  EXPECT_THAT(FindNames("علی کریمی"), IsEmpty()) << "words of two members";
  EXPECT_THAT(FindNames("حسن"), IsEmpty());
}

TEST_P(CaseFileStoreConformance, SearchStaysInScopeAndGoesOnPageByPage) {
  v1::CaseFile elsewhere = File("b", 3);
  elsewhere.set_centre("centres/other");
  for (const v1::CaseFile& file : {File("a", 1), elsewhere, File("c", 5), File("d", 7)})
    ASSERT_THAT(Insert(file), IsOk());
  EXPECT_THAT(FindNames("زهرا"), ElementsAre("caseFiles/a", "caseFiles/b", "caseFiles/c", "caseFiles/d"));
  EXPECT_THAT(FindNames("زهرا", {.area = examples::kCentre}), ElementsAre("caseFiles/a", "caseFiles/c", "caseFiles/d"));
  EXPECT_THAT(FindNames("زهرا", {}, "caseFiles/a", 2), ElementsAre("caseFiles/b", "caseFiles/c"));
}

TEST_P(CaseFileStoreConformance, PersonsAreFoundByIdentityAlsoWhenAddedLater) {
  const absl::StatusOr<v1::CaseFile> inserted = Insert(File("a", 1));
  ASSERT_THAT(inserted, IsOk());
  v1::CaseFile grown = *inserted;
  *grown.add_members() = examples::Member(50, v1::Member::SIBLING, examples::kToday);
  grown.mutable_members(2)->set_name("caseFiles/a/members/2");
  ASSERT_THAT(Replace(grown, 2), IsOk());
  for (const int person : {1, 2, 50}) {
    common::v1::PersonIdentity identity;
    identity.set_national_id(examples::NationalId(person));
    EXPECT_THAT(NamesOf(Write([&](db::Session& session) { return store_.FindPerson(session, {}, identity, "", 10); })),
                ElementsAre("caseFiles/a"));
  }
}

TEST_P(CaseFileStoreConformance, PersonIsHeldByOneFileUntilReleased) {
  const absl::StatusOr<v1::CaseFile> file = Insert(File("a", 1));
  ASSERT_THAT(Hold("caseFiles/a", 1), IsOk());
  EXPECT_EQ(Hold("caseFiles/b", 1).message(), "caseFiles/a");
  ASSERT_THAT(Write([&](db::Session& session) { return store_.Release(session, *file); }), IsOk());
  EXPECT_THAT(Hold("caseFiles/b", 1), IsOk());
  ASSERT_THAT(Write([&](db::Session& session) { return store_.Release(session, *file); }), IsOk());
  EXPECT_EQ(Hold("caseFiles/c", 1).message(), "caseFiles/b") << "a file releases only whom it holds";
}

TEST_P(CaseFileStoreConformance, WaitlistIsInOrderOfQueueTimeAndName) {
  for (const v1::CaseFile& file :
       {WaitingFile("c", 1, 10), WaitingFile("b", 3, 20), WaitingFile("a", 5, 20), File("d", 7)}) {
    ASSERT_THAT(Insert(file), IsOk());
  }
  const auto waiting = [&](const Waiting& after, int limit) {
    std::vector<std::string> names;
    const auto found =
        Write([&](db::Session& session) { return store_.ListWaiting(session, examples::kCentre, after, limit); });
    for (const Waiting& file : found.value()) names.push_back(file.case_file);
    return names;
  };
  EXPECT_THAT(waiting({}, 10), ElementsAre("caseFiles/c", "caseFiles/a", "caseFiles/b"));
  EXPECT_THAT(waiting({.case_file = "caseFiles/c", .queue_time = 10}, 1), ElementsAre("caseFiles/a"));
  EXPECT_THAT(waiting({.case_file = "caseFiles/a", .queue_time = 20}, 9), ElementsAre("caseFiles/b"));
  const auto before =
      Write([&](db::Session& session) { return store_.CountWaitingBefore(session, WaitingFile("b", 3, 20)); });
  EXPECT_EQ(before.value(), 2);
  const auto centres = Write([&](db::Session& session) { return store_.ListCentresWithWaiting(session, "", 10); });
  EXPECT_THAT(centres.value(), ElementsAre(examples::kCentre));
  const auto later =
      Write([&](db::Session& session) { return store_.ListCentresWithWaiting(session, examples::kCentre, 10); });
  EXPECT_THAT(later.value(), IsEmpty());
}

TEST_P(CaseFileStoreConformance, FilesAndPlacesAreCountedByCentreInOrder) {
  const PlaceStore places;
  const RegistryCopies registry(places);
  const auto learn = [&](const registry::v1::Centre& centre) {
    return Write([&](db::Session& session) { return registry.Apply(session, examples::EventOf(centre)); });
  };
  registry::v1::Centre elsewhere = examples::Centre(7, 1, "centres/elsewhere");
  elsewhere.set_county("provinces/3/counties/301");
  elsewhere.set_state(registry::v1::Centre::FOUNDING);
  registry::v1::Centre closed = examples::Centre(5, 1, "centres/closed");
  closed.set_state(registry::v1::Centre::CLOSED);
  for (const registry::v1::Centre& centre : {examples::Centre(2), elsewhere, closed}) {
    ASSERT_THAT(learn(centre), IsOk());
  }
  v1::CaseFile gone = File("d", 41);
  gone.set_state(v1::CaseFile::CLOSED);
  for (const v1::CaseFile& file : {File("a", 11), File("b", 21), WaitingFile("c", 31, 5), gone}) {
    ASSERT_THAT(Insert(file), IsOk());
  }
  const auto count = [&](const CentreFilter& filter, const std::string& after = "", int limit = 10) {
    const auto counts =
        Write([&](db::Session& session) { return store_.CountByCentre(session, filter, after, limit); });
    EXPECT_THAT(counts, IsOk());
    std::vector<std::string> lines;
    for (const auto& one : *counts) {
      lines.push_back(absl::StrCat(one.centre(), " in ", one.county(), ": ", one.open(), "+", one.waiting(), " of ",
                                   one.places(), one.operating() ? "" : ", not operating"));
    }
    return lines;
  };
  const std::string far = "centres/elsewhere in provinces/3/counties/301: 0+0 of 7, not operating";
  const std::string near = "centres/mehr in provinces/30/counties/3001: 2+1 of 2";
  EXPECT_THAT(count({}), ElementsAre(far, near)) << "the closed one is left out";
  EXPECT_THAT(count({}, "", 1), ElementsAre(far));
  EXPECT_THAT(count({}, "centres/elsewhere"), ElementsAre(near));
  EXPECT_THAT(count({.area = "provinces/3"}), ElementsAre(far));
  EXPECT_THAT(count({.visibility = {.area = examples::kCounty}}), ElementsAre(near));
  EXPECT_THAT(count({.visibility = {.area = examples::kCentre}}), ElementsAre(near));
  EXPECT_THAT(count({.visibility = {.area = examples::kWorker}}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CaseFileStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
