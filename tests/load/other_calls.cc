#include "tests/load/other_calls.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "tests/load/publication.h"

namespace mosbat::load {
namespace {

using catalog::v1::ServiceType;

constexpr char kFacts[] = R"({"age_years": 70})";

absl::Status Expect(bool as_asked, const google::protobuf::Message& answer) {
  return as_asked ? absl::OkStatus() : absl::InternalError(absl::StrCat("an answer: ", answer.ShortDebugString()));
}

}  // namespace

OtherCalls::OtherCalls(Doors& doors, const Ground& ground, int replica, size_t callers, double per_second)
    : doors_(doors),
      ground_(ground),
      replica_(replica),
      pause_(absl::Seconds(static_cast<double>(callers) / per_second)) {
  for (size_t i = 0; i < callers; ++i) callers_.emplace_back([this, i] { Work(i); });
}

void OtherCalls::Stop() {
  stop_ = true;
  for (std::thread& caller : callers_) caller.join();
  callers_.clear();
}

void OtherCalls::Work(size_t caller) {
  absl::Time next = absl::Now() + pause_ * (static_cast<double>(caller) / static_cast<double>(ground_.files.size()));
  for (size_t n = caller; !stop_; ++n) {
    absl::SleepFor(next - absl::Now());
    const absl::Time begin = absl::Now();
    const absl::Status answered = CallOnce(caller, n);
    const absl::Time end = absl::Now();
    {
      const std::lock_guard lock(mutex_);
      if (answered.ok()) {
        result_.latencies.push_back(end - begin);
      } else {
        result_.failed.push_back(answered.ToString());
      }
    }
    next = std::max(next + pause_, end);  // who was kept waiting does not hurry
  }
}

absl::Status OtherCalls::CallOnce(size_t caller, size_t n) {
  const std::string& active = ground_.active[n / 4 % ground_.active.size()];
  switch (n % 4) {
    case 0: {
      catalog::v1::GetServiceTypeRequest request;
      request.set_name(active);
      MOSBAT_ASSIGN_OR_RETURN(const auto type, doors_.Call<ServiceType>(replica_, "steering", request));
      return Expect(type.name() == active && type.state() == ServiceType::ACTIVE, type);
    }
    case 1: {
      catalog::v1::ListServiceTypesRequest request;
      request.set_page_size(20);
      MOSBAT_ASSIGN_OR_RETURN(const auto page,
                              doors_.Call<catalog::v1::ListServiceTypesResponse>(replica_, "steering", request));
      return Expect(page.service_types_size() == request.page_size(), page);
    }
    case 2: {
      catalog::v1::CheckEligibilityRequest request;
      request.set_name(active);
      *request.mutable_facts() = SchemaOf(kFacts);
      MOSBAT_ASSIGN_OR_RETURN(const auto decision, doors_.Call<common::v1::Decision>(replica_, "steering", request));
      return Expect(decision.outcome() != common::v1::Decision::OUTCOME_UNSPECIFIED, decision);
    }
    default: {
      const casefile::v1::CaseFile& file = ground_.files.at(caller);
      const auto request = RequestFor(file, ground_.requestable[n / 4 % ground_.requestable.size()]);
      MOSBAT_ASSIGN_OR_RETURN(const auto made,
                              doors_.Call<casefile::v1::ServiceRequest>(replica_, WorkerOf(file), request));
      return Expect(made.decision().outcome() != common::v1::Decision::OUTCOME_UNSPECIFIED, made);
    }
  }
}

}  // namespace mosbat::load
