// The handlers of texts over one store in memory: a directive in force, a deputyship, and the calls that bring a
// revision from draft to approval.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/handlers/deputyship_handlers.h"
#include "services/guideline/handlers/directive_handlers.h"
#include "services/guideline/handlers/revision_handlers.h"
#include "services/guideline/handlers/sub_guideline_handlers.h"
#include "services/guideline/store/migrations.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::testing {

class TextsFixture : public ::testing::Test {
 protected:
  using Answer = absl::StatusOr<v1::SubGuidelineRevision>;

  static constexpr char kOwner[] = "deputyships/prevention";
  static constexpr char kVision[] = "subGuidelines/vision";
  static std::string Name(int number) { return absl::StrCat(kVision, "/revisions/", number); }

  // The first day of the clock, from which the directive is in force.
  static absl::CivilDay Day() { return absl::CivilDay(2026, 3, 21); }

  static auth::Principal Writer(std::string id = "sara") { return mosbat::testing::Deputy(kOwner, std::move(id)); }

  void SetUp() override {
    ASSERT_TRUE(CreateDeputyship("prevention").ok());
    ASSERT_TRUE(CreateDeputyship("social").ok());
    ASSERT_TRUE(IssueDirective("two", "1405/2", SampleDirective()).ok());
  }

  absl::StatusOr<v1::Deputyship> CreateDeputyship(const std::string& id) {
    v1::CreateDeputyshipRequest request;
    request.set_deputyship_id(id);
    *request.mutable_deputyship() = SampleDeputyship();
    return calls_.Write(mosbat::testing::Steering(),
                        [&](rpc::Call& call) { return deputyships_.Create(call, request); });
  }

  absl::StatusOr<v1::Deputyship> UpdateDeputyship(const v1::Deputyship& wanted) {
    v1::UpdateDeputyshipRequest request;
    *request.mutable_deputyship() = wanted;
    return calls_.Write(mosbat::testing::Steering(),
                        [&](rpc::Call& call) { return deputyships_.Update(call, request); });
  }

  absl::StatusOr<v1::Directive> IssueDirective(const std::string& id, const std::string& number,
                                               v1::Directive directive) {
    v1::CreateDirectiveRequest create;
    create.set_directive_id(id);
    *create.mutable_directive() = std::move(directive);
    create.mutable_directive()->set_number(number);
    const auto draft =
        calls_.Write(mosbat::testing::Steering(), [&](rpc::Call& call) { return directives_.Create(call, create); });
    if (!draft.ok()) return draft;
    v1::IssueDirectiveRequest issue;
    issue.set_name(draft->name());
    issue.set_historical(true);
    return calls_.Write(mosbat::testing::Steering(), [&](rpc::Call& call) { return directives_.Issue(call, issue); });
  }

  absl::StatusOr<v1::SubGuideline> Create(const std::string& id = "vision",
                                          v1::SubGuideline sub_guideline = SampleSubGuideline(),
                                          v1::SubGuidelineRevision text = SampleText()) {
    v1::CreateSubGuidelineRequest request;
    request.set_sub_guideline_id(id);
    *request.mutable_sub_guideline() = std::move(sub_guideline);
    *request.mutable_revision() = std::move(text);
    return calls_.Write(Writer(), [&](rpc::Call& call) { return sub_guidelines_.Create(call, request); });
  }

  absl::StatusOr<v1::SubGuideline> Get() {
    v1::GetSubGuidelineRequest request;
    request.set_name(kVision);
    return calls_.Read(Writer(), [&](rpc::Call& call) { return sub_guidelines_.Get(call, request); });
  }

  Answer Update(auth::Principal caller, v1::SubGuidelineRevision text, bool allow_missing = false) {
    v1::UpdateSubGuidelineRevisionRequest request;
    *request.mutable_sub_guideline_revision() = std::move(text);
    request.set_allow_missing(allow_missing);
    return calls_.Write(std::move(caller), [&](rpc::Call& call) { return revisions_.Update(call, request); });
  }

  // The next revision, as a draft.
  Answer CreateNext(int number, auth::Principal caller = Writer()) {
    v1::SubGuidelineRevision text = SampleText();
    text.set_name(Name(number));
    return Update(std::move(caller), std::move(text), /*allow_missing=*/true);
  }

  Answer Submit(int number, auth::Principal caller = Writer(), const std::string& etag = "") {
    v1::SubmitSubGuidelineRevisionRequest request;
    request.set_name(Name(number));
    request.set_etag(etag);
    return calls_.Write(std::move(caller), [&](rpc::Call& call) { return revisions_.Submit(call, request); });
  }

  Answer Return(int number, const std::string& etag = "") {
    v1::ReturnSubGuidelineRevisionRequest request;
    request.set_name(Name(number));
    request.set_etag(etag);
    request.add_comments()->set_text("…");
    return calls_.Write(mosbat::testing::Steering(), [&](rpc::Call& call) { return revisions_.Return(call, request); });
  }

  Answer Approve(int number, absl::CivilDay day = Day(), std::string approver = "mina", const std::string& etag = "") {
    v1::ApproveSubGuidelineRevisionRequest request;
    request.set_name(Name(number));
    request.set_etag(etag);
    *request.mutable_effective_date() = iran::ToDate(day);
    request.set_historical(true);
    return calls_.Write(mosbat::testing::Steering(std::move(approver)),
                        [&](rpc::Call& call) { return revisions_.Approve(call, request); });
  }

  Answer Withdraw(int number, const std::string& etag = "") {
    v1::WithdrawSubGuidelineRevisionRequest request;
    request.set_name(Name(number));
    request.set_etag(etag);
    request.set_reason("…");
    return calls_.Write(mosbat::testing::Steering(),
                        [&](rpc::Call& call) { return revisions_.Withdraw(call, request); });
  }

  Answer GetRevision(int number) {
    v1::GetSubGuidelineRevisionRequest request;
    request.set_name(Name(number));
    return calls_.Read(Writer(), [&](rpc::Call& call) { return revisions_.Get(call, request); });
  }

  // Brings revision `number`, made where it is not there, into force from `day` on.
  void PutInForce(int number, absl::CivilDay day) {
    if (!GetRevision(number).ok()) {
      ASSERT_TRUE((number == 1 ? Create().status() : CreateNext(number).status()).ok());
    }
    ASSERT_TRUE(Submit(number).ok());
    ASSERT_TRUE(Approve(number, day).ok());
  }

  void AdvanceDays(int days) { calls_.clock().Advance(absl::Hours(24) * days); }

  std::vector<std::string> EventTypes() const {
    std::vector<std::string> types;
    for (const feed::v1::Event& event : calls_.events()) types.push_back(event.type());
    return types;
  }

  mosbat::testing::HandlerCalls calls_{{{"guideline", &Migrations()}}};
  const DirectiveStore directive_store_;
  const DeputyshipStore deputyship_store_;
  const SubGuidelineStore sub_guideline_store_;
  const DirectiveHandlers directives_{directive_store_};
  const DeputyshipHandlers deputyships_{deputyship_store_};
  const SubGuidelineHandlers sub_guidelines_{sub_guideline_store_, deputyship_store_};
  const RevisionHandlers revisions_{sub_guideline_store_, deputyship_store_, directive_store_};
};

}  // namespace mosbat::guideline::testing
