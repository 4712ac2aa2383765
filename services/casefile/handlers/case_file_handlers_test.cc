#include "services/casefile/handlers/case_file_handlers.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "services/casefile/handlers/casefile_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::Household;
using examples::kCentre;
using examples::kWorker;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

class CaseFileHandlersTest : public CasefileFixture {
 protected:
  absl::StatusOr<v1::CountCaseFilesResponse> CountFiles(const v1::CountCaseFilesRequest& request,
                                                        const auth::Principal& caller) {
    return calls_.Read(caller, [&](rpc::Call& call) { return case_files_.Count(call, request); });
  }
  // "centres/mehr 2+1 of 2": open, waiting, places.
  std::vector<std::string> Counts(const v1::CountCaseFilesRequest& request, const auth::Principal& caller) {
    const absl::StatusOr<v1::CountCaseFilesResponse> answer = CountFiles(request, caller);
    EXPECT_THAT(answer, IsOk());
    std::vector<std::string> lines;
    for (const auto& count : answer->counts()) {
      lines.push_back(absl::StrCat(count.centre(), " ", count.open(), "+", count.waiting(), " of ", count.places()));
    }
    return lines;
  }
  void SetUp() override {
    Learn(examples::Centre(2));
    Learn(examples::Worker(2));
  }

  absl::StatusOr<v1::CaseFile> Assign(const std::string& name, const std::string& worker,
                                      const std::string& etag = "") {
    v1::AssignCaseFileRequest request;
    request.set_name(name);
    request.set_social_worker(worker);
    request.set_etag(etag);
    return calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.Assign(call, request); });
  }
  absl::StatusOr<v1::CaseFile> Reopen(const std::string& name) {
    v1::ReopenCaseFileRequest request;
    request.set_name(name);
    return calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.Reopen(call, request); });
  }
  absl::StatusOr<v1::Member> AddMember(const std::string& file, const v1::Member& member) {
    v1::AddMemberRequest request;
    request.set_parent(file);
    *request.mutable_member() = member;
    return calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.AddMember(call, request); });
  }
  absl::StatusOr<v1::SearchCaseFilesResponse> Search(const v1::SearchCaseFilesRequest& request,
                                                     const auth::Principal& caller = Manager()) {
    return calls_.Read(caller, [&](rpc::Call& call) { return case_files_.Search(call, request); });
  }
  absl::StatusOr<v1::ListCaseFilesResponse> List(const v1::ListCaseFilesRequest& request,
                                                 const auth::Principal& caller = Manager()) {
    return calls_.Read(caller, [&](rpc::Call& call) { return case_files_.List(call, request); });
  }
  std::vector<std::string> Waitlist() {
    v1::ListWaitlistRequest request;
    request.set_parent(kCentre);
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      const auto page =
          calls_.Read(Manager(), [&](rpc::Call& call) { return case_files_.ListWaitlist(call, request); });
      EXPECT_THAT(page, IsOk());
      for (const v1::WaitlistEntry& entry : page->entries()) names.push_back(entry.case_file());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
};

TEST_F(CaseFileHandlersTest, FileWithAFreePlaceIsOpenAtOnce) {
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->state(), v1::CaseFile::OPEN);
  EXPECT_EQ(file->county(), examples::kCounty);
  EXPECT_TRUE(file->has_open_time());
  EXPECT_EQ(file->members(0).name().rfind(file->name() + "/members/", 0), 0u);
  EXPECT_EQ(Get(file->name())->SerializeAsString(), file->SerializeAsString());
  EXPECT_EQ(Count(kCentre).held, 1);
  EXPECT_THAT(calls_.events(), IsEmpty()) << "files are personal: nothing of them leaves in events";
}

TEST_F(CaseFileHandlersTest, WhatOnlyTheServiceSaysIsNotTakenFromTheCaller) {
  v1::CaseFile wanted = Household(1);
  wanted.set_name("caseFiles/mine");
  wanted.set_state(v1::CaseFile::CLOSED);
  wanted.set_county("provinces/1/counties/1");
  wanted.mutable_members(0)->set_name("caseFiles/mine/members/me");
  const absl::StatusOr<v1::CaseFile> file = Open(wanted);
  ASSERT_THAT(file, IsOk());
  EXPECT_NE(file->name(), wanted.name());
  EXPECT_EQ(file->county(), examples::kCounty);
  EXPECT_NE(file->members(0).name(), wanted.members(0).name());
}

