// The files that `mosbatctl apply` takes (their form: deploy/data/README.md), read and checked before anything is sent.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/apply/place.h"
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
  std::shared_ptr<const Source> source;
  std::string path;  // "apply[3]", or "document[1]" of an entry that is a document of its own
  std::string as;
  // What creates the resource, or, of an import, the whole request. What is created by an update, a sub-guideline's
  // next revision, has that.
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

// What files say.
struct Plan {
  // In the order of the files, but for entrustments of a type that has pilots among them: these come first.
  std::vector<Entry> entries;
  // What keeps them from being applied, in the order of the files: of each entry the first fault. Each names the file
  // with its line and the path in it, indices from 0.
  std::vector<absl::Status> faults;

  // The entries, or the first fault.
  absl::StatusOr<std::vector<Entry>> ToEntries() &&;
};

// The entries of a file, of the *.json, *.yaml and *.yml files of a folder and those below it in the order of their
// names, or of the standard input, "-". *.examples.* are left out: they stand beside a package and are no part of it.
// Faults are INVALID_ARGUMENT / FILE_UNREADABLE, JSON_MALFORMED, YAML_MALFORMED, JSON_INVALID, PLAN_INVALID and those
// of CheckPackage(); FAILED_PRECONDITION / HISTORICAL_NOT_ASKED for what is historical when `historical` was not asked
// for.
Plan ReadFiles(const std::string& file_or_folder, bool historical);

// The same where one fault is enough.
absl::StatusOr<std::vector<Entry>> ReadPlan(const std::string& file_or_folder, bool historical);

// The entries of one text; `file` is what it is called in errors. It is YAML unless the name ends in .json or the text
// begins as JSON does.
absl::StatusOr<std::vector<Entry>> ParsePlan(const std::string& file, const std::string& text, bool historical);

}  // namespace mosbat::ctl
