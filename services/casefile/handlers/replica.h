// One replica of the service for tests of races: its handlers on a database that other replicas and threads use too.
// Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "common/base/ids.h"
#include "services/casefile/handlers/casefile_fixture.h"

namespace mosbat::casefile {

class Replica {
 public:
  explicit Replica(db::Database& database) : database_(database) {}

  // In a transaction, as a manager of the centre; `handler` is a function from rpc::Call&.
  template <typename Handler>
  auto Run(Handler handler, const auth::Principal& caller = Manager())
      -> decltype(handler(std::declval<rpc::Call&>())) {
    const rpc::CallContext context{.caller = caller, .now = clock_.Now(), .deadline = absl::InfiniteFuture()};
    rpc::Call call(context, ids_);
    decltype(handler(call)) answer = absl::UnknownError("not run");
    const absl::Status status = database_.Transact([&](db::Session& session) {
      call.BeginRun(session);
      answer = handler(call);
      return answer.status();
    });
    if (!status.ok()) return status;
    for (const auto& action : call.after_commit()) action();
    return answer;
  }

  absl::StatusOr<v1::CaseFile> Open(const v1::CaseFile& file, const auth::Principal& caller = Manager()) {
    v1::OpenCaseFileRequest request;
    *request.mutable_case_file() = file;
    return Run([&](rpc::Call& call) { return case_files_.Open(call, request); }, caller);
  }
  absl::StatusOr<v1::CaseFile> Close(const std::string& name) {
    v1::CloseCaseFileRequest request;
    request.set_name(name);
    request.set_reason("moved away");
    return Run([&](rpc::Call& call) { return case_files_.Close(call, request); });
  }
  absl::StatusOr<v1::CaseFile> Assign(const std::string& name, const std::string& worker) {
    v1::AssignCaseFileRequest request;
    request.set_name(name);
    request.set_social_worker(worker);
    return Run([&](rpc::Call& call) { return case_files_.Assign(call, request); });
  }
  absl::StatusOr<v1::ServiceRequest> Request(const v1::ServiceRequest& wanted) {
    v1::RequestServiceRequest request;
    *request.mutable_service_request() = wanted;
    return Run([&](rpc::Call& call) { return service_requests_.Request(call, request); });
  }
  absl::StatusOr<v1::ServiceRequest> Cancel(const std::string& name) {
    v1::CancelServiceRequestRequest request;
    request.set_name(name);
    request.set_reason("not needed any more");
    return Run([&](rpc::Call& call) { return service_requests_.Cancel(call, request); });
  }
  absl::StatusOr<v1::Delivery> Record(const v1::Delivery& delivery) {
    v1::RecordDeliveryRequest request;
    *request.mutable_delivery() = delivery;
    return Run([&](rpc::Call& call) { return deliveries_.Record(call, request); });
  }
  absl::Status Learn(const google::protobuf::Message& resource) {
    const feed::v1::Event event = examples::EventOf(resource);
    return database_.Transact([&](db::Session& session) {
      const absl::Status known = registry_.Apply(session, event);
      return known.ok() ? rules_.Apply(session, event) : known;
    });
  }

  // All that a child of a household is served by, with room for everybody.
  absl::Status LearnService(const catalog::v1::ServiceTypeRevision& revision,
                            const catalog::v1::Entrustment& entrustment) {
    constexpr absl::CivilDay kBefore = examples::kToday - 100;
    registry::v1::Centre centre = examples::Centre(1000);
    centre.set_files_per_worker(1000);
    MOSBAT_RETURN_IF_ERROR(Learn(centre));
    MOSBAT_RETURN_IF_ERROR(Learn(examples::Worker(1000)));
    MOSBAT_RETURN_IF_ERROR(Learn(examples::Directive("two", kBefore)));
    MOSBAT_RETURN_IF_ERROR(Learn(examples::SubGuideline(kBefore)));
    MOSBAT_RETURN_IF_ERROR(Learn(examples::ServiceType()));
    MOSBAT_RETURN_IF_ERROR(Learn(revision));
    return Learn(entrustment);
  }
  // The number that `sql` asks the store for.
  int64_t Count(const std::string& sql) {
    int64_t count = -1;
    EXPECT_THAT(database_.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql));
      count = rows.front().Int(0);
      return absl::OkStatus();
    }),
                testing::IsOk());
    return count;
  }

  db::Database& database() { return database_; }
  Promoter& promoter() { return promoter_; }
  const Expirer& expirer() const { return expirer_; }
  const CaseFileStore& files() const { return files_; }
  const ServiceRequestStore& requests() const { return requests_; }
  const DeliveryStore& delivery_store() const { return delivery_store_; }

 private:
  db::Database& database_;
  const testing::FakeClock clock_;
  SystemIds ids_;
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
  const OwnWork own_work_{.database = database_,
                          .business_clock = clock_,
                          .real_clock = clock_,
                          .ids = ids_,
                          .replica = "replica-1",
                          .trail = trail_,
                          .is_stopping = [] { return false; },
                          .passed_over = [](absl::string_view, absl::string_view, const absl::Status&) {}};
  Promoter promoter_{own_work_, files_, places_, registry_};
  const Expirer expirer_{own_work_, requests_, quotas_};
  const CaseFileHandlers case_files_{files_, places_, registry_, promoter_};
  const ServiceRequestHandlers service_requests_{requests_, delivery_store_, files_, care_rules_, terms_};
  const DeliveryHandlers deliveries_{requests_, delivery_store_, files_, care_rules_, terms_};
};

}  // namespace mosbat::casefile
