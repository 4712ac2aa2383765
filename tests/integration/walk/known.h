// What walkers have been told, and therefore may ask about: names and etags.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace mosbat::walk {

// Thread-safe.
class Known {
 public:
  // From any answer; what is no resource of a walk is ignored.
  void Learn(const google::protobuf::Message& answer);

  // How many there are: the last is called "directives/d3", "subGuidelines/walked/revisions/3",
  // "serviceTypes/walked-3".
  int directives() const { return Count("Directive"); }
  int revisions() const { return Count("SubGuidelineRevision"); }
  int types() const { return Count("ServiceType"); }
  // In the order in which they were met.
  std::vector<std::string> entrustments() const;

  // The newest etag of a resource, and one that it had before; "" where none is known.
  std::string EtagOf(const std::string& name) const;
  std::string EarlierEtagOf(const std::string& name) const;

 private:
  int Count(const std::string& kind) const;

  mutable std::mutex mutex_;
  std::map<std::string, int> counts_;                            // by the kind of resource
  std::vector<std::string> entrustments_;                        // by name
  std::map<std::string, std::map<int64_t, std::string>> etags_;  // by name, then row version
};

// The resource that a write changes, "" where it makes one.
std::string TargetOf(const google::protobuf::Message& request);
std::string EtagOf(const google::protobuf::Message& request);
void SetEtag(const std::string& etag, google::protobuf::Message& request);

}  // namespace mosbat::walk
