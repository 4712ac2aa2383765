#include "common/rpc/backend.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"

#include "common/audit/trail.h"
#include "common/base/error.h"
#include "common/base/paging.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/feed/parked_events.h"
#include "common/feed/rpc_feed_source.h"
#include "common/observe/log.h"
#include "common/rpc/request_results.h"
#include "common/rpc/status_conversion.h"
#include "mosbat/audit/v1/audit.grpc.pb.h"
#include "mosbat/feed/v1/parked.grpc.pb.h"

namespace mosbat::rpc {
namespace {

constexpr absl::Duration kMetricsEvery = absl::Seconds(1);
// What has been kept for long enough goes in short turns, so that a long rest does not keep the other chores waiting.
constexpr absl::Duration kForgetEvery = absl::Seconds(10);
constexpr absl::Duration kForgetFor = absl::Milliseconds(500);

}  // namespace

std::vector<db::MigrationSet> SchemaOf(const std::string& service, const std::vector<db::Migration>& own) {
  return {{.owner = "rpc", .migrations = &Migrations()},
          {.owner = "audit", .migrations = &audit::Migrations()},
          {.owner = "feed", .migrations = &feed::Migrations()},
          {.owner = service, .migrations = &own}};
}

namespace {

// What an operator does about the events that this service cannot apply.
class ParkedRpc final : public feed::v1::ParkedEventService::CallbackService {
 public:
  explicit ParkedRpc(Backend& backend)
      : backend_(backend),
        parked_(backend.keyring()),
        methods_(feed::v1::ParkedEventService::service_full_name(), backend.metrics()) {}

  grpc::ServerUnaryReactor* ListParkedEvents(grpc::CallbackServerContext* context,
                                             const feed::v1::ListParkedEventsRequest* request,
                                             feed::v1::ListParkedEventsResponse* response) override {
    return backend_.runner().Run(*context, methods_.Get("ListParkedEvents"), *request, *response,
                                 std::bind_front(&ParkedRpc::List, this));
  }

  grpc::ServerUnaryReactor* SkipParkedEvent(grpc::CallbackServerContext* context,
                                            const feed::v1::SkipParkedEventRequest* request,
                                            feed::v1::ParkedEvent* response) override {
    return backend_.runner().Run(*context, methods_.Get("SkipParkedEvent"), *request, *response,
                                 std::bind_front(&ParkedRpc::Skip, this));
  }

 private:
  absl::StatusOr<feed::v1::ListParkedEventsResponse> List(Call& call,
                                                          const feed::v1::ListParkedEventsRequest& request) const {
    const auto read = [&](const std::string& after, int limit) {
      return parked_.List(call.session(), request.feed(), after, limit);
    };
    const auto key = [](const feed::v1::ParkedEvent& event) { return event.subject(); };
    MOSBAT_ASSIGN_OR_RETURN(Page<feed::v1::ParkedEvent> page,
                            ReadPage(absl::StrCat("parked|", request.feed()), request, read, {.usual = 100}, key));
    feed::v1::ListParkedEventsResponse response;
    for (feed::v1::ParkedEvent& event : page.items) *response.add_parked_events() = std::move(event);
    response.set_next_page_token(std::move(page.next_token));
    return response;
  }

  absl::StatusOr<feed::v1::ParkedEvent> Skip(Call& call, const feed::v1::SkipParkedEventRequest& request) const {
    MOSBAT_RETURN_IF_ERROR(RequireReason(request.reason()));
    call.Audit(absl::StrCat("feeds/", request.feed(), "/events/", request.seq()));
    MOSBAT_ASSIGN_OR_RETURN(feed::v1::ParkedEvent skipped,
                            parked_.Skip(call.session(), request.feed(), request.seq(),
                                         {.by = call.caller().id, .time = call.now(), .reason = request.reason()}));
    call.AfterCommit([service = backend_.service(), skipped] {
      observe::LogWarning(service, "a parked event was skipped",
                          {{"feed", skipped.feed()}, {"seq", skipped.seq()}, {"subject", skipped.subject()}});
    });
    return skipped;
  }

  Backend& backend_;
  const feed::ParkedEvents parked_;
  const MethodTable methods_;
};

}  // namespace

// The feed of this service, and what it parked of others'.
class Backend::FeedRpc final : public feed::v1::FeedService::CallbackService {
 public:
  explicit FeedRpc(Backend& backend)
      : backend_(backend), parked_(backend), methods_(feed::v1::FeedService::service_full_name(), backend.metrics()) {}

  grpc::Service& parked() { return parked_; }

  grpc::ServerWriteReactor<feed::v1::FollowResponse>* Follow(grpc::CallbackServerContext* context,
                                                             const feed::v1::FollowRequest* request) override {
    const absl::StatusOr<auth::Principal> caller = backend_.runner_->Authorize(*context, methods_.Get("Follow"));
    if (!caller.ok()) return feed::FeedStreams::Refuse(ToGrpcStatus(caller.status(), {}));
    return backend_.streams_.Follow(*request);
  }

