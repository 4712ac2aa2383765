#include "common/observe/metrics.h"

#include "absl/status/status.h"

#include "prometheus/text_serializer.h"

namespace mosbat::observe {
namespace {

template <typename Builder>
auto& Made(Builder builder, prometheus::Registry& registry, const char* name, const char* help) {
  return builder.Name(name).Help(help).Register(registry);
}

// From what a copy in memory answers to what an import takes; few, because every method has each of them.
prometheus::Histogram::BucketBoundaries Buckets() { return {0.0005, 0.0025, 0.01, 0.05, 0.25, 1, 5, 30}; }

ServiceFamilies MakeServiceFamilies(prometheus::Registry& registry) {
  using prometheus::BuildCounter;
  using prometheus::BuildGauge;
  return {
      .queued = Made(BuildGauge(), registry, "mosbat_pool_queued_calls", "Calls that wait for a thread of the pool."),
      .rejected = Made(BuildCounter(), registry, "mosbat_pool_rejected_calls_total",
                       "Calls that were refused because the queue was full."),
      .store_retries = Made(BuildCounter(), registry, "mosbat_store_retries_total",
                            "Transactions that ran again, by the error code of the store."),
      .unnumbered = Made(BuildGauge(), registry, "mosbat_feed_unnumbered_events",
                         "Events of this service that are committed and not numbered yet."),
      .feed_lag =
          Made(BuildGauge(), registry, "mosbat_feed_lag_events", "Events of another service that are not applied yet."),
      .feed_parked = Made(BuildGauge(), registry, "mosbat_feed_parked_events",
                          "Events of another service that could not be applied and wait."),
      .feed_silence = Made(BuildGauge(), registry, "mosbat_feed_silence_seconds",
                           "Time since another service's feed was last heard; it says something every 250 ms."),
      .feed_refused = Made(BuildGauge(), registry, "mosbat_feed_refused",
                           "1 while another service refuses the cursor, so that the copy must be rebuilt."),
      .feed_failures = Made(BuildCounter(), registry, "mosbat_feed_failures_total",
                            "How often following another service's feed failed, by reason."),
      .chore_failures = Made(BuildCounter(), registry, "mosbat_chore_failures_total",
                             "What the service could not do by itself, and tries again."),
  };
}

}  // namespace

MethodMetrics::MethodMetrics(prometheus::Family<prometheus::Counter>& calls,
                             prometheus::Family<prometheus::Histogram>& seconds, std::string service,
                             std::string method)
    : calls_(calls), seconds_family_(seconds), service_(std::move(service)), method_(std::move(method)) {}

void MethodMetrics::Record(int code, absl::Duration took) {
  const bool is_known = code >= 0 && static_cast<size_t>(code) < kCodes;
  CallsWith(static_cast<size_t>(is_known ? code : static_cast<int>(absl::StatusCode::kUnknown))).Increment();
  Seconds().Observe(absl::ToDoubleSeconds(took));
}

prometheus::Histogram& MethodMetrics::Seconds() {
  prometheus::Histogram* seconds = seconds_.load(std::memory_order_acquire);
  if (seconds == nullptr) {
    seconds = &seconds_family_.Add({{"service", service_}, {"method", method_}}, Buckets());
    seconds_.store(seconds, std::memory_order_release);
  }
  return *seconds;
}

prometheus::Counter& MethodMetrics::CallsWith(size_t code) {
  prometheus::Counter* counter = counters_[code].load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Add() gives the one that is there, so two threads that come here at once get the same.
    const std::string word = absl::StatusCodeToString(static_cast<absl::StatusCode>(code));
    counter = &calls_.Add({{"service", service_}, {"method", method_}, {"code", word}});
    counters_[code].store(counter, std::memory_order_release);
  }
  return *counter;
}

ServiceMetrics::ServiceMetrics(ServiceFamilies families, std::string service)
    : families_(families),
      service_(std::move(service)),
      queued_(families_.queued.Add({{"service", service_}})),
      rejected_(families_.rejected.Add({{"service", service_}})),
      unnumbered_(families_.unnumbered.Add({{"service", service_}})) {}

void ServiceMetrics::SetStoreRetries(const std::string& code, int64_t count) {
  RaiseTo(families_.store_retries.Add({{"service", service_}, {"code", code}}), count);
}

void ServiceMetrics::SetFeed(const std::string& feed, const FeedFigures& figures) {
  prometheus::Labels labels = {{"service", service_}, {"feed", feed}};
  families_.feed_lag.Add(labels).Set(static_cast<double>(figures.lag));
  families_.feed_parked.Add(labels).Set(static_cast<double>(figures.parked));
  families_.feed_silence.Add(labels).Set(absl::ToDoubleSeconds(figures.silence));
  families_.feed_refused.Add(labels).Set(figures.refused ? 1 : 0);
  for (const auto& [reason, count] : figures.failures) {
    labels["reason"] = reason;
    RaiseTo(families_.feed_failures.Add(labels), count);
  }
}

void ServiceMetrics::CountChoreFailure(const std::string& chore) {
  families_.chore_failures.Add({{"service", service_}, {"chore", chore}}).Increment();
}

void ServiceMetrics::RaiseTo(prometheus::Counter& counter, int64_t count) {
  // Two that do it at once must not both add the same difference.
  const std::lock_guard lock(mutex_);
  counter.Increment(static_cast<double>(count) - counter.Value());
}

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(
          Made(prometheus::BuildCounter(), *registry_, "mosbat_rpc_calls_total", "Calls that ended, by their code.")),
      seconds_(Made(prometheus::BuildHistogram(), *registry_, "mosbat_rpc_seconds", "How long calls took.")),
      service_families_(MakeServiceFamilies(*registry_)) {}

MethodMetrics* Metrics::ForMethod(const std::string& service, const std::string& method) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<MethodMetrics>& metrics = methods_[{service, method}];
  if (metrics == nullptr) {
    metrics = std::make_unique<MethodMetrics>(calls_, seconds_, service, method);
  }
  return metrics.get();
}

ServiceMetrics* Metrics::ForService(const std::string& service) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<ServiceMetrics>& metrics = services_[service];
  if (metrics == nullptr) metrics = std::make_unique<ServiceMetrics>(service_families_, service);
  return metrics.get();
}

std::string Metrics::Render() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

}  // namespace mosbat::observe
