// Random calls of writers, reviewers and steering on one sub-guideline and its directives, on any database and from
// several threads at once.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "common/iran/tehran_day.h"
#include "common/rpc/call.h"
#include "common/testing/backends.h"
#include "common/testing/handler_calls.h"
#include "services/guideline/handlers/deputyship_handlers.h"
#include "services/guideline/handlers/directive_handlers.h"
#include "services/guideline/handlers/revision_handlers.h"
#include "services/guideline/handlers/sub_guideline_handlers.h"
#include "services/guideline/store/migrations.h"
#include "services/guideline/testing/sample_texts.h"
#include "services/guideline/testing/texts_step.h"

namespace mosbat::guideline::testing {

// The handlers over one database. Thread-safe.
class Texts {
 public:
  explicit Texts(const mosbat::testing::Backend& backend) : database_(backend.Open({{"guideline", &Migrations()}})) {}

  using Revision = absl::StatusOr<v1::SubGuidelineRevision>;
  using Directive = absl::StatusOr<v1::Directive>;

  // The deputyship, the sub-guideline with its first draft.
  absl::Status Begin(absl::CivilDay today) {
    v1::CreateDeputyshipRequest deputyship;
    deputyship.set_deputyship_id("prevention");
    *deputyship.mutable_deputyship() = SampleDeputyship();
    const absl::Status created = Write(mosbat::testing::Steering(), today, [&](rpc::Call& call) {
                                   return deputyships_.Create(call, deputyship);
                                 }).status();
    if (!created.ok()) return created;
    v1::CreateSubGuidelineRequest request;
    request.set_sub_guideline_id("walked");
    *request.mutable_sub_guideline() = SampleSubGuideline();
    *request.mutable_revision() = SampleText();
    return Write(Writer("sara"), today, [&](rpc::Call& call) { return sub_guidelines_.Create(call, request); })
        .status();
  }

  Revision TakeRevisionStep(const Step& step, absl::CivilDay today) {
    const std::string name = WalkedRevision(step.number);
    switch (step.kind) {
      case Step::kNext:
      case Step::kEdit: {
        v1::UpdateSubGuidelineRevisionRequest request;
        *request.mutable_sub_guideline_revision() = SampleText();
        request.mutable_sub_guideline_revision()->set_name(name);
        request.mutable_sub_guideline_revision()->set_etag(step.etag);
        request.set_allow_missing(step.kind == Step::kNext);
        return Write(Writer(step.author), today, [&](rpc::Call& call) { return revisions_.Update(call, request); });
      }
      case Step::kSubmit: {
        const auto request = RequestOf<v1::SubmitSubGuidelineRevisionRequest>(name, step);
        return Write(Writer(step.author), today, [&](rpc::Call& call) { return revisions_.Submit(call, request); });
      }
      case Step::kReturn: {
        auto request = RequestOf<v1::ReturnSubGuidelineRevisionRequest>(name, step);
        request.add_comments()->set_text("…");
        return Write(mosbat::testing::Steering(), today,
                     [&](rpc::Call& call) { return revisions_.Return(call, request); });
      }
      case Step::kApprove: {
        auto request = RequestOf<v1::ApproveSubGuidelineRevisionRequest>(name, step);
        *request.mutable_effective_date() = iran::ToDate(step.day);
        return Write(mosbat::testing::Steering(step.by), today,
                     [&](rpc::Call& call) { return revisions_.Approve(call, request); });
      }
      default: {
        auto request = RequestOf<v1::WithdrawSubGuidelineRevisionRequest>(name, step);
        request.set_reason("…");
        return Write(mosbat::testing::Steering(), today,
                     [&](rpc::Call& call) { return revisions_.Withdraw(call, request); });
      }
    }
  }

