// The care fixture: a household with an open file, and everything that a vision screening needs.
#pragma once

#include <string>

#include "services/casefile/handlers/casefile_fixture.h"

namespace mosbat::casefile {

class CareFixture : public CasefileFixture {
 protected:
  void SetUp() override {
    constexpr absl::CivilDay kBefore = examples::kToday - 100;
    Learn(examples::Centre(10));
    Learn(examples::Worker(10));
    Learn(examples::Directive("two", kBefore));
    Learn(examples::SubGuideline(kBefore));
    Learn(examples::ServiceType());
    Learn(examples::Revision(kBefore));
    Learn(examples::Entrustment(kBefore));
    v1::CaseFile wanted = examples::Household(1);
    wanted.set_social_worker(examples::kWorker);
    const absl::StatusOr<v1::CaseFile> file = Open(wanted);
    ASSERT_THAT(file, testing::IsOk());
    file_ = *file;
  }

  const v1::Member& mother() const { return file_.members(0); }
  const v1::Member& child() const { return file_.members(1); }

  v1::ServiceRequest For(const v1::Member& member) {
    v1::ServiceRequest request;
    request.set_service_type(examples::kType);
    request.set_centre(examples::kCentre);
    request.set_member(member.name());
    *request.mutable_answers() = examples::Json(R"({"reason": "school"})");
    return request;
  }
  absl::StatusOr<v1::ServiceRequest> Request(const v1::ServiceRequest& wanted,
                                             const auth::Principal& caller = SocialWorker()) {
    v1::RequestServiceRequest request;
    *request.mutable_service_request() = wanted;
    return calls_.Write(caller, [&](rpc::Call& call) { return service_requests_.Request(call, request); });
  }

  v1::CaseFile file_;
};

}  // namespace mosbat::casefile
