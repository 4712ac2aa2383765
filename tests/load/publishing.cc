#include "tests/load/publishing.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "tests/load/publication.h"

namespace mosbat::load {
namespace {

using casefile::v1::CaseFile;
using catalog::v1::ServiceType;
using testing::ReplicatedSuite;

constexpr int kHere = 0;   // the replica through which types are published
constexpr int kThere = 1;  // that of the others, and of the publisher's next call

// Types that a publisher has registered and not activated: long enough for every replica to know that they are not
// active, which is what must not be believed afterwards.
constexpr size_t kAhead = 8;

const char* LetterOf(int replica) { return replica == kHere ? "A" : "B"; }

bool CatalogKnows(Doors& doors, int replica, const std::string& type) {
  catalog::v1::GetServiceTypeRequest request;
  request.set_name(type);
  const auto found = doors.Call<ServiceType>(replica, "steering", request);
  return found.ok() && found->state() == ServiceType::ACTIVE && !found->current_revision().empty();
}

// Whoever knows the active type asks next where it is given.
bool CasefileKnows(Doors& doors, int replica, const CaseFile& file, const std::string& type) {
  casefile::v1::RequestServiceRequest request = RequestFor(file, type);
  request.set_validate_only(true);
  const auto answer = doors.Call<casefile::v1::ServiceRequest>(replica, WorkerOf(file), request);
  return answer.ok() || ReasonOf(answer.status()) == "NOT_ENTRUSTED";
}

class Publishing {
 public:
  Publishing(Doors& doors, const Ground& ground, const PublishOptions& options)
      : doors_(doors), ground_(ground), options_(options), next_file_(static_cast<size_t>(options.callers)) {
    for (int replica = 0; replica < ReplicatedSuite::kReplicas; ++replica) {
      watches_.push_back(std::make_unique<Watch>(
          absl::StrCat("catalog ", LetterOf(replica)),
          [this, replica](const std::string& type) { return CatalogKnows(doors_, replica, type); }));
      watches_.push_back(std::make_unique<Watch>(absl::StrCat("casefile ", LetterOf(replica)),
                                                 [this, replica, &file = NextFile()](const std::string& type) {
                                                   return CasefileKnows(doors_, replica, file, type);
                                                 }));
    }
  }

  static int Households(const PublishOptions& options) {
    return options.callers + options.publishers + 1 + ReplicatedSuite::kReplicas;
  }

  PublishReport Run(OlderProgram& older) {
    OtherCalls others(doors_, ground_, kThere, static_cast<size_t>(options_.callers), options_.calls_per_second);
    const absl::Time begin = absl::Now();
    std::vector<std::thread> publishers;
    for (int i = 0; i < options_.publishers; ++i) {
      publishers.emplace_back([this, &file = NextFile()] { PublishAll(file); });
    }
    publishers.emplace_back([this, &older, &file = NextFile()] {
      for (int type = 0; type < options_.broken; ++type) {
        report_.broken.push_back(PublishBroken(doors_, older, file, kHere, type));
      }
    });
    for (std::thread& publisher : publishers) publisher.join();
    report_.took = absl::Now() - begin;
    for (const auto& watch : watches_) report_.watches.push_back(watch->Finish());
    report_.others = others.Finish();
    report_.other_types = ground_.active.size();
    return std::move(report_);
  }

 private:
  // Everybody works for a member of their own.
  const CaseFile& NextFile() { return ground_.files.at(next_file_++); }

  void PublishAll(const CaseFile& file) {
    std::deque<Publication> registered;
    while (true) {
      while (registered.size() < kAhead) {
        const int number = next_type_++;
        if (number >= options_.types) break;
        Register(registered.emplace_back(doors_, kHere, absl::StrCat("published-", number)));
      }
      if (registered.empty()) return;
      Activate(registered.front(), file);
      registered.pop_front();
    }
  }

  void Register(Publication& publication) {
    absl::Status done = publication.ApproveText(kGoodRule);
    if (done.ok()) done = publication.Register();
    if (!done.ok()) NotPublished(publication, done);
  }

