// What the process counts and measures, in Prometheus' terms.
//
//   mosbat_rpc_calls_total{service, method, code}      mosbat_rpc_seconds{service, method}
//   mosbat_pool_queued_calls{service}                  mosbat_pool_rejected_calls_total{service}
//   mosbat_store_retries_total{service, code}          mosbat_feed_unnumbered_events{service}
//   mosbat_feed_lag_events{service, feed}              mosbat_feed_parked_events{service, feed}
//   mosbat_feed_silence_seconds{service, feed}         mosbat_feed_refused{service, feed}
//   mosbat_feed_failures_total{service, feed, reason}  mosbat_chore_failures_total{service, chore}
//
// `service` is the gRPC service for calls and the role ("casefile") for the rest.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/time.h"

#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace mosbat::observe {

// The calls of one method. Thread-safe; recording looks nothing up by name.
class MethodMetrics {
 public:
  MethodMetrics(prometheus::Family<prometheus::Counter>& calls, prometheus::Family<prometheus::Histogram>& seconds,
                std::string service, std::string method);

  // A call ended with this google.rpc code.
  void Record(int code, absl::Duration took);

 private:
  static constexpr size_t kCodes = 17;

  prometheus::Counter& CallsWith(size_t code);
  prometheus::Histogram& Seconds();

  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_family_;
  const std::string service_;
  const std::string method_;
  // Made when first needed, so that only methods that are called and codes that happen are shown.
  std::atomic<prometheus::Histogram*> seconds_ = nullptr;
  std::array<std::atomic<prometheus::Counter*>, kCodes> counters_{};
};

struct ServiceFamilies {
  prometheus::Family<prometheus::Gauge>& queued;
  prometheus::Family<prometheus::Counter>& rejected;
  prometheus::Family<prometheus::Counter>& store_retries;
  prometheus::Family<prometheus::Gauge>& unnumbered;
  prometheus::Family<prometheus::Gauge>& feed_lag;
  prometheus::Family<prometheus::Gauge>& feed_parked;
  prometheus::Family<prometheus::Gauge>& feed_silence;
  prometheus::Family<prometheus::Gauge>& feed_refused;
  prometheus::Family<prometheus::Counter>& feed_failures;
  prometheus::Family<prometheus::Counter>& chore_failures;
};

// How a copy stands to the feed that it follows.
struct FeedFigures {
  int64_t lag = 0;                          // events that are known of and not applied yet
  int64_t parked = 0;                       // events passed that could not be applied and wait
  absl::Duration silence;                   // since the owner was last heard; what lag is known of is as old as that
  bool refused = false;                     // the owner refuses the cursor: the copy must be rebuilt
  std::map<std::string, int64_t> failures;  // how often following failed since the start, by reason
};

// What one service of the process says of itself. Thread-safe.
class ServiceMetrics {
 public:
  ServiceMetrics(ServiceFamilies families, std::string service);

  // Calls that wait for a thread of the pool.
  void SetQueued(int64_t calls) { queued_.Set(static_cast<double>(calls)); }
  // A call was refused because the queue was full.
  void CountRejected() { rejected_.Increment(); }
  // How often since the start a transaction ran again because of this error code of the store.
  void SetStoreRetries(const std::string& code, int64_t count);
  // Events that are committed and not numbered yet.
  void SetUnnumberedEvents(int64_t events) { unnumbered_.Set(static_cast<double>(events)); }
  void SetFeed(const std::string& feed, const FeedFigures& figures);
  // Something that the service does by itself failed, for one row or altogether; it is tried again.
  void CountChoreFailure(const std::string& chore);

 private:
  void RaiseTo(prometheus::Counter& counter, int64_t count);

  const ServiceFamilies families_;
  const std::string service_;
  prometheus::Gauge& queued_;
  prometheus::Counter& rejected_;
  prometheus::Gauge& unnumbered_;
  std::mutex mutex_;
};

// All metrics of the process. Thread-safe.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Always the same one for the same names; lives as long as this.
  MethodMetrics* ForMethod(const std::string& service, const std::string& method);
  ServiceMetrics* ForService(const std::string& service);

  // In Prometheus' text format.
  std::string Render() const;

  std::weak_ptr<prometheus::Collectable> collectable() const { return registry_; }

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  const ServiceFamilies service_families_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<MethodMetrics>> methods_;
  std::map<std::string, std::unique_ptr<ServiceMetrics>> services_;
};

}  // namespace mosbat::observe
