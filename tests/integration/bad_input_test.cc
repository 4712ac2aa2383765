// What a department may get wrong, through the gateway: each is refused with its reason and, where one field is at
// fault, its path, in the language of the caller, and nothing of it is kept.
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/testing/sample_texts.h"
#include "tests/integration/bad_inputs.h"
#include "tests/integration/walk/known.h"
#include "tests/integration/walk/replicas.h"

namespace mosbat {
namespace {

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using guideline::testing::SampleDeputyship;
using guideline::testing::SampleDirective;
using guideline::testing::SampleSubGuideline;
using guideline::testing::SampleText;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;
using testing::BadInput;
using testing::FailsWith;
using testing::IsOk;

const absl::CivilDay kToday(2026, 3, 22);  // the day after everything was made
constexpr char kSteering[] = "steering@mina";
constexpr char kAuthor[] = "deputyship:prevention@sara";
constexpr char kText[] = "subGuidelines/screening/revisions/1";
constexpr char kNextText[] = "subGuidelines/screening/revisions/2";
constexpr char kScheme[] = "subGuidelines/scheme/revisions/1";
constexpr char kType[] = "serviceTypes/screening";

class BadInputTest : public ::testing::TestWithParam<walk::Store> {
 protected:
  void SetUp() override {
    auto replicas = walk::Replicas::Start(GetParam());
    ASSERT_THAT(replicas, IsOk());
    replicas_ = *std::move(replicas);
    replicas_->SetToday(kToday - 1);
    english_ = ClientOf(0, Language::kEnglish);
    persian_ = ClientOf(1, Language::kPersian);
    MakeTexts();
    MakeTypes();
  }

  std::unique_ptr<ctl::Client> ClientOf(size_t replica, Language language) {
    auto client =
        ctl::Client::Open({.address = replicas_->gateways().at(replica), .identity_file = replicas_->identity_file()},
                          {.language = language, .patience = absl::ZeroDuration()});
    EXPECT_THAT(client, IsOk());
    return *std::move(client);
  }

  template <typename Response>
  Response Do(absl::string_view as, const google::protobuf::Message& request) {
    auto answer = english_->Call<Response>(as, request);
    EXPECT_THAT(answer, IsOk());
    return std::move(answer).value_or(Response());
  }

  // A directive in force; a text in force with a draft behind it; a scheme that waits for its approval.
  void MakeTexts() {
    guideline::v1::CreateDeputyshipRequest deputyship;
    deputyship.set_deputyship_id("prevention");
    *deputyship.mutable_deputyship() = SampleDeputyship();
    Do<guideline::v1::Deputyship>(kSteering, deputyship);
    guideline::v1::CreateDirectiveRequest directive;
    directive.set_directive_id("two");
    *directive.mutable_directive() = SampleDirective();
    *directive.mutable_directive()->mutable_effective_date() = iran::ToDate(kToday - 1);
    Do<Directive>(kSteering, directive);
    guideline::v1::IssueDirectiveRequest issue;
    issue.set_name("directives/two");
    Do<Directive>(kSteering, issue);

    guideline::v1::CreateSubGuidelineRequest create;
    create.set_sub_guideline_id("screening");
    *create.mutable_sub_guideline() = SampleSubGuideline();
    *create.mutable_revision() = SampleText();
    Do<SubGuideline>(kAuthor, create);
    create.set_sub_guideline_id("scheme");
    guideline::v1::KindTerm& kind = *create.mutable_revision()->mutable_terms()->mutable_kind();
    kind.set_kind(guideline::v1::KindTerm::SCHEME);
    *kind.mutable_end_date() = iran::ToDate(kToday + 20);
    Do<SubGuideline>(kAuthor, create);
    for (const char* const name : {kText, kScheme}) {
      guideline::v1::SubmitSubGuidelineRevisionRequest submit;
      submit.set_name(name);
      Do<SubGuidelineRevision>(kAuthor, submit);
    }
    guideline::v1::ApproveSubGuidelineRevisionRequest approve;
    approve.set_name(kText);
    *approve.mutable_effective_date() = iran::ToDate(kToday - 1);
    Do<SubGuidelineRevision>(kSteering, approve);
    guideline::v1::UpdateSubGuidelineRevisionRequest next;
    *next.mutable_sub_guideline_revision() = SampleText();
    next.mutable_sub_guideline_revision()->set_name(kNextText);
    next.set_allow_missing(true);
    Do<SubGuidelineRevision>(kAuthor, next);
    replicas_->SetToday(kToday);
  }

  // An active type and one that rests on a draft; an entrustment and a pilot of the first.
  void MakeTypes() {
    catalog::v1::RegisterServiceTypeRequest type;
    type.set_service_type_id("screening");
    type.mutable_service_type()->mutable_title()->set_fa("غربالگری بینایی");
    type.mutable_service_type()->set_owner("deputyships/prevention");
    type.mutable_service_type()->set_rests_on(kText);
    Do<ServiceType>(kAuthor, type);
    type.set_service_type_id("on-a-draft");
    type.mutable_service_type()->set_rests_on(kNextText);
    Do<ServiceType>(kAuthor, type);
    catalog::v1::ActivateServiceTypeRequest activate;
    activate.set_name(kType);
    Do<ServiceType>(kAuthor, activate);
    catalog::v1::ProposeEntrustmentRequest propose;
    propose.mutable_entrustment()->set_service_type(kType);
    propose.mutable_entrustment()->mutable_area()->set_country(true);
    *propose.mutable_entrustment()->mutable_start_date() = iran::ToDate(kToday);
    entrustment_ = Do<Entrustment>(kAuthor, propose).name();
    propose.mutable_entrustment()->set_pilot(true);
    Do<Entrustment>(kAuthor, propose);
  }

