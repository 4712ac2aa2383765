// The files that `mosbatctl apply` takes (their form: deploy/data/README.md), read and checked before anything is sent.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/methods.h"

namespace mosbat::ctl {

// A step that takes a resource from one state to the next.
struct Verb {
  std::string as;
  const Method* method = nullptr;
  std::vector<std::string> when;                       // the states in which it is taken
  std::unique_ptr<google::protobuf::Message> request;  // but for name and etag
  std::string path;                                    // "apply[3].then[1]"
};

// One entry: what is to be there.
struct Entry {
  std::string file;
  std::string path;  // "apply[3]"
  std::string as;
  // What creates the resource, or, of an import, the whole request.
  std::unique_ptr<google::protobuf::Message> request;
  // Where the resource stands in `request`; nullptr for an import.
  const google::protobuf::FieldDescriptor* resource = nullptr;
  // Where the text stands that is created with the resource, its revision 1; nullptr where there is none.
  const google::protobuf::FieldDescriptor* revision = nullptr;
  std::vector<Verb> then;

  const google::protobuf::Message& resource_message() const;
  const google::protobuf::Message& revision_message() const;
  // The resource's name as the file gives it, "" where the server makes it.
  std::string name() const;
};

// The entries of a file, or of a folder's *.json files in the order of their names. INVALID_ARGUMENT / FILE_UNREADABLE,
// JSON_MALFORMED, JSON_INVALID and PLAN_INVALID name the file and the path in it; FAILED_PRECONDITION /
// HISTORICAL_NOT_ASKED for a step that is historical when `historical` was not asked for.
absl::StatusOr<std::vector<Entry>> ReadPlan(const std::string& file_or_folder, bool historical);

// The entries of one text; `file` is what it is called in errors.
absl::StatusOr<std::vector<Entry>> ParsePlan(const std::string& file, const std::string& text, bool historical);

}  // namespace mosbat::ctl
