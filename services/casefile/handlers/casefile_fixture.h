// The service's handlers on one database, with a centre, a worker and a service type known from the feeds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/audit/trail.h"
#include "common/feed/outbox.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/casefile/examples.h"
#include "services/casefile/handlers/care_rules.h"
#include "services/casefile/handlers/case_file_handlers.h"
#include "services/casefile/handlers/compiled_terms.h"
#include "services/casefile/handlers/decision_handlers.h"
#include "services/casefile/handlers/delivery_handlers.h"
#include "services/casefile/handlers/expiry.h"
#include "services/casefile/handlers/preview_handlers.h"
#include "services/casefile/handlers/promotion.h"
#include "services/casefile/handlers/service_request_handlers.h"
#include "services/casefile/store/migrations.h"

namespace mosbat::casefile {

inline std::vector<db::MigrationSet> Schema() {
  return {{"feed", &feed::Migrations()}, {"audit", &audit::Migrations()}, {"casefile", &Migrations()}};
}

inline auth::Principal Manager(const std::string& centre = examples::kCentre) {
  return testing::As(access::v1::CENTRE_MANAGER, "manager", centre);
}
inline auth::Principal SocialWorker(const std::string& worker = examples::kWorker) {
  return testing::As(access::v1::SOCIAL_WORKER, "worker", worker);
}

class CasefileFixture : public ::testing::Test {
 protected:
  void Learn(const google::protobuf::Message& resource) {
    ASSERT_THAT(calls_.database().Transact([&](db::Session& session) {
      const feed::v1::Event event = examples::EventOf(resource);
      const absl::Status known = registry_.Apply(session, event);
      return known.ok() ? rules_.Apply(session, event) : known;
    }),
                testing::IsOk());
  }

  absl::StatusOr<v1::CaseFile> Open(const v1::CaseFile& file, const auth::Principal& caller = Manager()) {
    v1::OpenCaseFileRequest request;
    *request.mutable_case_file() = file;
    return calls_.Write(caller, [&](rpc::Call& call) { return case_files_.Open(call, request); });
  }
  absl::StatusOr<v1::CaseFile> Get(const std::string& name, const auth::Principal& caller = Manager()) {
    v1::GetCaseFileRequest request;
    request.set_name(name);
    return calls_.Read(caller, [&](rpc::Call& call) { return case_files_.Get(call, request); });
  }
  absl::StatusOr<v1::CaseFile> Close(const std::string& name, const auth::Principal& caller = Manager()) {
    v1::CloseCaseFileRequest request;
    request.set_name(name);
    request.set_reason("moved away");
    return calls_.Write(caller, [&](rpc::Call& call) { return case_files_.Close(call, request); });
  }
  Occupancy Count(const std::string& owner) {
    Occupancy occupancy;
    EXPECT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
      absl::StatusOr<Occupancy> counted = places_.Count(session, owner);
      if (counted.ok()) occupancy = *counted;
      return counted.status();
    }),
                testing::IsOk());
    return occupancy;
  }

  testing::HandlerCalls calls_{Schema()};
  const std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  const audit::Trail trail_{*keyring_};
  const PlaceStore places_{};
  const RuleCopies rules_{};
  const RegistryCopies registry_{places_};
  const CaseFileStore files_{*keyring_};
  const ServiceRequestStore requests_{*keyring_};
  const DeliveryStore delivery_store_{*keyring_};
  const CompiledTermsCache terms_{};
  const QuotaStore quotas_{};
  const CareRules care_rules_{rules_, registry_, quotas_};
  const OwnWork own_work_{.database = calls_.database(),
                          .business_clock = calls_.clock(),
                          .real_clock = calls_.clock(),
                          .ids = calls_.ids(),
                          .replica = "replica-1",
                          .trail = trail_,
                          .is_stopping = [this] { return is_stopping_(); },
                          .passed_over = [this](absl::string_view, absl::string_view row,
                                                const absl::Status&) { passed_over_.emplace_back(row); }};
  Promoter promoter_{own_work_, files_, places_, registry_};
  const Expirer expirer_{own_work_, requests_, quotas_};
  std::function<bool()> is_stopping_ = [] { return false; };  // what the sweeps are told
  std::vector<std::string> passed_over_;                      // by the sweeps
  const CaseFileHandlers case_files_{files_, places_, registry_, promoter_};
  const ServiceRequestHandlers service_requests_{requests_, delivery_store_, files_, care_rules_, terms_};
  const DecisionHandlers decisions_{requests_, files_, care_rules_, terms_};
  const PreviewHandlers previews_{requests_, delivery_store_, files_, rules_, terms_};
  const DeliveryHandlers deliveries_{requests_, delivery_store_, files_, care_rules_, terms_};
};

}  // namespace mosbat::casefile