  // All that both services have, and how far their feeds have come.
  std::string Everything() {
    guideline::v1::ListSubGuidelineRevisionsRequest texts;
    texts.set_parent("subGuidelines/screening");
    guideline::v1::ListSubGuidelineRevisionsRequest schemes;
    schemes.set_parent("subGuidelines/scheme");
    return absl::StrCat(
        Do<guideline::v1::ListDeputyshipsResponse>(kSteering, guideline::v1::ListDeputyshipsRequest()).DebugString(),
        Do<guideline::v1::ListDirectivesResponse>(kSteering, guideline::v1::ListDirectivesRequest()).DebugString(),
        Do<guideline::v1::ListSubGuidelinesResponse>(kSteering, guideline::v1::ListSubGuidelinesRequest())
            .DebugString(),
        Do<guideline::v1::ListSubGuidelineRevisionsResponse>(kSteering, texts).DebugString(),
        Do<guideline::v1::ListSubGuidelineRevisionsResponse>(kSteering, schemes).DebugString(),
        Do<catalog::v1::ListServiceTypesResponse>(kSteering, catalog::v1::ListServiceTypesRequest()).DebugString(),
        Do<catalog::v1::ListEntrustmentsResponse>(kSteering, catalog::v1::ListEntrustmentsRequest()).DebugString(),
        "at ", replicas_->LastSeq("guideline").value(), " and ", replicas_->LastSeq("catalog").value());
  }

  std::string EtagOf(const std::string& name) {
    const ctl::Method& get = **ctl::GetMethodOf(name);
    const ctl::MessagePtr request = ctl::NewMessage(*get.input_type());
    ctl::SetText(*request, "name", name);
    const ctl::MessagePtr found = ctl::NewMessage(*get.output_type());
    EXPECT_THAT(english_->Invoke(kSteering, *request, *found), IsOk());
    return ctl::TextOf(*found, "etag");
  }

  static absl::Status Ask(ctl::Client& client, const BadInput& bad) {
    const ctl::MessagePtr response = ctl::NewMessage(*ctl::MethodOf(*bad.request->GetDescriptor())->output_type());
    return client.Invoke(bad.told.as, *bad.request, *response);
  }

  static void ExpectRefusal(const absl::Status& status, const BadInput::Told& bad, Language language) {
    EXPECT_THAT(status, FailsWith(bad.code, bad.reason));
    // A client is told in one language, and keeps it where it keeps faults of any.
    const auto faults = FaultsOf(status, Language::kEnglish);
    EXPECT_EQ(faults.empty() ? "" : faults.front().first, bad.path);
    ExpectIn(language, WordsOf(status, language));
    for (const auto& [path, words] : faults) ExpectIn(language, words);
  }

  static void ExpectIn(Language language, const std::string& words) {
    EXPECT_NE(words, "");
    // Persian letters are two bytes in UTF-8, of which the first is one of these.
    const bool is_persian = words.find_first_of("\xD8\xD9\xDA\xDB") != std::string::npos;
    EXPECT_EQ(is_persian, language == Language::kPersian) << words;
  }

  std::unique_ptr<walk::Replicas> replicas_;
  std::unique_ptr<ctl::Client> english_;  // through one replica
  std::unique_ptr<ctl::Client> persian_;  // through the other
  std::string entrustment_;
};

TEST_P(BadInputTest, IsRefusedByReasonAndPathInBothLanguagesAndLeavesNothing) {
  const std::string before = Everything();
  for (const BadInput& bad : testing::BadInputs(kToday, entrustment_)) {
    SCOPED_TRACE(bad.told.label);
    ExpectRefusal(Ask(*english_, bad), bad.told, Language::kEnglish);
    ExpectRefusal(Ask(*persian_, bad), bad.told, Language::kPersian);
    EXPECT_EQ(Everything(), before);
  }
}

TEST_P(BadInputTest, OfTwoWritersWithOneEtagOneIsToldSoInTheirLanguage) {
  guideline::v1::CreateDirectiveRequest draft;
  draft.set_directive_id("three");
  *draft.mutable_directive() = SampleDirective();
  draft.mutable_directive()->set_number("1405/3");
  Do<Directive>(kSteering, draft);
  for (const BadInput& write : testing::WritesOfTwo(entrustment_)) {
    SCOPED_TRACE(write.told.label);
    walk::SetEtag(EtagOf(walk::TargetOf(*write.request)), *write.request);
    absl::Status persian;
    std::thread other([&] { persian = Ask(*persian_, write); });
    const absl::Status english = Ask(*english_, write);
    other.join();
    EXPECT_EQ(english.ok() + persian.ok(), 1) << english << "\n" << persian;
    const std::string after = Everything();
    ExpectRefusal(Ask(*english_, write), write.told, Language::kEnglish);
    ExpectRefusal(Ask(*persian_, write), write.told, Language::kPersian);
    EXPECT_EQ(Everything(), after);
  }
}

std::string StoreName(const ::testing::TestParamInfo<walk::Store>& info) {
  return info.param == walk::Store::kSqlite ? "Sqlite" : "MariaDb";
}
INSTANTIATE_TEST_SUITE_P(AllStores, BadInputTest, ::testing::Values(walk::Store::kSqlite, walk::Store::kMariaDb),
                         StoreName);

}  // namespace
}  // namespace mosbat
