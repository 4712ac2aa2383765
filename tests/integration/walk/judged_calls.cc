#include "tests/integration/walk/judged_calls.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/trial/v1/clock.pb.h"
#include "tests/integration/walk/replicas.h"

namespace mosbat::walk {
namespace {

using google::protobuf::Message;

int NumberBehind(absl::string_view beginning, absl::string_view name) {
  int number = 0;
  return absl::ConsumePrefix(&name, beginning) && absl::SimpleAtoi(name, &number) ? number : 0;
}

}  // namespace

std::string StateIn(const PolicyModel& model, const std::string& name) {
  const auto& texts = model.texts();
  if (const int directive = NumberBehind("directives/d", name); directive > 0) {
    if (directive > texts.directives()) return "";
    return texts.IsIssued(directive) ? "ISSUED" : "DRAFT";
  }
  if (const int text = NumberBehind("subGuidelines/walked/revisions/", name); text > 0) {
    if (text > texts.revisions()) return "";
    return guideline::v1::SubGuidelineRevision::State_Name(texts.StateOn(text, model.today()));
  }
  const auto& types = model.catalog().types();
  if (const auto type = types.find(name); type != types.end()) {
    return catalog::v1::ServiceType::State_Name(type->second.state);
  }
  const auto& entrustments = model.catalog().entrustments();
  const auto one = entrustments.find(name);
  return one == entrustments.end() ? "" : catalog::v1::Entrustment::State_Name(one->second.state);
}

absl::Status JudgedCalls::Invoke(absl::string_view as, const Message& request, Message& response) {
  if (auto* const clock = dynamic_cast<trial::v1::AdvanceResponse*>(&response); clock != nullptr) {
    clock->mutable_now()->set_seconds(absl::ToUnixSeconds(iran::StartOfTehranDay(model_.today())));
    return absl::OkStatus();
  }
  if (!ctl::IsRead(*ctl::MethodOf(*request.GetDescriptor()))) return Write(std::string(as), request, response);
  const absl::Status status = doors_.Invoke(SomeReplica(), std::string(as), request, response, &seen_);
  if (status.ok()) Learn(response);
  return status;
}

absl::Status JudgedCalls::Write(const std::string& as, const Message& request, Message& response) {
  const ctl::MessagePtr sent = ctl::CopyOf(request);
  if (ctl::TextOf(*sent, "request_id").empty()) ctl::SetText(*sent, "request_id", ids_.NewUuid(absl::Now()));
  const std::string etag = EtagOf(request);
  const bool is_stale = !etag.empty() && etag != known_.EtagOf(TargetOf(request));
  PolicyModel after = model_;
  const std::string expected = after.Take(*ctl::ParseCaller(as), request, is_stale);
  const bool changes = expected.empty() && !ctl::FlagOf(request, "validate_only");

  const int replica = SomeReplica();
  const absl::Status status = doors_.Invoke(replica, as, *sent, response, &seen_);
  const std::string met = status.ok() ? "" : ReasonOf(status);
  if (!ctl::FlagOf(request, "validate_only")) ++answers_[met];
  EXPECT_EQ(met, expected) << request.GetTypeName() << " by " << as << ": " << request.ShortDebugString() << "\n"
                           << status;
  if (!status.ok() || !changes) return status;
  model_ = std::move(after);
  ++writers_[as];
  if (const auto* const proposal = dynamic_cast<const catalog::v1::ProposeEntrustmentRequest*>(&request)) {
    model_.catalog().Proposed(ctl::TextOf(response, "name"), proposal->entrustment());
  }
  Learn(response);
  ExpectElsewhere(1 - replica, response);
  if (draw_.OneIn(8)) ExpectAnsweredAgain(1 - replica, as, *sent, response);
  return status;
}

void JudgedCalls::ExpectAnsweredAgain(int replica, const std::string& as, const Message& request,
                                      const Message& response) {
  const ctl::MessagePtr again = ctl::NewMessage(*response.GetDescriptor());
  const absl::Status status = doors_.Invoke(replica, as, request, *again, &seen_);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(again->ShortDebugString(), response.ShortDebugString());
}

void JudgedCalls::ExpectElsewhere(int replica, const Message& response) {
  const std::string name = ctl::TextOf(response, "name");
  const auto found = Get(replica, name);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(ctl::StateOf(**found), StateIn(model_, name)) << name;
}

absl::StatusOr<ctl::MessagePtr> JudgedCalls::Get(int replica, const std::string& name) {
  const auto method = ctl::GetMethodOf(name);
  if (!method.ok()) return method.status();
  const ctl::MessagePtr request = ctl::NewMessage(*(*method)->input_type());
  ctl::SetText(*request, "name", name);
  ctl::MessagePtr found = ctl::NewMessage(*(*method)->output_type());
  const absl::Status status = doors_.Invoke(replica, "steering@mina", *request, *found, &seen_);
  if (!status.ok()) return status;
  Learn(*found);
  return found;
}

void JudgedCalls::Learn(const Message& answer) {
  known_.Learn(answer);
  transitions_.Add(answer);
}

int JudgedCalls::SomeReplica() { return draw_.Below(Replicas::kReplicas); }

}  // namespace mosbat::walk
