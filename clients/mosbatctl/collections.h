// What there is to list, for people: every collection with an example of how it is typed.
#pragma once

#include <string>

#include "common/base/error.h"

namespace mosbat::ctl {

// "provinces/*/counties" → "provinces/30/counties".
std::string ExampleOf(const std::string& form);

// What is in the collection of that form; both "" where nobody has said it.
Words InCollection(const std::string& form);

// A line for each of CollectionForms().
std::string CollectionsText(Language language);

}  // namespace mosbat::ctl