  grpc::ServerUnaryReactor* GetPosition(grpc::CallbackServerContext* context,
                                        const feed::v1::GetPositionRequest* request,
                                        feed::v1::GetPositionResponse* response) override {
    return backend_.runner_->Run(
        *context, methods_.Get("GetPosition"), *request, *response,
        [this](const CallContext&, const feed::v1::GetPositionRequest&) {
          return backend_.outbox_.FeedId(*backend_.database_);
        },
        [this](Call& call, const feed::v1::GetPositionRequest&, const std::string& feed_id) {
          return PositionOf(call.session(), feed_id);
        });
  }

 private:
  absl::StatusOr<feed::v1::GetPositionResponse> PositionOf(db::Session& session, const std::string& feed_id) const {
    MOSBAT_ASSIGN_OR_RETURN(feed::v1::GetPositionResponse position,
                            feed::PositionOf(session, feed_id, backend_.outbox_, backend_.streams_));
    for (const auto& follower : backend_.followers_) {
      MOSBAT_ASSIGN_OR_RETURN(*position.add_copies(), follower->Describe(session));
    }
    return position;
  }

  Backend& backend_;
  ParkedRpc parked_;
  const MethodTable methods_;
};

class Backend::AuditRpc final : public audit::v1::AuditService::CallbackService {
 public:
  explicit AuditRpc(Backend& backend)
      : backend_(backend),
        trail_(backend.keyring()),
        methods_(audit::v1::AuditService::service_full_name(), backend.metrics()) {}

  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context,
                                        const audit::v1::ListEntriesRequest* request,
                                        audit::v1::ListEntriesResponse* response) override {
    return backend_.runner_->Run(*context, methods_.Get("ListEntries"), *request, *response,
                                 std::bind_front(&AuditRpc::List, this));
  }

 private:
  absl::StatusOr<audit::v1::ListEntriesResponse> List(Call& call, const audit::v1::ListEntriesRequest& request) const {
    const std::string list = absl::StrCat("audit|", request.subject(), "|", request.actor());
    const auto read = [&](const std::string& after, int limit) {
      return trail_.List(call.session(), request.subject(), request.actor(), after, limit);
    };
    const auto key = [](const audit::v1::Entry& entry) { return entry.id(); };
    MOSBAT_ASSIGN_OR_RETURN(Page<audit::v1::Entry> page, ReadPage(list, request, read, {.usual = 100}, key));
    audit::v1::ListEntriesResponse response;
    for (audit::v1::Entry& entry : page.items) {
      if (entry.damage() != audit::v1::Entry::DAMAGE_UNSPECIFIED) {
        observe::LogError(backend_.service(), "an audit entry is damaged",
                          {{"entry", entry.id()}, {"damage", audit::v1::Entry::Damage_Name(entry.damage())}});
      }
      *response.add_entries() = std::move(entry);
    }
    response.set_next_page_token(std::move(page.next_token));
    call.Audit(request.subject());
    return response;
  }

  Backend& backend_;
  const audit::Trail trail_;
  const MethodTable methods_;
};

absl::StatusOr<std::unique_ptr<Backend>> Backend::Open(const Environment& environment, BackendOptions options,
                                                       std::unique_ptr<db::Database> database) {
  MOSBAT_RETURN_IF_ERROR(db::RequireMigrated(*database, options.schema));
  return std::unique_ptr<Backend>(new Backend(environment, std::move(options), std::move(database)));
}

Backend::Backend(const Environment& environment, BackendOptions options, std::unique_ptr<db::Database> database)
    : environment_(environment),
      options_(std::move(options)),
      database_(std::move(database)),
      outbox_(environment_.ids, environment_.keyring),
      sequencer_(*database_, outbox_, options_.sequencer_looks_every),
      copies_(options_.service, environment_.channels, environment_.service_token, database_->useful_threads()),
      pool_(std::make_unique<WorkerPool>(database_->useful_threads(), options_.most_queued)),
      runner_(
          std::make_unique<UnaryRunner>(RunnerParts{.service = options_.service,
                                                    .replica = environment_.replica,
                                                    .says_position = options_.says_position,
                                                    .real_clock = environment_.real_clock,
                                                    .business_clock = environment_.business_clock,
                                                    .ids = environment_.ids,
                                                    .authenticator = environment_.authenticator,
                                                    .keyring = environment_.keyring,
                                                    .database = *database_,
                                                    .pool = *pool_,
                                                    .outbox = outbox_,
                                                    .sequencer = sequencer_,
                                                    .copies = copies_,
                                                    .metrics = *environment_.metrics.ForService(options_.service)})),
      streams_(*database_, outbox_, sequencer_),
      feed_rpc_(std::make_unique<FeedRpc>(*this)),
      audit_rpc_(std::make_unique<AuditRpc>(*this)) {
  Every(kMetricsEvery, [this] { SetMetrics(); });
  Every(kForgetEvery, [this] { Forget(); });
}

