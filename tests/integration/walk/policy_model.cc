#include "tests/integration/walk/policy_model.h"

#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

#include "common/iran/tehran_day.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::walk {
namespace {

using google::protobuf::Message;
using guideline::testing::Step;

// "subGuidelines/walked/revisions/3" → 3, "directives/d3" → 3
int NumberOf(absl::string_view name) {
  int number = 0;
  (void)absl::SimpleAtoi(name.substr(name.find_last_of("/d") + 1), &number);
  return number;
}

bool Permits(const guideline::v1::Directive::Entrustment& said) {
  return said.mode() == guideline::v1::Directive::Entrustment::OPEN ||
         absl::c_any_of(said.activities(),
                        [](const auto& activity) { return activity.sub_guideline() == guideline::testing::kWalked; });
}

// What a request is among the steps of texts.
struct StepReader {
  std::optional<Step> Read() const {
    using namespace guideline::v1;  // NOLINT: the requests of one service, all of them
    if (const auto* const draft = As<CreateDirectiveRequest>()) {
      return Step{.kind = Step::kDraft,
                  .number = NumberOf(draft->directive_id()),
                  .day = iran::StoredDay(draft->directive().effective_date()),
                  .closed = !Permits(draft->directive().provisions().entrustment())};
    }
    if (const auto* const redate = As<UpdateDirectiveRequest>()) {
      return Step{.kind = Step::kRedate,
                  .number = NumberOf(redate->directive().name()),
                  .day = iran::StoredDay(redate->directive().effective_date())};
    }
    if (const auto* const edit = As<UpdateSubGuidelineRevisionRequest>()) {
      return Step{.kind = edit->allow_missing() ? Step::kNext : Step::kEdit,
                  .number = NumberOf(edit->sub_guideline_revision().name())};
    }
    if (const auto* const repeal = As<RepealDirectiveRequest>()) {
      return Step{
          .kind = Step::kRepeal, .number = NumberOf(repeal->name()), .day = iran::StoredDay(repeal->repeal_date())};
    }
    if (const auto* const approve = As<ApproveSubGuidelineRevisionRequest>()) {
      return Step{.kind = Step::kApprove,
                  .number = NumberOf(approve->name()),
                  .day = iran::StoredDay(approve->effective_date())};
    }
    if (const auto step = Named<IssueDirectiveRequest>(Step::kIssue)) return step;
    if (const auto step = Named<SubmitSubGuidelineRevisionRequest>(Step::kSubmit)) return step;
    if (const auto step = Named<ReturnSubGuidelineRevisionRequest>(Step::kReturn)) return step;
    return Named<WithdrawSubGuidelineRevisionRequest>(Step::kWithdraw);
  }

  template <typename Request>
  const Request* As() const {
    return dynamic_cast<const Request*>(&request);
  }
  template <typename Request>
  std::optional<Step> Named(Step::Kind kind) const {
    const Request* const named = As<Request>();
    if (named == nullptr) return std::nullopt;
    return Step{.kind = kind, .number = NumberOf(named->name())};
  }

  const Message& request;
};

bool IsOfWriters(Step::Kind kind) { return kind == Step::kNext || kind == Step::kEdit || kind == Step::kSubmit; }

// A deputyship writes its texts, steering does all else.
std::string RefusalOf(const auth::Principal& caller, const std::string& keeper, Step::Kind kind) {
  if (!IsOfWriters(kind)) return caller.role == access::v1::STEERING ? "" : "ACCESS_DENIED";
  if (caller.role != access::v1::DEPUTYSHIP) return "ACCESS_DENIED";
  return caller.scope.deputyship == keeper ? "" : "NOT_IN_SCOPE";
}

template <typename... Requests>
std::string TakeAny(const Message& request, const CatalogModel::Asked& asked, CatalogModel& model) {
  std::optional<std::string> answer;
  const auto take = [&](const auto* one) {
    if (one != nullptr) answer = model.Take(*one, asked);
  };
  (take(dynamic_cast<const Requests*>(&request)), ...);
  if (!answer.has_value()) std::abort();  // a write that no model knows
  return *answer;
}

}  // namespace

std::string PolicyModel::Take(const auth::Principal& caller, const Message& request, bool stale) {
  using namespace catalog::v1;  // NOLINT: the requests of one service, all of them
  if (std::optional<Step> step = StepReader{request}.Read()) {
    if (std::string refused = RefusalOf(caller, keeper(), step->kind); !refused.empty()) return refused;
    step->stale = stale;
    step->author = caller.id;
    step->by = caller.id;
    return texts_.Take(*step, today_);
  }
  if (const auto* const edit = dynamic_cast<const guideline::v1::UpdateDeputyshipRequest*>(&request)) {
    if (caller.role != access::v1::STEERING) return "ACCESS_DENIED";
    owner_until_ = iran::StoredDay(edit->deputyship().valid_until());
    return "";
  }
  if (caller.role != access::v1::STEERING && caller.role != access::v1::DEPUTYSHIP) return "ACCESS_DENIED";
  const CatalogModel::Asked asked = {.caller = caller.role == access::v1::STEERING   ? CatalogCaller::kSteering
                                               : caller.scope.deputyship == keeper() ? CatalogCaller::kKeeper
                                                                                     : CatalogCaller::kOther,
                                     .inherited = keeper() != kOwner,
                                     .stale = stale,
                                     .today = today_,
                                     .texts = texts_};
  return TakeAny<RegisterServiceTypeRequest, UpdateServiceTypeRequest, ActivateServiceTypeRequest,
                 SuspendServiceTypeRequest, RetireServiceTypeRequest, RollbackServiceTypeRequest,
                 ProposeEntrustmentRequest, ActivateEntrustmentRequest, SuspendEntrustmentRequest,
                 EndEntrustmentRequest>(request, asked, catalog_);
}

}  // namespace mosbat::walk