  void Activate(Publication& publication, const CaseFile& file) {
    absl::Status done = publication.Activate().status();
    const absl::Time active = absl::Now();
    absl::Status known;
    if (done.ok()) {
      for (const auto& watch : watches_) watch->Add(publication.type(), active);
      known = RequireKnown(publication, file);
      done = publication.ActivateEntrustment();
    }
    if (done.ok() && known.ok()) known = RequireGiven(publication, file);
    const absl::Duration until_requested = absl::Now() - active;

    if (!done.ok()) {
      NotPublished(publication, done);
      return;
    }
    const std::lock_guard lock(mutex_);
    ++report_.published;
    if (known.ok()) {
      report_.at_once.push_back(until_requested);
    } else {
      report_.not_at_once.push_back(absl::StrCat(publication.type(), ": ", known.ToString()));
    }
  }

  void NotPublished(const Publication& publication, const absl::Status& why) {
    const std::lock_guard lock(mutex_);
    report_.not_published.push_back(absl::StrCat(publication.type(), ": ", why.ToString()));
  }

  // Through the other gateway: catalog and casefile know the type, which is given nowhere yet.
  absl::Status RequireKnown(Publication& publication, const CaseFile& file) {
    catalog::v1::GetServiceTypeRequest get;
    get.set_name(publication.type());
    MOSBAT_ASSIGN_OR_RETURN(const auto type, doors_.Call<ServiceType>(kThere, "steering", get, &publication.seen()));
    if (type.state() != ServiceType::ACTIVE) return absl::InternalError(type.ShortDebugString());
    catalog::v1::CheckEligibilityRequest check;
    check.set_name(publication.type());
    *check.mutable_facts() = SchemaOf(R"({"age_years": 17})");
    MOSBAT_ASSIGN_OR_RETURN(const auto decision,
                            doors_.Call<common::v1::Decision>(kThere, "steering", check, &publication.seen()));
    if (decision.reasons_size() != 1) return absl::InternalError(decision.ShortDebugString());
    const absl::Status refused =
        doors_
            .Call<casefile::v1::ServiceRequest>(kThere, WorkerOf(file), RequestFor(file, publication.type()),
                                                &publication.seen())
            .status();
    return ReasonOf(refused) == "NOT_ENTRUSTED" ? absl::OkStatus() : refused;
  }

  absl::Status RequireGiven(Publication& publication, const CaseFile& file) {
    MOSBAT_ASSIGN_OR_RETURN(const auto request,
                            doors_.Call<casefile::v1::ServiceRequest>(
                                kThere, WorkerOf(file), RequestFor(file, publication.type()), &publication.seen()));
    return request.state() == casefile::v1::ServiceRequest::ELIGIBLE ? absl::OkStatus()
                                                                     : absl::InternalError(request.ShortDebugString());
  }

  Doors& doors_;
  const Ground& ground_;
  const PublishOptions& options_;
  size_t next_file_;
  std::vector<std::unique_ptr<Watch>> watches_;
  std::atomic<int> next_type_ = 0;
  std::mutex mutex_;
  PublishReport report_;
};

}  // namespace

absl::StatusOr<PublishReport> PublishUnderLoad(const ReplicatedSuite& suite, const PublishOptions& options) {
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Doors> doors,
                          Doors::Open({suite.address(0), suite.address(1)}, suite.identity_file()));
  MOSBAT_ASSIGN_OR_RETURN(const Ground ground, PrepareGround(suite, *doors, Publishing::Households(options)));
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<OlderProgram> older, OlderProgram::Open(suite));
  return Publishing(*doors, ground, options).Run(*older);
}

absl::Duration Percentile(std::vector<absl::Duration> durations, double percent) {
  if (durations.empty()) return absl::ZeroDuration();
  std::sort(durations.begin(), durations.end());
  const double rank = std::ceil(percent / 100 * static_cast<double>(durations.size()));
  return durations[static_cast<size_t>(std::max(rank, 1.0)) - 1];
}

}  // namespace mosbat::load
