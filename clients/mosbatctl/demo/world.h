// What the story happens in: a suite in trial mode, one run of the story, and the day on which it stands.
//
// Everything that a run makes is named after its id, and the request id of each of its writes is derived from the run
// and the step. A run that was cut is told again from its beginning: the suite answers the steps that it has done
// before with what it answered then, and does the others.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/demo/narrator.h"
#include "common/base/error.h"

namespace mosbat::story {

// 1 to 20 of a-z, 0-9 and "-", beginning and ending with a letter or digit.
bool IsRunId(absl::string_view text);

// FAILED_PRECONDITION / STORY_BROKEN: the suite did not do what the story says.
absl::Status Broken(const Words& words, absl::string_view found);
// OK, or Broken.
absl::Status Expect(bool as_told, const Words& words, absl::string_view found = "");

class World {
 public:
  // `run_id` is a run id; `calls` is thread-safe and, as `narrator`, lives longer.
  World(ctl::Calls& calls, const Narrator& narrator, std::string run_id);

  const Narrator& narrator() const { return narrator_; }
  const std::string& run_id() const { return run_id_; }
  // "demo-7f3a", or "demo-7f3a-group" of the group: the last part of a name.
  std::string Id(absl::string_view of = "") const;
  // A number of eight digits that is this run's.
  int Number() const;
  // The national id of the run's `index`-th person, who is made up. Thread-safe.
  std::string NationalId(int index) const;
  std::string RequestId(absl::string_view step) const;

  // A write; `step` is unique in the story. Thread-safe.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Do(absl::string_view step, absl::string_view as, Request request) {
    request.set_request_id(RequestId(step));
    return calls_.Call<Response>(as, request);
  }

  // Thread-safe.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Read(absl::string_view as, const Request& request) {
    return calls_.Call<Response>(as, request);
  }

  // Makes a call that must be refused with `reason`, tells it and keeps the refusal.
  template <typename Response, typename Request>
  absl::Status Refused(const Words& sentence, absl::string_view reason, absl::string_view as, const Request& request) {
    return TellRefused(sentence, reason, calls_.Call<Response>(as, request).status());
  }

  // Those told so far, in order.
  const std::vector<absl::Status>& refusals() const { return refusals_; }

  // The first morning of the story: that of the day after the suite's day when it began.
  absl::Status Begin();
  // Moves the suite's clock, and says so. 0 days moves nothing.
  absl::Status PassDays(absl::string_view step, int days);
  // The day on which the story stands.
  absl::CivilDay today() const { return today_; }
  // Whether the suite stands on that day too; not so while a cut run is told again.
  absl::StatusOr<bool> IsNow();

  // Looks again and again until `seen` says true, at most 20 seconds: STORY_BROKEN.
  absl::Status Await(const Words& what, const std::function<absl::StatusOr<bool>()>& seen) const;

 private:
  absl::Status TellRefused(const Words& sentence, absl::string_view reason, const absl::Status& answer);

  ctl::Calls& calls_;
  const Narrator& narrator_;
  const std::string run_id_;
  const std::string run_uuid_;
  absl::CivilDay today_;
  std::vector<absl::Status> refusals_;
};

}  // namespace mosbat::story