  Directive TakeDirectiveStep(const Step& step, absl::CivilDay today) {
    const std::string name = WalkedDirective(step.number);
    if (step.kind == Step::kDraft) {
      v1::CreateDirectiveRequest request;
      request.set_directive_id(absl::StrCat("d", step.number));
      *request.mutable_directive() = SampleDirective();
      request.mutable_directive()->set_number(absl::StrCat("1405/", step.number));
      *request.mutable_directive()->mutable_effective_date() = iran::ToDate(step.day);
      return Write(mosbat::testing::Steering(), today,
                   [&](rpc::Call& call) { return directives_.Create(call, request); });
    }
    if (step.kind == Step::kRedate) {
      v1::UpdateDirectiveRequest request;
      request.mutable_directive()->set_name(name);
      request.mutable_directive()->set_etag(step.etag);
      *request.mutable_directive()->mutable_effective_date() = iran::ToDate(step.day);
      return Write(mosbat::testing::Steering(), today,
                   [&](rpc::Call& call) { return directives_.Update(call, request); });
    }
    if (step.kind == Step::kIssue) {
      const auto request = RequestOf<v1::IssueDirectiveRequest>(name, step);
      return Write(mosbat::testing::Steering(), today,
                   [&](rpc::Call& call) { return directives_.Issue(call, request); });
    }
    auto request = RequestOf<v1::RepealDirectiveRequest>(name, step);
    *request.mutable_repeal_date() = iran::ToDate(step.day);
    return Write(mosbat::testing::Steering(), today,
                 [&](rpc::Call& call) { return directives_.Repeal(call, request); });
  }

  Revision GetRevision(int number, absl::CivilDay today) {
    v1::GetSubGuidelineRevisionRequest request;
    request.set_name(WalkedRevision(number));
    return Read(today, [&](rpc::Call& call) { return revisions_.Get(call, request); });
  }

  absl::StatusOr<v1::SubGuideline> GetSubGuideline(absl::CivilDay today) {
    v1::GetSubGuidelineRequest request;
    request.set_name(kWalked);
    return Read(today, [&](rpc::Call& call) { return sub_guidelines_.Get(call, request); });
  }

  // The directive in force on `day`.
  Directive Resolve(absl::CivilDay day) {
    v1::ResolveDirectiveRequest request;
    *request.mutable_date() = iran::ToDate(day);
    return Read(day, [&](rpc::Call& call) { return directives_.Resolve(call, request); });
  }

 private:
  static auth::Principal Writer(const std::string& who) {
    return mosbat::testing::Deputy("deputyships/prevention", who);
  }

  template <typename Request>
  static Request RequestOf(const std::string& name, const Step& step) {
    Request request;
    request.set_name(name);
    request.set_etag(step.etag);
    return request;
  }

  template <typename Handler>
  auto Write(auth::Principal caller, absl::CivilDay today, Handler handler)
      -> decltype(handler(std::declval<rpc::Call&>())) {
    return Run(std::move(caller), today, handler, [this](const auto& body) { return database_->Transact(body); });
  }

  template <typename Handler>
  auto Read(absl::CivilDay today, Handler handler) -> decltype(handler(std::declval<rpc::Call&>())) {
    return Run(mosbat::testing::Steering(), today, handler, [this](const auto& body) { return database_->Read(body); });
  }

  template <typename Handler, typename Transaction>
  auto Run(auth::Principal caller, absl::CivilDay today, Handler& handler, Transaction transaction)
      -> decltype(handler(std::declval<rpc::Call&>())) {
    mosbat::testing::SequentialIds ids;
    const rpc::CallContext context{.caller = std::move(caller),
                                   .now = iran::StartOfTehranDay(today) + absl::Hours(12),
                                   .deadline = absl::InfiniteFuture()};
    rpc::Call call(context, ids);
    decltype(handler(call)) answer = absl::UnknownError("not run");
    const absl::Status status = transaction([&](db::Session& session) {
      call.BeginRun(session);
      answer = handler(call);
      return answer.status();
    });
    if (!status.ok()) return status;
    return answer;
  }

  const std::unique_ptr<db::Database> database_;
  const DirectiveStore directive_store_;
  const DeputyshipStore deputyship_store_;
  const SubGuidelineStore sub_guideline_store_;
  const DirectiveHandlers directives_{directive_store_};
  const DeputyshipHandlers deputyships_{deputyship_store_};
  const SubGuidelineHandlers sub_guidelines_{sub_guideline_store_, deputyship_store_};
  const RevisionHandlers revisions_{sub_guideline_store_, deputyship_store_, directive_store_};
};

}  // namespace mosbat::guideline::testing
