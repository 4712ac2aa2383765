// Checks that all texts share; each adds what is wrong with `field` to the faults.
#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "common/base/fault_list.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::guideline::domain {

// As many as a list of provisions, terms or comments may have.
inline constexpr int kMostItems = 100;
// The official numbers of a founding list.
inline constexpr int kMostFoundingNumber = 999;

// Persian must be given, English may be; at most 300 characters each.
void CheckTitle(absl::string_view field, const common::v1::Title& title, FaultList& faults);

// At most `most` items.
void CheckCount(absl::string_view field, int size, int most, FaultList& faults);

void CheckPeriod(absl::string_view field, const common::v1::Period& period, FaultList& faults);

// At most 1 MB in all, so that two texts side by side still fit into one answer.
void CheckSize(absl::string_view field, const google::protobuf::Message& text, FaultList& faults);

// Something that `known` does not have yet; adds it.
void CheckNew(absl::string_view field, const std::string& value, std::set<std::string>& known, FaultList& faults);

// The number of a part of a text, 1 to 16 characters with ASCII digits, that `known` does not have yet; adds it.
void CheckNumber(absl::string_view field, const std::string& number, std::set<std::string>& known, FaultList& faults);

// A resource id that `known` does not have yet; adds it.
void CheckCode(absl::string_view field, const std::string& code, std::set<std::string>& known, FaultList& faults);

}  // namespace mosbat::guideline::domain
