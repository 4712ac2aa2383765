// What is formally wrong with a message, all of it at once.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

#include "common/base/fault_list.h"

namespace mosbat::registry::domain {

// Collects what is wrong with one message, under one reason.
class Faults {
 public:
  // `reason` is that of the error, `root` the request field that the message stands in, "" for the request itself.
  Faults(absl::string_view reason, absl::string_view root) : reason_(reason), faults_(root) {}

  // Adds a fault unless `right`.
  void Unless(bool right, absl::string_view field, absl::string_view en, absl::string_view fa);
  // A text that must be there, of at most 200 characters.
  void RequireText(absl::string_view text, absl::string_view field);
  // A text of at most 200 characters; "" is left out and right.
  void AllowText(absl::string_view text, absl::string_view field);
  // A slug, `social-work`; "" is left out and right.
  void AllowSlug(const std::string& slug, absl::string_view field);
  // The first and the last day of something, either of which may be left out: real days, in order. The fault is that of
  // the last one, `field`.
  void AllowDays(const google::type::Date& first, const google::type::Date& last, absl::string_view field);

  // OK if there is none; else INVALID_ARGUMENT with the reason and every fault.
  absl::Status ToStatus() const { return faults_.ToStatus(); }

 private:
  std::string reason_;
  FaultList faults_;
};

}  // namespace mosbat::registry::domain