Backend::~Backend() {
  Drain(absl::Now());
  {
    const std::lock_guard lock(mutex_);
    close_house_ = true;
  }
  house_closed_.notify_all();
  if (housekeeper_.joinable()) housekeeper_.join();
  followers_.clear();
  pool_.reset();
}

void Backend::Follow(const std::string& feed, feed::ApplyEvent apply) {
  followers_.push_back(std::make_unique<feed::Follower>(
      feed::FollowerOptions{.follower = options_.service, .feed = feed}, *database_, environment_.keyring,
      environment_.real_clock,
      feed::NewRpcFeedSource([this, feed] { return environment_.channels.To(feed); }, environment_.service_token),
      std::move(apply)));
  copies_.Add(*followers_.back());
}

void Backend::Every(absl::Duration interval, std::function<void()> work) {
  chores_.push_back({.interval = interval, .work = std::move(work), .next = absl::Now() + interval});
}

absl::Status Backend::Start(std::unique_ptr<Role> role) {
  role_ = std::move(role);
  sequencer_.Start();
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  MOSBAT_ASSIGN_OR_RETURN(server_, StartServer(options_.service, options_.listen, [this](grpc::ServerBuilder& builder) {
                            for (grpc::Service* const service : services_) builder.RegisterService(service);
                            builder.RegisterService(feed_rpc_.get());
                            builder.RegisterService(&feed_rpc_->parked());
                            builder.RegisterService(audit_rpc_.get());
                          }));
  housekeeper_ = std::thread([this] { KeepHouse(); });
  return absl::OkStatus();
}

void Backend::StartFollowing() {
  for (const auto& follower : followers_) follower->Start();
}

void Backend::StopFollowing() {
  for (const auto& follower : followers_) follower->BeginStop();
}

void Backend::Drain(absl::Time deadline) {
  is_stopping_ = true;
  StopFollowing();
  EndStreams();
  server_.Drain(deadline, [this](absl::Time until) { runner_->AwaitCalls(until); });
}

void Backend::KeepHouse() {
  std::unique_lock lock(mutex_);
  while (!close_house_) {
    absl::Time next = absl::InfiniteFuture();
    for (Chore& chore : chores_) {
      if (chore.next <= absl::Now() && !close_house_) {
        lock.unlock();
        chore.work();
        lock.lock();
        chore.next = absl::Now() + chore.interval;
      }
      next = std::min(next, chore.next);
    }
    house_closed_.wait_until(lock, absl::ToChronoTime(next), [this] { return close_house_; });
  }
}

void Backend::Forget() {
  const absl::Time now = environment_.real_clock.Now();
  const absl::Time until = absl::Now() + kForgetFor;
  absl::Status status = RequestResults::Forget(*database_, now - RequestResults::kKept, until).status();
  if (options_.truncates_feed) {
    status.Update(feed::Outbox::Truncate(*database_, now - feed::Outbox::kKept, until).status());
  }
  if (!status.ok()) {
    observe::LogError(options_.service, "old answers and events were not deleted", {{"error", status.message()}});
  }
}

void Backend::SayChoreFailed(const std::string& chore, absl::string_view row, const absl::Status& status) {
  observe::LogError(options_.service, "a chore failed and will be tried again",
                    {{"chore", chore}, {"row", row}, {"reason", ReasonOf(status)}, {"error", status.message()}});
  environment_.metrics.ForService(options_.service)->CountChoreFailure(chore);
}

void Backend::SetMetrics() {
  observe::ServiceMetrics& metrics = *environment_.metrics.ForService(options_.service);
  metrics.SetQueued(static_cast<int64_t>(pool_->queued()));
  for (const auto& [code, count] : database_->counts().retries) metrics.SetStoreRetries(code, count);
  int64_t unnumbered = 0;
  const absl::Status counted = database_->Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(unnumbered, outbox_.CountUnnumbered(session));
    return absl::OkStatus();
  });
  if (counted.ok()) metrics.SetUnnumberedEvents(unnumbered);
  for (const auto& follower : followers_) {
    const feed::FollowerState state = follower->state();
    metrics.SetFeed(follower->feed(), {.lag = std::max<int64_t>(0, state.last_seq - state.position),
                                       .parked = state.parked,
                                       .silence = environment_.real_clock.Now() - state.heard,
                                       .refused = !state.refused.empty(),
                                       .failures = state.failures});
  }
}

}  // namespace mosbat::rpc
