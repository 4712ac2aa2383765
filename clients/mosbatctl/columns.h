// Which fields of a resource a list shows, and what people call them.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

#include "common/base/error.h"

namespace mosbat::ctl {

// Their paths in the order of the columns, "decision.judged_date", for the items of every collection; of another
// message only its name. A title is the last one, where text from right to left moves nothing else.
const std::vector<std::string>& ColumnsOf(const google::protobuf::Descriptor& item);

// In English as files and JSON call the last field of the path, but for one whose name says nothing by itself.
std::string HeadingOf(const std::string& path, Language language);

}  // namespace mosbat::ctl
