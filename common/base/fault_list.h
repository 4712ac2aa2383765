// Collects what is wrong with a request or a text, so that its author learns all of it at once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/base/error.h"

namespace mosbat {

class FaultList {
 public:
  // `root` is the request field that everything reported lies in ("directive"), "" where paths are whole.
  explicit FaultList(absl::string_view root = "") : root_(root) {}

  void Add(absl::string_view reason, absl::string_view field, Words words);

  // errors::FieldRequired() and errors::FieldInvalid().
  void AddRequired(absl::string_view field);
  void AddInvalid(absl::string_view field, Words what_is_right);

  // The faults of an error that common/base/error.h made, with its reason; OK adds nothing.
  void AddAll(const absl::Status& error);

  bool empty() const { return faults_.empty(); }

  // More than an error lists were found: another would not be told, and is not worth the work of finding it.
  bool is_full() const { return faults_.size() > kMostFaults; }

  // OK if there is none; else an error with the reason and the words of the first fault that lists all of them.
  absl::Status ToStatus(absl::StatusCode code = absl::StatusCode::kInvalidArgument) const;

 private:
  std::string root_;
  std::string reason_;  // of the first
  std::vector<FieldFault> faults_;
};

}  // namespace mosbat
