// Every method that holds a row against the caller's scope, with a request that reaches one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/demo/story.h"
#include "clients/mosbatctl/methods.h"

namespace mosbat::testing {

struct ForeignRow {
  // Whose the row is: a deputyship's, a part's of the country, a centre's there, or a social worker's in it.
  enum Of { kDeputyship, kArea, kCentre, kWorker };
  enum Answer {
    kRefused,  // NOT_IN_SCOPE
    kNotSeen,  // a list, or a count: the row has no part in it
  };

  Of of;
  Answer answer;
  std::string request;  // in text format; "<centre>" stands for the name of a row
};

// By "SERVICE/METHOD".
const std::map<std::string, ForeignRow>& ForeignRows();

// What the placeholders stand for: what the story made, and a little that it did not.
absl::StatusOr<std::map<std::string, std::string>> NamesOfRows(ctl::Calls& calls, const story::Made& made);

// In whose names the method must not reach the row: of each role that may call it, somebody from elsewhere.
std::vector<std::string> ForeignersOf(const ctl::Method& method, ForeignRow::Of of, const story::Made& made);

}  // namespace mosbat::testing