TEST_F(CaseFileHandlersTest, FileWithoutAPlaceWaitsAndIsPromotedWhenOneFrees) {
  const absl::StatusOr<v1::CaseFile> first = Open(Household(1));
  ASSERT_THAT(Open(Household(3)), IsOk());
  const absl::StatusOr<v1::CaseFile> third = Open(Household(5));
  calls_.clock().Advance(absl::Seconds(1));
  const absl::StatusOr<v1::CaseFile> fourth = Open(Household(7));
  EXPECT_EQ(third->state(), v1::CaseFile::WAITING);
  EXPECT_EQ(third->waitlist_place(), 1);
  EXPECT_EQ(fourth->waitlist_place(), 2);
  EXPECT_THAT(Waitlist(), ElementsAre(third->name(), fourth->name()));

  ASSERT_THAT(Close(first->name()), IsOk());
  EXPECT_EQ(Get(third->name())->state(), v1::CaseFile::OPEN);
  EXPECT_EQ(Get(fourth->name())->waitlist_place(), 1);
  EXPECT_EQ(Count(kCentre).held, 2);
}

TEST_F(CaseFileHandlersTest, ClosingAWaitingFileFreesNoPlace) {
  ASSERT_THAT(Open(Household(1)), IsOk());
  ASSERT_THAT(Open(Household(3)), IsOk());
  const absl::StatusOr<v1::CaseFile> third = Open(Household(5));
  ASSERT_THAT(Close(third->name()), IsOk());
  EXPECT_THAT(Waitlist(), IsEmpty());
  EXPECT_EQ(Count(kCentre).held, 2);
  EXPECT_THAT(Close(third->name()), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_CLOSED"));
}

TEST_F(CaseFileHandlersTest, CentreThatIsNotOperatingTakesNobodyIn) {
  Learn(examples::SuspendedFrom(examples::kToday, examples::Centre(2, 2)));
  EXPECT_THAT(Open(Household(1)), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_NOT_OPERATING"));
}

TEST_F(CaseFileHandlersTest, PersonIsInOneFileInTheCountry) {
  registry::v1::Centre other = examples::Centre(2, 1, "centres/other");
  Learn(other);
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  v1::CaseFile again = Household(2);  // its head is the child of the first household
  again.set_centre(other.name());

  const absl::Status elsewhere = Open(again, Manager(other.name())).status();
  EXPECT_THAT(elsewhere, FailsWith(StatusCode::kFailedPrecondition, "ALREADY_OPEN_ELSEWHERE"));
  EXPECT_THAT(MetadataOf(elsewhere), Contains(Pair("field", "case_file.members[0].identity")));
  EXPECT_THAT(MetadataOf(elsewhere), Not(Contains(Key("case_file")))) << "where is not told outside its scope";
  const absl::Status in_scope = Open(again, testing::As(access::v1::COUNTY, "office", examples::kCounty)).status();
  EXPECT_THAT(MetadataOf(in_scope), Contains(Pair("case_file", file->name())));

  ASSERT_THAT(Close(file->name()), IsOk());
  EXPECT_THAT(Open(again, Manager(other.name())), IsOk());
  EXPECT_THAT(Reopen(file->name()), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_OPEN_ELSEWHERE"));
}

TEST_F(CaseFileHandlersTest, FileOpenedWithAWorkerHoldsOneOfTheirPlacesToo) {
  Learn(examples::Centre(9, 2));
  v1::CaseFile wanted = Household(1);
  wanted.set_social_worker(kWorker);
  const absl::StatusOr<v1::CaseFile> file = Open(wanted, SocialWorker());
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(Count(kWorker).held, 1);
  wanted = Household(3);
  wanted.set_social_worker(kWorker);
  ASSERT_THAT(Open(wanted), IsOk());
  wanted = Household(5);
  wanted.set_social_worker(kWorker);
  EXPECT_THAT(Open(wanted), FailsWith(StatusCode::kFailedPrecondition, "WORKER_FULL"));
  EXPECT_EQ(Count(kCentre).held, 2) << "the place of the refused file was given back";
  ASSERT_THAT(Close(file->name()), IsOk());
  EXPECT_EQ(Count(kWorker).held, 1);
}

TEST_F(CaseFileHandlersTest, OnlyASocialWorkerOfTheCentreTakesAFile) {
  registry::v1::StaffMember office = examples::Worker(0, 1, "centres/mehr/staff/office");
  office.set_position(registry::v1::StaffMember::OFFICE);
  Learn(office);
  Learn(examples::Centre(2, 1, "centres/other"));
  Learn(examples::Worker(2, 1, "centres/other/staff/sara"));
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  for (const char* const worker :
       {"centres/mehr/staff/office", "centres/other/staff/sara", "centres/mehr/staff/nobody"}) {
    EXPECT_THAT(Assign(file->name(), worker), FailsWith(StatusCode::kNotFound, "WORKER_NOT_FOUND")) << worker;
  }
}

TEST_F(CaseFileHandlersTest, AssigningMovesThePlaceFromOneWorkerToTheOther) {
  constexpr char kSara[] = "centres/mehr/staff/sara";
  Learn(examples::Worker(2, 1, kSara));
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  ASSERT_THAT(Assign(file->name(), kWorker), IsOk());
  EXPECT_THAT(Assign(file->name(), kSara, file->etag()), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  ASSERT_THAT(Assign(file->name(), kSara), IsOk());
  EXPECT_EQ(Count(kWorker).held, 0);
  EXPECT_EQ(Count(kSara).held, 1);
  EXPECT_EQ(Assign(file->name(), kSara)->social_worker(), kSara);
  EXPECT_EQ(Count(kSara).held, 1);
  ASSERT_THAT(Close(file->name()), IsOk());
  EXPECT_EQ(Count(kSara).held, 0);
  EXPECT_THAT(Assign(file->name(), kSara), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_OPEN"));
}

TEST_F(CaseFileHandlersTest, ReopenedFileWinsAPlaceOrWaits) {
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  EXPECT_THAT(Reopen(file->name()), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_CLOSED"));
  ASSERT_THAT(Close(file->name()), IsOk());
  EXPECT_EQ(Reopen(file->name())->state(), v1::CaseFile::OPEN);
  ASSERT_THAT(Close(file->name()), IsOk());
  ASSERT_THAT(Open(Household(3)), IsOk());
  ASSERT_THAT(Open(Household(5)), IsOk());
  const absl::StatusOr<v1::CaseFile> waiting = Reopen(file->name());
  EXPECT_EQ(waiting->state(), v1::CaseFile::WAITING);
  EXPECT_EQ(waiting->waitlist_place(), 1);
}

TEST_F(CaseFileHandlersTest, AddedMemberIsFoundAndHeld) {
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  v1::Member baby = examples::Member(70, v1::Member::CHILD, examples::kToday);
  const absl::StatusOr<v1::Member> added = AddMember(file->name(), baby);
  ASSERT_THAT(added, IsOk());
  EXPECT_EQ(Get(file->name())->members_size(), 3);
  EXPECT_EQ(Get(file->name())->etag(), added->etag());
  EXPECT_THAT(AddMember(file->name(), baby), FailsWith(StatusCode::kInvalidArgument, "PERSON_TWICE"));
  EXPECT_THAT(Open(Household(70)), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_OPEN_ELSEWHERE"));
  ASSERT_THAT(Close(file->name()), IsOk());
  EXPECT_THAT(AddMember(file->name(), examples::Member(80, v1::Member::CHILD, examples::kToday)),
              FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_CLOSED"));
}

TEST_F(CaseFileHandlersTest, SearchFindsByIdentityAndByWords) {
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  v1::SearchCaseFilesRequest request;
  EXPECT_THAT(Search(request), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  request.mutable_identity()->set_national_id(examples::NationalId(2));
  const auto by_identity = Search(request);
  ASSERT_EQ(by_identity->case_files_size(), 1);
  EXPECT_EQ(by_identity->case_files(0).SerializeAsString(), file->SerializeAsString());
  request.set_name_words("زهرا");
  EXPECT_THAT(Search(request), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  request.clear_identity();
  EXPECT_EQ(Search(request)->case_files_size(), 1);
  EXPECT_EQ(Search(request, Manager("centres/other"))->case_files_size(), 0);
  request.set_name_words("a b c d e f g");
  EXPECT_THAT(Search(request), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  request.set_name_words("  ");
  EXPECT_THAT(Search(request), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST_F(CaseFileHandlersTest, ListShowsTheScopeWithoutMembersPageByPage) {
  Learn(examples::Centre(9, 2));
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) names.push_back(Open(Household(2 * i + 1))->name());
  v1::ListCaseFilesRequest request;
  request.set_page_size(2);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->case_files_size(), 2);
  EXPECT_EQ(first->case_files(0).members_size(), 0);
  request.set_page_token(first->next_page_token());
  const auto second = List(request);
  EXPECT_EQ(second->case_files_size(), 1);
  EXPECT_EQ(second->next_page_token(), "");
  request.set_state(v1::CaseFile::CLOSED);
  EXPECT_THAT(List(request), FailsWith(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_EQ(List({}, SocialWorker())->case_files_size(), 0) << "nothing is assigned to the worker";
  EXPECT_EQ(List({}, testing::Steering())->case_files_size(), 3);
  EXPECT_EQ(List({}, testing::As(access::v1::COUNTY, "x", "self"))->case_files_size(), 0) << "no part of the country";
}

TEST_F(CaseFileHandlersTest, ForeignCallersReachNoFile) {
  const absl::StatusOr<v1::CaseFile> file = Open(Household(1));
  const auth::Principal foreigners[] = {Manager("centres/other"), SocialWorker("centres/mehr/staff/sara"),
                                        testing::As(access::v1::COUNTY, "office", "provinces/30/counties/3002"),
                                        testing::As(access::v1::PROVINCE, "office", "provinces/3")};
  for (const auth::Principal& foreigner : foreigners) {
    SCOPED_TRACE(foreigner.scope.area);
    EXPECT_THAT(Get(file->name(), foreigner), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
    EXPECT_THAT(Close(file->name(), foreigner), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
    EXPECT_THAT(Open(Household(3), foreigner), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  }
  EXPECT_EQ(Get(file->name())->state(), v1::CaseFile::OPEN);
  EXPECT_THAT(Get("caseFiles/none"), FailsWith(StatusCode::kNotFound, "CASE_FILE_NOT_FOUND"));
  EXPECT_THAT(Get("files/none"), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(CaseFileHandlersTest, HouseholdThatIsNotRightIsRefusedByPath) {
  v1::CaseFile wanted = Household(1);
  wanted.mutable_members(1)->clear_sex();
  EXPECT_THAT(Open(wanted), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_EQ(Count(kCentre).held, 0);
}

TEST_F(CaseFileHandlersTest, FilesAreCountedByCentreWithinTheScope) {
  constexpr char kOtherCounty[] = "provinces/30/counties/3002";
  registry::v1::Centre elsewhere = examples::Centre(7, 1, "centres/elsewhere");
  elsewhere.set_county(kOtherCounty);
  Learn(elsewhere);
  registry::v1::Centre closed = examples::Centre(5, 1, "centres/closed");
  closed.set_state(registry::v1::Centre::CLOSED);
  Learn(closed);
  for (const int person : {11, 21, 31, 41}) ASSERT_THAT(Open(Household(person)), IsOk());
  const absl::StatusOr<v1::CaseFile> gone = Open(Household(51));
  ASSERT_THAT(Close(gone->name()), IsOk());

  const auth::Principal steering = testing::As(access::v1::STEERING, "steering", "country");
  v1::CountCaseFilesRequest all;
  EXPECT_THAT(Counts(all, steering), ElementsAre("centres/elsewhere 0+0 of 7", "centres/mehr 2+2 of 2"));
  EXPECT_EQ(CountFiles(all, steering)->counts(1).county(), examples::kCounty);
  EXPECT_THAT(Counts(all, Manager()), ElementsAre("centres/mehr 2+2 of 2"));
  EXPECT_THAT(Counts(all, testing::As(access::v1::COUNTY, "county", kOtherCounty)),
              ElementsAre("centres/elsewhere 0+0 of 7"));
  EXPECT_THAT(Counts(all, testing::As(access::v1::PROVINCE, "province", "provinces/3")), IsEmpty());

  v1::CountCaseFilesRequest county;
  county.mutable_area()->set_county(examples::kCounty);
  EXPECT_THAT(Counts(county, steering), ElementsAre("centres/mehr 2+2 of 2"));
  county.mutable_area()->set_centre(kCentre);
  EXPECT_THAT(CountFiles(county, steering), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));

  v1::CountCaseFilesRequest paged;
  paged.set_page_size(1);
  EXPECT_THAT(Counts(paged, steering), ElementsAre("centres/elsewhere 0+0 of 7"));
  paged.set_page_token(CountFiles(paged, steering)->next_page_token());
  EXPECT_THAT(Counts(paged, steering), ElementsAre("centres/mehr 2+2 of 2"));
  EXPECT_EQ(CountFiles(paged, steering)->next_page_token(), "");
  *paged.mutable_area() = county.area();
  paged.mutable_area()->set_county(kOtherCounty);
  EXPECT_THAT(CountFiles(paged, steering), FailsWith(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(CaseFileHandlersTest, LoweredCapShowsMoreOpenThanPlaces) {
  for (const int person : {11, 21}) ASSERT_THAT(Open(Household(person)), IsOk());
  Learn(examples::Centre(1, 9));
  EXPECT_THAT(Counts({}, Manager()), ElementsAre("centres/mehr 2+0 of 1"));
}

}  // namespace
}  // namespace mosbat::casefile
