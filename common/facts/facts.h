// The facts document: what an eligibility rule may ask about. Casefile builds the document by these names, ListFacts
// tells them, and guideline and catalog hold rules against them.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "common/base/error.h"

namespace mosbat::facts {

struct Fact {
  enum class Type { kBoolean, kInteger, kString, kObject };
  enum class Source { kCaseFile, kDeliveries, kRequest };

  std::string name;  // with a dot for each step into an object, "disability.grade"
  Type type;
  Source source = Source::kCaseFile;
  std::string unit;   // what a number counts
  Words absent_when;  // empty of what is always there
};

// In byte order of names.
const std::vector<Fact>& Facts();

// Whether `path` is that of a fact or of an object that holds some, "disability".
bool IsFactPath(absl::string_view path);

// Whether it is an object in which facts stand.
bool HoldsFacts(absl::string_view path);

// What is said of FACT_UNKNOWN at something that `path` names: that there is no such fact, and which may be meant.
// Of a path that leads to one, NestedWords().
Words FactUnknownWords(absl::string_view path);

// The same of a path that was written as one name, with dots for which nothing stands: how it is nested.
Words NestedWords(absl::string_view path);

}  // namespace mosbat::facts
